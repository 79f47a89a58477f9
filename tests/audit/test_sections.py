"""The sections of the audit: texts and facts with the expected marks of numerals, dates and names, and the faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.rdf import compact

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.audit.findings import Section

CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {case['what']}": case | {"section": path.stem}
    for path in sorted(Path(__file__).with_name("sections").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
}


def _section(case: dict[str, Any], make: Callable[..., Any]) -> Section:
    stated = {"passage:p01s1": case.get("say"), "graph:background": case.get("background")}
    facts = "\n".join(f"{graph} {{ {triples} }}" for graph, triples in stated.items() if triples)
    sections = make(case.get("texts") or {"p01s1": case["text"]}, facts + case.get("facts", "")).report().sections
    return next(section for section in sections if section.name == case["section"])


@pytest.mark.parametrize("what", CASES)
def test_a_section(what: str, make: Callable[..., Any]) -> None:
    """Each mark has the nodes that agree with it, and each fault is reported at its place."""
    section = _section(CASES[what], make)
    marks = [" ".join([mark.words, mark.state, *map(compact, mark.nodes)]) for mark in section.marks]
    assert CASES[what].get("marks", []) == marks
    assert CASES[what].get("faults", []) == [f"{fault.name} {fault.place()}" for fault in section.faults]
    assert section.good <= section.total


@pytest.mark.parametrize("what", [what for what, case in CASES.items() if "near" in case])
def test_the_nearest_words(what: str, make: Callable[..., Any]) -> None:
    """For a quote that is not in the passage the nearest words are reported."""
    assert [CASES[what]["near"]] == [fault.details["near"] for fault in _section(CASES[what], make).faults]
