"""Unsupported queries: forms that Virtuoso 7.2.5 answers wrongly or not at all, however they are written.

They are answered by the embedded store, on a copy of the server's data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Callable


def is_unsupported(text: str) -> bool:
    """Return whether a query has a form that the engine cannot answer."""
    try:
        script = Script(text)
    except QueryError:  # the server reports the syntax error
        return False
    return any(applies(script) for applies in _REASONS)


def _repeated_alternative(script: Script) -> bool:
    """A repeated alternative or sequence path: an internal error, or wrong columns."""
    for place, token in enumerate(script.tokens):
        if token.is_sign("*", "+") and script[place - 1].is_sign(")") and not script.in_expression(place):
            opening = script.partner(place - 1)
            if any(each.is_sign("|", "/") for each in script.tokens[opening:place]):
                return True
    return False


def _path_in_minus(script: Script) -> bool:
    """A path with * or + and GRAPH within MINUS: too many rows are removed."""
    for place in script.places("MINUS"):
        end = script.partner(place + 1)
        inner = range(place, end)
        graphs = any(script[at].is_word("GRAPH") for at in inner)
        if graphs and any(script[at].is_sign("*", "+") and not script.in_expression(at) for at in inner):
            return True
    return False


def _alternative_in_exists(script: Script) -> bool:
    """An alternative path in an EXISTS within a larger condition: too many rows are kept."""
    for place in script.places("EXISTS"):
        inner = script.tokens[place : script.partner(place + 1)]
        if script.in_expression(place) and any(each.is_sign("|") for each in inner):
            return True
    return False


def _not_exists_in_optional(script: Script) -> bool:
    """A NOT EXISTS in an OPTIONAL beside VALUES: the OPTIONAL gives nothing."""
    if not any(script[place + 2].is_sign("{") for place in script.places("VALUES")):
        return False
    return any(
        script[script.holder(place) - 1].is_word("OPTIONAL") and script[place - 1].is_word("NOT")
        for place in script.places("EXISTS")
    )


def _values_in_optional(script: Script) -> bool:
    """Two VALUES in an OPTIONAL: it gives nothing if another VALUES binds the variables they share."""
    groups = [script.holder(place) for place in script.places("VALUES")]
    return any(script[group - 1].is_word("OPTIONAL") and groups.count(group) > 1 for group in groups)


def _if_in_expression(script: Script) -> bool:
    """Arithmetic, or a further IF, on an IF that may be unbound: an error, zero in place of no value, or no value."""
    leaves = nested = False
    for place in script.places("IF"):
        options = script.arguments(place + 1)[1:]
        leaves = leaves or any(first == last and script[first].kind == "variable" for first, last in options)
        nested = nested or any(script[first].is_word("IF") for first, _ in options)
    divides = any(token.is_sign("/") and script.in_expression(at) for at, token in enumerate(script.tokens))
    return leaves and (nested or divides)


_REASONS: tuple[Callable[[Script], bool], ...] = (
    _repeated_alternative,
    _path_in_minus,
    _alternative_in_exists,
    _not_exists_in_optional,
    _values_in_optional,
    _if_in_expression,
)
