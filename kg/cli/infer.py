"""`kg infer`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

import kg
from kg.cli.language import language_option
from kg.cli.options import (
    context_option,
    input_format_option,
    is_server_named,
    open_graph,
    output_option,
    rdf_format_option,
    server_options,
)
from kg.cli.output import print_text, print_view
from kg.cli.progress import TerminalReporter
from kg.errors import EXIT_NEGATIVE
from kg.views import InferenceComparisonView


@click.command("infer", short_help="Infer what follows from RDF files, or on a server.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
@click.option("--axioms", is_flag=True, help="Include what restates the ontology: C rdfs:subClassOf C, x a owl:Thing.")
@click.option(
    "--engine",
    type=click.Choice(("kg", "owlrl")),
    default="kg",
    help="What runs the rules: kg compiles them to SPARQL; owlrl is the reference, and slow.  [kg]",
)
@click.option("--compare", is_flag=True, help="Run both engines, and print the differences with their reasons.")
@rdf_format_option
@output_option
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Another FILE, as other commands name it.",
)
@input_format_option
@context_option
@language_option
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    data: tuple[Path, ...],
    input_format: str | None,
    context: dict[str, str],
    format: str | None,
    output: Path | None,
    engine: str,
    lang: str,
    *,
    axioms: bool,
    compare: bool,
) -> None:
    """Write the triples that OWL 2 RL entails from FILEs, ontology and data together, and that they do not state.

    A FILE may be compressed, or - for standard input. Facts about blank nodes, classes and properties are included, but
    no triple that equates a term with itself.

    With --endpoint, what a server's default graph entails is added there and to the graph of inferred triples, by
    SPARQL 1.1 updates alone, which cannot name a blank node, as in owl:oneOf ( _:x ). Exit code 1: the data contradicts
    the ontology, and the triples that cause it are printed; or the engines differ without a known reason.

    \b
    kg infer ontology.ttl data.ttl                    what follows, as Turtle
    kg infer big.nt -o inferred.nt
    kg infer ontology.ttl data.ttl --compare          the differences between two engines
    kg infer --endpoint http://localhost:3030/ds/query
    """  # noqa: D301  -- \b keeps click from joining the lines
    if bool(files or data) == is_server_named():
        raise click.UsageError("name the FILEs to infer from, or a server by --endpoint")
    if is_server_named():
        if compare or engine != "kg":
            raise click.UsageError("--engine and --compare are for FILEs")
        print_view(open_graph(None).infer(axioms=axioms))
        return
    how: dict[str, Any] = {"engine": engine, "compare": compare, "lang": lang, "reporter": TerminalReporter()}
    found = kg.infer(*files, *data, axioms=axioms, input_format=input_format, context=context, **how)
    if isinstance(found, InferenceComparisonView):
        print_text("\n".join(found.lines()))
        ctx.exit(0 if found.is_explained else EXIT_NEGATIVE)
    size = found.write(output or sys.stdout.buffer, format)
    sys.stdout.buffer.flush()
    if output:
        print_text(f"wrote {output} ({size:,} bytes)", err=True)
