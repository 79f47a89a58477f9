"""Syntax errors of the engine, explained with their place in the query."""

from __future__ import annotations

import re

from kg.errors import QueryError


def explained(message: str, text: str) -> QueryError:
    """Return the error for a query that the engine cannot read: of our reader for a relative IRI, else the engine's."""
    from kg.sparql import relative_iri  # noqa: PLC0415  -- most queries are valid, and all start faster

    return relative_iri(text) or QueryError(explain_syntax(message, text))


def explain_syntax(message: str, text: str) -> str:
    """Return the engine's message about a syntax error, with its line and a mark under its column."""
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
