"""Results: solutions as a table, Markdown, CSV, TSV, JSON or XML; triples in any RDF format."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Triple,
)

from kg import rdf
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable

    Label = Callable[[NamedNode], str]
    Result = QuerySolutions | QueryTriples | QueryBoolean

_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_TERSE = {"1": "true", "0": "false"}

SOLUTION_FORMATS = ("table", *_STANDARD, "md")


def write(
    result: Result, output: BinaryIO, *, fmt: str | None, label: Label, terminal: int | None = None
) -> int | None:
    """Write a result and return its number of rows, if it was counted.

    `fmt` None is `table` for solutions and Turtle for triples. `terminal` is the width and marks a terminal; without
    it a table has no colour and no line is folded. Raises KgError if the format does not fit the result.
    """
    if isinstance(result, QueryTriples):
        chosen = fmt or "turtle"
        if chosen not in rdf.FORMATS:
            raise KgError(f"triples cannot be written as {chosen}", hint=f"use {', '.join(rdf.FORMATS)}")
        output.write(rdf.dumps(result, rdf.FORMATS[chosen]))
        return None
    chosen = fmt or "table"
    if chosen not in SOLUTION_FORMATS:
        raise KgError(f"solutions cannot be written as {chosen}", hint=f"use {', '.join(SOLUTION_FORMATS)}")
    if isinstance(result, QueryBoolean) and chosen in ("table", "md", "csv", "tsv"):
        output.write(b"true\n" if result else b"false\n")
        return None
    if chosen in _STANDARD:
        result.serialize(output, _STANDARD[chosen])
        if chosen in ("json", "xml"):
            output.write(b"\n")
        return None
    names = [variable.value for variable in result.variables]  # type: ignore[union-attr]
    rows = [[cell(solution[name], label) for name in names] for solution in result]  # type: ignore[union-attr]
    render = _markdown if chosen == "md" else _table
    output.write(render(names, rows, terminal).encode())
    return len(rows)


def cell(term: NamedNode | BlankNode | Literal | Triple | None, label: Label) -> str:
    """Return a term as a person reads it: an entity by its label, a value by its words, nothing for no value."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return label(term)
    if isinstance(term, Literal):
        if term.datatype.value.endswith("#boolean"):
            return _TERSE.get(term.value, term.value)
        return term.value
    return str(term)


def _markdown(names: list[str], rows: list[list[str]], _: int | None) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |\n"

    return line(names) + line(["---"] * len(names)) + "".join(map(line, rows))


def _table(names: list[str], rows: list[list[str]], terminal: int | None) -> str:
    numeric = [bool(rows) and all(_is_number(row[column]) for row in rows) for column in range(len(names))]
    if terminal is None:
        return _plain_table(names, rows, numeric)
    from rich import box  # noqa: PLC0415  -- only a terminal needs it, and it takes a third of a query's time
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, is_number in zip(names, numeric, strict=True):
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=terminal, force_terminal=True, no_color="NO_COLOR" in os.environ, highlight=False
    )
    console.print(table)
    return buffer.getvalue()


def _plain_table(names: list[str], rows: list[list[str]], numeric: list[bool]) -> str:
    """Lay out a table for a pipe: as rich does on a terminal, but as wide as its longest cells."""
    from rich.cells import cell_len  # noqa: PLC0415  -- wide characters count twice

    shown = [[text.replace("\n", " ") for text in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *shown, strict=True)]

    def line(cells: list[str]) -> str:
        padded = []
        for text, width, is_number in zip(cells, widths, numeric, strict=True):
            space = " " * (width - cell_len(text))
            padded.append(space + text if is_number else text + space)
        return "   ".join(padded).rstrip() + "\n"

    rule = "─" * (sum(widths) + 3 * (len(widths) - 1)) + "\n"
    return line(names) + rule + "".join(map(line, shown))


def _is_number(text: str) -> bool:
    return text == "" or text.replace(".", "", 1).replace("-", "", 1).isdigit()
