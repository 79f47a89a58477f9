"""Compiled inference beside owlrl: equal entailments and equal verdicts on ontologies and data of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings, strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kg.errors import ViolationError
from kg.owl import compare_engines
from kg.owl.owlrl_engine import infer_by_owlrl
from kg.rdf import INFERRED, TYPE, flat_triples
from tests.reasoning import infer

if TYPE_CHECKING:
    from kg.graph import Graph

PREFIXES = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :D a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty . :d a owl:DatatypeProperty .
"""
CLASSES = st.sampled_from([":A", ":B", ":C", ":D"])
PROPERTIES = st.sampled_from([":p", ":q", ":r"])
THINGS = st.sampled_from([":x", ":y", ":z", ":w"])
LINKS = PROPERTIES | st.builds("[ owl:inverseOf {} ]".format, PROPERTIES)


def _listed(members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(members, min_size=1, max_size=3).map(lambda each: f"( {' '.join(each)} )")


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("[ owl:onProperty {} ; owl:someValuesFrom {} ]".format, PROPERTIES, inner | st.just("owl:Thing")),
        st.builds("[ owl:onProperty {} ; owl:allValuesFrom {} ]".format, PROPERTIES, inner),
        st.builds("[ owl:intersectionOf {} ]".format, _listed(inner)),
        st.builds("[ owl:unionOf {} ]".format, _listed(inner)),
    )


EXPRESSIONS = st.recursive(
    CLASSES
    | st.builds("[ owl:onProperty {} ; owl:hasValue {} ]".format, PROPERTIES, THINGS)
    | st.builds("[ owl:oneOf {} ]".format, _listed(THINGS)),
    _composed,
    max_leaves=3,
)
KINDS = st.sampled_from(["Symmetric", "Transitive", "Functional", "InverseFunctional", "Irreflexive", "Asymmetric"])
AXIOMS = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("{} owl:equivalentClass {} .".format, CLASSES, EXPRESSIONS),
    st.builds("{} owl:unionOf {} .".format, CLASSES, _listed(CLASSES)),
    st.builds("{} rdfs:subPropertyOf {} .".format, PROPERTIES, PROPERTIES),
    st.builds("{} owl:equivalentProperty {} .".format, PROPERTIES, PROPERTIES),
    st.builds("{} owl:inverseOf {} .".format, PROPERTIES, PROPERTIES),
    st.builds("{} rdfs:domain {} .".format, PROPERTIES, EXPRESSIONS),
    st.builds("{} rdfs:range {} .".format, PROPERTIES, EXPRESSIONS),
    st.builds("{} owl:propertyChainAxiom {} .".format, PROPERTIES, _listed(LINKS)),
    st.builds("{} a owl:{}Property .".format, PROPERTIES, KINDS),
    st.builds("{} owl:disjointWith {} .".format, CLASSES, CLASSES),
    st.builds("[] a owl:AllDisjointClasses ; owl:members {} .".format, _listed(CLASSES)),
    st.builds("{} owl:propertyDisjointWith {} .".format, PROPERTIES, PROPERTIES),
    st.builds("{} rdfs:subClassOf [ owl:complementOf {} ] .".format, CLASSES, CLASSES),
    st.builds("{} rdfs:subClassOf [ owl:onProperty {} ; owl:maxCardinality {} ] .".format, CLASSES, PROPERTIES,
              st.sampled_from(["0", "1"])),
    st.builds("{} owl:differentFrom {} .".format, THINGS, THINGS),
    st.builds("{} owl:sameAs {} .".format, THINGS, THINGS),
)  # fmt: skip
FACTS = st.one_of(
    st.builds("{} {} {} .".format, THINGS, PROPERTIES, THINGS),
    st.builds("{} a {} .".format, THINGS, CLASSES),
    st.builds('{} :d "text" .'.format, THINGS),
    st.builds("{} a {} .".format, THINGS, EXPRESSIONS),
)
# what is also an individual: classes, properties and blank nodes
NODES = THINGS | st.sampled_from([":A", ":B", ":p", ":q", "_:x", "_:y", "owl:Thing"])
NODE_AXIOMS = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, st.sampled_from(["owl:Thing", ":A"]), EXPRESSIONS),
    st.builds("{} rdfs:subClassOf owl:Nothing .".format, EXPRESSIONS),
    st.builds("{} rdfs:subPropertyOf {} .".format, st.sampled_from(["rdf:type", "owl:sameAs", ":p", "rdfs:subClassOf"]),
              PROPERTIES | st.just("rdfs:domain")),
    st.builds(":A owl:oneOf ( {} {} ) .".format, NODES, NODES),
    st.builds("[ owl:onProperty {} ; owl:hasValue {} ] rdfs:subClassOf {} .".format, PROPERTIES, NODES, CLASSES),
    st.builds("[] a owl:AllDifferent ; owl:members ( {} {} {} ) .".format, NODES, NODES, NODES),
    st.builds("{} owl:hasKey ( {} ) .".format, CLASSES, PROPERTIES),
)  # fmt: skip
NODE_FACTS = st.one_of(
    st.builds("{} {} {} .".format, NODES, PROPERTIES, NODES),
    st.builds("{} a {} .".format, NODES, EXPRESSIONS),
    st.builds("{} owl:sameAs {} .".format, NODES, NODES),
)


def _outcome(reasoner: object, triples: set[Triple]) -> set[Triple] | str:
    try:
        return reasoner(triples)  # type: ignore[operator,no-any-return]
    except ViolationError:
        return "contradiction"


@settings(max_examples=150)
@example([":x owl:differentFrom :y .", ":x owl:sameAs :z ."], [':x :d "text" .'])
@given(st.lists(AXIOMS, min_size=1, max_size=4), st.lists(FACTS, min_size=1, max_size=5))
def test_compiled_rules_entail_what_owlrl_entails(axioms: list[str], facts: list[str]) -> None:
    """Random axioms with random facts: equal entailments, or both find a contradiction."""
    triples = flat_triples(parse((PREFIXES + "\n".join(axioms + facts)).encode(), RdfFormat.TURTLE))
    assert _outcome(infer_by_owlrl, triples) == _outcome(infer, triples)


@settings(max_examples=100)
@example([":A owl:hasKey ( :d ) ."], [':x a :A ; :d "1" . :y a :A ; :d "2" .'])
@example([":d a owl:FunctionalProperty ."], [":x :d 1 , 1.0 . :y :q 1 ."])
@example([":A owl:equivalentClass [ owl:onProperty :d ; owl:someValuesFrom xsd:string ] ."], [':x :d "1" .'])
@example(["owl:sameAs rdfs:subPropertyOf :p ."], [":x :q :y ."])
@example([":s1 owl:onProperty :n ; owl:hasValue :x . :s2 owl:onProperty :n ; owl:hasValue :x ."], [":y a :s1 ."])
@example(["[] a owl:AllDisjointProperties ; owl:members ( :p :q ) ."], [":x :p :y ; :q :y ."])
@given(st.lists(AXIOMS | NODE_AXIOMS, min_size=1, max_size=4), st.lists(FACTS | NODE_FACTS, min_size=1, max_size=5))
def test_each_difference_has_a_known_reason(axioms: list[str], facts: list[str]) -> None:
    """Facts about classes, properties, blank nodes and loops, with restated axioms: equal, or with a reason."""
    triples = flat_triples(parse((PREFIXES + "\n".join(axioms + facts)).encode(), RdfFormat.TURTLE))
    found = compare_engines(triples, lambda stated: infer(stated, axioms=True))
    assert [] == [str(difference) for difference in found.differences if not difference.reason]
    assert found.is_explained


def test_an_unknown_difference_has_no_reason() -> None:
    """A rule that is missing, and a triple that does not follow, are differences without a reason."""
    triples = flat_triples(parse((PREFIXES + ":p rdfs:subPropertyOf :q . :x :p :y .").encode(), RdfFormat.TURTLE))
    wrong = {Triple(NamedNode("http://e/x"), NamedNode("http://e/r"), NamedNode("http://e/y"))}
    found = compare_engines(triples, lambda _: wrong)
    assert not found.is_explained
    assert {"kg", "owlrl"} == {difference.engine for difference in found.differences if not difference.reason}


def test_the_graph_entails_what_owlrl_entails(graph: Graph) -> None:
    """On the whole real graph both reasoners find the same triples."""
    stated = {quad.triple for quad in graph.store.quads() if quad.graph_name != INFERRED}
    found = {quad.triple for quad in graph.store.quads(None, None, None, INFERRED)}
    assert len(found) > 1000
    assert infer_by_owlrl(stated) == found


@pytest.mark.parametrize("links", [10, 100])
def test_a_long_chain_is_closed(links: int) -> None:
    """A transitive property over a chain of n links holds between n(n+1)/2 pairs."""
    facts = " ".join(f":n{each} :p :n{each + 1} ." for each in range(links))
    triples = flat_triples(parse((PREFIXES + ":p a owl:TransitiveProperty . " + facts).encode(), RdfFormat.TURTLE))
    assert links * (links + 1) // 2 - links == len(infer(triples))


def test_a_circle_of_classes_ends() -> None:
    """Classes above each other are one class; inference ends and says so."""
    triples = flat_triples(parse((PREFIXES + """
        :A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A . :x a :B .
        :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p . :x :p :y . :q owl:inverseOf :q .
    """).encode(), RdfFormat.TURTLE))  # fmt: skip
    found = infer(triples)
    assert infer_by_owlrl(triples) == found
    assert {"http://e/A", "http://e/C"} == {each.object.value for each in found if each.predicate == TYPE}  # type: ignore[union-attr]


def test_a_list_that_bites_its_tail_ends() -> None:
    """A malformed axiom makes no rule and no endless loop."""
    triples = flat_triples(parse((PREFIXES + """
        :p owl:propertyChainAxiom _:l . _:l rdf:first :q ; rdf:rest _:l . :x :q :y .
    """).encode(), RdfFormat.TURTLE))  # fmt: skip
    assert not any(isinstance(each, BlankNode) for triple in infer(triples) for each in triple)
