"""Brackets: which one closes which among the tokens of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.sparql.tokens import Token

_OPENING = {"(": ")", "{": "}", "[": "]"}
_CLOSING = frozenset(_OPENING.values())


class Brackets(NamedTuple):
    """The pairs of brackets by the places of their tokens, in both directions, and the innermost bracket of each token.

    A place is the number of a token. `holders` has the place of the opening bracket, -1 outside of all brackets. A
    bracket that is not closed, or closed by one of another kind, has no pair.
    """

    pairs: dict[int, int]
    holders: list[int]


def match_brackets(tokens: Sequence[Token]) -> Brackets:
    """Return how the brackets of a text are nested."""
    pairs: dict[int, int] = {}
    holders: list[int] = []
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.is_sign(*_CLOSING) and opened:
            start = opened.pop()
            if _OPENING[tokens[start].text] == token.text:
                pairs[start], pairs[place] = place, start
        holders.append(opened[-1] if opened else -1)
        if token.is_sign(*_OPENING):
            opened.append(place)
    return Brackets(pairs, holders)
