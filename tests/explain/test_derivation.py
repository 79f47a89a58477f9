"""Derivations: each inferred triple is led back to what is asserted, by rules that another reasoner confirms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import ViolationError
from kg.explain.derivation import Derivation, Deriver, applied, asserted, derive, leaves
from kg.owl import Axioms, Rules, infer_by_owlrl
from kg.rdf import (
    DERIVED,
    EVIDENCE,
    ID,
    INFERRED,
    OWL,
    TYPE,
    ZJ,
    derive_links,
    flat_triples,
    graph_iri,
    in_graph,
    read_rdf,
)
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph import Graph

CASES = sorted((Path(__file__).parent / "derivation").glob("*.trig"))
GIVEN, FOLLOWS = NamedNode("urn:x:given"), NamedNode("urn:x:follows")
ONTOLOGY, BACKGROUND = graph_iri("ontology"), graph_iri("background")
FIRST, SECOND = NamedNode(f"{ID}passage/p01s1"), NamedNode(f"{ID}passage/p01s2")
PREFIXES = f"""
@prefix : <urn:x:> .
@prefix zj: <{ZJ}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def _triples(turtle: str) -> set[Triple]:
    return flat_triples(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


def _one(turtle: str) -> Triple:
    (triple,) = _triples(turtle)
    return triple


def _closed(stated: Iterable[tuple[str | set[Triple], NamedNode]]) -> TripleStore:
    """Return a store of texts or triples, each in its graph, with what follows."""
    quads: set[Quad] = set()
    for content, graph in stated:
        quads |= {in_graph(triple, graph) for triple in (_triples(content) if isinstance(content, str) else content)}
    quads |= derive_links(quads)
    return TripleStore.in_memory(quads | {in_graph(triple, INFERRED) for triple in infer_by_owlrl(flat_triples(quads))})


def _derived(store: TripleStore) -> list[Triple]:
    return sorted((quad.triple for graph in DERIVED for quad in store.quads(graph=graph)), key=str)


def _steps(derivation: Derivation) -> Iterator[Derivation]:
    pending = [derivation]
    while pending:
        each = pending.pop()
        yield each
        pending += each.premises


def _is_proved(store: TripleStore, found: Derivation) -> bool:
    """Say whether a reasoner of another make infers a triple from the leaves and axioms of its derivation alone."""
    stated = {quad for triple in (*asserted(found), *applied(found)) for quad in store.quads(*triple)}
    stated |= derive_links(stated)
    known = flat_triples(quad for quad in stated if quad.graph_name != INFERRED)
    return found.triple in known | infer_by_owlrl(known, axioms=True)


@pytest.fixture(scope="module")
def deriver(graph: Graph) -> Deriver:
    """One deriver for the real graph."""
    return Deriver(graph.store)


def test_every_derived_triple_has_a_derivation(graph: Graph, deriver: Deriver) -> None:
    """Nothing stands in the graph of inferred triples or of evidence links that cannot be led back to assertions."""
    triples = _derived(graph.store)
    assert len(triples) > 3000
    found = {triple: deriver.derive(triple) for triple in triples}
    assert [] == [str(triple) for triple, derivation in found.items() if derivation is None]
    for derivation in filter(None, found.values()):
        assert derivation.rule
        for leaf in leaves(derivation):
            assert leaf.sources, str(leaf.triple)
            assert all(source.is_asserted for source in leaf.sources)
            assert any(quad.graph_name not in DERIVED for quad in graph.store.quads(*leaf.triple))


def test_every_axiom_is_asserted(graph: Graph, deriver: Deriver) -> None:
    """What a derivation applies stands in the ontology, and each of its steps is one of the rules."""
    rules = Rules(graph.store, Axioms(graph.store))
    for triple in _derived(graph.store)[::5]:
        derivation = deriver.derive(triple)
        assert derivation is not None
        for axiom in applied(derivation):
            assert {ONTOLOGY} == {quad.graph_name for quad in graph.store.quads(*axiom)}
        for each in _steps(derivation):
            premises = tuple(premise.triple for premise in each.premises)
            known = [(step.rule, step.axioms, step.premises) for steps in rules.steps(each.triple) for step in steps]
            assert not each.rule or (each.rule, each.axioms, premises) in known


def test_another_reasoner_confirms(graph: Graph, deriver: Deriver) -> None:
    """From the leaves and axioms alone the triple is inferred: 200 triples of the real graph, evenly chosen."""
    triples = _derived(graph.store)
    sample = triples[:: len(triples) // 200][:200]
    assert 200 == len(sample)
    found = [deriver.derive(triple) for triple in sample]
    assert [] == [str(each.triple) for each in found if each is None or not _is_proved(graph.store, each)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_rule(path: Path) -> None:
    """What a rule entails is led back by that rule, and whatever else follows is led back too."""
    quads = read_rdf(path)
    given_ = {quad.triple for quad in quads if quad.graph_name == GIVEN}
    (expected,) = (quad.triple for quad in quads if quad.graph_name == FOLLOWS)
    assert expected in infer_by_owlrl(given_, axioms=True)
    # derived domains and ranges restate the ontology, so that a store has them only on request
    store = TripleStore.in_memory([*_closed([(given_, GIVEN)]).quads(), in_graph(expected, INFERRED)])
    deriver = Deriver(store)
    found = deriver.derive(expected)
    assert found is not None
    assert path.stem.rsplit(".", 1)[-1] == found.rule
    assert set(asserted(found)) | set(applied(found)) <= given_
    assert _is_proved(store, found)
    told = {OWL + name for name in ("Class", "ObjectProperty", "Thing")}
    others = [each for each in _derived(store) if getattr(each.object, "value", "") not in told]
    assert [] == [str(triple) for triple in others if deriver.derive(triple) is None]


def test_an_asserted_triple_is_a_leaf() -> None:
    """What is asserted needs no rule, though one would give it."""
    store = _closed([(":A rdfs:subClassOf :B .", ONTOLOGY), (":x a :A , :B .", FIRST)])
    found = derive(store, _one(":x a :B ."))
    assert found is not None
    assert ("", (), ()) == (found.rule, found.axioms, found.premises)
    assert ("p01s1",) == tuple(source.name for source in found.sources)
    assert (found.triple,) == asserted(found)


@pytest.mark.parametrize(
    "triple", [Triple(NamedNode("urn:x:x"), TYPE, BlankNode("b0")), *_triples(":x :p 'text' . :y a :B . :x :p :x .")]
)
def test_what_does_not_hold_has_none(triple: Triple) -> None:
    """A triple that is not in the graph has no derivation."""
    store = _closed([(":A rdfs:subClassOf :B . :p a owl:TransitiveProperty . :x a :A .", GIVEN)])
    assert derive(store, triple) is None


def test_no_rule_no_derivation() -> None:
    """A triple that stands among the inferred ones, but that no rule gives, has none: nothing is made up."""
    store = TripleStore.in_memory([in_graph(_one(":x :p :y ."), INFERRED)])
    assert derive(store, _one(":x :p :y .")) is None


def test_circles_are_no_ground() -> None:
    """Classes, properties and places that contain one another in a circle do not give each other."""
    around = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A . :p a owl:TransitiveProperty ;"
    store = _closed([(f"{around} owl:inverseOf :q .", ONTOLOGY), (":x a :B ; :p :y . :y :p :z . :z :p :x .", FIRST)])
    deriver = Deriver(store)
    for triple in _derived(store):
        found = deriver.derive(triple)
        assert found is not None
        assert all(each.triple != triple for each in _steps(found) if each is not found)
        assert _is_proved(store, found)
    # both stand only among the inferred triples, and each would follow from the other
    orphans = [in_graph(triple, INFERRED) for triple in _triples(":u a :A , :B , :C .")]
    lost = TripleStore.in_memory([*orphans, *(in_graph(triple, ONTOLOGY) for triple in _triples(f"{around[:-1]}."))])
    assert [None, None, None] == [Deriver(lost).derive(quad.triple) for quad in orphans]


def test_passages_are_preferred() -> None:
    """A longer way from what the document states is better than a shorter one from what an editor adds."""
    ontology = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :p rdfs:domain :C ."
    store = _closed([(ontology, ONTOLOGY), (":x a :A .", FIRST), (":x :p :y .", BACKGROUND)])
    found = derive(store, _one(":x a :C ."))
    assert found is not None
    assert (_one(":x a :A ."),) == asserted(found)
    assert ["cax-sco", "cax-sco", ""] == [each.rule for each in _steps(found)]
    shorter = _closed([(ontology, ONTOLOGY), (":x a :A .", FIRST), (":x :p :y .", SECOND)])
    direct = derive(shorter, _one(":x a :C ."))
    assert direct is not None
    assert "prp-dom" == direct.rule


def test_evidence_rests_on_its_passage() -> None:
    """The link from a node to a passage rests on the type that this passage gives it."""
    store = _closed([(":x a :A .", FIRST), (":x a :B .", SECOND)])
    found = derive(store, Triple(NamedNode("urn:x:x"), EVIDENCE, SECOND))
    assert found is not None
    assert ("evidence", (_one(":x a :B ."),)) == (found.rule, asserted(found))


def test_property_expressions_are_passed_over() -> None:
    """An axiom on the inverse of a property without a name, or a list cut short, gives nothing and breaks nothing."""
    odd = (
        ":A owl:onProperty [ owl:inverseOf :p ] ; owl:hasValue :y . [] rdfs:subPropertyOf :p . "
        ":q owl:propertyChainAxiom :nowhere . :r owl:propertyChainAxiom () . :x a :A ; :p :y ."
    )
    quads = [in_graph(triple, GIVEN) for triple in _triples(odd)]
    deriver = Deriver(TripleStore.in_memory(quads))
    assert deriver.derive(_one(":x :p :z .")) is None
    assert deriver.derive(_one(":x :q :y .")) is None
    assert deriver.derive(_one(":x :p :y .")) is not None


def test_deep_hierarchies() -> None:
    """Three hundred classes one below the other need no recursion."""
    chain = {Triple(*_one(f":C{n} rdfs:subClassOf :C{n + 1} .")) for n in range(300)}
    inferred = {_one(f":x a :C{n} .") for n in range(1, 301)}
    quads = [in_graph(each, ONTOLOGY) for each in chain] + [in_graph(each, INFERRED) for each in inferred]
    store = TripleStore.in_memory([*quads, in_graph(_one(":x a :C0 ."), FIRST)])
    found = derive(store, _one(":x a :C300 ."))
    assert found is not None
    assert 300 == len(applied(found))
    assert (_one(":x a :C0 ."),) == asserted(found)


def test_long_walks() -> None:
    """A walk of a hundred links along a transitive property is cut link by link, whether they are stated or follow."""
    ontology = _triples(":p a owl:TransitiveProperty . :direct rdfs:subPropertyOf :p .")
    for name in ("p", "direct"):
        links = [_one(f":n{n} :{name} :n{n + 1} .") for n in range(100)]
        ends = ((n, m) for n in range(101) for m in range(n + 1, 101))
        inferred = {_one(f":n{n} :p :n{m} .") for n, m in ends} - set(links)
        quads = [in_graph(each, ONTOLOGY) for each in ontology] + [in_graph(each, FIRST) for each in links]
        store = TripleStore.in_memory([*quads, *(in_graph(each, INFERRED) for each in inferred)])
        found = derive(store, _one(":n0 :p :n100 ."))
        assert found is not None
        assert links == list(asserted(found))


def test_a_walk_whose_first_link_is_far_fetched() -> None:
    """Where the first link takes more than one step to find, the walk is found all the same."""
    ontology = ":p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p . :r rdfs:subPropertyOf :q ."
    store = _closed([(ontology, ONTOLOGY), (":x :r :y . :y :r :z . :z :r :w .", FIRST)])
    found = derive(store, _one(":x :p :w ."))
    assert found is not None
    assert ("prp-trp", 3) == (found.rule, len(asserted(found)))
    assert _is_proved(store, found)


SCHEMA = """
:p a owl:TransitiveProperty ; owl:inverseOf :q ; rdfs:domain :A ; rdfs:range :B ; owl:propertyChainAxiom ( :q :s ) .
:s a owl:SymmetricProperty ; rdfs:subPropertyOf :q . :d a owl:DatatypeProperty ; rdfs:domain :A .
:A a owl:Class ; rdfs:subClassOf :C . :B a owl:Class ; owl:equivalentClass :D . :C a owl:Class . :D a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :s a owl:ObjectProperty .
[] owl:onProperty :d ; owl:hasValue "a" ; rdfs:subClassOf :B .
"""
NODES = st.sampled_from([NamedNode(f"urn:x:{name}") for name in "vwxyz"])
PROPERTIES = st.sampled_from([NamedNode(f"urn:x:{name}") for name in "pqs"])
FACTS = st.lists(
    st.one_of(
        st.builds(Triple, NODES, PROPERTIES, NODES),
        st.builds(Triple, NODES, st.just(NamedNode("urn:x:d")), st.sampled_from([Literal("a"), Literal("b")])),
        st.builds(Triple, NODES, st.just(TYPE), st.sampled_from([NamedNode(f"urn:x:{name}") for name in "ABC"])),
    ),
    max_size=6,
)


@settings(max_examples=25)  # the reasoner takes its time
@given(FACTS, FACTS)
def test_whatever_follows_can_be_led_back(stated: list[Triple], added: list[Triple]) -> None:
    """On random facts all that the reasoner adds has a derivation, and a few are proved again from it alone."""
    try:
        store = _closed([(SCHEMA, ONTOLOGY), (set(stated), FIRST), (set(added), BACKGROUND)])
    except ViolationError:  # pragma: no cover -- the schema allows everything
        return
    deriver = Deriver(store)
    found = [(triple, deriver.derive(triple)) for triple in _derived(store)]
    assert [] == [str(triple) for triple, derivation in found if derivation is None]
    assert all(_is_proved(store, derivation) for _, derivation in found[:2] if derivation)


@given(FACTS)
def test_the_order_of_questions_changes_nothing(stated: list[Triple]) -> None:
    """Asked alone or after others, forwards or backwards, a triple has the same derivation."""
    store = _FIXED
    triples = [triple for triple in _derived(store) if triple.subject in {each.subject for each in stated}]
    one, other = Deriver(store), Deriver(store)
    forwards = [one.derive(triple) for triple in triples]
    backwards = [other.derive(triple) for triple in reversed(triples)]
    assert forwards == backwards[::-1]


_FIXED = _closed([(SCHEMA, ONTOLOGY), (":v :p :w . :w :q :x . :x :s :y . :y :p :z ; :d 'a' . :z a :B .", FIRST)])
