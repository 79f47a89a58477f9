"""The triple store: a read-only Oxigraph database, in memory or on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.rdf import ID, PREFIXES, ZJ
from kg.sparql import refuse_unsafe
from kg.store.syntax import syntax_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class TripleStore:
    """A store opened for SPARQL queries and pattern look-ups."""

    prefixes: Mapping[str, str] = PREFIXES
    entities = ID
    terms = ZJ

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner

    @classmethod
    def open(cls, path: Path) -> TripleStore:
        """Open the database in a folder, read-only. Raises KgError if it is missing or damaged."""
        try:
            return cls(ox.Store.read_only(str(path)))
        except OSError as error:
            raise KgError(f"{path}: the store cannot be opened: {error}", hint="build it again: kg build") from None

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad]) -> Self:
        """Return a store of quads in memory; its default graph is the flat merge of their graphs."""
        inner = ox.Store()
        inner.bulk_extend(with_flat_merge(quads))
        return cls(inner)

    def query(self, text: str) -> Result:
        """Run a SPARQL 1.1 query; `prefixes` need no declaration. Raises QueryError."""
        refuse_unsafe(text, self.prefixes)
        try:
            return self._inner.query(text, prefixes=dict(self.prefixes))
        except SyntaxError as error:
            raise syntax_error(str(error), text, self.prefixes) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from None

    def select(self, text: str) -> Iterator[dict[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError."""
        solutions = self.query(text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("the query must be a SELECT query")
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

    def places(self, triple: ox.Triple, graph: ox.NamedNode | None = None) -> Sequence[str]:
        """Return nothing: only a user's files have places."""
        del triple, graph
        return ()


def as_result(triples: Iterable[ox.Triple]) -> Result:
    """Return triples as the result of a CONSTRUCT query."""
    inner = ox.Store()
    inner.bulk_extend(ox.Quad(*triple) for triple in triples)
    return inner.query("CONSTRUCT WHERE { ?s ?p ?o }")


def with_flat_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield each quad, and its triple in the default graph; a store keeps equal ones once."""
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def rewritten(literals: Iterable[ox.Literal]) -> dict[Object, ox.Literal]:
    """Return the literals that a store keeps in another form or with another datatype, and that form: `4.0` as `4`."""
    inner, given = ox.Store(), list(literals)
    predicate = ox.NamedNode("urn:kg:is")
    by_node = {ox.NamedNode(f"urn:kg:{number}"): literal for number, literal in enumerate(given)}
    inner.bulk_extend(ox.Quad(node, predicate, literal) for node, literal in by_node.items())
    kept = {by_node[quad.subject]: quad.object for quad in inner}
    return {literal: kept[literal] for literal in given if kept.get(literal, literal) != literal}
