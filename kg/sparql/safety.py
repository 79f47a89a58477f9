"""Safety: queries that would write, or reach other servers, are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.sparql.characters import code_point
from kg.sparql.tokens import first_keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split())
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_CODE_POINT = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
# relative IRIs are no matter of safety
_BASE = "http://example.org/"


def refuse_unsafe(text: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Raise QueryError if a query is an update, or uses SERVICE.

    A text with the word `service` must be read whole, since the reader refuses the keyword SERVICE: a comment or a
    string that an engine delimits in another way could hide it. Some engines replace code point escapes before they
    look for tokens, so the text is read in this form too. `prefixes` are those that it need not declare.
    """
    first = first_keyword(text)
    if first in _UPDATES:
        raise QueryError(f"{first} is refused: the graph is read only", hint="change the data files")
    replaced = _CODE_POINT.sub(_character, text) if "\\" in text else text
    if not _SERVICE.search(replaced):
        return
    from kg.sparql.parser import read_query  # noqa: PLC0415  -- few queries have the word, and all start faster

    try:
        for form in {text, replaced}:
            read_query(form, _BASE, prefixes)
    except QueryError:
        raise QueryError(
            "SERVICE is refused: a query reaches no network",
            hint="query that endpoint on its own; or the syntax is wrong",
        ) from None


def _character(escape: re.Match[str]) -> str:
    """Return the character of an escape, or the escape if it has none."""
    try:
        return code_point(escape[1])
    except QueryError:
        return escape[0]
