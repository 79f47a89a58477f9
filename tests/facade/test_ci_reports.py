"""Reports for continuous integration: SARIF 2.1.0 and JUnit XML have each finding, with file and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

import kg

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.views import ValidationView

DATA = """@prefix zj: <https://w3id.org/zjkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:reply a zj:PolicyDocument ;
  rdfs:lable "Ans\\u0001wer"@en ;
  zj:approvedBy "国务院" .
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
ex:Policy a sh:NodeShape ; sh:targetNode ex:reply ;
  sh:property [ sh:path ex:n ; sh:minCount 1 ; sh:message "No & < name." ] .
ex:Rule sh:targetNode ex:none ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object ex:o ] .
"""


@pytest.fixture(scope="module")
def view(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> ValidationView:
    """The report about a file with violations and warnings."""
    path = tmp_path_factory.mktemp("own") / "mine 1.ttl"
    path.write_text(DATA, encoding="utf-8")
    return graph.validate(path)  # type: ignore[return-value]


def _run(view: ValidationView) -> dict[str, Any]:
    log = json.loads(view.render("sarif"))
    assert ("2.1.0", 1) == (log["version"], len(log["runs"]))
    return log["runs"][0]  # type: ignore[no-any-return]


def _cases(view: Any) -> ET.Element:
    return ET.fromstring(view.render("junit"))  # noqa: S314  -- our own output


def test_sarif_has_a_result_for_each_finding(view: ValidationView) -> None:
    """A result has its rule, level, message, and the address and line of its file."""
    run = _run(view)
    assert len(run["results"]) == len(view.findings)
    assert {"error", "warning"} == {result["level"] for result in run["results"]}
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {"literal_for_node", "unknown_term", "zjs:Entity-labelEn"} <= set(rules)
    (found,) = (result for result in run["results"] if result["ruleId"] == "literal_for_node")
    assert found["ruleId"] == rules[found["ruleIndex"]]
    place = found["locations"][0]["physicalLocation"]
    assert (6, True) == (place["region"]["startLine"], place["artifactLocation"]["uri"].endswith("/mine%201.ttl"))
    assert "ex:reply zj:approvedBy = 国务院: " in found["message"]["text"]
    assert "https://example.org/reply" == found["properties"]["node"]


def test_junit_has_a_failure_for_each_finding_that_fails(view: ValidationView, graph: Graph) -> None:
    """Violations fail, with `strict` also warnings; a stage without findings is a test that passed."""
    root = _cases(view)
    cases = root.findall("testsuite/testcase")
    violations = [finding for finding in view.findings if finding.severity == "violation"]
    assert len(violations) == len(root.findall(".//failure")) == int(root.attrib["failures"])
    assert len(cases) == int(root.attrib["tests"])
    assert {"syntax", "contradictions"} == {case.get("name") for case in cases if not list(case)}
    assert "6" in {case.get("line") for case in cases}
    strict = graph.validate(*{place.file for finding in view.findings for place in finding.places}, strict=True)
    assert len(view.findings) == len(_cases(strict).findall(".//failure"))


def test_warnings_about_the_shapes_are_notifications() -> None:
    """What is said of no statement is a notification of the run; a relative file has a relative address."""
    view = kg.validate(DATA, shapes=SHAPES)
    run = _run(view)  # type: ignore[arg-type]
    assert ["warning"] == [each["level"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert "the%20text" == run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert "No &amp; &lt; name." in view.render("junit")


def test_the_ontology_has_a_test_for_each_check(graph: Graph) -> None:
    """Checks without findings pass."""
    view = graph.validate(vocabulary=True)
    root = _cases(view)
    assert len(view.report.outcomes) <= int(root.attrib["tests"])  # type: ignore[union-attr]
    assert "0" == root.attrib["failures"]
    assert len(view.report.findings) == len(json.loads(view.render("sarif"))["runs"][0]["results"])  # type: ignore[union-attr]
