"""`kg infer`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.options import (
    context_option,
    input_format_option,
    is_server_named,
    open_graph,
    output_option,
    rdf_format_option,
    server_options,
)
from kg.cli.progress import TerminalReporter

if TYPE_CHECKING:
    from pathlib import Path


@click.command("infer", short_help="Infer what follows from RDF files, or on a server.")
@click.argument("files", nargs=-1, metavar="[FILE]…")
@click.option("--axioms", is_flag=True, help="Include what restates the ontology: C rdfs:subClassOf C, x a owl:Thing.")
@rdf_format_option
@output_option
@click.option("--data", multiple=True, metavar="FILE", help="Another FILE, as other commands name it.")
@input_format_option
@context_option
@server_options
def command(
    files: tuple[str, ...],
    data: tuple[str, ...],
    input_format: str | None,
    context: dict[str, str],
    format: str | None,
    output: Path | None,
    *,
    axioms: bool,
) -> None:
    """Write the triples that OWL 2 RL entails from FILEs, ontology and data together, and that they do not state.

    A FILE may be compressed, or - for standard input.
    With --endpoint, what a server's default graph entails is added there and to the graph of inferred triples, by
    SPARQL 1.1 updates alone, which cannot name a blank node, as in owl:oneOf ( _:x ). Exit code 1: the data contradicts
    the ontology; the triples that cause it are printed.

    \b
    kg infer ontology.ttl data.ttl                    what follows, as Turtle
    kg infer big.nt -o inferred.nt
    kg infer --endpoint http://localhost:3030/ds/query
    """  # noqa: D301  -- \b keeps click from joining the lines
    if bool(files or data) == is_server_named():
        raise click.UsageError("name the FILEs to infer from, or a server by --endpoint")
    if is_server_named():
        click.echo(open_graph(None).infer(axioms=axioms))
        return
    reporter = TerminalReporter()
    found = kg.infer(*files, *data, axioms=axioms, input_format=input_format, context=context, reporter=reporter)
    size = found.write(output or sys.stdout.buffer, format)
    sys.stdout.buffer.flush()
    if output:
        click.echo(f"wrote {output} ({size:,} bytes)", err=True)
