"""Safety: queries that would write, or reach other servers, are refused."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.sparql.characters import code_point
from kg.sparql.parser import read_query
from kg.sparql.tokens import first_keyword

_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY".split())
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_CODE_POINT = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
# relative IRIs are no matter of safety
_BASE = "http://example.org/"


def refuse_unsafe(text: str) -> None:
    """Raise QueryError if a query is an update, or uses SERVICE.

    A text with the word `service` must be read whole, since the reader refuses the keyword SERVICE: a comment or a
    string that an engine delimits in another way could hide it. Some engines replace code point escapes before they
    look for tokens, so the text is read in this form too.
    """
    first = first_keyword(text)
    if first in _UPDATES:
        raise QueryError(f"{first} is refused: the graph is read only", hint="change data/ and build again")
    try:
        replaced = _CODE_POINT.sub(lambda match: code_point(match[1]), text)
        for form in {text, replaced}:
            if _SERVICE.search(replaced):
                read_query(form, _BASE)
    except QueryError:
        raise QueryError(
            "SERVICE is refused: a query reaches no network",
            hint="query that endpoint on its own; or the syntax is wrong",
        ) from None
