"""`kg pull`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import transfer_bar, warn
from kg.remote import open_server, pull


@click.command("pull", short_help="Fetch the graphs of a SPARQL server.")
@click.argument("url", metavar="URL")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE.nq", help="N-Quads."
)
@click.option("--endpoint", metavar="URL", help="Where it takes queries.")
@click.option("--default-graph", envvar="KG_DEFAULT_GRAPH", metavar="IRI", help="What stands for its default graph.")
@click.option("--auth", envvar="KG_AUTH", metavar="WHO", help="USER:PASSWORD, a bearer token, or @FILE with one.")
@click.option("--server-timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, metavar="SECONDS",
              help="How long the server may be silent.  [300]")  # fmt: skip
def command(
    url: str, output: Path, endpoint: str | None, default_graph: str | None, auth: str | None, server_timeout: float
) -> None:
    """Fetch every named graph of the server whose Graph Store Protocol answers at URL, and what stands beside them.

    Each graph is compared with the server's own count; FILE is there only when it is whole, and a pull that was cut
    off does not fetch again what it has.

    \b
    kg pull http://localhost:3030/ds/data -o graph.nq
    """  # noqa: D301  -- \b keeps click from joining the lines
    server = click.get_current_context().with_resource(
        open_server(endpoint, None, url, default_graph=default_graph, auth=auth, timeout=server_timeout, told=warn)
    )
    with transfer_bar() as told:
        found = pull(server.endpoint, server.graphs, output, told=told)
    total = sum(digest.count for digest in found.values())
    click.echo(f"wrote {output}: {total:,} triples in {len(found)} graphs, as many as the server counts")
