"""Shapes that cannot be compiled run in pyshacl, with the reason; malformed shapes are errors."""

from __future__ import annotations

import pytest
from reports import by_pyshacl, compiled, store_of, triples

from kg.errors import KgError
from kg.shacl import queries_as_text
from kg.shacl.validator import compile_for, validate_shapes

DATA = ":a a :T ; :knows :b ; :p 1 . :b a :T ; :knows :a . :c a :T ; :knows :d ; :p 2 ; :size 2 . :d :p 3 ."
COMPONENT = """
:Component a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value <= $most) }" ] .
"""


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :knows ; sh:node :S ] .", "refers to itself"),
        pytest.param(
            ":S a sh:NodeShape ; sh:targetClass :T ; sh:not [ sh:property :R ] .\n"
            ":R sh:path :knows ; sh:node [ sh:property :R ; sh:class :T ] .",
            "<http://e/R> refers to itself",
        ),
        (COMPONENT + ":S a sh:PropertyShape ; sh:targetClass :T ; sh:path :p ; :most 1 .", "the constraint component"),
        (
            ":S a sh:NodeShape ; sh:targetClass :T ; sh:or ( [ sh:path :p ; sh:minCount 20 ] [ sh:class :U ] ) .",
            "counts to 20 within another shape",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:.*")
def test_a_shape_that_cannot_be_compiled_runs_in_pyshacl(shapes: str, reason: str) -> None:
    """The other shapes compile; the findings of both are one report, and the reason is reported."""
    other = (
        ' :Z a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :size ; sh:minCount 1 ; sh:message "size" ] .'
    )
    data, all_shapes = triples(DATA), triples(shapes + other)
    compiled_shapes = compile_for(store_of(data), all_shapes)
    ((shape, actual),) = compiled_shapes.not_compiled
    assert ("http://e/S", True) == (shape.node.value, reason.strip(":") in actual)
    assert ["http://e/Z"] == [each.shape.node.value for each in compiled_shapes.shapes]
    assert f"# <http://e/S> runs in pyshacl: {actual}" in queries_as_text(compiled_shapes)
    findings, report = compiled(data, all_shapes)
    assert {"http://e/S"} < {each.source for each in findings} | {"http://e/S"}
    assert by_pyshacl(data, all_shapes)[1] == report


@pytest.mark.filterwarnings("ignore:.*")
def test_endless_recursion_is_an_error() -> None:
    """A shape that refers to itself for the same node is reported as malformed."""
    shapes = ":S a sh:NodeShape ; sh:targetNode :a ; sh:not :R . :R a sh:NodeShape ; sh:or ( :R [ sh:class :U ] ) ."
    with pytest.raises(KgError, match=r"^a shape is not well formed: <http://e/S>: Validation path too deep"):
        validate_shapes(store_of(triples(DATA)), triples(shapes))


def test_a_custom_target_runs_in_pyshacl() -> None:
    """A SPARQL target (SHACL Advanced Features) runs in pyshacl."""
    shapes = triples(
        """:S a sh:NodeShape ; sh:property [ sh:path :size ; sh:minCount 1 ] ;
        sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this <http://e/p> ?value }" ] ."""
    )
    ((_, reason),) = compile_for(store_of(triples(DATA)), shapes).not_compiled
    assert "<http://e/S> uses a custom target" == reason
    found = validate_shapes(store_of(triples(DATA)), shapes)[0]
    assert ["http://e/a", "http://e/d"] == [each.node for each in found]


def test_javascript_is_an_error() -> None:
    """A constraint that cannot run is an error, not silently satisfied."""
    shapes = triples(':S a sh:NodeShape ; sh:targetClass :T ; sh:js [ sh:jsFunctionName "f" ] .')
    with pytest.raises(KgError, match="<http://e/S> uses SHACL-JS: JavaScript is not supported"):
        validate_shapes(store_of(triples(DATA)), shapes)


def test_an_unsupported_entailment_is_an_error() -> None:
    """Shapes that require what is not inferred are not run, also on a graph that has what OWL 2 RL entails."""
    shapes = "[] sh:entailment <http://www.w3.org/ns/{}> . :S a sh:NodeShape ; sh:targetClass :T ; sh:class :T ."
    assert [] == validate_shapes(store_of(triples(DATA)), triples(shapes.format("entailment/RDFS")))[0]
    with pytest.raises(KgError, match=r"requires the entailment regime .*RIF"):
        validate_shapes(store_of(triples(DATA)), triples(shapes.format("entailment/RIF")))


def test_a_high_count_compiles_outside_another_shape() -> None:
    """Only counts within another shape are limited."""
    shapes = triples(":S a sh:PropertyShape ; sh:targetClass :T ; sh:path :p ; sh:minCount 20 ; sh:maxCount 30 .")
    assert [] == compile_for(store_of(triples(DATA)), shapes).not_compiled
    assert by_pyshacl(triples(DATA), shapes)[1] == compiled(triples(DATA), shapes)[1]


@pytest.mark.parametrize(
    ("constraint", "problem"),
    [
        ("sh:property [ sh:path :p , :q ]", "sh:path has 2 values"),
        ("sh:property [ sh:path ( :p ) ]", "a path in a list needs two members"),
        ("sh:property [ sh:path [ sh:inversePath :p , :q ] ]", "a path is a property"),
        ("sh:property [ sh:path [ :nothing :p ] ]", "a path is a property"),
        ("sh:property _:p . _:p sh:path _:x . _:x sh:inversePath _:x", "part of itself"),
        ("sh:in [ rdf:first :a ]", "a list is broken"),
        ("sh:in _:l . _:l rdf:first :a ; rdf:rest _:l", "a list is broken"),
        ("sh:or ()", "sh:or has an empty list"),
        ("sh:node :Nowhere", "which is not defined"),
        ('sh:node "x"', "not a shape"),
        ("sh:node [ sh:path :p ]", "not a node shape"),
        ("sh:property [ sh:class :C ]", "has no sh:path"),
        ("sh:nodeKind sh:Thing", "sh:nodeKind is"),
        ("sh:class [ a :C ]", "not an IRI"),
        ("sh:minCount 1", "needs a property shape"),
        ("sh:closed 3", "not true or false"),
        ('sh:pattern "[a"', "is not a regular expression"),
        ("sh:minInclusive :a", "not a literal"),
        ("sh:datatype xsd:string , xsd:date", "sh:datatype has 2 values"),
        ("sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :C ] ]", "needs sh:qualifiedMinCount"),
        ("sh:property [ sh:path :p ; sh:maxCount -1 ]", "not a whole number of at least 0"),
    ],
)
def test_a_malformed_shape_is_named(constraint: str, problem: str) -> None:
    """The error names the nearest shape with an IRI, and its fault."""
    with pytest.raises(KgError, match=r"^a shape is not well formed: ") as caught:
        validate_shapes(store_of(triples(DATA)), triples(f":S a sh:NodeShape ; sh:targetClass :T ; {constraint} ."))
    assert problem in caught.value.message
    assert "<http://e/S>" in caught.value.message
    assert "correct it in shapes/" == caught.value.hint


def test_an_unknown_class_has_no_instance() -> None:
    """No value is an instance of a class that the data does not mention, and the class has no target nodes."""
    shapes = triples(":S a sh:PropertyShape ; sh:targetClass :T ; sh:path :knows ; sh:class :Nowhere .")
    assert 3 == len(validate_shapes(store_of(triples(DATA)), shapes)[0])
    shapes = triples(":S a sh:PropertyShape ; sh:targetClass :Nowhere ; sh:path :knows ; sh:maxCount 0 .")
    assert [] == validate_shapes(store_of(triples(DATA)), shapes)[0]
