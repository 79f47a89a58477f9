"""`kg push`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import click

from kg.cli.options import open_graph, project_options, transfer_bar, warn
from kg.remote import CHUNK, open_server, push

if TYPE_CHECKING:
    from pathlib import Path


@click.command("push", short_help="Send the graph to a SPARQL server.")
@click.argument("url", metavar="URL")
@click.option("--update-endpoint", envvar="KG_UPDATE_ENDPOINT", metavar="URL", help="Where it takes updates.")
@click.option("--endpoint", metavar="URL", help="Where it takes queries.")
@click.option("--default-graph", envvar="KG_DEFAULT_GRAPH", metavar="IRI", help="What stands for its default graph.")
@click.option("--auth", envvar="KG_AUTH", metavar="WHO", help="USER:PASSWORD, a bearer token, or @FILE with one.")
@click.option("--replace", is_flag=True, help="Replace other data that the server's default graph holds.")
@click.option(
    "--chunk", type=click.IntRange(min=1), default=CHUNK, show_default=True, metavar="N", help="Triples in a request."
)
@click.option("--server-timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, metavar="SECONDS",
              help="How long the server may be silent.  [300]")  # fmt: skip
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
    """Send every graph to the server whose Graph Store Protocol answers at URL.

    The graphs are sent in chunks to places of their own, read back, compared by count and digest, and only then put
    where they belong, in one update; a push that was cut off goes on where it stopped. Where the layout of the server
    is known (Fuseki, oxigraph serve, GraphDB, RDF4J, Virtuoso, Neptune), URL is enough.

    \b
    kg push http://localhost:3030/ds/data
    kg push http://localhost:7878/store
    KG_AUTH=admin:secret kg push https://example.org/gsp --endpoint https://example.org/sparql
    """  # noqa: D301  -- \b keeps click from joining the lines
    graph = open_graph(project, store)
    server = click.get_current_context().with_resource(
        open_server(
            endpoint, update_endpoint, url, default_graph=default_graph, auth=auth, timeout=server_timeout, told=warn
        )
    )
    name = hashlib.sha256(server.graphs.url.encode()).hexdigest()[:12]
    journal = graph.project.store / f"push-{name}.json"
    with transfer_bar() as told:
        sent = push(graph.store, server.endpoint, server.graphs, journal, replace=replace, chunk=chunk, told=told)
    for label, digest in sent.items():
        click.echo(f"  {digest.count:>9,} triples  {label}")
    click.echo(f"pushed {len(sent)} graphs to {server.graphs.url}; counts and digests agree")
