"""Validation reports: findings, their text and what justifies them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.build import load, loaded_graph
from kg.project import Check, find_project, read_data
from kg.rdf import ZJ, read_source, read_sources
from kg.shacl import Finding
from kg.validation import (
    Report,
    check_ontology,
    describe_finding,
    justification,
    placed,
    project_statements,
    statements,
    validate_dataset,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build import LoadedGraph
    from kg.project import Project

# reports every class of the small project as a defect
CLASSES = """#+ problem: {zh: 有一个类。, en: There is a class.}
#+ solution: {zh: 看看。, en: Look.}
#+ severity: SEVERITY
#+ scope: ontology
#+ covers: [OOPS! P01]
JUSTIFIED
SELECT ?node ?property ?value WHERE { GRAPH graph:ontology { ?node a owl:Class } BIND(rdf:type AS ?property) }
ORDER BY ?node
"""
REASON = '#+ justified: {"zj:Agent": {zh: 留着, en: keep it}}'


def _validate(loaded: LoadedGraph, *, focus: list[NamedNode] | None = None) -> Report:
    return validate_dataset(loaded.store, loaded.shapes, focus=focus)


def _add_check(project: Project, severity: str = "warning", justified: str = "") -> None:
    text = CLASSES.replace("SEVERITY", severity).replace("JUSTIFIED", justified or "#")
    (project.shapes / "checks" / "a_class.rq").write_text(text, encoding="utf-8")


def _finding(node: str, severity: str = "violation") -> Finding:
    return Finding(severity, node, "", "", "check", {"zh": "补上。", "en": "Add it."})


def test_a_clean_project_conforms(mini_project: Project) -> None:
    """A project without violations conforms, also in its report graph."""
    report = _validate(load(mini_project))
    assert report.conforms
    assert [] == report.violations


def test_only_violations_count(mini_project: Project) -> None:
    """A graph with warnings conforms; a graph with a violation does not."""
    graph = _validate(load(mini_project)).graph
    assert Report((_finding("urn:x:a", "warning"),), graph).conforms
    assert not Report((_finding("urn:x:a"),), graph).conforms


def test_focus_on_nothing_finds_nothing(mini_project: Project) -> None:
    """Without nodes in focus nothing is validated."""
    assert () == _validate(load(mini_project), focus=[]).findings


def test_a_finding_names_file_line_and_passage(mini_project: Project) -> None:
    """The text of a finding has the message, and file, line and graph of its node."""
    node = next(quad.subject.value for quad in read_data(mini_project.data) if isinstance(quad.subject, NamedNode))
    (finding,) = placed([_finding(node)], project_statements(mini_project, {node}))
    text = describe_finding(finding)
    assert "Add it." in text
    assert re.search(r"      data/\S+:[1-9][0-9]* \(", text)
    assert "补上。" in describe_finding(finding, "zh")


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [("", "", [3]), ("e:p", "", [2, 3]), ("e:p", "y", [3]), ("e:q", "", [3])],
    ids=["the type", "the property", "the value", "a missing property"],
)
def test_the_place_of_a_finding_is_the_statement(path: str, value: str, lines: list[int]) -> None:
    """A finding is placed at the statements with its path and value, else at the type of its node."""
    file = read_source("<e:a> <e:p>\n'x',\n'y' ; a <e:C> .\n<e:b> <e:p> 'x' .")
    (found,) = placed([Finding("violation", "e:a", path, value, "", {})], statements([file]))
    assert lines == [place.line for place in found.places]


def test_blank_nodes_of_two_files_are_two() -> None:
    """The same label in two files means two nodes."""
    one, other = read_sources(["_:x <e:p> 1 .", "_:x <e:p> 2 ."])
    assert one.quads[0].subject != other.quads[0].subject


def test_a_name_uses_the_prefixes_of_the_file() -> None:
    """Names are those of the file, also if it gives one of our prefixes another meaning."""
    file = read_source(
        "@prefix zj: <http://e/> . @prefix o: <https://w3id.org/zjkg/ontology#> . zj:北京 o:value zj:a ."
    )
    (found,) = placed(
        [Finding("violation", "http://e/北京", ZJ + "value", "http://e/a", "", {"en": "Wrong."})], statements([file])
    )
    assert "  zj:北京 o:value = zj:a\n" in describe_finding(found)


def test_only_checks_about_the_ontology_run_on_it(mini_project: Project) -> None:
    """Each check about the ontology has an outcome with sorted findings; without such checks there is none."""
    assert () == check_ontology(mini_project).outcomes
    _add_check(mini_project)
    (outcome,) = check_ontology(mini_project).outcomes
    assert "a_class" == outcome.check.name
    assert ["Agent", "Passage", "Place", "PublicBody"] == [each.node.split("#")[1] for each in outcome.findings]


def test_the_ontology_is_checked_without_inference(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks about the ontology run on the asserted triples, without the reasoner."""
    monkeypatch.setattr(loaded_graph, "infer", lambda *_: pytest.fail("the reasoner ran"))
    assert check_ontology(mini_project).conforms


@pytest.mark.parametrize(("severity", "conforms"), [("violation", False), ("warning", True), ("info", True)])
def test_only_violations_of_the_ontology_count(mini_project: Project, severity: str, conforms: bool) -> None:  # noqa: FBT001
    """An ontology with warnings conforms; one with a violation does not, and the build fails."""
    _add_check(mini_project, severity)
    assert conforms is check_ontology(mini_project).conforms
    assert conforms is _validate(load(mini_project)).conforms


def test_a_justified_finding_is_only_in_the_ontology_report(mini_project: Project) -> None:
    """The ontology report has justified findings with their reasons; the report on the graph omits them."""
    _add_check(mini_project, justified=REASON)
    told = {finding.node.split("#")[1]: why for finding, why in check_ontology(mini_project).findings}
    assert {"Agent": {"zh": "留着", "en": "keep it"}, "Passage": None, "Place": None, "PublicBody": None} == told
    left = {
        finding.node.split("#")[1] for finding in _validate(load(mini_project)).findings if finding.source == "a_class"
    }
    assert {"Passage", "Place", "PublicBody"} == left


@pytest.mark.parametrize(
    ("name", "justified"),
    [
        ("zj:Agent", True),
        ("zj:Agent rdf:type", True),
        ("zj:Agent rdf:type = 1", True),
        ("zj:Age", False),
        ("zj:Agent zj:x", False),
    ],
)
def test_a_reason_is_for_a_line_or_its_beginning(name: str, justified: bool) -> None:  # noqa: FBT001
    """A finding is justified by its node, by node and property, or by the whole title; never by a part of a name."""
    why = {"zh": "留着", "en": "keep it"}
    asked = Check("a_class", {}, {}, "warning", "", scope="ontology", justified={name: why})
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    found = Finding("warning", "https://w3id.org/zjkg/ontology#Agent", rdf_type, "1", "a_class", {})
    assert (why if justified else None) == justification(asked, found)


def test_a_finding_on_a_term_names_its_file(mini_project: Project) -> None:
    """Both reports name the file of a term; the ontology report has the reason that justifies a finding."""
    _add_check(mini_project)
    report = check_ontology(mini_project)
    finding, _ = report.findings[0]
    why = {"zh": "留着", "en": "keep it"}
    assert re.search(r"ontology/mini\.ttl:[0-9]+ \(graph/ontology\)", describe_finding(finding))
    assert "Accepted: keep it" in describe_finding(finding, "en", why)
    assert "保留的理由：留着" in describe_finding(finding, "zh", why)


def test_our_own_ontology_has_no_defect_without_a_reason(root: Path) -> None:
    """There is no violation; each warning and info is justified, and each justification has a finding."""
    report = check_ontology(find_project(root))
    assert report.conforms
    assert [] == [finding for finding, why in report.findings if why is None]
    reasons = sum(len(outcome.check.justified) for outcome in report.outcomes)
    used = {(finding.source, why["en"], why["zh"]) for finding, why in report.findings if why}
    assert reasons == len(report.findings) >= len(used)
