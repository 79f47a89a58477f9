"""Sentences: the passages that a result cites, printed below it where the document's text is attached."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kg.views.base import styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.views.base import Context

# no line break within: a word or number, with its opening and closing punctuation
_UNIT = re.compile(r"[“‘（《「『【(\[]*(?:[!-'*-~]+|\S)[，。；：、！？…”’）》」』】)\]%]*")


def sentence_lines(cited: Mapping[str, str | None], context: Context, width: int | None) -> Iterator[str]:
    """Yield the sentences of passages below a heading, folded to `width` columns if it is a terminal's."""
    yield ""
    yield styled(context.message("passages"), "bold")
    indent = 4 + max(map(len, cited))
    for name, text in cited.items():
        first = styled(f"  {name:<{indent - 4}}  ", "cyan")
        if text is None:
            yield first + styled(context.message("not_in_document"), "dim")
        else:
            lines = [" ".join(text.split())] if width is None else wrapped(text, width - indent)
            yield first + ("\n" + " " * indent).join(lines)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text folded into lines of at most `width` columns, wide characters counted twice.

    No line begins with closing punctuation or ends with opening punctuation; a word that is wider than a line keeps
    its own line.
    """
    lines = [""]
    filled = 0
    end = 0
    for unit in _UNIT.finditer(text):
        space = " " if end and unit.start() > end else ""
        size = columns(unit[0])
        if lines[-1] and filled + len(space) + size > width:
            lines.append("")
            filled, space = 0, ""
        lines[-1] += space + unit[0]
        filled += len(space) + size
        end = unit.end()
    return lines


def columns(text: str) -> int:
    """Return the columns that a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
