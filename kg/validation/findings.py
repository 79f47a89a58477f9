"""Findings: their text for an editor, the places where their nodes are written, and what justifies them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ViolationError
from kg.project import read_data, read_ontology
from kg.rdf import ID, compact, graph_iri
from kg.runtime import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.project import Check, Data, Project
    from kg.shacl import Finding

# a node of the background graph may be written in many files
_MAX_PLACES = 3
ONTOLOGY = graph_iri("ontology")


def justification(check: Check, finding: Finding) -> Mapping[str, str] | None:
    """Return the reason, by language, for which a check accepts a finding, or None.

    A check lists its reasons by the finding's title (`node path = value`) or by the first words of it.
    """
    title = _title(finding)
    return next(
        (reason for name, reason in check.justified.items() if title == name or title.startswith(f"{name} ")), None
    )


def describe_finding(
    finding: Finding, data: Data, project: Project | None, language: str = "en", reason: Mapping[str, str] | None = None
) -> str:
    """Return a finding as text: node, path and value, message, the reason that justifies it, and its places."""
    where = [
        f"{project.relative(path)} ({graph.value.removeprefix(ID)})" if project else str(path)
        for path, graph in places(finding, data, project)
    ]
    lines = [finding.message[language]]
    if reason:
        lines.append(message(__file__, "justified", language, reason=reason[language]))
    lines += where[:_MAX_PLACES]
    if len(where) > _MAX_PLACES:
        lines.append(message(__file__, "more_places", language, count=len(where) - _MAX_PLACES))
    return "\n".join([f"  {_title(finding)}", *(f"      {line}" for line in lines)])


def violation_error(project: Project, violations: list[Finding]) -> ViolationError:
    """Return the error that lists violations, each with the places where its node is written."""
    data = read_data(project.data, about={finding.node for finding in violations})
    lines = "\n".join(describe_finding(finding, data, project) for finding in violations)
    plural = "s" if len(violations) > 1 else ""
    return ViolationError(
        f"{len(violations)} violation{plural}; nothing was stored\n{lines}", hint="for the whole report: kg validate"
    )


def places(finding: Finding, data: Data, project: Project | None) -> list[tuple[Path, NamedNode]]:
    """Return where the node of a finding is written, in the data or a project's ontology: files with named graphs."""
    in_data = data.places_of(finding.node)
    if in_data or project is None:
        return list(in_data)
    return [(path, ONTOLOGY) for path in read_ontology(project.ontology).places.get(finding.node, ())]


def _title(finding: Finding) -> str:
    path = f" {_short(finding.path)}" if finding.path else ""
    value = f" = {_short(finding.value)}" if finding.value else ""
    return f"{_short(finding.node)}{path}{value}"


def _short(text: str) -> str:
    return compact(text) if text.startswith(("http://", "https://")) else text
