"""Syntax errors of the engine, explained with their place in the query."""

from __future__ import annotations

import re


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
