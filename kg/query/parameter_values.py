"""Choices: the values of a parameter that yield rows, found by trying each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import ParameterError
from kg.rdf import LABEL, NOT_STATED, TYPE, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Object


@dataclass(frozen=True)
class Choice:
    """A value that a parameter takes, and how many rows the query then has, the other parameters left as they are.

    `silent` of the rows say that the document does not say.
    """

    term: NamedNode
    rows: int
    silent: int


def values_with_rows(store: Dataset, query: SavedQuery, name: str) -> list[Choice]:
    """Return the entities with which a query yields rows, those with most to say first; others keep their example.

    Raises UnknownNameError for an unknown parameter, ParameterError for one that takes no entity.
    """
    parameter = query.parameter(name)
    if parameter.class_ is None:
        examples = ", ".join(parameter.examples) or "as it stands"
        message = f"{name} takes any {parameter.kind}, which cannot be listed"
        raise ParameterError(message, hint=f"for example: {examples}")
    found = []
    for entity in members(store, expand(parameter.class_)):
        rows = list(map(is_silent, store.select(query.filled({name: [entity]}))))
        if rows:
            found.append(Choice(entity, len(rows), sum(rows)))
    return sorted(found, key=lambda choice: (choice.silent - choice.rows, choice.term.value))


def members(store: Dataset, of_class: NamedNode | None) -> Sequence[NamedNode]:
    """Return the members of a class that have a label, sorted by IRI."""
    return sorted(_named(store, of_class), key=lambda node: node.value)


def is_silent(row: Mapping[str, Object | None]) -> bool:
    """Say whether a row tells that the document does not say."""
    return NOT_STATED in row.values()


def _named(store: Dataset, of_class: NamedNode | None) -> Iterator[NamedNode]:
    for triple in store.triples(None, TYPE, of_class):
        node = triple.subject
        if isinstance(node, NamedNode) and next(store.triples(node, LABEL), None) is not None:
            yield node
