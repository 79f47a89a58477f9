"""Syntax errors of the engine, reported with their place in the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import sparql
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping


def syntax_error(message: str, text: str, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error for a query that the engine rejects, with its line and a mark under its column.

    `message` is the engine's; for a relative IRI the error comes from our own reader, which names the IRI.
    """
    if error := sparql.relative_iri(text, prefixes):  # loaded here, because most queries are valid
        return error
    place = re.search(r"at (\d+):(\d+)", message)
    if not place:
        return QueryError(f"the query is not valid SPARQL: {message}")
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    before = [match[1] for match in re.finditer(r"([A-Za-z][\w-]*):", shown) if match.start() < column]
    if "Prefix not found" in message:
        what = f"prefix {before[-1]}: is not declared" if before else "a prefix is not declared"
    else:
        what = message.split(": ", 1)[-1].splitlines()[0][:200]
    where = f"line {line}, column {column}"
    mark = " " * (column - 1) + "^"
    return QueryError(f"the query is not valid SPARQL at {where}: {what}\n  {shown}\n  {mark}")
