"""Answers: a saved query, a file or a text run on the store, its parameters resolved from what a person typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError, UnknownNameError, clipped
from kg.query.lookup import find_entity
from kg.rdf import XSD, ZJ, expand, typed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kg.query.parameters import Parameter
    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Result

    Terms = dict[str, list[NamedNode | Literal]]

DATE = "xsd:date"

_PERIOD, _EARLIEST, _LATEST = (NamedNode(ZJ + name) for name in ("Period", "earliestDate", "latestDate"))
# what a parameter takes
Value = str
_SEPARATOR = re.compile(r"[,，、;；]")


def run_query(store: Dataset, query: SavedQuery | str, values: Mapping[str, str]) -> Result:
    """Run a query with parameter values as a person writes them: labels, CURIEs, IRIs, numbers, dates, lists of these.

    Raises UnknownNameError for an unknown parameter or entity, AmbiguousNameError, ParameterError for a missing or
    ill-typed value or for values given to a query without parameters, QueryError for one that cannot run.
    """
    return store.query(bind_query(store, query, values))


def bind_query(store: Dataset, query: SavedQuery | str, values: Mapping[str, str]) -> str:
    """Return the text of a query with its parameters bound to what the values name. Raises as `answer` does."""
    if isinstance(query, str):
        if values:
            raise ParameterError("only a saved query takes parameters", hint="write the value into the query's text")
        return query
    return query.bind(resolve(store, query, values))


def resolve(store: Dataset, query: SavedQuery, values: Mapping[str, str]) -> Terms:
    """Return the terms that a query's parameters are bound to, by name; an interval gives the two dates it stands for.

    Raises as `answer` does.
    """
    found: Terms = {}
    for name, text in values.items():
        parameter = query.parameter(name)
        if parameter.interval is None:
            given = {name: _terms(store, parameter, text)}
        else:
            ends = zip(parameter.interval, _interval(store, parameter, text), strict=True)
            given = {end: [_date(day)] for end, day in ends}
        if taken := sorted(given.keys() & found.keys()):
            message = f"parameter {taken[0]} is given twice: by itself and by an interval"
            raise ParameterError(message, hint="give one of them")
        found |= given
    return found


def _terms(store: Dataset, parameter: Parameter, text: str) -> list[NamedNode | Literal]:
    """Return the terms of one value, or of each in a list; a label that holds a comma is tried whole first."""
    if parameter.datatype == DATE:
        return [_date(_interval(store, parameter, text)[1 if parameter.is_end else 0])]
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if parameter.datatype == "xsd:string" or len(parts) < 2:  # noqa: PLR2004  -- a list has two
        return [_term(store, parameter, text)]
    if parameter.datatype is None:
        try:
            return [_term(store, parameter, text)]
        except UnknownNameError:
            pass
    return list(dict.fromkeys(_term(store, parameter, part) for part in parts))


def _term(store: Dataset, parameter: Parameter, text: str) -> NamedNode | Literal:
    if parameter.datatype is not None:
        return typed(parameter.name, text, parameter.datatype.removeprefix("xsd:"))
    return find_entity(store, text, of_class=expand(parameter.class_ or ""))


def _interval(store: Dataset, parameter: Parameter, text: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a date, a year, a span, or a period of the graph by its name."""
    from kg.text import read_interval  # noqa: PLC0415  -- a tenth of a cold query's time, for those that take a date

    found = read_interval(text) or _period(store, text)
    if found is None:
        message = f"parameter {parameter.name}: {clipped(text)!r} is no date, year or period with both ends"
        hint = f"for example: -p {parameter.name}=2015, 2015-05, 2015-05-04, 2011-2014 or 十三五"
        raise ParameterError(message, hint=hint)
    return found


def _period(store: Dataset, text: str) -> tuple[dt.date, dt.date] | None:
    try:
        period = find_entity(store, text, of_class=_PERIOD)
    except UnknownNameError:
        return None
    from kg.text import read_interval  # noqa: PLC0415

    ends = [[triple.object for triple in store.triples(period, each)] for each in (_EARLIEST, _LATEST)]
    days = [read_interval(end[0].value) for end in ends if len(end) == 1 and isinstance(end[0], Literal)]
    return (days[0][0], days[1][1]) if len(days) == len(ends) and days[0] and days[1] else None


def _date(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date"))
