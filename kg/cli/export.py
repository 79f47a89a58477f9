"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import open_graph, progress, project_options, put_out, server_options
from kg.rdf import FORMATS, GROUPS, parts
from kg.runtime import teller


@click.command("export", short_help="Write the graph as RDF for other tools.")
@click.option("-f", "--format", "fmt", type=click.Choice(tuple(FORMATS)), default="turtle", show_default=True)
@click.option(
    "-g",
    "--graph",
    default="all",
    show_default=True,
    metavar="GROUP",
    help=f"One of {', '.join(GROUPS)}, or a passage such as p05s2.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[standard output]"
)
@project_options
@server_options
def command(fmt: str, graph: str, output: Path | None, project: Path | None, store: Path | None) -> None:
    """Write the graph, or one part of it, as RDF; the same graph gives the same bytes.

    TriG, N-Quads and JSON-LD keep the named graphs. Turtle, N-Triples and RDF/XML give each triple once, and
    zj:evidence leads from a node to the passages that state what it is.
    """
    source = open_graph(project, store).store
    with progress() as step, step("export") as tell:
        put_out(parts(source, fmt=fmt, graph=graph, tell=teller(tell)), output)
    if output:
        click.echo(f"wrote {output} ({output.stat().st_size:,} bytes)", err=True)
