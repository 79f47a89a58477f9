"""Validation: findings of shapes and of defect queries in the same format."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import KgError
from kg.project import read_shapes
from kg.rdf import SH, TYPE, flat_triples, graph_iri, in_graph
from kg.shacl.finding import Finding, check_finding
from kg.shacl.validator import validate_shapes
from kg.store import TripleStore

if TYPE_CHECKING:
    from kg.project import Project

PREFIXES = """
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
:Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:property :Shape-label , :Shape-age , :Shape-note .
:Shape-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ;
  sh:message "补上。"@zh-Hans , "Add it."@en .
:Shape-age a sh:PropertyShape ; sh:path :age ; sh:datatype xsd:integer ; sh:severity sh:Warning ;
  sh:message "须为整数。"@zh-Hans , "Give an integer."@en .
:Shape-note a sh:PropertyShape ; sh:path :note ; sh:maxCount 0 ; sh:severity sh:Info ; sh:message "No notes." .
"""
GOOD = ':x a :Thing ; rdfs:label "x" ; :age 3 .'
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
MISSING = Finding("violation", "http://e/x", LABEL, "", "http://e/Shape-label", {"zh": "补上。", "en": "Add it."})


def _triples(turtle: str) -> set[Triple]:
    return flat_triples(parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE))


def _store(data: str) -> TripleStore:
    return TripleStore.in_memory(in_graph(triple, graph_iri("own")) for triple in _triples(data))


def _validate(data: str, shapes: str = SHAPES) -> list[Finding]:
    return validate_shapes(_store(data), _triples(shapes))[0]


def _conforms(report: list[Triple]) -> list[str]:
    return [triple.object.value for triple in report if triple.predicate.value == SH + "conforms"]  # type: ignore[union-attr]


def test_good_data_has_no_findings() -> None:
    """Data that satisfies the shapes conforms, also in the report graph."""
    findings, report = validate_shapes(_store(GOOD), _triples(SHAPES))
    assert ([], ["true"]) == (findings, _conforms(report))


def test_a_finding_is_complete() -> None:
    """A finding has node, path, shape and message in both languages; the report graph contains it too."""
    findings, report = validate_shapes(_store(":x a :Thing ."), _triples(SHAPES))
    assert ([MISSING], ["false"]) == (findings, _conforms(report))
    focus = [triple.object.value for triple in report if triple.predicate.value == SH + "focusNode"]  # type: ignore[union-attr]
    assert ["http://e/x"] == focus


def test_a_wrong_value_is_shown() -> None:
    """A finding has the value that violates the constraint."""
    finding = _validate(':x a :Thing ; rdfs:label "x" ; :age "old" .')[0]
    assert ("warning", "http://e/age", "old") == (finding.severity, finding.path, finding.value)
    assert {"zh": "须为整数。", "en": "Give an integer."} == finding.message


@pytest.mark.parametrize("value", ["0", "false"])
def test_a_falsy_value_is_shown(value: str) -> None:
    """A value of 0 is a value."""
    shapes = (
        ":Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:path :age ; sh:hasValue 1 ; sh:in ( 1 ) ] ."
    )
    found = {finding.value for finding in _validate(f":x a :Thing ; :age {value} .", shapes)}
    assert {"", value} == found


def test_a_message_without_language_is_used_for_both() -> None:
    """A shape may have one message without a language."""
    finding = _validate(':x a :Thing ; rdfs:label "x" ; :note "n" .')[0]
    assert ("info", {"zh": "No notes.", "en": "No notes."}) == (finding.severity, finding.message)


def test_the_most_severe_come_first() -> None:
    """Violations come before warnings, warnings before infos; then by node."""
    data = ":b a :Thing ; :age 'old' . :a a :Thing ; :note 'n' ; :age 'old' ."
    expected = [
        ("violation", "http://e/a"),
        ("violation", "http://e/b"),
        ("warning", "http://e/a"),
        ("warning", "http://e/b"),
        ("info", "http://e/a"),
    ]
    assert expected == [(finding.severity, finding.node) for finding in _validate(data)]


def test_only_the_focus_is_validated() -> None:
    """With a focus, violations of other nodes are not reported."""
    data, shapes = _store(":x a :Thing . :y a :Thing ."), _triples(SHAPES)
    assert [MISSING] == validate_shapes(data, shapes, focus=["http://e/x"])[0]


@pytest.mark.parametrize("focus", [[], ["http://e/nothing"]])
def test_a_focus_on_nothing_conforms(focus: list[str]) -> None:
    """Without nodes in focus there are no findings, and the report is complete."""
    findings, report = validate_shapes(_store(":x a :Thing ."), _triples(SHAPES), focus=focus)
    assert ([], ["true"]) == (findings, _conforms(report))
    assert 1 == sum(triple.predicate == TYPE for triple in report)


def test_only_subclasses_are_inferred() -> None:
    """Types are not inferred, except from subclasses in the data, as SHACL requires."""
    subclass = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    assert [] == _validate(":x :age 'old' . :age rdfs:domain :Thing .")
    assert [MISSING] == _validate(f":x a :Part . :Part {subclass} :Thing .")


def test_the_input_is_not_changed() -> None:
    """Data and shapes are unchanged after a validation."""
    data, shapes = _store(":x a :Thing ."), _triples(SHAPES)
    copies = set(data.triples()), set(shapes)
    validate_shapes(data, shapes)
    assert copies == (set(data.triples()), shapes)


def test_a_sparql_constraint_is_reported_with_its_shape() -> None:
    """A SPARQL constraint has findings like any other, with the value that it binds."""
    shapes = """
:Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:sparql [
  sh:message "太大。"@zh , "Too big."@en ;
  sh:select "SELECT $this ?value { $this <http://e/age> ?value FILTER(?value > 9) }" ] ."""
    expected = Finding("violation", "http://e/x", "", "10", "http://e/Shape", {"zh": "太大。", "en": "Too big."})
    assert [expected] == _validate(":x a :Thing ; :age 10 . :y a :Thing ; :age 9 .", shapes)


def test_a_blank_node_of_the_shapes_is_no_target() -> None:
    """A blank node of the shapes graph is never a node of the data, as target or as value."""
    shapes = "[] a sh:NodeShape ; sh:targetNode [] , :x ; sh:property [ sh:path :p ; sh:hasValue [] ; sh:in ( [] ) ] ."
    found = validate_shapes(_store(":x :p [] ."), _triples(shapes))[0]
    assert {"http://e/x"} == {each.node for each in found}
    assert 2 == len(found)


def test_a_path_of_many_steps_is_shown_as_sparql() -> None:
    """A finding shows a complex path in SPARQL syntax; the report copies its structure."""
    shapes = ":S sh:targetNode :x ; sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ."
    (finding,), report = validate_shapes(_store(""), _triples(shapes))
    assert "(<http://e/p>/^<http://e/q>)" == finding.path
    assert 1 == sum(triple.predicate.value == SH + "inversePath" for triple in report)


def test_a_shape_without_message_gets_one_in_both_languages() -> None:
    """The default message names the violated parameter in zh and en."""
    shapes = ":S sh:targetNode :x ; sh:path :p ; sh:minCount 1 ."
    (finding,), _ = validate_shapes(_store(""), _triples(shapes))
    assert {"zh": "不符合 sh:minCount 1。", "en": "Violates sh:minCount 1."} == finding.message


def test_validation_needs_neither_rdflib_nor_pyshacl() -> None:
    """Both are slow to import and are imported only for shapes that cannot be compiled."""
    modules = "kg.validation.validator, kg.shacl.validator"
    code = f"import sys, {modules}; print(sorted({{'rdflib', 'pyshacl'}} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:property [ sh:path "label" ]',
        "sh:path :p",
        "sh:property [ sh:minCount 1 ]",
        'sh:property "label"',
        'sh:property [ sh:path :p ; sh:minCount "one" ]',
        "sh:property [ sh:path :p ; sh:minCount 1 , 2 ]",
        'sh:property [ sh:path :age ; sh:pattern "(" ]',
        'sh:sparql [ sh:select "SELECT" ]',
        'sh:sparql [ sh:message "no query" ]',
    ],
)
def test_a_malformed_shape_is_reported(constraint: str) -> None:
    """A malformed shape is an error that names the fault, in a path, a parameter or a query."""
    shapes = f":Shape a sh:NodeShape ; sh:targetClass :Thing ; {constraint} ."
    with pytest.raises(KgError, match=r"^a shape is not well formed: \S"):
        _validate(GOOD, shapes)


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (":office a zj:Agent ; rdfs:label '办公室' ; zj:foundedOn '2011-05-01'^^xsd:date .", []),
        (":office a zj:Agent ; zj:foundedOn '2011-05-01'^^xsd:date .", [("violation", "Agent-label")]),
        (":office a zj:Agent ; rdfs:label 'x' ; zj:foundedOn '2011' .", [("warning", "Agent-foundedOn")]),
        (":office a zj:Place .", []),
    ],
)
def test_the_shapes_of_a_project_find(mini_project: Project, turtle: str, expected: list[tuple[str, str]]) -> None:
    """Shapes of a project accept valid data and report invalid data."""
    data = _store("@prefix zj: <https://w3id.org/zjkg/ontology#> .\n" + turtle)
    findings, _ = validate_shapes(data, read_shapes(mini_project.shapes).triples)
    assert expected == [(finding.severity, finding.source.split("#")[-1]) for finding in findings]


def test_a_row_of_a_check_is_a_finding() -> None:
    """A defect is a finding whose message is the problem, then the solution."""
    row = {"node": NamedNode("http://e/x"), "property": NamedNode(LABEL), "value": Literal("张江", language="zh")}
    expected = Finding(
        "warning", "http://e/x", LABEL, "张江", "missing_label", {"zh": "缺。补上。", "en": "Lacking. Add it."}
    )
    problem, solution = {"zh": "缺。", "en": "Lacking."}, {"zh": "补上。", "en": "Add it."}
    found = check_finding(row, source="missing_label", severity="warning", problem=problem, solution=solution)
    assert expected == found


@pytest.mark.parametrize("row", [{"node": NamedNode("http://e/x")}, {"node": NamedNode("http://e/x"), "value": None}])
def test_a_check_may_leave_columns_empty(row: dict[str, object]) -> None:
    """A defect may have no property and no value."""
    texts = {"zh": "缺。", "en": "Lacking."}
    found = check_finding(row, source="s", severity="info", problem=texts, solution=texts)
    assert ("http://e/x", "", "") == (found.node, found.path, found.value)
