"""`kg pull`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import auth_option, default_graph_option, server_timeout_option
from kg.cli.output import print_view
from kg.cli.progress import TerminalReporter
from kg.graph import Graph


@click.command("pull", short_help="Fetch the graphs of a SPARQL server.")
@click.argument("url", metavar="URL")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE.nq", help="N-Quads."
)
@click.option("--endpoint", metavar="URL", help="Its address for queries, if another.")
@default_graph_option
@auth_option
@server_timeout_option
def command(
    url: str, output: Path, endpoint: str | None, default_graph: str | None, auth: str | None, server_timeout: float
) -> None:
    """Fetch every graph of the server whose Graph Store Protocol is at URL.

    Each graph is compared with the server's own count; FILE is written only when it is complete, and a pull that was
    interrupted does not fetch again what it has.

    \b
    kg pull http://localhost:3030/ds/data -o graph.nq
    """  # noqa: D301  -- \b keeps click from joining the lines
    view = Graph.pull(
        url,
        output,
        endpoint=endpoint,
        default_graph=default_graph,
        auth=auth,
        server_timeout=server_timeout,
        reporter=TerminalReporter(),
    )
    print_view(view)
