"""The triple store: an Oxigraph database, in memory or on disk, that answers and is not written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.rdf import PREFIXES
from kg.sparql import refuse_unsafe
from kg.store.syntax import explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.store.generations import Manifest

Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class TripleStore:
    """An opened store: SPARQL and pattern look-ups, no writing."""

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner

    @classmethod
    def open(cls, folder: Path, manifest: Manifest) -> TripleStore:
        """Open the store that a manifest names, read only. Raises KgError if it is not there or broken."""
        try:
            return cls(ox.Store.read_only(str(folder / manifest.generation)))
        except OSError as error:
            raise KgError(f"{folder}: the store cannot be opened: {error}", hint="build it again: kg build") from None

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad]) -> Self:
        """Hold quads in memory; the default graph is the flat merge of their graphs."""
        inner = ox.Store()
        inner.bulk_extend(with_flat_merge(quads))
        return cls(inner)

    def query(self, text: str) -> Result:
        """Run a SPARQL 1.1 query; our prefixes need no declaration. Raises QueryError."""
        refuse_unsafe(text)
        try:
            return self._inner.query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise explained(str(error), text) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from None

    def select(self, text: str) -> Iterator[dict[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError."""
        solutions = self.query(text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        names = [variable.value for variable in solutions.variables]
        try:
            for solution in solutions:
                yield {name: solution[name] for name in names}
        except OSError as error:
            raise QueryError(f"the query failed: {error}") from None

    def triples(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Object | None = None,
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the flat default graph that match a pattern; None matches all."""
        for quad in self._inner.quads_for_pattern(subject, predicate, value, ox.DefaultGraph()):
            yield quad.triple

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Object | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads of the named graphs that match a pattern; None matches all."""
        for quad in self._inner.quads_for_pattern(subject, predicate, value, graph):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                yield quad

    def graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs, sorted by IRI."""
        named = (graph for graph in self._inner.named_graphs() if isinstance(graph, ox.NamedNode))
        return sorted(named, key=lambda graph: graph.value)


def as_result(triples: Iterable[ox.Triple]) -> Result:
    """Return triples in the form in which a store answers CONSTRUCT."""
    inner = ox.Store()
    inner.bulk_extend(ox.Quad(*triple) for triple in triples)
    return inner.query("CONSTRUCT WHERE { ?s ?p ?o }")


def with_flat_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield each quad, and its triple in the default graph, which a store keeps once."""
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
