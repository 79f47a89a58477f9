"""Known servers: the addresses of their services, so that one is enough, and their dialects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ParameterError
from kg.remote.default_graph import FLAT_GRAPH
from kg.remote.dialect import STANDARD, Dialect
from kg.remote.virtuoso.dialect import VIRTUOSO

if TYPE_CHECKING:
    from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Layout:
    """The ends of a server's addresses; `flat_graph` is the graph used as its default graph if it has none."""

    store: str
    query: str
    update: str
    flat_graph: NamedNode | None = None
    dialect: Dialect = STANDARD


# the first that matches an address gives the others
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
    """The addresses of a server for queries, updates and its graph store, and its dialect."""

    query: str
    update: str
    store: str
    flat_graph: NamedNode | None = None
    dialect: Dialect = STANDARD


def services(
    *,
    query: str | None = None,
    update: str | None = None,
    store: str | None = None,
    flat_graph: NamedNode | None = None,
) -> Services:
    """Return all addresses of a server; those not given follow from the layout of a known server.

    Raises ParameterError if none is given.
    """
    if not (query or update or store):
        raise ParameterError(
            "no address of a server is given", hint="give that of its queries: http://localhost:7878/query"
        )
    named = {"store": store, "query": query, "update": update}
    for layout in _LAYOUTS:
        ends = {"store": layout.store, "query": layout.query, "update": layout.update}
        for kind, url in named.items():
            if url and ends[kind] and url.rstrip("/").endswith(ends[kind]):
                base = url.rstrip("/").removesuffix(ends[kind])
                filled = {name: named[name] or base + ends[name] for name in named}
                return Services(**filled, flat_graph=flat_graph or layout.flat_graph, dialect=layout.dialect)
    known = query or store or update or ""
    return Services(query or known, update or known, store or known, flat_graph)
