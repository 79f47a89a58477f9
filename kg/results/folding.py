"""Folds text into lines: words, numbers and dates stay whole, and wide characters take two columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator

# no line break within: a date, or a word or number, with its opening and closing punctuation
_UNIT = re.compile(
    r"[“‘（《「『【(\[]*(?:\d+年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|[!-'*-~À-ɏ]+|\S)(?:[!-'*-~]*[，。；：、！？…”’）》」』】)\]%;,]+)*"
)
# where an IRI or path may break if it is wider than a line, and the width from which it may break in any case
_PIECE = re.compile(r"[^/#?&=.:_-]*[/#?&=.:_-]*")
_LONG = 24
# a terminal may be too narrow for its indentation
_LEAST = 16
_STYLE = re.compile(r"\x1b\[[\d;]*m")
_PART = re.compile(rf"{_STYLE.pattern}|\S")


def fold(text: str, width: int) -> list[str]:
    """Return a text folded into lines of at most `width` columns.

    No line begins with closing punctuation or ends with opening punctuation. A word that is wider than a line breaks
    after a slash, hyphen or the like; one of more than 24 columns also between characters.
    """
    lines, filled, end = [""], 0, 0
    for unit in _UNIT.finditer(text):
        space = " " * bool(end and unit.start() > end)
        end = unit.end()
        for piece in _pieces(unit[0], width):
            size = columns(piece)
            if lines[-1] and filled + len(space) + size > width:
                lines.append("")
                filled, space = 0, ""
            lines[-1] += space + piece
            filled, space = filled + len(space) + size, ""
    return lines


def fold_line(line: str, width: int) -> list[str]:
    """Return a line with terminal styles folded to `width` columns; what follows is indented by two columns more."""
    text = _STYLE.sub("", line)
    if columns(text) <= width:
        return [line]
    indent = text[: len(text) - len(text.lstrip())]
    parts = fold(text.strip(), max(width - len(indent) - 2, _LEAST))
    styled = _styled(line)
    starts = [indent, *[f"{indent}  "] * (len(parts) - 1)]
    lines = [
        start + "".join(each if each == " " else next(styled) for each in part)
        for start, part in zip(starts, parts, strict=True)
    ]
    return [*lines[:-1], lines[-1] + "".join(styled)]


def _styled(line: str) -> Iterator[str]:
    """Yield the characters of a line but spaces, each with the styles before it; and then the styles at the end."""
    styles = ""
    for part in _PART.finditer(line):
        if part[0].startswith("\x1b"):
            styles += part[0]
        else:
            yield styles + part[0]
            styles = ""
    yield styles


def least_width(text: str) -> int:
    """Return the width below which folding a text would break a word, number or date; very long words may break."""
    return max((_least(unit) for unit in _UNIT.findall(text)), default=0)


def columns(text: str) -> int:
    """Return the columns that a text takes on a terminal: a Chinese character takes two."""
    return cell_len(text)


def _least(unit: str) -> int:
    if (size := columns(unit)) <= _LONG:
        return size
    return max(_LONG, *(columns(piece) for piece in _PIECE.findall(unit)))


def _pieces(unit: str, width: int) -> list[str]:
    """Return a unit, or the parts of one that is wider than a line."""
    if columns(unit) <= max(width, _LONG):
        return [unit]
    pieces = []
    for piece in filter(None, _PIECE.findall(unit)):
        pieces += [piece] if columns(piece) <= max(width, _LONG) else list(piece)
    return pieces
