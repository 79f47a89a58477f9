"""The SPARQL service: what an embedded store and a server have in common, so that the layers above know neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import Quad

Node = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal | Triple
# how many questions are asked at a time: an engine in the same process answers outside Python's lock, and more would
# burden a server
CONCURRENT_QUERIES = 2

Result = QuerySolutions | QueryTriples | QueryBoolean


class Dataset(Protocol):
    """A dataset that answers SPARQL 1.1 queries, its default graph the flat merge of its named graphs."""

    def __hash__(self) -> int:
        """Return a hash: a dataset is equal to itself alone."""
        ...

    def query(self, text: str) -> Result:
        """Run a query; our prefixes need no declaration. Raises QueryError."""
        ...

    def select(self, text: str) -> Iterator[Mapping[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError."""
        ...

    def triples(
        self, subject: Node | None = None, predicate: NamedNode | None = None, value: Object | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of the default graph that match a pattern; None matches all."""
        ...

    def quads(
        self,
        subject: Node | None = None,
        predicate: NamedNode | None = None,
        value: Object | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that match a pattern; None matches all."""
        ...

    def graphs(self) -> list[NamedNode]:
        """Return the named graphs, sorted by IRI."""
        ...


class MutableDataset(Dataset, Protocol):
    """A dataset that SPARQL 1.1 updates change."""

    def update(self, text: str) -> None:
        """Run an update; our prefixes need no declaration. Raises QueryError."""
        ...

    def insert(self, template: str, where: str, graphs: Sequence[NamedNode]) -> None:
        """Add the triples of a template, for each solution of a pattern, to the default graph and to named ones.

        Raises QueryError.
        """
        ...

    def clear(self, graph: NamedNode) -> None:
        """Remove a named graph; what stands in the default graph stays there. Raises QueryError."""
        ...
