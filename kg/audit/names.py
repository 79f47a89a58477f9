"""Checks that each title, quoted name and caption is a name or text of a node of its passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.audit.findings import Fault, Mark, Section, both_languages, section
from kg.audit.quotes import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit.annotations import Annotations

_BRACKETED = re.compile(r"《(?P<title>[^《》]+)》|“(?P<name>[^“”]+)”|^图\d+\s*(?P<caption>.+)$", re.MULTILINE)
_BRACKETS = "《》“”"


def audit_names(annotations: Annotations) -> Section:
    """Compare every 《…》, “…” and caption with the names and quotations of the nodes that its passage quotes."""
    faults: list[Fault] = []
    marks: list[Mark] = []
    for passage, text in annotations.texts.items():
        for match in _BRACKETED.finditer(text):
            kind = match.lastgroup or "name"
            start, end = match.span(kind)
            # the node of a caption is named by the whole line: 图1 张江科学会堂
            spellings = {match[kind], match[0]}
            nodes = tuple(sorted(set(_nodes_named(spellings, match.span(), passage, annotations))))
            marks.append(Mark(passage, start, end, match[kind], "figure" if nodes else "missing", nodes))
            if not nodes:
                faults.append(Fault("name_missing", passage, "", match[kind], {"kind": both_languages(f"kind_{kind}")}))
    return section("names", len(marks), faults, marks)


def _nodes_named(spellings: set[str], span: tuple[int, int], passage: str, annotations: Annotations) -> Iterator[str]:
    """Yield the nodes that the passage quotes at this place, with one of these spellings as a name or quote."""
    start, end = span
    for quote in annotations.quotes.get(passage, ()):
        if quote.start is None or quote.end <= start or end <= quote.start:
            continue
        if spellings & {name.strip(_BRACKETS) for name in (quote.words, *names(quote.node, annotations))}:
            yield quote.node
