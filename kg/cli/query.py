"""`kg query`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from pyoxigraph import QuerySolutions

from kg.cli.options import language_option, open_graph, project_options, server_options, terminal_width, warn
from kg.errors import KgError, ParameterError
from kg.query import SavedQuery, bind_query, find_query, read_query
from kg.rdf import FORMATS, label
from kg.results import MOST_CITED, SOLUTION_FORMATS, About, Rows, solutions, write_result
from kg.runtime import atomic_write, pending_path, read_seconds, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph import Graph
    from kg.project import Project
    from kg.rdf import Result
    from kg.results import Count

_SUFFIXES = {
    **{f".{name}": name for name in ("csv", "tsv", "json", "xml", "md", "xlsx")},
    ".txt": "table",
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}
_BOM = "\ufeff".encode()


@click.command("query", short_help="Run a saved query, a file or a SPARQL text.")
@click.argument("query", metavar="NAME|FILE.rq|-|'SELECT …'")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query.")
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice((*SOLUTION_FORMATS, *FORMATS)),
    help="How to write it.  [by the suffix of --output, else a table; Turtle for CONSTRUCT and DESCRIBE]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[standard output]"
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.svg|png",
    help="Also draw the rows: bars for figures, a timeline for dates.",
)
@click.option("--with-evidence", is_flag=True, help="Add the passages and words that each row rests on.")
@click.option("--timeout", metavar="SECONDS", help="Stop after so long, with exit code 124.")
@click.option("--limit", type=click.IntRange(min=0), default=0, metavar="N", help="Write N rows.  [all]")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, which Excel wants for Chinese.")
@language_option
@project_options
@server_options
def command(
    query: str,
    params: tuple[str, ...],
    fmt: str | None,
    output: Path | None,
    chart: Path | None,
    timeout: str | None,
    limit: int,
    lang: str,
    project: Path | None,
    store: Path | None,
    *,
    with_evidence: bool,
    bom: bool,
) -> None:
    """Run a saved query by name, a query file, standard input (-), or SPARQL as it stands.

    A parameter takes a label in any language, a CURIE, an IRI, a number, or a date: a day, a month, a year, a span or
    a period such as 十三五. Several values are parted by commas. Our prefixes need no declaration. A table shows
    labels in place of IRIs; the other formats give the terms themselves, Excel both.

    \b
    kg query policy_documents -p issuer=国务院 -p until=2015
    kg query facts_of_sector -p sector=集成电路,生物医药 --format csv
    kg query stated_figures --with-evidence -o figures.xlsx
    kg query shares_and_their_wholes --chart shares.svg
    kg query 'SELECT ?park { ?park a zj:SubPark }'
    echo 'DESCRIBE place:shanghai' | kg query - --format jsonld
    """  # noqa: D301  -- \b keeps click from joining the lines
    chosen = _format(fmt, output, bom=bom)
    values = parameters(params)
    graph = open_graph(project, store)
    found = find(query, graph.project, with_values=bool(values))
    text = bind_query(graph.store, found, values)
    about = _about(found, values, text, graph, lang)
    with time_limit(None if timeout is None else read_seconds(timeout), lambda: _discard(output, chart)):
        result = _evidenced(graph, text) if with_evidence else graph.store.query(text)
        if chart is not None:
            result = _draw(result, chart, about, graph, lang)
        with _sink(output, bom=bom) as sink:
            count = write_result(
                result,
                sink,
                fmt=chosen,
                label=lambda iri: label(graph.store, iri, lang),
                terminal=terminal_width() if chosen in (None, "table") and output is None else None,
                limit=limit,
                about=about,
            )
    if with_evidence and isinstance(result, Rows) and chosen in (None, "table") and output is None:
        _print_sentences(graph, result, limit, lang)
    if count is not None:
        _print_count(count, output)


def _discard(*files: Path | None) -> None:
    """Remove what was written of files that will not be whole."""
    for file in files:
        if file is not None:
            pending_path(file.resolve()).unlink(missing_ok=True)


def _draw(result: Result | Rows, chart: Path, about: About, graph: Graph, lang: str) -> Rows:
    """Draw a result, and return its rows. Raises KgError if it makes no chart."""
    from kg.results import check_chart_path, draw_chart  # noqa: PLC0415  -- only a chart needs it

    check_chart_path(chart)
    if not isinstance(result, (Rows, QuerySolutions)):
        raise KgError("only the rows of a SELECT query can be drawn", hint="leave --chart away")
    rows = result if isinstance(result, Rows) else solutions(result)
    rows = Rows(rows.columns, list(rows.rows), rows.evidence)
    draw_chart(
        chart,
        rows.columns,
        [dict(zip(rows.columns, row, strict=True)) for row in rows.rows],
        label=lambda iri: label(graph.store, iri, lang),
        title=about.facts.get("summary", chart.stem),
        source=about.facts.get("query", ""),
        headings=about.headings,
        warn=warn,
        language=lang,
    )
    click.echo(f"wrote {chart}", err=True)
    return rows


def _format(fmt: str | None, output: Path | None, *, bom: bool) -> str | None:
    """Return the format asked for, or told by the suffix of the file. Raises ParameterError for what cannot be."""
    chosen = fmt or (_SUFFIXES.get(output.suffix.lower()) if output else None)
    if output and chosen is None:
        said = f"no format ends in {output.suffix!r}" if output.suffix else "its name tells no format"
        raise ParameterError(f"{output}: {said}", hint=f"use -f, or {' '.join(_SUFFIXES)}")
    if bom and chosen != "csv":
        raise ParameterError("--bom is for CSV", hint="add --format csv")
    if chosen == "xlsx" and output is None and sys.stdout.isatty():
        raise ParameterError("a workbook is not for a terminal", hint="add --output answer.xlsx")
    return chosen


def _evidenced(graph: Graph, text: str) -> Rows:
    from kg.explain import cite, supported  # noqa: PLC0415  -- a plain query starts without it

    columns, rows = supported(graph.store, text)
    sentences = graph.sentences({name for row in rows for name in row.passages}) if graph.texts else {}
    return Rows(columns, [list(row.values.values()) for row in rows], cite(rows, sentences.get))


def _about(query: SavedQuery | str, values: Mapping[str, str], text: str, graph: Graph, lang: str) -> About:
    """Return what a file says of the answer that it holds."""
    facts = {"SPARQL": text, "graph": graph.manifest.fingerprint, "ontology": graph.manifest.ontology_version}
    if isinstance(query, str):
        return About(facts=facts, language=lang)
    headings = {name: said[lang] for name, said in query.columns.items()}
    return About(headings, {"query": query.name, "summary": query.summary[lang], **values, **facts}, lang)


@contextmanager
def _sink(output: Path | None, *, bom: bool) -> Iterator[BinaryIO]:
    """Give where to write: standard output, or a file that is there only when it is whole."""
    if output is None:
        if bom:
            sys.stdout.buffer.write(_BOM)
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with atomic_write(output) as file:
        if bom:
            file.write(_BOM)
        yield file


def _print_sentences(graph: Graph, rows: Rows, limit: int, lang: str) -> None:
    """Print the sentences of the passages that a table cites, where the document is attached."""
    from kg.cli.show import print_passages  # noqa: PLC0415

    names = {name for each in (rows.evidence or [])[: limit or None] for name in list(each.passages)[:MOST_CITED]}
    if graph.texts and names:
        print_passages(graph.sentences(names), lang, terminal_width())


def _print_count(count: Count, output: Path | None) -> None:
    rows = f"{count.total:,} row{'' if count.total == 1 else 's'}"
    said = rows if count.written == count.total else f"{count.written:,} of {rows}; --limit 0 writes all"
    said = f"wrote {output}: {said}" if output else said
    click.echo(said, err=output is not None or not sys.stdout.isatty())


def find(text: str, project: Project, *, with_values: bool) -> SavedQuery | str:
    """Return the saved query, or the SPARQL text, that an argument names, is, or stands for. Raises KgError."""
    if text == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    path = Path(text) if text.endswith(".rq") else None
    if path is not None and path.is_file():
        return read_query(path) if with_values else _decoded(path.read_bytes(), text)
    if path is not None:
        raise KgError(f"{text}: no such file", hint="a saved query is named without .rq; list them with: kg queries")
    if any(character in text for character in " {\n"):
        return text
    return find_query(project.queries, text, cache=project.headers)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgError(f"{name} is not UTF-8: byte {error.start} is 0x{content[error.start]:02x}") from None


def parameters(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the values of -p options by name. Raises ParameterError for what is no NAME=VALUE, or given twice."""
    values: dict[str, str] = {}
    for text in texts:
        name, value = _parameter(text)
        if name in values:
            raise ParameterError(f"parameter {name} is given twice: {values[name]} and {value}", hint="give it once")
        values[name] = value
    return values


def _parameter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name or not value:
        raise ParameterError(f"-p {text}: a parameter is NAME=VALUE", hint="for example: -p issuer=国务院")
    return name, value
