"""Titles, quoted names and captions: each must be a name or text of a node of its passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.audit.findings import Fault, Mark, Section, section
from kg.audit.quotes import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit.annotations import Annotations

_BRACKETED = re.compile(r"《(?P<title>[^《》]+)》|“(?P<name>[^“”]+)”|^图\d+\s*(?P<caption>.+)$", re.MULTILINE)
_BRACKETS = "《》“”"
_KINDS = {"title": "书名号内的标题 title", "name": "引号内的名称 quoted name", "caption": "图题 caption"}


def audit_names(annotations: Annotations) -> Section:
    """Hold every 《…》, “…” and caption against the names and quotations of the nodes that its passage quotes."""
    faults: list[Fault] = []
    marks: list[Mark] = []
    for passage, text in annotations.texts.items():
        for match in _BRACKETED.finditer(text):
            kind = match.lastgroup or "name"
            start, end = match.span(kind)
            # a caption's node is named by the whole line: 图1 张江科学会堂
            called = {match[kind], match[0]}
            nodes = tuple(sorted(set(_bearers(called, match.span(), passage, annotations))))
            marks.append(Mark(passage, start, end, match[kind], "figure" if nodes else "missing", nodes))
            if not nodes:
                faults.append(Fault("name_missing", passage, "", match[kind], {"kind": _KINDS[kind]}))
    return section("names", len(marks), faults, marks)


def _bearers(called: set[str], span: tuple[int, int], passage: str, annotations: Annotations) -> Iterator[str]:
    """Yield the nodes that the passage quotes at this place, by these words or being called so."""
    start, end = span
    for quote in annotations.quotes.get(passage, ()):
        if quote.start is None or quote.end <= start or end <= quote.start:
            continue
        own = {quote.words, *names(quote.node, annotations)}
        if called & {name.strip(_BRACKETS) for name in own}:
            yield quote.node
