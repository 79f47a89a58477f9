"""VALUES: the rows of values that a query has for one variable, found and replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.sparql.script import Script
from kg.sparql.tokens import with_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Values(NamedTuple):
    """The values of a variable, as in `VALUES ?name { … }`: the text in the braces, and its start and end."""

    name: str
    text: str
    start: int
    end: int


def read_values(text: str) -> list[Values]:
    """Return the values of each VALUES about one variable. Raises QueryError where the text has no token."""
    return list(_values(Script(with_characters(text))))


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return a query with new values, given as SPARQL by the names of variables; other variables keep theirs.

    All are replaced at once, so that no value is taken for a part of the query. Raises QueryError where the text has
    no token.
    """
    script = Script(with_characters(text))
    return script.edited((old.start, old.end, values[old.name]) for old in _values(script) if old.name in values)


def _values(script: Script) -> Iterator[Values]:
    for place in script.places("VALUES"):
        opening = place + 2
        if opening < len(script) and script[place + 1].kind == "variable" and script[opening].is_sign("{"):
            closing = script.closing(opening)
            if closing is not None:
                inner = script.part(opening + 1, closing - 1)
                start = script[opening + 1].start if inner else script[opening].end
                yield Values(script[place + 1].text[1:], inner, start, start + len(inner))
