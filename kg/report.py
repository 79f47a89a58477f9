"""The report: what shapes and checks find in a closure, and how a finding is told to an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.closure import silent
from kg.rdf import flat
from kg.store import TripleStore
from kg.terms import ID, compact
from kg.validate import Finding, check_finding, validate_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib
    from pyoxigraph import NamedNode

    from kg.closure import Closure, Step
    from kg.data import Data
    from kg.project import Project

# a node of the background can stand in many files
_MOST_PLACES = 3


@dataclass(frozen=True)
class Report:
    """The findings of a validation, the gravest first, with SHACL's part as a standard report graph."""

    findings: tuple[Finding, ...]
    graph: rdflib.Graph

    @property
    def violations(self) -> list[Finding]:
        """The findings that must not be."""
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.violations


def check(closure: Closure, *, focus: Iterable[NamedNode] | None = None, step: Step = silent) -> Report:
    """Run shapes and checks over a closure.

    With `focus` only those nodes are looked at, and only by shapes: a check asks how the whole dataset is laid out.
    """
    names = None if focus is None else [node.value for node in focus]
    with step("validate"):
        findings, graph = validate_shapes(flat(closure.quads), closure.shapes.triples, focus=names)
        if focus is None:
            findings += _defects(closure)
    return Report(tuple(sorted(findings, key=lambda finding: finding.order)), graph)


def _defects(closure: Closure) -> Iterable[Finding]:
    store = TripleStore.in_memory(closure.quads)
    for each in closure.shapes.checks:
        for row in store.select(each.text):
            yield check_finding(
                row, source=each.name, severity=each.severity, problem=each.problem, solution=each.solution
            )


def describe(finding: Finding, data: Data, project: Project, language: str = "en") -> str:
    """Return one finding as text: node, property and value, what to do, and in which file and passage it stands."""
    path = f" {_name(finding.path)}" if finding.path else ""
    value = f" = {_name(finding.value)}" if finding.value else ""
    where = [f"{project.relative(file)} ({_graph_name(graph)})" for file, graph in data.places_of(finding.node)]
    lines = [f"{_name(finding.node)}{path}{value}", finding.message[language], *where[:_MOST_PLACES]]
    if len(where) > _MOST_PLACES:
        lines.append(f"… and {len(where) - _MOST_PLACES} more places")
    return "\n".join([f"  {lines[0]}", *(f"      {line}" for line in lines[1:])])


def _name(text: str) -> str:
    return compact(text) if text.startswith(("http://", "https://")) else text


def _graph_name(graph: NamedNode) -> str:
    return graph.value.removeprefix(ID)
