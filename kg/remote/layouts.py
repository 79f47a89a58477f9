"""Layouts: where servers known to us keep their services, so that one address is enough; and what each cannot do."""

from __future__ import annotations

from dataclasses import dataclass

# (graph store, query, update), each as the end of an address; the first that fits tells the others
_LAYOUTS = (
    ("/data", "/query", "/update"),  # Apache Jena Fuseki
    ("/data", "/sparql", "/update"),
    ("/store", "/query", "/update"),  # oxigraph serve
    ("/rdf-graphs/service", "", "/statements"),  # RDF4J, GraphDB
    ("/sparql-graph-crud-auth", "/sparql-auth", "/sparql-auth"),  # Virtuoso
    ("/gsp", "/sparql", "/sparql"),  # Amazon Neptune
)


@dataclass(frozen=True)
class Services:
    """The addresses of a server: of queries, of updates, and of its graph store."""

    query: str
    update: str
    store: str


def services(*, query: str | None = None, update: str | None = None, store: str | None = None) -> Services:
    """Return all addresses of a server by those that are named; what is not named follows from a known layout."""
    named = {"store": store, "query": query, "update": update}
    for layout in _LAYOUTS:
        ends = dict(zip(("store", "query", "update"), layout, strict=True))
        for kind in ("store", "query", "update"):
            url = named[kind]
            if url and ends[kind] and url.rstrip("/").endswith(ends[kind]):
                base = url.rstrip("/").removesuffix(ends[kind])
                filled = {name: named[name] or base + ends[name] for name in named}
                return Services(filled["query"], filled["update"], filled["store"])
    known = query or store or update or ""
    return Services(query or known, update or known, store or known)
