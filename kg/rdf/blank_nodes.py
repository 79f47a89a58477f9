"""Blank nodes of statements, also those in triple terms: listed and renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def blank_nodes(statement: Quad | Triple) -> Iterator[BlankNode]:
    """Yield the blank nodes of a statement, in its order."""
    for term in statement:
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            yield from blank_nodes(term)


def renamed(quad: Quad, names: Mapping[str, BlankNode]) -> Quad:
    """Return a quad in which the blank nodes of these names are replaced."""
    return Quad(*(_replaced(term, names) for term in quad)) if names else quad


def _replaced(term: Any, names: Mapping[str, BlankNode]) -> Any:  # noqa: ANN401  -- a term of any kind
    if isinstance(term, Triple):
        return Triple(*(_replaced(part, names) for part in term))
    return names.get(term.value, term) if isinstance(term, BlankNode) else term
