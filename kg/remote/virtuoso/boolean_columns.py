"""Boolean columns: the columns of a query with boolean values, which Virtuoso returns as 0 and 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = ("&&", "||", "!", "=", "!=", "<", ">", "<=", ">=")
_TESTS = (
    "BOUND REGEX CONTAINS STRSTARTS STRENDS ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC SAMETERM LANGMATCHES EXISTS"
    " IN TRUE FALSE"
).split()
_CHOICES = {"IF": 1, "COALESCE": 0, "MIN": 0, "MAX": 0, "SAMPLE": 0}


def boolean_columns(text: str) -> frozenset[str]:
    """Return the names of the variables to which a query assigns a boolean expression."""
    script = Script(text)
    assignments = list(_assignments(script))
    found: set[str] = set()
    while new := {
        name for name, first, last in assignments if name not in found and _is_boolean(script, first, last, found)
    }:
        found |= new
    return frozenset(found)


def _assignments(script: Script) -> Iterator[tuple[str, int, int]]:
    """Yield each variable after an AS, and the first and last token of its expression."""
    for place in script.places("AS"):
        opening = script.holder(place)
        if opening >= 0 and script[opening].text == "(" and script[place + 1].kind == "variable":
            yield script[place + 1].text[1:], opening + 1, place - 1


def _is_boolean(script: Script, first: int, last: int, known: set[str]) -> bool:
    while script[first].is_sign("(") and script.partner(first) == last:
        first, last = first + 1, last - 1
    if first == last and script[first].kind == "variable":
        return script[first].text[1:] in known
    own = script.holder(first)
    top = [place for place in range(first, last + 1) if script.holder(place) == own]
    if any(script[place].is_sign(*_SIGNS) for place in top):
        return True
    word = script[first].text.upper()
    if word in _CHOICES and script[first + 1].is_sign("("):
        options = script.arguments(first + 1)[_CHOICES[word] :]
        return any(_is_boolean(script, *option, known) for option in options)
    return any(script[place].is_word(*_TESTS) for place in top)
