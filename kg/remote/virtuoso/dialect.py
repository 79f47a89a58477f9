"""Virtuoso: what its engine gets wrong, and the query that means the same and that it answers rightly.

Each rule says what was seen of OpenLink Virtuoso 7.2.5; tests/remote/test_virtuoso.py holds the rules against it.
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
    """Return a query that means the same and that Virtuoso answers rightly."""
    for rule in _RULES:
        try:
            script = Script(text)
        except QueryError:  # what is no SPARQL is told by the server
            return text
        text = script.edited(rule(script))
    return text


def _questions(script: Script) -> Iterator[Edit]:
    """Ask for one row: where the server limits its answers, ASK is true of anything. The cells are read back as one."""
    place = asks(script)
    if place is not None:
        yield script[place].start, script[place].end, "SELECT (1 AS ?asked)"
        yield len(script.text), len(script.text), " LIMIT 1"


def _nothing_given(script: Script) -> Iterator[Edit]:
    """Leave out a table whose one row binds nothing: it joins with nothing where it should join with all."""
    for place in script.places("VALUES"):
        row = script.tokens[place + 2 : place + 5]
        if [each.text.upper() for each in row[:3]] == ["{", "UNDEF", "}"]:
            yield script[place].start, row[2].end, ""


def _quotients(script: Script) -> Iterator[Edit]:
    """Divide decimals: 7 / 2 is 3 among integers, where the standard has 3.5."""
    for place, token in enumerate(script.tokens):
        if token.is_sign("/") and script.in_expression(place):
            yield token.start, token.end, "* 1.0 /"


def _dates(script: Script) -> Iterator[Edit]:
    """Take the parts of a date from its text: YEAR of what is unbound ends the whole query."""
    for place in script.places(*_PARTS):
        if script[place + 1].is_sign("("):
            end = script.partner(place + 1)
            yield script[place].start, script[place + 1].end, f"<{XSD}integer>(SUBSTR(STR("
            yield script[end].start, script[end].end, f"), {_PARTS[script[place].text.upper()]}))"


def _alternatives(script: Script) -> Iterator[Edit]:
    """Put a regular expression with `|` in brackets: without, one of other than ASCII letters matches nothing."""
    for place in script.places("REGEX"):
        pattern, last = script.arguments(place + 1)[1]
        token = script[pattern]
        if pattern == last and token.kind == "string" and "|" in token.text:
            quotes = 3 if token.text[:3] in ('"""', "'''") else 1
            yield token.start + quotes, token.start + quotes, "("
            yield token.end - quotes, token.end - quotes, ")"


def _texts(script: Script) -> Iterator[Edit]:
    """Call a text that a regular expression looks at a string: by STR alone its letters other than ASCII are lost."""
    for place in script.places("REGEX"):
        first, last = script.arguments(place + 1)[0]
        if script[first].is_word("STR") and script.partner(first + 1) == last:
            yield script[first].start, script[first].start, "STRDT("
            yield script[last].end, script[last].end, f", <{XSD}string>)"


def _tests(script: Script) -> Iterator[Edit]:
    """Say what an EXISTS gives to a variable: a query that computes with it ends with an error of SQL."""
    for place in script.places("EXISTS"):
        first = place - script[place - 1].is_word("NOT")
        end = script.partner(place + 1)
        if script.in_expression(place) and _is_given(script, place):
            yield script[first].start, script[first].start, "IF("
            yield script[end].end, script[end].end, ", true, false)"


def _settled(script: Script) -> Iterator[Edit]:
    """Find what a group has before MINUS takes from it, or a FILTER looks at what OPTIONAL or EXISTS gave.

    Of several EXISTS a filter sees but one; what it asks of an OPTIONAL, and what MINUS shares, is lost among joins.
    """
    done: set[int] = set()
    for place in script.places("MINUS", "FILTER"):
        group = script.holder(place)
        if group in done or script.in_expression(place) or script[group - 1].is_word("EXISTS", "OPTIONAL", "MINUS"):
            continue
        if script[place].is_word("MINUS") or _looks_back(script, place, group):
            done.add(group)
            yield script[group].end, script[group].end, " { SELECT * WHERE {"
            yield script[place].start, script[place].start, f"}} {NO_LIMIT} }} "


def _looks_back(script: Script, place: int, group: int) -> bool:
    before = [each for each in script.places("EXISTS", "OPTIONAL") if group < each < place]
    if any(script.in_expression(each) and script[_outermost(script, each) - 1].is_word("BIND") for each in before):
        return True
    optional = any(script[each].is_word("OPTIONAL") and script.holder(each) == group for each in before)
    end = script.partner(place + 1) if script[place + 1].is_sign("(") else place
    return optional and any(place < each < end for each in script.places("BOUND"))


def _outermost(script: Script, place: int) -> int:
    outer = script.holder(place)
    while script.holder(outer) >= 0 and script[script.holder(outer)].text == "(":
        outer = script.holder(outer)
    return outer


def _is_given(script: Script, place: int) -> bool:
    """Say whether the expression that a token stands in gives its value to a variable."""
    outer = _outermost(script, place)
    return any(script.holder(each) == outer for each in script.places("AS"))


def _literals(script: Script) -> Iterator[Edit]:
    """Compare with a literal by value: a term of the data is never the same as one that the query writes."""
    for place in script.places("SAMETERM"):
        (_, last), other = script.arguments(place + 1)
        if script[other[0]].kind == "string" or script[other[0]].is_word("TRUE", "FALSE"):
            yield script[place].start, script[place].end, ""
            yield script[last].end, script[other[0]].start, " = "


_RULES: tuple[Callable[[Script], Iterator[Edit]], ...] = (
    _questions,
    _nothing_given,
    isolate_paths,
    _quotients,
    _dates,
    _alternatives,
    _texts,
    _tests,
    _settled,
    _literals,
)


VIRTUOSO = Dialect(
    query=rewritten,
    answer=repair,
    beyond=is_unsupported,
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
