"""Safety: a query that would write or leave the store is refused, and a syntax error is told where it stands."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import PREFIXES

_UPDATE = re.compile(
    r"(?:\s|#[^\r\n]*[\r\n]|(?:PREFIX\s+\S*|BASE)\s*<[^>]*>)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile("s(?=ervice)", re.IGNORECASE | re.ASCII)


def refuse_unsafe(text: str) -> None:
    """Raise QueryError if a query would write (an update) or leave the store (SERVICE)."""
    if update := _UPDATE.match(text):
        raise QueryError(f"{update[1].upper()} is refused: the graph is read only", hint="change data/ and build again")
    if not _SERVICE.search(text):
        return
    # The engine's own parser decides what is a keyword: where the word, misspelt, is no error, it stood in a string,
    # an IRI, a name or a comment. A parser of ours would only have to differ once.
    try:
        ox.Store().query(_SERVICE.sub("z", text), prefixes=PREFIXES)
    except SyntaxError:
        raise QueryError(
            "SERVICE is refused: a query reaches no network",
            hint="query that endpoint on its own; or the syntax is wrong",
        ) from None


def explain_syntax(message: str, text: str) -> str:
    """Return what the engine says of a syntax error, with the line it stands in and a mark under the place."""
    place = re.search(r"at (\d+):(\d+)", message)
    if not place:
        return f"the query is not valid SPARQL: {message}"
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    before = [match[1] for match in re.finditer(r"([A-Za-z][\w-]*):", shown) if match.start() < column]
    if "Prefix not found" in message:
        what = f"prefix {before[-1]}: is not declared" if before else "a prefix is not declared"
    else:
        what = message.split(": ", 1)[-1].splitlines()[0][:200]
    return f"the query is not valid SPARQL at line {line}, column {column}: {what}\n  {shown}\n  {' ' * (column - 1)}^"
