"""A policy document that you can query.

The package does what the command `kg` does:

>>> import kg
>>> graph = kg.open()                                        # built first if an input changed
>>> for row in graph.query("policy_documents", issuer="国务院"):
...     print(row["policy"])
>>> print(graph.show("张江科学城"))
>>> graph.export("zhangjiang.ttl", graph="asserted")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import lazy_loader

from kg._version import __version__
from kg.errors import (
    AmbiguousNameError,
    KgError,
    ParameterError,
    ParseError,
    QueryError,
    UnknownNameError,
    ViolationError,
)

if TYPE_CHECKING:
    from kg.graph import Graph, infer, validate
    from kg.query import Value
    from kg.rdf import Contexts, Source
    from kg.runtime import Reporter

_LAZY = {"graph": ["Graph", "infer", "validate"], "query": ["Value"]}
# `import kg` loads neither an engine nor an interface
__getattr__, _, _ = lazy_loader.attach(__name__, submod_attrs=_LAZY)

__all__ = [
    "AmbiguousNameError",
    "Graph",
    "KgError",
    "ParameterError",
    "ParseError",
    "QueryError",
    "UnknownNameError",
    "Value",
    "ViolationError",
    "__version__",
    "connect",
    "infer",
    "open",
    "validate",
]


def open(  # noqa: A001  -- as in gzip.open
    project: str | Path | None = None,
    *,
    data: Source | list[Source] | tuple[Source, ...] | None = None,
    input_format: str | None = None,
    context: Contexts | None = None,
    store: str | Path | None = None,
    lang: str = "en",
    reporter: Reporter | None = None,
) -> Graph:
    """Return the graph of a project: of the folder named, else of the nearest upwards, else the one that ships.

    The store is built first if an input changed. `store` is its folder, `lang` the language of results (`en`, `zh`);
    `reporter` receives progress and warnings. The graph is a context manager that closes the store.

    With `data` it is instead the graph of RDF files alone: paths, `-` for standard input, text, bytes, or rdflib
    graphs. `input_format` is their format, by default that of the suffix or the content; `context` is a local file for
    the JSON-LD contexts at an address, or a file for each address.

    Raises KgError if the folder is not a project, or the store cannot be built and was never built before; ParseError
    for data that cannot be read.
    """
    from kg import project as projects, runtime  # noqa: PLC0415  -- `import kg` loads no other package
    from kg.graph import Graph  # noqa: PLC0415

    if project is not None and Path(project).is_file():
        message = f"{project} is a file; kg.open takes the folder of a project"
        hint = f"query it: kg.open(data=[{str(project)!r}]); validate it: kg.open().validate({str(project)!r})"
        raise KgError(message, hint=hint)
    if data is not None:
        from kg.graph import open_data  # noqa: PLC0415

        found = projects.find_project(None if project is None else Path(project))
        return open_data(found, data, input_format, context, lang=lang, reporter=reporter or runtime.SILENT)
    paths = (None if path is None else Path(path) for path in (project, store))
    graph = Graph(projects.find_project(*paths), lang=lang, reporter=reporter or runtime.SILENT)
    _ = graph.store
    return graph


def connect(
    url: str | None = None,
    *,
    update_endpoint: str | None = None,
    graph_store: str | None = None,
    default_graph: str | None = None,
    auth: str | None = None,
    server_timeout: float = 300.0,
    project: str | Path | None = None,
    lang: str = "en",
    reporter: Reporter | None = None,
) -> Graph:
    """Return the graph of a SPARQL 1.1 server, with the saved queries of a project; nothing is sent yet.

    `url` is the query endpoint; the other addresses are needed only for servers of an unknown kind. `default_graph` is
    the IRI of the graph that is used as default graph of a server that has none. `auth` is USER:PASSWORD, a
    bearer token, or @FILE with one of these; `server_timeout` is how long the server may be silent, in seconds.

    Raises KgError if the folder is not a project, or the file of `auth` cannot be read.
    """
    from kg import project as projects, remote, runtime  # noqa: PLC0415
    from kg.graph import Graph  # noqa: PLC0415

    reporter = reporter or runtime.SILENT
    server = remote.open_server(
        url,
        update_endpoint,
        graph_store,
        default_graph=default_graph,
        auth=auth,
        timeout=server_timeout,
        reporter=reporter,
    )
    found = projects.find_project(None if project is None else Path(project))
    return Graph(found, server=server, lang=lang, reporter=reporter)
