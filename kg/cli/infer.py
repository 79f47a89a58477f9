"""`kg infer`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import kg
from kg.cli.options import is_server_named, open_graph, output_option, rdf_format_option, server_options
from kg.cli.progress import TerminalReporter


@click.command("infer", short_help="Infer what follows from RDF files, or on a server.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]…")
@click.option("--axioms", is_flag=True, help="Include what restates the ontology: C rdfs:subClassOf C, x a owl:Thing.")
@rdf_format_option
@output_option
@server_options
def command(files: tuple[Path, ...], format: str | None, output: Path | None, *, axioms: bool) -> None:
    """Write the triples that OWL 2 RL entails from FILEs, ontology and data together, and that they do not state.

    With --endpoint, what a server's default graph entails is added there and to the graph of inferred triples, by
    SPARQL 1.1 updates alone, which cannot name a blank node, as in owl:oneOf ( _:x ). Exit code 1: the data contradicts
    the ontology; the triples that cause it are printed.

    \b
    kg infer ontology.ttl data.ttl                    what follows, as Turtle
    kg infer big.nt -o inferred.nt
    kg infer --endpoint http://localhost:3030/ds/query
    """  # noqa: D301  -- \b keeps click from joining the lines
    if bool(files) == is_server_named():
        raise click.UsageError("name the FILEs to infer from, or a server by --endpoint")
    if is_server_named():
        click.echo(open_graph(None).infer(axioms=axioms))
        return
    size = kg.infer(*files, axioms=axioms, reporter=TerminalReporter()).write(output or sys.stdout.buffer, format)
    sys.stdout.buffer.flush()
    if output:
        click.echo(f"wrote {output} ({size:,} bytes)", err=True)
