"""`kg validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.language import language_option
from kg.cli.options import (
    context_option,
    format_option,
    input_format_option,
    is_server_named,
    open_graph,
    project_option,
    server_options,
)
from kg.cli.output import print_data, print_view
from kg.cli.progress import TerminalReporter
from kg.errors import EXIT_NEGATIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PATH = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
# options that go with --shapes alone
_OWN = ("ontology", "infer", "advanced", "abort")


def _shapes_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that validate with shapes of a user's own."""
    options = (
        click.option(
            "--shapes",
            multiple=True,
            type=_PATH,
            metavar="FILE",
            help="Validate FILEs by these shapes, without a project.",
        ),
        click.option(
            "--ontology", multiple=True, type=_PATH, metavar="FILE", help="With --shapes: add its axioms to the data."
        ),
        click.option(
            "--infer",
            type=click.Choice(("none", "rdfs", "owlrl")),
            default="none",
            help="With --shapes: add to the data what follows from it.  [none]",
        ),
        click.option("--advanced", is_flag=True, help="With --shapes: run the SHACL Advanced Features, such as rules."),
        click.option("--abort", is_flag=True, help="With --shapes: stop at the first violation."),
        click.option(
            "--engine",
            type=click.Choice(("kg", "pyshacl")),
            default="kg",
            help="What runs the shapes: kg compiles them to SPARQL; pyshacl is the reference.  [kg]",
        ),
        click.option(
            "--compare", is_flag=True, help="Run both engines, and print the differences between their reports."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("validate", short_help="Validate the graph, the ontology, or your RDF files.")
@click.argument("files", nargs=-1, type=_PATH, metavar="[FILE]…")
@_shapes_options
@input_format_option
@context_option
@click.option("--strict", is_flag=True, help="Let a warning fail, too: exit code 1.")
@click.option("--vocabulary", is_flag=True, help="Validate the ontology: one line per check, then the findings.")
@click.option("--show-sparql", is_flag=True, help="Print the queries that the shapes are compiled to, and stop.")
@format_option("text", "turtle", "json", "sarif", "junit")
@language_option
@project_option
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    engine: str,
    format: str,
    input_format: str | None,
    context: dict[str, str],
    lang: str,
    project: Path | None,
    *,
    compare: bool,
    strict: bool,
    vocabulary: bool,
    show_sparql: bool,
    **own: Any,  # noqa: ANN401  -- the options _OWN
) -> None:
    """Validate the graph, or your FILEs, against the ontology and the shapes; or your FILEs by shapes of your own.

    A FILE is Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, or - for standard input. All that it states is
    validated beside the graph, so it may refer to the graph's entities: its syntax, its terms, the values of
    properties, contradictions with the ontology, and shapes. The report says how much of it shapes judged. Exit code
    0: conforms (there may be warnings, which --strict turns into failures); 1: violations.

    With --shapes no project is needed. The result is that of pyshacl with the same options: data with any finding does
    not conform, also with a warning.

    The shapes are compiled to SPARQL 1.1 queries, each row of which is a violation. Shapes that cannot be compiled,
    such as a shape that refers to itself, run in pyshacl; the report names them with the reason.

    \b
    kg validate                          the graph
    kg validate my.ttl                   your data, beside the graph
    kg validate my.ttl -f turtle         a standard SHACL validation report
    kg validate my.ttl --shapes s.ttl    your data by your shapes, without a project
    kg validate my.ttl -f sarif          for continuous integration; or junit
    kg validate --compare                the differences between two engines
    kg validate --vocabulary             the ontology
    kg validate --show-sparql > q.rq     the queries, for any server
    kg validate --endpoint URL           the data of a server
    """  # noqa: D301  -- \b keeps click from joining the lines
    _refuse_contradictions(files, format, vocabulary=vocabulary, show_sparql=show_sparql)
    _refuse_by_shapes(ctx, files, {"vocabulary": vocabulary, "show_sparql": show_sparql, "project": project, **own})
    if (input_format or context) and not files:
        raise click.UsageError("--input-format and --context are for FILEs")
    reading = {"input_format": input_format, "context": context}
    engines: dict[str, Any] = {"engine": engine, "compare": compare, "strict": strict, **reading}
    if shapes:
        inputs = {"shapes": list(shapes), **own, "ontology": list(own["ontology"])}
        view: Any = kg.validate(list(files), **inputs, **engines, lang=lang, reporter=TerminalReporter())
    else:
        graph = open_graph(project, None, lang)
        if show_sparql:
            print_data(graph.validation_sparql(*files))
            return
        view = graph.validate(*files, vocabulary=vocabulary, **engines)
    print_view(view, format)
    ctx.exit(0 if view.conforms else EXIT_NEGATIVE)


def _refuse_by_shapes(ctx: click.Context, files: tuple[Path, ...], values: Mapping[str, Any]) -> None:
    """Raise UsageError for options that need --shapes, or exclude it."""
    given = {name for name, value in values.items() if value and value != "none"}
    if not ctx.params["shapes"]:
        for name in sorted(given.intersection(_OWN)):
            raise click.UsageError(f"--{name} needs --shapes FILE; the ontology of a project: kg validate --vocabulary")
        return
    if not files:
        raise click.UsageError("--shapes validates your files: name them, or - for standard input")
    for name in sorted(given.difference(_OWN, {"project"})):
        raise click.UsageError(f"--shapes excludes --{name.replace('_', '-')}, which is about a project")
    if is_server_named():
        raise click.UsageError("--shapes excludes --endpoint: a server has the shapes of a project")
    if [*files, *ctx.params["shapes"], *ctx.params["ontology"]].count(Path("-")) > 1:
        raise click.UsageError("- is given twice: standard input can be read once")


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
        others = "use text, json, sarif or junit"
        raise click.UsageError(f"--vocabulary has no Turtle report, because its checks are not shapes: {others}")
