"""Opens the graph of a project or of a SPARQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.graph import Graph
from kg.project import find_project
from kg.remote import open_server
from kg.runtime import SILENT

if TYPE_CHECKING:
    from kg.runtime import Reporter


def open(  # noqa: A001  -- as in gzip.open
    project: str | Path | None = None,
    *,
    store: str | Path | None = None,
    lang: str = "en",
    reporter: Reporter = SILENT,
) -> Graph:
    """Return the graph of a project: of the folder named, else of the nearest upwards, else the one that ships.

    The store is built first if an input changed. `store` is its folder, `lang` the language of results (`en`, `zh`);
    `reporter` receives progress and warnings. The graph is a context manager that closes the store.

    Raises KgError if the folder is no project, or the store cannot be built and was never built before.
    """
    if project is not None and Path(project).is_file():
        message = f"{project} is a file; kg.open takes the folder of a project"
        raise KgError(message, hint=f"validate a file with: kg.open().validate({str(project)!r})")
    paths = (None if path is None else Path(path) for path in (project, store))
    graph = Graph(find_project(*paths), lang=lang, reporter=reporter)
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
    reporter: Reporter = SILENT,
) -> Graph:
    """Return the graph of a SPARQL 1.1 server, with the saved queries of a project; nothing is sent yet.

    `url` is the query endpoint; the other addresses are needed only for servers of an unknown kind. `default_graph` is
    the IRI of the graph that stands in for the default graph of a server that has none. `auth` is USER:PASSWORD, a
    bearer token, or @FILE with one of these; `server_timeout` is how long the server may be silent, in seconds.

    Raises KgError if the folder is no project, or the file of `auth` cannot be read.
    """
    server = open_server(
        url,
        update_endpoint,
        graph_store,
        default_graph=default_graph,
        auth=auth,
        timeout=server_timeout,
        reporter=reporter,
    )
    found = find_project(None if project is None else Path(project))
    return Graph(found, server=server, lang=lang, reporter=reporter)
