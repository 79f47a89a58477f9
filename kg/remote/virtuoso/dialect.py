"""The dialect of Virtuoso: rules that rewrite queries which it answers wrongly to equivalent ones that it answers.

Each rule describes a fault of OpenLink Virtuoso 7.2.5; tests/remote/test_virtuoso.py runs the rules on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.rdf import XSD
from kg.remote.dialect import Dialect
from kg.remote.virtuoso.isolate_paths import NO_LIMIT, isolate_paths
from kg.remote.virtuoso.json_results import asks, repair
from kg.remote.virtuoso.unsupported import is_unsupported
from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.sparql import Edit

_PARTS = {"YEAR": "1, 4", "MONTH": "6, 2", "DAY": "9, 2"}


def rewritten(text: str) -> str:
    """Return an equivalent query that Virtuoso answers correctly."""
    for rule in _RULES:
        try:
            script = Script(text)
        except QueryError:  # the server reports the syntax error
            return text
        text = script.edited(rule(script))
    return text


def _ask_by_select(script: Script) -> Iterator[Edit]:
    """Turn ASK into SELECT with one row; with a limit on the server ASK is always true. `repair` turns it back."""
    place = asks(script)
    if place is not None:
        yield script[place].start, script[place].end, "SELECT (1 AS ?asked)"
        yield len(script.text), len(script.text), " LIMIT 1"


def _omit_undef(script: Script) -> Iterator[Edit]:
    """Omit VALUES with the only row UNDEF: it joins with nothing, although it has to join with everything."""
    for place in script.places("VALUES"):
        row = script.tokens[place + 2 : place + 5]
        if [token.text.upper() for token in row[:3]] == ["{", "UNDEF", "}"]:
            yield script[place].start, row[2].end, ""


def _divide_decimals(script: Script) -> Iterator[Edit]:
    """Divide decimals: 7 / 2 of integers is 3, and 3.5 in the standard."""
    for place, token in enumerate(script.tokens):
        if token.is_sign("/") and script.in_expression(place):
            yield token.start, token.end, "* 1.0 /"


def _date_parts(script: Script) -> Iterator[Edit]:
    """Take the parts of a date from its text: YEAR of an unbound variable ends the query with an error."""
    for place in script.places(*_PARTS):
        if script[place + 1].is_sign("("):
            end = script.partner(place + 1)
            yield script[place].start, script[place + 1].end, f"<{XSD}integer>(SUBSTR(STR("
            yield script[end].start, script[end].end, f"), {_PARTS[script[place].text.upper()]}))"


def _group_alternatives(script: Script) -> Iterator[Edit]:
    """Put a regular expression with `|` in parentheses: otherwise one with non-ASCII letters matches nothing."""
    for place in script.places("REGEX"):
        pattern, last = script.arguments(place + 1)[1]
        token = script[pattern]
        if pattern == last and token.kind == "string" and "|" in token.text:
            quotes = 3 if token.text[:3] in ('"""', "'''") else 1
            yield token.start + quotes, token.start + quotes, "("
            yield token.end - quotes, token.end - quotes, ")"


def _regex_strings(script: Script) -> Iterator[Edit]:
    """Make the text of REGEX an xsd:string: STR alone loses non-ASCII letters."""
    for place in script.places("REGEX"):
        first, last = script.arguments(place + 1)[0]
        if script[first].is_word("STR") and script.partner(first + 1) == last:
            yield script[first].start, script[first].start, "STRDT("
            yield script[last].end, script[last].end, f", <{XSD}string>)"


def _exists_values(script: Script) -> Iterator[Edit]:
    """Make the value of an EXISTS explicit: a query that assigns it to a variable ends with an SQL error."""
    for place in script.places("EXISTS"):
        first = place - script[place - 1].is_word("NOT")
        end = script.partner(place + 1)
        if script.in_expression(place) and _is_assigned(script, place):
            yield script[first].start, script[first].start, "IF("
            yield script[end].end, script[end].end, ", true, false)"


def _isolate_left_side(script: Script) -> Iterator[Edit]:
    """Put the patterns before MINUS, or before a FILTER on OPTIONAL or EXISTS, into a sub-select.

    Otherwise a filter uses only one of several EXISTS, and conditions on OPTIONAL and MINUS are lost among joins.
    """
    done: set[int] = set()
    for place in script.places("MINUS", "FILTER"):
        group = script.holder(place)
        if group in done or script.in_expression(place) or script[group - 1].is_word("EXISTS", "OPTIONAL", "MINUS"):
            continue
        if script[place].is_word("MINUS") or _needs_left_side(script, place, group):
            done.add(group)
            yield script[group].end, script[group].end, " { SELECT * WHERE {"
            yield script[place].start, script[place].start, f"}} {NO_LIMIT} }} "


def _needs_left_side(script: Script, place: int, group: int) -> bool:
    before = [at for at in script.places("EXISTS", "OPTIONAL") if group < at < place]
    if any(script.in_expression(at) and script[_outermost(script, at) - 1].is_word("BIND") for at in before):
        return True
    optional = any(script[at].is_word("OPTIONAL") and script.holder(at) == group for at in before)
    end = script.partner(place + 1) if script[place + 1].is_sign("(") else place
    return optional and any(place < at < end for at in script.places("BOUND"))


def _outermost(script: Script, place: int) -> int:
    outer = script.holder(place)
    while script.holder(outer) >= 0 and script[script.holder(outer)].text == "(":
        outer = script.holder(outer)
    return outer


def _is_assigned(script: Script, place: int) -> bool:
    """Return whether the expression of a token is assigned to a variable."""
    outer = _outermost(script, place)
    return any(script.holder(at) == outer for at in script.places("AS"))


def _compare_by_value(script: Script) -> Iterator[Edit]:
    """Compare literals by value: sameTerm is false for a term of the data and one of the query."""
    for place in script.places("SAMETERM"):
        (_, last), other = script.arguments(place + 1)
        if script[other[0]].kind == "string" or script[other[0]].is_word("TRUE", "FALSE"):
            yield script[place].start, script[place].end, ""
            yield script[last].end, script[other[0]].start, " = "


_RULES: tuple[Callable[[Script], Iterator[Edit]], ...] = (
    _ask_by_select,
    _omit_undef,
    isolate_paths,
    _divide_decimals,
    _date_parts,
    _group_alternatives,
    _regex_strings,
    _exists_values,
    _isolate_left_side,
    _compare_by_value,
)


VIRTUOSO = Dialect(
    query=rewritten,
    answer=repair,
    is_unsupported=is_unsupported,
    many_graphs=False,
    own=frozenset(
        {
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://www.openlinksw.com/schemas/oplweb#",
            "http://www.w3.org/ns/ldp#",
            "http://localuriqaserver/sparql",
            "http://localhost:8890/DAV/",
            "http://localhost:8890/sparql",
            "urn:virtuoso:val:acl:schema",
        }
    ),
)
