"""Finds the values of a parameter with which a query has rows, by trying each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import ParameterError
from kg.rdf import LABEL, NOT_STATED, TYPE, expand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Object


@dataclass(frozen=True)
class ParameterValue:
    """A value of a parameter, and the number of rows of the query with it; other parameters keep their example.

    `rows_not_stated` is how many of the rows say that the document does not state the answer.
    """

    term: NamedNode
    rows: int
    rows_not_stated: int


def values_with_rows(store: Dataset, query: SavedQuery, name: str) -> list[ParameterValue]:
    """Return the entities with which a query has rows, by descending number of stated rows, then by IRI.

    Raises UnknownNameError for an unknown parameter, ParameterError for one that takes no entity.
    """
    parameter = query.parameter(name)
    if parameter.class_ is None:
        examples = ", ".join(parameter.examples) or parameter.example
        message = f"{name} takes any {parameter.kind}, whose values cannot be listed"
        raise ParameterError(message, hint=f"for example: {examples}")
    members = class_members(store, expand(parameter.class_))
    rows = {each: [is_not_stated(row) for row in store.select(query.filled({name: [each]}))] for each in members}
    values = [
        ParameterValue(member, len(not_stated), sum(not_stated)) for member, not_stated in rows.items() if not_stated
    ]
    return sorted(values, key=lambda value: (value.rows_not_stated - value.rows, value.term.value))


def class_members(store: Dataset, of_class: NamedNode | None) -> Sequence[NamedNode]:
    """Return the members of a class that have a label, sorted by IRI."""
    members = {triple.subject for triple in store.triples(None, TYPE, of_class)}
    labelled = [
        node for node in members if isinstance(node, NamedNode) and next(store.triples(node, LABEL), None) is not None
    ]
    return sorted(labelled, key=lambda node: node.value)


def is_not_stated(row: Mapping[str, Object | None]) -> bool:
    """Return whether a row says that the document does not state the answer."""
    return NOT_STATED in row.values()
