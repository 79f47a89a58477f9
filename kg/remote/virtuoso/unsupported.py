"""Beyond: what Virtuoso 7.2.5 answers wrongly or not at all however it is written, told by how a query is made.

Such a query is answered here, over what the server holds, so that no wrong answer is taken for a right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Callable


def is_unsupported(text: str) -> bool:
    """Say whether a query holds what the engine is not to be asked."""
    try:
        script = Script(text)
    except QueryError:  # what is no SPARQL is told by the server
        return False
    return any(holds(script) for holds in _REASONS)


def _repeats_alternatives(script: Script) -> bool:
    """A repeated choice of paths: an internal error, or columns that do not fit."""
    for place, token in enumerate(script.tokens):
        if token.is_sign("*", "+") and script[place - 1].is_sign(")") and not script.in_expression(place):
            opening = script.partner(place - 1)
            if any(each.is_sign("|", "/") for each in script.tokens[opening:place]):
                return True
    return False


def _walks_in_minus(script: Script) -> bool:
    """A path of any length in a graph, within MINUS: too much is taken away."""
    for place in script.places("MINUS"):
        end = script.partner(place + 1)
        inner = range(place, end)
        graphs = any(script[each].is_word("GRAPH") for each in inner)
        if graphs and any(script[each].is_sign("*", "+") and not script.in_expression(each) for each in inner):
            return True
    return False


def _chooses_in_exists(script: Script) -> bool:
    """A choice of paths in an EXISTS that is one of two conditions: more holds than should."""
    for place in script.places("EXISTS"):
        inner = script.tokens[place : script.partner(place + 1)]
        if script.in_expression(place) and any(each.is_sign("|") for each in inner):
            return True
    return False


def _excludes_in_optional(script: Script) -> bool:
    """A NOT EXISTS in an OPTIONAL about a variable that a table binds: nothing is left of the OPTIONAL."""
    if not any(script[place + 2].is_sign("{") for place in script.places("VALUES")):
        return False
    return any(
        script[script.holder(place) - 1].is_word("OPTIONAL") and script[place - 1].is_word("NOT")
        for place in script.places("EXISTS")
    )


def _tables_in_optional(script: Script) -> bool:
    """Two tables in an OPTIONAL: nothing is left of it where another table binds what they are joined with."""
    groups = [script.holder(place) for place in script.places("VALUES")]
    return any(script[group - 1].is_word("OPTIONAL") and groups.count(group) > 1 for group in groups)


def _computes_with_choices(script: Script) -> bool:
    """Arithmetic, or a further choice, on what an IF leaves unbound: an error, zero for nothing, or nothing."""
    leaves = nested = False
    for place in script.places("IF"):
        options = script.arguments(place + 1)[1:]
        leaves = leaves or any(first == last and script[first].kind == "variable" for first, last in options)
        nested = nested or any(script[first].is_word("IF") for first, _ in options)
    divides = any(token.is_sign("/") and script.in_expression(at) for at, token in enumerate(script.tokens))
    return leaves and (nested or divides)


_REASONS: tuple[Callable[[Script], bool], ...] = (
    _repeats_alternatives,
    _walks_in_minus,
    _chooses_in_exists,
    _excludes_in_optional,
    _tables_in_optional,
    _computes_with_choices,
)
