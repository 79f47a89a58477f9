"""`kg export`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.options import data_options, open_graph, output_option, project_options, rdf_format_option, server_options
from kg.cli.output import print_text
from kg.rdf import GROUPS

if TYPE_CHECKING:
    from pathlib import Path


@click.command("export", short_help="Write the graph as RDF for other tools.")
@rdf_format_option
@click.option(
    "-g",
    "--graph",
    default="all",
    show_default=True,
    metavar="GROUP",
    help=f"One of {', '.join(GROUPS)}, or a passage such as p05s2.",
)
@output_option
@data_options
@project_options
@server_options
def command(format: str | None, graph: str, output: Path | None, project: Path | None, store: Path | None) -> None:
    """Write the graph, or one part of it, as RDF; the same graph gives the same bytes.

    TriG, N-Quads and JSON-LD have the named graphs. Turtle, N-Triples and RDF/XML have each triple once, and
    zj:evidence leads from a node to the passages that state what it is.

    \b
    kg export -o zhangjiang.ttl                         for Protégé, GraphDB, Neo4j, Gephi
    kg export --graph asserted -o facts.trig
    """  # noqa: D301  -- \b keeps click from joining the lines
    open_graph(project, store).export(output or sys.stdout.buffer, format=format, graph=graph)
    if output:
        print_text(f"wrote {output} ({output.stat().st_size:,} bytes)", err=True)
    else:
        sys.stdout.buffer.flush()
