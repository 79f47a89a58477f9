"""`kg query`."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import (
    data_options,
    is_data_read_from,
    open_graph,
    output_option,
    param_option,
    project_options,
    server_options,
)
from kg.cli.output import print_text, print_view, terminal_width
from kg.errors import EXIT_NEGATIVE, ParameterError
from kg.query import QUERY_ENGINES, decode
from kg.rdf import FORMATS
from kg.results import SOLUTION_FORMATS
from kg.runtime import message, pending_path, read_seconds, time_limit
from kg.views import chosen_format

if TYPE_CHECKING:
    from kg.results import RowCount
    from kg.views import Answer


@click.command("query", short_help="Run a saved query, a file or a SPARQL text.")
@click.argument("query", metavar="NAME|FILE.rq|-|'SELECT …'")
@param_option
@click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice((*SOLUTION_FORMATS, *FORMATS)),
    help="The output format.  [by the suffix of --output, else a table; Turtle for CONSTRUCT and DESCRIBE]",
)
@output_option
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.svg|png",
    help="Also draw the rows: bars for figures, a timeline for dates.",
)
@click.option("--with-evidence", is_flag=True, help="Add the passages and words that support each row.")
@click.option("--timeout", metavar="SECONDS", help="Stop after this time, with exit code 124.")
@click.option(
    "--engine",
    type=click.Choice(QUERY_ENGINES),
    default=QUERY_ENGINES[0],
    help="The engine: the embedded store (or the server), or rdflib, the reference.",
    show_default=True,
)
@click.option("--compare", is_flag=True, help="Run the query on both engines and print what they return differently.")
@click.option("--limit", type=click.IntRange(min=0), default=0, metavar="N", help="Write N rows.  [all]")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, which Excel needs for Chinese.")
@language_option
@data_options
@project_options
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    query: str,
    params: tuple[str, ...],
    format: str | None,
    output: Path | None,
    chart: Path | None,
    timeout: str | None,
    engine: str,
    limit: int,
    lang: str,
    project: Path | None,
    store: Path | None,
    *,
    with_evidence: bool,
    compare: bool,
    bom: bool,
) -> None:
    """Run a saved query by name, a query file, standard input (-), or SPARQL text.

    A parameter takes a label in any language, a CURIE, an IRI, a number, or a date: a day, a month, a year, a span or
    a period such as 十三五. Several values are separated by commas. Our prefixes need no declaration. A table shows
    labels in place of IRIs; the other formats have the terms, Excel both. With --data your own RDF files are queried.

    \b
    kg query policy_documents -p issuer=国务院 -p until=2015
    kg query facts_of_sector -p sector=集成电路,生物医药 --format csv
    kg query stated_figures --with-evidence -o figures.xlsx
    kg query shares_and_their_wholes --chart shares.svg
    kg query 'SELECT ?park { ?park a zj:SubPark }'
    kg query --data my.ttl --compare query.rq      the differences between two engines
    echo 'DESCRIBE place:shanghai' | kg query - --format jsonld
    """  # noqa: D301  -- \b keeps click from joining the lines
    chosen = chosen_format(format, output, bom=bom)
    if chosen == "xlsx" and output is None and sys.stdout.isatty():
        raise ParameterError("a workbook cannot be printed on a terminal", hint="add --output answer.xlsx")
    values, text = read_params(params), read_query(query)
    graph = open_graph(project, store, lang)
    if compare:
        _refuse_with_compare(ctx)
        with time_limit(None if timeout is None else read_seconds(timeout)):
            found = graph.query(text, values, compare=True)
        print_view(found, "json" if format == "json" else "text")
        ctx.exit(0 if found.is_explained else EXIT_NEGATIVE)
    _ = graph.store  # the time limit is for the query, not for a build before it
    with time_limit(None if timeout is None else read_seconds(timeout), lambda: _discard(output, chart)):
        answer = graph.query(text, values, with_evidence=with_evidence, limit=limit, engine=engine)
        if chart is not None:
            answer.chart(chart, reporter=graph.reporter)
            print_text(message(__file__, "wrote", lang, file=chart), err=True)
        print_answer(answer, chosen, output, bom=bom)


def _refuse_with_compare(ctx: click.Context) -> None:
    """Raise UsageError for options about an answer, which a comparison does not return."""
    given = [name for name in ("output", "chart", "with_evidence", "limit", "bom") if ctx.params[name]]
    given += ["engine"] * (ctx.params["engine"] != QUERY_ENGINES[0])
    given += ["format"] * (ctx.params["format"] not in (None, "table", "json"))
    if given:
        raise click.UsageError(f"--compare excludes --{given[0].replace('_', '-')}")


def print_answer(answer: Answer, format: str | None, output: Path | None = None, *, bom: bool = False) -> None:
    """Write an answer to a file or to standard output, the sentences that a table cites, and the number of rows."""
    is_text = output is None and format in (None, "table", "md")
    with BytesIO() as text:
        count = answer.write(text if is_text else output or sys.stdout.buffer, format, bom=bom, width=terminal_width())
        print_text(text.getvalue().decode(), end="")
    sys.stdout.buffer.flush()
    if is_text and format != "md":
        for line in answer.sentence_lines(terminal_width()):
            print_text(line)
    if count is not None:
        _print_count(count, output, answer.context.lang)


def _discard(*files: Path | None) -> None:
    """Remove the incomplete content of files."""
    for file in files:
        if file is not None:
            pending_path(file.resolve()).unlink(missing_ok=True)


def _print_count(count: RowCount, output: Path | None, lang: str) -> None:
    text = message(__file__, "row" if count.total == 1 else "rows", lang, count=count.total)
    if count.written != count.total:
        text = message(__file__, "rows_left_out", lang, rows=text, written=count.written)
    if output is not None:
        text = message(__file__, "wrote_what", lang, file=output, what=text)
    print_text(text, err=output is not None or not sys.stdout.isatty())


def read_query(text: str) -> str:
    """Return a query as an argument gives it: `-` is read from standard input. Raises KgError if it is not UTF-8."""
    if text != "-":
        return text
    if is_data_read_from("-"):
        raise ParameterError("standard input cannot be query and data", hint="write the query to a file: query.rq")
    return decode(sys.stdin.buffer.read(), "standard input") + "\n"


def read_params(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the values of -p options by name. Raises ParameterError for what is no NAME=VALUE, or given twice."""
    values: dict[str, str] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name or not value:
            raise ParameterError(f"-p {text}: a parameter is NAME=VALUE", hint="for example: -p issuer=国务院")
        if name in values:
            raise ParameterError(f"parameter {name} is given twice: {values[name]} and {value}", hint="give it once")
        values[name] = value
    return values
