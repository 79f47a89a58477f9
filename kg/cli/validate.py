"""`kg validate`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.language import language_option
from kg.cli.options import (
    format_option,
    is_server_named,
    open_graph,
    project_option,
    server_options,
)
from kg.errors import EXIT_NEGATIVE


@click.command("validate", short_help="Validate the graph, the ontology, or your RDF files.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]…")
@click.option("--vocabulary", is_flag=True, help="Validate the ontology: one line per check, then the findings.")
@click.option("--show-sparql", is_flag=True, help="Print the queries that the shapes are compiled to, and stop.")
@format_option("text", "turtle", "json")
@language_option
@project_option
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    format: str,
    lang: str,
    project: Path | None,
    *,
    vocabulary: bool,
    show_sparql: bool,
) -> None:
    """Validate the graph, or your FILEs, against the ontology and the shapes.

    A FILE is Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML; what it describes is validated beside the graph,
    so it may refer to the graph's entities. Exit code 0: conforms (there may be warnings); 1: violations.

    The shapes are compiled to SPARQL 1.1 queries, each row of which is a violation. Shapes that cannot be compiled,
    such as a shape that refers to itself, run in pyshacl; the report names them with the reason.

    \b
    kg validate                          the graph
    kg validate my.ttl                   your data, beside the graph
    kg validate my.ttl -f turtle         a standard SHACL validation report
    kg validate --vocabulary             the ontology
    kg validate --show-sparql > q.rq     the queries, for any server
    kg validate --endpoint URL           the data of a server
    """  # noqa: D301  -- \b keeps click from joining the lines
    _refuse_contradictions(files, format, vocabulary=vocabulary, show_sparql=show_sparql)
    graph = open_graph(project, None, lang)
    if show_sparql:
        click.echo(graph.validation_sparql(*files), nl=False)
        return
    view = graph.validate(*files, vocabulary=vocabulary)
    click.echo(view.render(format), nl=False)
    ctx.exit(0 if view.conforms else EXIT_NEGATIVE)


def _refuse_contradictions(files: tuple[Path, ...], format: str, *, vocabulary: bool, show_sparql: bool) -> None:
    """Raise UsageError for options that exclude each other."""
    if show_sparql and (vocabulary or format != "text"):
        other = "--vocabulary, whose checks are queries" if vocabulary else f"--format {format}: it prints queries"
        raise click.UsageError(f"--show-sparql excludes {other}")
    if is_server_named() and (files or vocabulary):
        raise click.UsageError("--endpoint validates the data of a server: omit FILE and --vocabulary")
    if vocabulary and files:
        raise click.UsageError(f"--vocabulary validates the project's ontology, not {files[0]}: omit one of them")
    if vocabulary and format == "turtle":
        raise click.UsageError("--vocabulary has no Turtle report, because its checks are not shapes: use text or json")
