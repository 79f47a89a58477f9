"""Files of a user: each fault is found once, with its line and remedy, and what is valid conforms without warnings."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.shacl import Finding

FOLDER = Path(__file__).parent
VALID = sorted((FOLDER / "valid").iterdir())
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def _expected() -> dict[str, list[dict[str, str]]]:
    """Return the rows of expected.tsv by file: line (0: none), severity, source, node, and a part of the message."""
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "faults" / "expected.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_file[row["file"]].append(row)
    return by_file


FAULTS = _expected()


def _is(finding: Finding, row: dict[str, str]) -> bool:
    source = finding.source.rsplit("#", 1)[-1]
    return (
        (finding.severity, source, finding.node) == (row["severity"], row["source"], row["node"])
        and row["contains"] in finding.message["en"]
        and int(row["line"]) in [place.line for place in finding.places]
        and {row["file"]} == {Path(place.file).name for place in finding.places}
    )


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_is_found_once_with_its_line(graph: Graph, name: str) -> None:
    """A faulty file has exactly the findings of expected.tsv, in both languages, and in the SHACL report."""
    view = graph.validate(FOLDER / "faults" / name)
    findings = view.report.findings  # type: ignore[union-attr]
    assert len(FAULTS[name]) == len(findings), findings
    for row in FAULTS[name]:
        assert any(_is(finding, row) for finding in findings), (row, findings)
    assert all(finding.message["zh"] != finding.message["en"] for finding in findings)
    _has_results(view.render("turtle"), sum(bool(finding.node) for finding in findings))


def _has_results(turtle: str, at_least: int) -> None:
    """Check that each result has its focus node, severity and component; syntax errors, without a node, have none."""
    report = rdflib.Graph().parse(data=turtle, format="turtle")
    results = set(report.objects(None, SH.result))
    assert len(results) >= at_least
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert 1 == len(list(report.objects(result, predicate)))
    (conforms,) = report.objects(None, SH.conforms)
    assert conforms.toPython() is not bool(results)


def test_every_faulty_file_has_expected_findings() -> None:
    """No file is left out of expected.tsv."""
    assert {path.name for path in (FOLDER / "faults").iterdir()} - {"expected.tsv"} == set(FAULTS)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_file_conforms_without_warnings(graph: Graph, path: Path) -> None:
    """A valid file has no findings, also with `strict`, and shapes have judged it."""
    view = graph.validate(path, strict=True)
    assert ([], True) == ([finding.message["en"] for finding in view.report.findings], view.conforms)  # type: ignore[union-attr]
    assert view.report.is_judged  # type: ignore[union-attr]


def test_the_data_of_the_project_is_valid_as_files_of_a_user(graph: Graph, root: Path) -> None:
    """The checks of terms and values find nothing in the project's own facts."""
    files = [path for suffix in ("ttl", "trig") for path in sorted((root / "data").rglob(f"*.{suffix}"))]
    assert graph.validate(*files, strict=True).conforms


def test_all_stages_are_in_one_report(graph: Graph) -> None:
    """A file that cannot be read to its end hides neither its own statements nor other files."""
    names = ("missing_dot.ttl", "park_and_person.ttl", "plural_class.ttl", "blank_document.ttl")
    data = graph.validate(*(FOLDER / "faults" / name for name in names)).to_dict()
    stages = {finding["stage"] for finding in data["findings"]}
    assert ({"syntax", "terms", "contradictions", "shapes"}, False) == (stages, data["conforms"])
    assert {"file", "line", "graph"} == set(data["findings"][0]["places"][0])


def test_what_no_shape_judges_does_not_conform_in_words(graph: Graph) -> None:
    """The report says what shapes judged; where that is nothing, it does not say that the data conforms."""
    view = graph.validate(FOLDER / "faults" / "slash_namespace.ttl", lang="en")
    assert "conforms" not in str(view)
    assert "judged: 0 of 1 nodes and 0 of 2 triples, by 0 shapes" in str(view)
    assert json.loads(view.render("json"))["conforms"] is None
    assert "judged: 1 of 1 nodes and 6 of 6 triples, by " in str(graph.validate(FOLDER / "valid" / "document.ttl"))


def test_strict_turns_warnings_into_failures(graph: Graph) -> None:
    """A warning fails with `strict` alone."""
    path = FOLDER / "faults" / "lable.ttl"
    assert graph.validate(path).conforms
    assert not graph.validate(path, strict=True).conforms


@pytest.mark.parametrize("name", ["literal_object.ttl", "typo_ns.ttl", "zgc3.ttl", "myshape.ttl"])
def test_the_reported_cases_are_found(graph: Graph, shared: Path, name: str) -> None:
    """The files of the bug reports no longer conform without a word."""
    view = graph.validate(shared / "cases" / "validate" / name)
    assert view.report.findings  # type: ignore[union-attr]
    assert not graph.validate(shared / "cases" / "validate" / name, strict=True).conforms
    text = str(view)
    assert "background file" not in text
    assert "<https://example.org/zgc/" not in text


@pytest.mark.parametrize("name", ["none.ttl", "."])
def test_a_file_that_is_none_is_an_error(graph: Graph, tmp_path: Path, name: str) -> None:
    """A missing file and a folder are errors, not findings."""
    with pytest.raises(KgError):
        graph.validate(tmp_path / name)


def test_blank_nodes_of_two_files_stay_apart(graph: Graph, tmp_path: Path) -> None:
    """The same label in two files means two nodes, each judged."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text("_:x a <https://w3id.org/zjkg/ontology#Company> .", encoding="utf-8")
    view = graph.validate(tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert {"_:x.1", "_:x.2"} == {finding.node for finding in view.report.findings}  # type: ignore[union-attr]


def test_files_that_contradict_each_other(graph: Graph, tmp_path: Path) -> None:
    """A contradiction between two files is one finding, with both files."""
    for name, kind in (("a", "Park"), ("b", "Person")):
        (tmp_path / f"{name}.ttl").write_text(
            f"<urn:x:a> a <https://w3id.org/zjkg/ontology#{kind}> .", encoding="utf-8"
        )
    findings = graph.validate(tmp_path / "a.ttl", tmp_path / "b.ttl").report.findings  # type: ignore[union-attr]
    (found,) = (finding for finding in findings if finding.stage == "contradictions")
    assert ["a.ttl", "b.ttl"] == sorted(Path(place.file).name for place in found.places)
