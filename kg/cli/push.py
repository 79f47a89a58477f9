"""`kg push`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import auth_option, default_graph_option, open_graph, project_options, server_timeout_option
from kg.cli.output import print_view
from kg.remote import CHUNK

if TYPE_CHECKING:
    from pathlib import Path


@click.command("push", short_help="Send the graph to a SPARQL server.")
@click.argument("url", metavar="URL")
@click.option("--update-endpoint", envvar="KG_UPDATE_ENDPOINT", metavar="URL", help="Its address for updates.")
@click.option("--endpoint", metavar="URL", help="Its address for queries.")
@default_graph_option
@auth_option
@click.option("--replace", is_flag=True, help="Replace other data in the server's default graph.")
@click.option(
    "--chunk", type=click.IntRange(min=1), default=CHUNK, show_default=True, metavar="N", help="Triples in a request."
)
@server_timeout_option
@project_options
def command(
    url: str,
    update_endpoint: str | None,
    endpoint: str | None,
    default_graph: str | None,
    auth: str | None,
    chunk: int,
    server_timeout: float,
    project: Path | None,
    store: Path | None,
    *,
    replace: bool,
) -> None:
    """Send every graph to the server whose Graph Store Protocol is at URL.

    The graphs are sent in chunks to temporary graphs, read back, compared by count and digest, and only then moved
    to their names, in one update; a push that was interrupted continues. For known servers (Fuseki, oxigraph serve,
    GraphDB, RDF4J, Virtuoso, Neptune), URL is enough.

    \b
    kg push http://localhost:3030/ds/data
    kg push http://localhost:7878/store
    KG_AUTH=admin:secret kg push https://example.org/gsp --endpoint https://example.org/sparql
    """  # noqa: D301  -- \b keeps click from joining the lines
    view = open_graph(project, store).push(
        url,
        endpoint=endpoint,
        update_endpoint=update_endpoint,
        default_graph=default_graph,
        auth=auth,
        replace=replace,
        chunk=chunk,
        server_timeout=server_timeout,
    )
    print_view(view)
