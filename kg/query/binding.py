"""Binds the parameters of a saved query to the terms that the given values mean, and runs the query."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg import text as kg_text
from kg.errors import ParameterError, UnknownNameError, clipped
from kg.query.lookup import find_entity
from kg.query.python_values import is_typed_text, value_text
from kg.rdf import XSD, ZJ, compact, expand, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query.parameters import Parameter
    from kg.query.python_values import Value
    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Result

    Term = NamedNode | Literal

DATE = "xsd:date"

_PERIOD, _EARLIEST, _LATEST = (NamedNode(ZJ + name) for name in ("Period", "earliestDate", "latestDate"))
_SEPARATOR = re.compile(r"[,，、;；]")


def run_query(store: Dataset, query: SavedQuery | str, values: Mapping[str, Value]) -> Result:
    """Run a query with parameter values.

    A value is text (a label, CURIE, IRI, number, date, or several of these with separators), a Python number, bool,
    date or datetime, an RDF term of pyoxigraph or rdflib, or a list of these. A parameter whose value is None is not
    given.

    Raises UnknownNameError for an unknown parameter or entity, AmbiguousNameError, ParameterError for a missing value,
    a value of the wrong type or a value for a query without parameters, QueryError for a query that cannot run.
    """
    return store.query(bind_query(store, query, values))


def bind_query(store: Dataset, query: SavedQuery | str, values: Mapping[str, Value]) -> str:
    """Return the text of a query with its parameters bound to the given values.

    Raises what `run_query` raises for values.
    """
    if isinstance(query, str):
        if values:
            raise ParameterError("only a saved query takes parameters", hint="write the value into the query's text")
        return query
    return query.bind(resolve(store, query, values))


def resolve(store: Dataset, query: SavedQuery, values: Mapping[str, Value]) -> dict[str, list[Term]]:
    """Return the terms that each given parameter is bound to; an interval gives those of its two date parameters.

    Raises what `run_query` raises for values.
    """
    terms: dict[str, list[Term]] = {}
    for name, value in values.items():
        parameter = query.parameter(name)
        if value is None:
            continue
        if parameter.interval is None:
            bound = {name: _terms(store, parameter, value)}
        else:
            days = zip(parameter.interval, _interval(store, parameter, value), strict=True)
            bound = {end: [_date_literal(day)] for end, day in days}
        if repeated := sorted(bound.keys() & terms.keys()):
            message = f"parameter {repeated[0]} is given twice: directly and by an interval"
            raise ParameterError(message, hint="give one of them")
        terms |= bound
    return terms


def _terms(store: Dataset, parameter: Parameter, value: object) -> list[Term]:
    """Return the terms of one value or of several; a label that contains a separator is looked up as a whole first."""
    if parameter.datatype == DATE:
        return [_date_literal(_interval(store, parameter, value)[1 if parameter.is_end else 0])]
    if isinstance(value, (list, tuple)):
        if not value:
            raise ParameterError(f"parameter {parameter.name}: the list is empty", hint="give a value, or omit it")
        return list(dict.fromkeys(_term(store, parameter, each) for each in value))
    parts = [part.strip() for part in _SEPARATOR.split(str(value)) if part.strip()] if is_typed_text(value) else []
    if parameter.datatype == "xsd:string" or len(parts) < 2:  # noqa: PLR2004  -- a list has two
        return [_term(store, parameter, value)]
    if parameter.datatype is None:
        try:
            return [_term(store, parameter, value)]
        except UnknownNameError:
            pass
    return list(dict.fromkeys(_term(store, parameter, part) for part in parts))


def _term(store: Dataset, parameter: Parameter, value: object) -> Term:
    text = value_text(parameter.name, value)
    if parameter.datatype is not None and isinstance(text, NamedNode):
        curie = compact(text.value, store.prefixes)
        message = f"parameter {parameter.name} takes {parameter.datatype}, and {curie} is an IRI"
        raise ParameterError(message, hint="give a literal, a Python value or text")
    if parameter.datatype is not None:
        return typed(parameter.name, str(text), parameter.datatype.removeprefix("xsd:"))
    if isinstance(text, NamedNode) and next(store.triples(text), None) is not None:
        return text
    return find_entity(store, str(text), of_class=expand(parameter.class_ or ""))


def _interval(store: Dataset, parameter: Parameter, value: object) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a date, a time of a day, a year, a range, or a period given by its name."""
    if isinstance(value, (list, tuple)):
        message = f"parameter {parameter.name} takes one date or period, and a list is given"
        raise ParameterError(message, hint="give one value")
    text = str(value_text(parameter.name, value))  # an IRI may be that of a period
    days = _day(text) or kg_text.read_interval(text) or _period(store, text)
    if days is None:
        message = f"parameter {parameter.name}: {clipped(text)!r} is not a date, year or period with both ends"
        hint = f"for example: -p {parameter.name}=2015, 2015-05, 2015-05-04, 2011-2014 or 十三五"
        raise ParameterError(message, hint=hint)
    return days


def _day(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the day of an xsd:dateTime, in its own time zone, as first and last day; None for another text."""
    try:
        day = dt.datetime.fromisoformat(typed("", text, "dateTime").value).date()
    except (ParameterError, ValueError):  # datetime has no 24:00:00
        return None
    return day, day


def _period(store: Dataset, name: str) -> tuple[dt.date, dt.date] | None:
    try:
        period = find_entity(store, name, of_class=_PERIOD)
    except UnknownNameError:
        return None
    ends = [[triple.object for triple in store.triples(period, each)] for each in (_EARLIEST, _LATEST)]
    days = [kg_text.read_interval(end[0].value) for end in ends if len(end) == 1 and isinstance(end[0], Literal)]
    return (days[0][0], days[1][1]) if len(days) == len(ends) and days[0] and days[1] else None


def _date_literal(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date"))
