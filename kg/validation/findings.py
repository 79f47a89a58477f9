"""Findings: their text for an editor, and what justifies them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import ViolationError
from kg.rdf import ID, PREFIXES, compact
from kg.runtime import message, texts
from kg.validation.places import placed, project_statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.project import Check, Project
    from kg.shacl import Finding, Place

# a node of the background graph may be written in many files
_MAX_PLACES = 3
_MOST_NAMES = 5
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def justification(check: Check, finding: Finding) -> Mapping[str, str] | None:
    """Return the reason, by language, for which a check accepts a finding, or None.

    A check lists its reasons by the finding's title (`node path = value`) or by the first words of it.
    """
    title = finding_title(finding)
    return next(
        (reason for name, reason in check.justified.items() if title == name or title.startswith(f"{name} ")), None
    )


def describe_finding(finding: Finding, language: str = "en", reason: Mapping[str, str] | None = None) -> str:
    """Return a finding as text: node, path and value, message, the reason that justifies it, and its places."""
    lines = [finding.message[language]]
    if reason:
        lines.append(message(__file__, "justified", language, reason=reason[language]))
    lines += [_where(place) for place in finding.places[:_MAX_PLACES]]
    if len(finding.places) > _MAX_PLACES:
        lines.append(message(__file__, "more_places", language, count=len(finding.places) - _MAX_PLACES))
    prefixes = finding.places[0].prefixes if finding.places else {}
    title = finding_title(finding, prefixes) if finding.node else lines.pop()
    return "\n".join([f"  {title}", *(f"      {line}" for line in lines)])


def violation_error(project: Project, violations: list[Finding]) -> ViolationError:
    """Return the error that lists violations, each with the places where its node is written."""
    found = placed(violations, project_statements(project, {finding.node for finding in violations}))
    lines = "\n".join(map(describe_finding, found))
    plural = "s" if len(violations) > 1 else ""
    return ViolationError(
        f"{len(violations)} violation{plural}; nothing was stored\n{lines}", hint="for the whole report: kg validate"
    )


def _where(place: Place) -> str:
    line = f":{place.line}" if place.line else ""
    return f"{place.file}{line}{f' ({place.graph.removeprefix(ID)})' if place.graph else ''}"


def finding_title(finding: Finding, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return node, path and value of a finding; without a path, a value that is the node itself says nothing."""
    path = f" {short_name(finding.path, prefixes)}" if finding.path else ""
    has_value = finding.value and (finding.path or finding.value != finding.node)
    value = f" = {short_name(finding.value, prefixes)}" if has_value else ""
    return f"{short_name(finding.node, prefixes)}{path}{value}"


def short_name(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the CURIE of a text that is an IRI, by prefixes before ours; any other text unchanged."""
    own_first = {**prefixes, **{prefix: base for prefix, base in PREFIXES.items() if prefix not in prefixes}}
    return compact(text, own_first) if _IRI.fullmatch(text) else text


def listed(names: list[str]) -> dict[str, str]:
    """Return names as a list, by language: the first five, and how many there are more."""
    more = len(names) - _MOST_NAMES
    rest = texts(__file__, "and_more", count=more) if more > 0 else {"zh": "", "en": ""}
    return {language: ", ".join(names[:_MOST_NAMES]) + text for language, text in rest.items()}
