"""The dataset protocol: the common interface of the embedded store and of SPARQL servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import Quad

Node = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal | Triple
# number of queries that run at a time: the embedded engine releases Python's lock, and more would overload a server
CONCURRENT_QUERIES = 2

Result = QuerySolutions | QueryTriples | QueryBoolean


class Dataset(Protocol):
    """A dataset that supports SPARQL 1.1 queries; its default graph is the flat merge of its named graphs.

    `prefixes` need no declaration in queries; results are abbreviated with them. `entities` and `terms` are the
    namespaces of what the dataset describes and of its vocabulary; `""` if every IRI may be one.
    """

    prefixes: Mapping[str, str]
    entities: str
    terms: str

    def __hash__(self) -> int:
        """Return a hash by identity: a dataset is only equal to itself."""
        ...

    def query(self, text: str) -> Result:
        """Run a query; `prefixes` need no declaration. Raises QueryError."""
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

    def places(self, triple: Triple, graph: NamedNode | None = None) -> Sequence[str]:
        """Return where a user's files state a triple, in one graph or in all: `my.ttl:12`; empty for other datasets."""
        ...


class MutableDataset(Dataset, Protocol):
    """A dataset that also supports SPARQL 1.1 updates."""

    def update(self, text: str) -> None:
        """Run an update; the prefixes of `kg.rdf.PREFIXES` need no declaration. Raises QueryError."""
        ...

    def insert(self, template: str, where: str, graphs: Sequence[NamedNode]) -> None:
        """Add the triples of a template, for each solution of a pattern, to the default graph and to `graphs`.

        Raises QueryError.
        """
        ...

    def clear(self, graph: NamedNode) -> None:
        """Remove a named graph; the default graph is unchanged. Raises QueryError."""
        ...
