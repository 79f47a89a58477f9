"""Names of a chart's rows: the column of labels that tells them apart, and texts broken into lines."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.rdf import Object

    Row = Mapping[str, Object | None]

_NO_NAMES = ("unit", "comparator")  # these stand at the axis and before the value
_PASSAGES = f"{ID}passage/"
_CLOSING = "，。、；：！？）》〉」』】”’,.;:!?)"
_OPENING = "（《〈「『【“‘("


def chosen_names(
    columns: Sequence[str], rows: Sequence[Row], kept: Sequence[str], label: Callable[[NamedNode], str]
) -> list[str]:
    """Return a name for each row; empty where no column has any.

    The columns of labels before the figure (`kept[0]`) say what it is of: one of them where its labels tell apart all
    rows that differ in any, else several joined. Where none stands before it, those after it do.
    """
    named = [name for name in columns if name not in kept and name not in _NO_NAMES]
    candidates = [name for name in named if _names(name, rows)] or [name for name in named if _has_words(name, rows)]
    ahead = [name for name in named if columns.index(name) < columns.index(kept[0])]
    before = [name for name in ahead if name in candidates or any(isinstance(row[name], NamedNode) for row in rows)]
    before.sort(key=lambda name: name not in candidates)  # a passage is no name until nothing else is
    texts = {name: [_text(row[name], label) for row in rows] for name in before or candidates}
    figures = [tuple(row[name] for name in (*before, *kept)) for row in rows]
    telling = [name for name in texts if name in candidates and all(texts[name]) and _tells_apart(texts[name], figures)]
    if telling:
        return texts[max(telling, key=lambda name: len(set(texts[name])))]
    varying = [name for name in texts if len(set(texts[name])) > 1] or list(texts)[:1]
    joined = [""] * len(rows) if varying else []
    for name in varying:
        joined = [" · ".join(filter(None, pair)) for pair in zip(joined, texts[name], strict=True)]
        if all(joined) and _tells_apart(joined, figures):
            break
    return [text or "—" for text in joined]


def _names(name: str, rows: Sequence[Row]) -> bool:
    found = [row[name] for row in rows if row[name] is not None]
    return any(isinstance(term, NamedNode) and not term.value.startswith(_PASSAGES) for term in found)


def _has_words(name: str, rows: Sequence[Row]) -> bool:
    return any(isinstance(row[name], Literal) and row[name].datatype.value.endswith("tring") for row in rows)  # type: ignore[union-attr]


def _tells_apart(names: Sequence[str], figures: Sequence[tuple[Object | None, ...]]) -> bool:
    return len(set(names)) == len(set(zip(names, figures, strict=True)))


def _text(term: Object | None, label: Callable[[NamedNode], str]) -> str:
    if isinstance(term, NamedNode):
        return label(term)
    return " ".join(term.value.split()) if isinstance(term, Literal) else ""


def width(text: str) -> int:
    """Return how wide a text is, in half-width characters."""
    return sum(_wide(character) for character in text)


def _wide(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    # quotation marks and dashes are ambiguous: a Chinese font draws them wide
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def wrapped(text: str, most: int, *, lines: int = 6) -> list[str]:
    """Break a text into few lines of like width, at most `most` half-width characters; “…” ends what `lines` cut."""
    found = _broken(text, most)
    if len(found) > lines:
        last = found[lines - 1]
        while width(last) > most - 2:
            last = last[:-1]
        return [*found[: lines - 1], f"{last.rstrip()}…"]
    # as narrow as it goes with as many lines: no line holds but a word
    narrower = (_broken(text, each) for each in range(-(-width(text) // len(found)), most))
    return next((each for each in narrower if len(each) == len(found)), found)


def _broken(text: str, most: int) -> list[str]:
    found = [""]
    for piece in _pieces(text, most):
        if found[-1] and width(found[-1]) + width(piece.rstrip()) > most:
            found.append("")
        found[-1] += piece if found[-1] else piece.lstrip()
    return [line.rstrip() for line in found]


def _pieces(text: str, most: int) -> list[str]:
    """Part a text where a line may end: after a space, between Chinese characters, not before closing marks."""
    pieces = [""]
    for character in " ".join(text.split()):
        before = pieces[-1][-1:]
        breaks = before == " " or (_wide(character) > 1 or (before and _wide(before) > 1))
        kept = character in _CLOSING or before in _OPENING or character == " "
        if before and ((breaks and not kept) or width(pieces[-1]) >= most):
            pieces.append("")
        pieces[-1] += character
    return pieces
