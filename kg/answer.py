"""Answers: a saved query, a file or a text run on the store, its parameters resolved from what a person typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entity import find_entity
from kg.errors import ParameterError
from kg.terms import expand, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from kg.parameters import Parameter
    from kg.queries import SavedQuery
    from kg.store import Result, TripleStore


def answer(store: TripleStore, query: SavedQuery | str, values: Mapping[str, str]) -> Result:
    """Run a query with parameter values as a person writes them: labels, CURIEs, IRIs, numbers, dates.

    Raises UnknownNameError for an unknown parameter or entity, AmbiguousNameError, ParameterError for a missing or
    ill-typed value or for values given to a query without parameters, QueryError for one that cannot run.
    """
    if isinstance(query, str):
        if values:
            raise ParameterError("only a saved query takes parameters", hint="write the value into the query's text")
        return store.query(query)
    for name in values:
        query.parameter(name)
    terms = {each.name: [_term(store, each, values[each.name])] for each in query.parameters if each.name in values}
    return store.query(query.bind(terms))


def _term(store: TripleStore, parameter: Parameter, text: str) -> NamedNode | Literal:
    if parameter.datatype is not None:
        return typed(parameter.name, text, parameter.datatype.removeprefix("xsd:"))
    of_class = expand(parameter.class_ or "")
    return find_entity(store, text, of_class=of_class)
