"""Layouts: where servers known to us keep their services, so that one address is enough; and what each cannot do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.remote.default_graph import FLAT_GRAPH
from kg.remote.dialect import STANDARD, Dialect
from kg.remote.virtuoso.dialect import VIRTUOSO

if TYPE_CHECKING:
    from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Layout:
    """The ends of a server's addresses; the merge is the graph that stands for a default graph, where it has none."""

    store: str
    query: str
    update: str
    merge: NamedNode | None = None
    dialect: Dialect = STANDARD


# the first that fits tells the others
_LAYOUTS = (
    Layout("/sparql-graph-crud-auth", "/sparql-auth", "/sparql-auth", FLAT_GRAPH, VIRTUOSO),
    Layout("/data", "/query", "/update"),  # Apache Jena Fuseki
    Layout("/data", "/sparql", "/update"),
    Layout("/store", "/query", "/update"),  # oxigraph serve
    Layout("/rdf-graphs/service", "", "/statements", FLAT_GRAPH),  # RDF4J, GraphDB
    Layout("/gsp", "/sparql", "/sparql", FLAT_GRAPH),  # Amazon Neptune
)


@dataclass(frozen=True)
class Services:
    """The addresses of a server: of queries, of updates, and of its graph store; and how it is asked."""

    query: str
    update: str
    store: str
    merge: NamedNode | None = None
    dialect: Dialect = STANDARD


def services(
    *,
    query: str | None = None,
    update: str | None = None,
    store: str | None = None,
    merge: NamedNode | None = None,
) -> Services:
    """Return all addresses of a server by those that are named; what is not named follows from a known layout."""
    named = {"store": store, "query": query, "update": update}
    for layout in _LAYOUTS:
        ends = {"store": layout.store, "query": layout.query, "update": layout.update}
        for kind, url in named.items():
            if url and ends[kind] and url.rstrip("/").endswith(ends[kind]):
                base = url.rstrip("/").removesuffix(ends[kind])
                filled = {name: named[name] or base + ends[name] for name in named}
                return Services(**filled, merge=merge or layout.merge, dialect=layout.dialect)
    known = query or store or update or ""
    return Services(query or known, update or known, store or known, merge)
