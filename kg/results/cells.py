"""The text of terms and columns in tables for people."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import XSD
from kg.runtime import message, read_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.results.rows import ResultInfo

    Label = Callable[[NamedNode], str]

_BOOLEANS = {"1": "true", "0": "false"}
_CODED = (f"{XSD}boolean", f"{XSD}string")
# control characters, and those that change the direction of text, can change what a terminal shows
_SYMBOLS = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")} | {0x7F: 0x2421}
_SYMBOLS |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_SHORT_HEADING = re.compile(r"[^；：，（]+")


def cell_text(term: NamedNode | BlankNode | Literal | Triple | None, label: Label) -> str:
    """Return a term as text for people: an entity as its label, a literal as its value, no value as nothing."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return visible(label(term))
    if isinstance(term, Literal):
        return _BOOLEANS.get(term.value, term.value) if term.datatype.value == f"{XSD}boolean" else visible(term.value)
    return visible(str(term))


def visible(text: str) -> str:
    """Return a text with control characters, except line feeds, as symbols."""
    return text.translate(_SYMBOLS)


def table_cells(rows: Iterable[Sequence[object]], label: Label, about: ResultInfo) -> list[list[str]]:
    """Return the rows of a table as texts; in Chinese, codes of a saved query such as `true` or `month` are words."""
    is_coded = about.language == "zh" and bool(about.headings)
    return [[_coded(term, label) if is_coded else cell_text(term, label) for term in row] for row in rows]  # type: ignore[arg-type]


def table_headings(columns: Sequence[str], about: ResultInfo) -> list[str]:
    """Return the headings of a table: the names of its columns; in Chinese, what a saved query says of them.

    A description ends before its first `；`, `：`, `，` or `（`, unless two columns would have the same heading.
    """
    if about.language != "zh" or not about.headings:
        return list(columns)
    full = [about.headings.get(name) or _evidence_heading(name) for name in columns]
    short = [match[0] if (match := _SHORT_HEADING.match(text)) else text for text in full]
    counts = Counter(short)
    return [brief if counts[brief] == 1 else text for brief, text in zip(short, full, strict=True)]


def _coded(term: object, label: Label) -> str:
    text = cell_text(term, label)  # type: ignore[arg-type]
    key = f"code_{text}"
    is_code = isinstance(term, Literal) and term.datatype.value in _CODED and key in read_messages(__file__)
    return message(__file__, key, "zh") if is_code else text


def _evidence_heading(name: str) -> str:
    key = f"column_{name.removeprefix('evidence_')}"
    return message(__file__, key, "zh") if key in read_messages(__file__) else name
