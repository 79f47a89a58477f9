"""Fetches the graphs of a SPARQL server. Apart from its view, because the façade loads this module when it starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg import remote, views
from kg.runtime import SILENT

if TYPE_CHECKING:
    from kg.runtime import Reporter


def pull_graphs(
    url: str,
    output: Path | str,
    *,
    endpoint: str | None = None,
    default_graph: str | None = None,
    auth: str | None = None,
    server_timeout: float = 300.0,
    reporter: Reporter = SILENT,
) -> views.PullView:
    """Fetch every graph of the server whose Graph Store Protocol is at `url` into an N-Quads file.

    Raises KgError if a graph does not have as many triples as the server counts; then the file is as before.
    """
    with remote.open_server(
        endpoint, None, url, default_graph=default_graph, auth=auth, timeout=server_timeout, reporter=reporter
    ) as server:
        found = remote.pull(server.endpoint, server.graphs, Path(output), reporter=reporter)
    return views.PullView({name: digest.count for name, digest in found.items()}, Path(output))
