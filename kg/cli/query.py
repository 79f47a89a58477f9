"""`kg query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.answer import answer
from kg.cli.options import language_option, open_graph, project_options, terminal_width
from kg.entity import label
from kg.errors import KgError, ParameterError
from kg.queries import SavedQuery, find_query, read_query
from kg.rdf import FORMATS
from kg.results import SOLUTION_FORMATS, write

if TYPE_CHECKING:
    from kg.project import Project


@click.command("query", short_help="Run a saved query, a file or a SPARQL text.")
@click.argument("query", metavar="NAME|FILE.rq|-|'SELECT …'")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query.")
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice((*SOLUTION_FORMATS, *FORMATS)),
    help="How to print it.  [a table; Turtle for CONSTRUCT and DESCRIBE]",
)
@language_option
@project_options
def command(
    query: str, params: tuple[str, ...], fmt: str | None, lang: str, project: Path | None, store: Path | None
) -> None:
    """Run a saved query by name, a query file, standard input (-), or SPARQL as it stands.

    A parameter takes a label in any language, a CURIE, an IRI, a number, or a date: a day, a month, a year, a span or
    a period such as 十三五. Several values are parted by commas. Our prefixes need no declaration. A table shows
    labels in place of IRIs; the other formats give the terms themselves.

    \b
    kg query policy_documents -p issuer=国务院 -p until=2015
    kg query facts_of_sector -p sector=集成电路,生物医药 --format csv
    kg query 'SELECT ?park { ?park a zj:SubPark }'
    echo 'DESCRIBE place:shanghai' | kg query - --format jsonld
    """  # noqa: D301  -- \b keeps click from joining the lines
    values = parameters(params)
    graph = open_graph(project, store)
    found = find(query, graph.project, with_values=bool(values))
    result = answer(graph.store, found, values)
    output = sys.stdout.buffer
    rows = write(
        result,
        output,
        fmt=fmt,
        label=lambda iri: label(graph.store, iri, lang),
        terminal=terminal_width() if fmt in (None, "table") else None,
    )
    output.flush()
    if rows is not None and fmt in (None, "table"):
        click.echo(f"{rows} row{'' if rows == 1 else 's'}", err=not sys.stdout.isatty())


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
    return find_query(project.queries, text)


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
