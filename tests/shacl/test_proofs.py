"""Proofs: constraints that statistics prove satisfied are not queried, and no violation is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reports import by_pyshacl, compiled, store_of, triples

from kg.shacl.planner.statistics import read_profile
from kg.shacl.validator import compile_for

if TYPE_CHECKING:
    from kg.shacl.compiler import CompiledShapes

TWO = ':a a :A ; :p "x" ; rdfs:label "一"@zh-Hans , "one"@en . :b a :A ; :p "y" ; rdfs:label "二"@zh-Hans . '
PROVEN = {
    "a value of each": (TWO, "sh:path :p ; sh:minCount 1"),
    "one value at most": (TWO, "sh:path :p ; sh:maxCount 1"),
    "two values at most, where one node has one more": (
        ":a a :A ; :p 1 , 2 . :b a :A ; :p 1 .",
        "sh:path :p ; sh:maxCount 2",
    ),
    "no values": (TWO, "sh:path :q ; sh:maxCount 0"),
    "nothing to compare": (TWO, "sh:path :q ; sh:lessThan :p"),
    "a datatype of any text": (TWO, "sh:path :p ; sh:datatype xsd:string"),
    "tagged text": (TWO, "sh:path rdfs:label ; sh:datatype rdf:langString"),
    "a kind": (TWO, "sh:path :p ; sh:nodeKind sh:Literal"),
    "a kind of the nodes themselves": (TWO, "sh:nodeKind sh:IRI"),
    "languages": (TWO, 'sh:path rdfs:label ; sh:languageIn ( "zh" "en" )'),
    "one text in each language": (TWO, "sh:path rdfs:label ; sh:uniqueLang true"),
    "a text in a language": (
        TWO,
        'sh:path rdfs:label ; sh:qualifiedValueShape [ sh:languageIn ( "zh" ) ] ; sh:qualifiedMinCount 1',
    ),
    "a closed shape": (TWO, "sh:closed true ; sh:ignoredProperties ( rdf:type :p rdfs:label )"),
    "one of two": (TWO, "sh:or ( [ sh:path :q ; sh:minCount 1 ] [ sh:path :p ; sh:minCount 1 ] )"),
    "another for each class": (
        ":B rdfs:subClassOf :A . :a a :A ; :p 1 . :b a :B ; :q 1 .",
        "sh:or ( [ sh:path :q ; sh:minCount 1 ] [ sh:path :p ; sh:minCount 1 ] )",
    ),
    "a class that all are of": (":a a :A , :B . :b a :A , :B .", "sh:class :B"),
    "nodes by their property": (TWO, "sh:targetSubjectsOf :p ; sh:class :A"),
    "nodes that lead here": (":a a :A . :b a :B ; :p :a .", "sh:path [ sh:inversePath :p ] ; sh:class :B"),
}
VIOLATED = {
    "one node has two, another none": (":a a :A ; :p 1 , 2 . :b a :A .", "sh:path :p ; sh:minCount 1"),
    "one has all": (":a a :A ; :p 1 , 2 . :b a :A ; :p 1 .", "sh:path :p ; sh:maxCount 1"),
    "values of two kinds at one node": (':a a :A ; :p 1 , "x" .', "sh:path :p ; sh:maxCount 1"),
    "a lexical form that is none": (':a a :A ; :p "x"^^xsd:integer .', "sh:path :p ; sh:datatype xsd:integer"),
    "a blank node": (":a a :A . _:b a :A .", "sh:nodeKind sh:IRI"),
    "a value that is blank": (":a a :A ; :p _:b .", "sh:path :p ; sh:nodeKind sh:IRI"),
    "a tag in capitals": (':a a :A ; :p "x"@en , "y"@EN .', "sh:path :p ; sh:uniqueLang true"),
    "a language that begins alike": (':a a :A ; :p "x"@enx .', 'sh:path :p ; sh:languageIn ( "en" )'),
    "a node of no class": (":a a :A ; :p 1 . :b :p 1 .", "sh:targetSubjectsOf :p ; sh:class :A"),
    "a class below": (":B rdfs:subClassOf :A . :a a :A ; :p 1 . :b a :B .", "sh:path :p ; sh:minCount 1"),
    "a node of two classes": (":a a :A , :B ; :p 1 . :b :p 1 .", "sh:targetSubjectsOf :p ; sh:class :A"),
    "no node conforms to both": (
        ":a a :A ; :p 1 . :b a :A ; :q 1 .",
        "sh:and ( [ sh:path :q ; sh:minCount 1 ] [ sh:path :p ; sh:minCount 1 ] )",
    ),
}


def _compiled(data: str, shape: str) -> CompiledShapes:
    return compile_for(store_of(triples(data)), triples(_written(shape)))


def _written(shape: str) -> str:
    return f":S {shape} ." if "sh:target" in shape else f":S sh:targetClass :A ; {shape} ."


@pytest.mark.parametrize(("data", "shape"), PROVEN.values(), ids=PROVEN)
def test_a_proven_constraint_is_not_queried(data: str, shape: str) -> None:
    """If the statistics exclude violations, no query is needed; pyshacl finds none either."""
    assert not [*_compiled(data, shape).shapes[0].queries]
    assert not by_pyshacl(triples(data), triples(_written(shape)))[0]


@pytest.mark.parametrize(("data", "shape"), VIOLATED.values(), ids=VIOLATED)
def test_a_violation_is_found(data: str, shape: str) -> None:
    """If the statistics are not conclusive, the data is queried: the findings equal pyshacl's."""
    findings, report = compiled(triples(data), triples(_written(shape)))
    assert findings
    assert by_pyshacl(triples(data), triples(_written(shape)))[1] == report


def test_only_unproven_classes_are_queried() -> None:
    """A query is restricted to the classes for which its constraint is not proven."""
    data = ":B rdfs:subClassOf :A . :C rdfs:subClassOf :A . :a a :A ; :p 1 . :b a :B . :c a :C ; :p 2 ."
    (query,) = _compiled(data, "sh:path :p ; sh:minCount 1").shapes[0].queries
    assert ("<http://e/B>" in query.text, "<http://e/A>" in query.text, "<http://e/C>" in query.text) == (
        True,
        False,
        False,
    )


def test_statistics() -> None:
    """Statistics count the triples of each property, and the instances and values of each class."""
    profile = read_profile(store_of(triples(TWO + "_:c a :B , :A ; :p :a .")))
    assert (3, 3, 1) == (
        profile.properties["http://e/p"],
        profile.instances("http://e/A"),
        profile.instances("http://e/B"),
    )
    used = profile.usage["http://e/A"]["http://e/p"]
    assert [(False, 2, 2), (True, 1, 1)] == sorted((kind.is_iri, *usage) for kind, usage in used.items())
    assert {"http://e/A": 3, "http://e/B": 1} == profile.node_classes("http://e/p")
    assert {"http://e/A", "http://e/B"} == profile.with_unnamed
