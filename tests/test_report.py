"""The report: what an editor is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.closure import load
from kg.report import Report, check, describe
from kg.validate import Finding

if TYPE_CHECKING:
    from kg.project import Project


def _finding(node: str, severity: str = "violation") -> Finding:
    return Finding(severity, node, "", "", "check", {"zh": "补上。", "en": "Add it."})


def test_a_clean_project_conforms(mini_project: Project) -> None:
    """A project without violations conforms, and its report graph says so too."""
    report = check(load(mini_project))
    assert report.conforms
    assert [] == report.violations


def test_only_violations_count(mini_project: Project) -> None:
    """A warning does not keep a graph from conforming; a violation does."""
    graph = check(load(mini_project)).graph
    assert Report((_finding("urn:x:a", "warning"),), graph).conforms
    assert not Report((_finding("urn:x:a"),), graph).conforms


def test_focus_leaves_the_rest_out(mini_project: Project) -> None:
    """With no node in focus nothing is looked at."""
    assert () == check(load(mini_project), focus=[]).findings


def test_a_finding_names_file_and_passage(mini_project: Project) -> None:
    """A finding is told with what to do, and in which file and graph the node is written."""
    data = load(mini_project).data
    node = next(each for each in data.places if isinstance(each, NamedNode))
    told = describe(_finding(node.value), data, mini_project)
    assert "Add it." in told
    assert "data/" in told
    assert "补上。" in describe(_finding(node.value), data, mini_project, "zh")
