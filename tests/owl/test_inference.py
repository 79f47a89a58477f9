"""Inference: what OWL 2 RL entails, about every term; what restates the ontology only on request."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import ViolationError
from kg.owl.owlrl_engine import infer_by_owlrl
from kg.owl.rule_body import Body
from kg.rdf import OWL, XSD, flat_triples
from tests.reasoning import infer

PREFIXES = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CASES = {
    "subclass": (":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class . :x a :A .", ":x a :B ."),
    "subclass of a subclass": (
        ":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :C . :C a owl:Class . :x a :A .",
        ":x a :B , :C . :A rdfs:subClassOf :C .",
    ),
    "subproperty": (":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y ."),
    "inverse": (":p owl:inverseOf :q . :x :p :y . :z :q :y .", ":y :q :x . :y :p :z ."),
    "symmetric": (":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x ."),
    "transitive": (":p a owl:TransitiveProperty . :x :p :y . :y :p :z .", ":x :p :z ."),
    "transitive and inverse": (
        ":p a owl:TransitiveProperty ; owl:inverseOf :q . :x :p :y . :z :q :y .",
        ":y :q :x . :y :p :z . :x :p :z . :z :q :x .",
    ),
    "domain": (":p rdfs:domain :A . :x :p :y .", ":x a :A ."),
    "domain of a value": (':p rdfs:domain :A . :x :p "text" .', ":x a :A ."),
    "range": (":p rdfs:range :A . :x :p :y .", ":y a :A ."),
    "property chain": (":p owl:propertyChainAxiom ( :q :r ) . :x :q :y . :y :r :z .", ":x :p :z ."),
    "equivalent class": (
        ":A a owl:Class ; owl:equivalentClass :B . :B a owl:Class . :x a :A .",
        ":x a :B . :A rdfs:subClassOf :B . :B rdfs:subClassOf :A .",
    ),
    "subproperty of a value": (':p rdfs:subPropertyOf :q . :x :p "text" .', ':x :q "text" .'),
    # owlrl knows no datatype of a plain text and finds nothing here; RDF 1.1 says that it is a string
    "some value of a datatype": (
        ":A owl:equivalentClass [ owl:onProperty :d ; owl:someValuesFrom xsd:string ] . :x :d 'text' . :y :d 1 .",
        ":x a :A .",
    ),
    # owlrl compares all keys but the last
    "key of two properties": (
        ":A owl:hasKey ( :p :q ) . :x a :A ; :p :u ; :q :v . :y a :A ; :p :u ; :q :v . :z a :A ; :p :u ; :q :w .",
        ":x owl:sameAs :y . :y owl:sameAs :x .",
    ),
    # what leads from a node to itself is a fact as any other, and facts follow from it
    "cycle of a transitive property": (
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :a .",
        ":a :p :a . :b :p :b .",
    ),
    "subproperty of a loop": (":p rdfs:subPropertyOf :q . :q rdfs:domain :A . :x :p :x .", ":x :q :x ; a :A ."),
    "value that is the subject": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :x ] . :x a :A .",
        ":x :p :x .",
    ),
    "fact about a class": (
        ":p owl:inverseOf :q ; rdfs:domain :A . :B a owl:Class ; :p :y .",
        ":B a :A . :y :q :B .",
    ),
    "fact about a property": (
        ":p rdfs:subPropertyOf :q . :r a owl:ObjectProperty , owl:TransitiveProperty ; :p 'text' .",
        ":r :q 'text' .",
    ),
    "label of a class": (
        ":name rdfs:subPropertyOf rdfs:label . :A a owl:Class ; :name 'a'@en .",
        ":A rdfs:label 'a'@en .",
    ),
    "annotation of an ontology": (
        ":version rdfs:subPropertyOf owl:versionInfo . :o a owl:Ontology ; :version '1' .",
        ":o owl:versionInfo '1' .",
    ),
    "fact about a term of RDF": (
        ":p rdfs:subPropertyOf :q . rdf:List :p owl:Thing . xsd:date :p rdfs:Resource . :x :p owl:Nothing .",
        "rdf:List :q owl:Thing . xsd:date :q rdfs:Resource . :x :q owl:Nothing .",
    ),
    "axiom by a subproperty": (
        ":from rdfs:subPropertyOf rdfs:domain . :p :from :A . :x :p :y .",
        ":p rdfs:domain :A . :x a :A .",
    ),
    "class of all things": (
        "owl:Thing rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :A ] . :B a owl:Class . :x a :B ; :p :y .",
        ":x a owl:Thing . :y a :A .",
    ),
    "some value that is not known": (
        """:A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] . :B a owl:Class . :x a :A .
        [ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .""",
        ":A rdfs:subClassOf :C . :x a :C .",
    ),
    "same": (':x owl:sameAs :y . :x :p "text" .', ':y owl:sameAs :x ; :p "text" .'),
}
SCHEMA = """
:p a owl:TransitiveProperty ; owl:inverseOf :q ; rdfs:domain :A ; rdfs:range :B .
:d a owl:DatatypeProperty ; rdfs:domain :A ; rdfs:range xsd:string .
:A a owl:Class ; rdfs:subClassOf :C . :B a owl:Class . :C a owl:Class .
"""
NODES = st.sampled_from([NamedNode(f"http://e/{name}") for name in "xyz"])
VALUES = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=3).map(Literal)
FACTS = st.lists(
    st.one_of(
        st.builds(Triple, NODES, st.sampled_from([NamedNode("http://e/p"), NamedNode("http://e/q")]), NODES),
        st.builds(Triple, NODES, st.sampled_from([NamedNode("http://e/d"), NamedNode("http://e/free")]), VALUES),
    ),
    max_size=6,
)


def _triples(turtle: str) -> set[Triple]:
    return flat_triples(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


@pytest.mark.parametrize(("given_", "expected"), CASES.values(), ids=list(CASES))
def test_what_follows_is_inferred(given_: str, expected: str) -> None:
    """Each axiom entails what the standard says, and nothing else is added."""
    assert _triples(expected) == infer(_triples(given_))


def test_equality_is_symmetric() -> None:
    """What is the same as another, that is the same as it; a thing is not said to be the same as itself."""
    before = _triples(":x owl:sameAs :y . :y owl:sameAs :z .")
    assert _triples(":y owl:sameAs :x . :z owl:sameAs :y . :x owl:sameAs :z . :z owl:sameAs :x .") == infer(before)


@pytest.mark.parametrize(
    "turtle",
    [
        "",
        ':x rdfs:label "x"@en .',
        ":x :p :y .",
        ":A a owl:Class . :x a :A .",
        ":A owl:disjointWith :B . :x a :A . :y a :B .",
        ":p a owl:TransitiveProperty . :x :p :y . :z :p :w .",
        ":p rdfs:domain :A . :x :q :y .",
        ":A rdfs:subClassOf :B . :x a :B .",
        ":p rdfs:subPropertyOf :q . :x :q :y .",
    ],
)
def test_what_does_not_follow_is_not_inferred(turtle: str) -> None:
    """Without an axiom that applies, nothing is added."""
    assert set() == infer(_triples(turtle))


def test_values_are_no_subjects() -> None:
    """That a value is of a datatype follows, but is no triple of RDF."""
    assert set() == infer(_triples(':p a owl:DatatypeProperty ; rdfs:range xsd:string . :x :p "text" .'))


def test_what_says_nothing_is_left_out() -> None:
    """Nobody is told that a thing is a thing, or the same as itself, or a class below itself."""
    found = infer(_triples(SCHEMA + ":x :p :y . :y :p :z . :x owl:sameAs :y ."))
    empty = {OWL + "Thing", "http://www.w3.org/2000/01/rdf-schema#Resource"}
    about_itself = {triple.predicate.value for triple in found if triple.subject == triple.object}
    assert {"http://e/p", "http://e/q"} == about_itself
    assert set() == {triple for triple in found if triple.object.value in empty}


BLANK = {
    "domain and range": (":p rdfs:domain :A ; rdfs:range :B . _:x :p _:y .", "_:x a :A . _:y a :B ."),
    "subproperty": (":p rdfs:subPropertyOf :q . :x :p _:y . _:y :p _:y .", ":x :q _:y . _:y :q _:y ."),
    "value": (":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue _:v ] . :x :p _:v . :y a :A .",
              ":x a :A . :y :p _:v ."),
    "enumeration": (":A owl:oneOf ( _:x :y ) .", "_:x a :A . :y a :A ."),
    "member of a class without a name": (
        "_:x a [ owl:onProperty :p ; owl:allValuesFrom :A ] ; :p :y .", ":y a :A ."
    ),
    "class without a name or description": ("_:c rdfs:subClassOf :A . :x a _:c .", ":x a :A ."),
    "equality": (":p a owl:FunctionalProperty . :x :p _:y , :z .", "_:y owl:sameAs :z . :z owl:sameAs _:y ."),
}  # fmt: skip


@pytest.mark.parametrize(("given_", "expected"), BLANK.values(), ids=list(BLANK))
def test_what_follows_about_blank_nodes_is_inferred(given_: str, expected: str) -> None:
    """A blank node is an individual as any other: in data, in a list and as the value of a restriction."""
    assert _triples(expected) - _triples(given_) == infer(_triples(given_))


def test_a_blank_node_that_is_excluded_is_named_in_the_message() -> None:
    """A contradiction about a blank node has its label."""
    with pytest.raises(ViolationError, match="_:x"):
        infer(_triples("[] a owl:AllDifferent ; owl:members ( _:x :y ) . _:x owl:sameAs :y ."))


def test_labels_stay_as_they_are() -> None:
    """A label is neither changed nor restated, in whatever language it is."""
    given_ = _triples(
        ':x a :A ; rdfs:label "张江"@zh-Hans , "Zhāngjiāng"@zh-Latn-pinyin , "a \\"b\\"\\nc"@en . '
        ":A rdfs:subClassOf :B ."
    )
    assert _triples(":x a :B .") == infer(given_)


def test_the_input_is_not_changed() -> None:
    """Values in, new values out: only what is new is returned."""
    triples = _triples(SCHEMA + ":x :p :y . :y a :B .")
    copy = set(triples)
    found = infer(triples)
    assert copy == triples
    assert set() == found & triples


def test_inferring_again_adds_nothing() -> None:
    """The closure is closed."""
    triples = _triples(SCHEMA + ':x :p :y . :y :p :z . :x :d "text" .')
    assert set() == infer(triples | infer(triples))


def test_inference_takes_any_iterable() -> None:
    """The same triples twice, from a generator, are the same triples."""
    triples = _triples(":p rdfs:domain :A . :x :p :y .")
    assert _triples(":x a :A .") == infer(triple for triple in [*triples, *triples])


@pytest.mark.parametrize(
    "literal",
    [
        '"a \\"b\\" \\\\ c"',
        '"two\\nlines"',
        '"a\\rb\\tc"',
        '"张江"@zh-Hans',
        '"01"^^xsd:integer',
        '"1.10"^^xsd:decimal',
        '"1"^^xsd:boolean',
        '"1E0"^^xsd:double',
        '"2011"^^xsd:gYear',
        '"2011-05"^^xsd:gYearMonth',
        '"2011-05-01+08:00"^^xsd:date',
        '"2011-05-01T00:00:00Z"^^xsd:dateTime',
        '"PT36H"^^xsd:duration',
    ],
)
def test_a_value_is_not_restated_in_another_form(literal: str) -> None:
    """A value that an axiom looks at is left as the editor wrote it: only the class of its subject is new."""
    assert _triples(":x a :A .") == infer(_triples(f":p rdfs:domain :A . :x :p {literal} ."))


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (":A owl:disjointWith :B . :x a :A , :B .", "http://e/x"),
        ("[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :A , :C .", "http://e/x"),
        (":p rdfs:range :A . :A owl:disjointWith :B . :y a :B . :x :p :y .", "http://e/y"),
        (":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .", "http://e/p"),
        (":x owl:sameAs :y ; owl:differentFrom :y .", "http://e/x"),
        (":p owl:propertyDisjointWith :q . :x :p 'text' ; :q 'text' .", "http://e/p"),
        (":p a owl:IrreflexiveProperty . :x :p :x .", "http://e/x"),
        (":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .", "http://e/p"),
    ],
)
def test_a_contradiction_is_a_violation(turtle: str, expected: str) -> None:
    """Data that cannot be true is refused, and the message names what contradicts."""
    with pytest.raises(ViolationError, match=r"^the data contradicts the ontology:\n  ") as caught:
        infer(_triples(turtle))
    assert expected in caught.value.message
    assert 1 == caught.value.exit_code


@pytest.mark.parametrize(
    "axiom",
    [
        ":d rdfs:domain :A .",
        ":d rdfs:subPropertyOf :free .",
        ":d owl:equivalentProperty :other .",
        ":x owl:sameAs :y .",
        ":d a owl:FunctionalProperty . :p a owl:FunctionalProperty . :x :p :y , :z .",
        ":A owl:hasKey ( :d ) . :x a :A . :y a :A ; :d 'text' .",
        "[] owl:onProperty :d ; owl:hasValue 'text' ; a owl:Restriction ; rdfs:subClassOf :A .",
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :d ; owl:hasValue 'text' ] .",
        ":other owl:equivalentProperty :d .",
    ],
)
def test_axioms_about_values_entail_what_owlrl_finds(axiom: str) -> None:
    """Each axiom that looks at values entails what the reference says."""
    declared = ":d a owl:DatatypeProperty . :other a owl:DatatypeProperty . :free a owl:DatatypeProperty . "
    triples = _triples(declared + axiom + " :x :d 'text' ; rdfs:label 'x' .")
    assert infer_by_owlrl(triples) == infer(triples)


def test_an_ill_typed_value_is_found_without_an_axiom() -> None:
    """A text that is no date is a contradiction, whether or not an axiom names its property."""
    bad = Literal("soon", datatype=NamedNode(XSD + "date"))
    with pytest.raises(ViolationError):
        infer([Triple(NamedNode("http://e/x"), NamedNode("http://e/d"), bad)])


def test_what_many_lead_to_is_looked_up_once() -> None:
    """A body of several patterns binds first, each value once, what leads from one to the next."""
    body = Body((("?a", "<p:p>", "?b"), ("?b", "<p:q>", "?c")))
    assert body.where().startswith("{ SELECT DISTINCT ?b WHERE { ?a <p:p> ?b } }\n?a <p:p> ?b")
    assert "SELECT DISTINCT ?b WHERE { GRAPH <g:g> { ?b <p:q> ?c } }" in body.where(1, "<g:g>")
    assert "SELECT" not in body.where(is_bound=True)
    assert "SELECT" not in Body((("?a", "<p:p>", "?b"), ("?b", "<p:p>", "?a"))).where()
