"""Writes query results: solutions as a table, Markdown, CSV, TSV, JSON, XML or Excel; triples in any RDF format."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
)

from kg import results  # its exports are lazy: a format is loaded when it is used
from kg.errors import KgError
from kg.rdf import FORMATS, serialize
from kg.results.cells import table_cells, table_headings
from kg.results.rows import ResultInfo, RowCount, Rows, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.results.cells import Label
    from kg.results.rows import RowEvidence, Term

    Result = QuerySolutions | QueryTriples | QueryBoolean | Rows
    _Solutions = tuple[Sequence[str], Iterator[Sequence[Term | None]]]

MAX_CITED = 3

SOLUTION_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "xlsx")
_TABLES = ("table", "md")
_EVIDENCE_COLUMNS = ("passages", "words")


def write_result(
    result: Result,
    output: BinaryIO,
    *,
    fmt: str | None,
    label: Label,
    terminal: int | None = None,
    limit: int = 0,
    about: ResultInfo | None = None,
) -> RowCount | None:
    """Write a result; return how many rows were written and how many there are, None for triples and ASK.

    `fmt` None is `table` for solutions and Turtle for triples. `terminal` is the width of a terminal; without it, a
    table has no colours and no folded lines. `limit` 0 writes all rows. The standard formats are written row by row; a
    table and a workbook are built in memory. Raises KgError if the format does not fit the result.
    """
    if isinstance(result, QueryTriples):
        chosen = fmt or "turtle"
        if chosen not in FORMATS:
            raise KgError(f"triples cannot be written as {chosen}", hint=f"use {', '.join(FORMATS)}")
        # the engine may repeat a triple
        triples = islice(dict.fromkeys(result), limit or None)
        output.write(serialize(triples, FORMATS[chosen], (about or ResultInfo()).prefixes))
        return None
    chosen = fmt or "table"
    if chosen not in SOLUTION_FORMATS:
        raise KgError(f"solutions cannot be written as {chosen}", hint=f"use {', '.join(SOLUTION_FORMATS)}")
    if isinstance(result, QueryBoolean):
        _write_boolean(result, output, chosen)
        return None
    rows = result if isinstance(result, Rows) else solutions(result)
    count = RowCount()
    evidence = rows.evidence[: limit or None] if rows.evidence else rows.evidence
    limited = Rows(rows.columns, limit_rows(rows.rows, limit, count), evidence)
    output.writelines(_chunks(limited, chosen, label, terminal, about or ResultInfo()))
    return count


def solutions(result: QuerySolutions) -> Rows:
    """Return the solutions of a query as rows, which can be read once."""
    return Rows([variable.value for variable in result.variables], (list(solution) for solution in result))


def _write_boolean(result: QueryBoolean, output: BinaryIO, fmt: str) -> None:
    standard = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    if fmt == "xlsx":
        raise KgError("true or false cannot be written as a workbook", hint="use json or xml")
    if fmt not in standard:
        output.write(b"true\n" if result else b"false\n")
        return
    result.serialize(output, standard[fmt])
    output.write(b"\n")


def _chunks(rows: Rows, fmt: str, label: Label, terminal: int | None, about: ResultInfo) -> Iterator[bytes]:
    """Yield the bytes of rows in a format."""
    if fmt == "json":
        yield from map(str.encode, results.write_json(rows.columns, rows.rows, rows.evidence))
        return
    if fmt == "xml":
        if rows.evidence is not None:
            raise KgError("SPARQL's XML format cannot contain evidence", hint="use json, xlsx, csv, tsv, md or table")
        yield from map(str.encode, results.write_xml(rows.columns, rows.rows))
        return
    columns, terms = _with_evidence_columns(rows, MAX_CITED if fmt in _TABLES else None)
    if fmt == "xlsx":
        yield results.write_xlsx(columns, list(terms), rows.evidence, label, about)
    elif fmt in _TABLES:
        names, cells = table_headings(columns, about), table_cells(terms, label, about)
        if fmt == "md":
            yield results.markdown_table(names, cells).encode()
        elif terminal is None:
            yield results.plain_table(names, cells).encode()
        else:
            yield results.terminal_table(names, cells, terminal).encode()
    else:
        write = results.write_csv if fmt == "csv" else results.write_tsv
        yield from map(str.encode, write(columns, terms))


def _with_evidence_columns(rows: Rows, max_cited: int | None) -> _Solutions:
    """Return columns and rows; with evidence, two more columns: passages, and their words.

    A column that the query has already is called `evidence_passages` or `evidence_words`.
    """
    if rows.evidence is None:
        return rows.columns, iter(rows.rows)
    pairs = zip(rows.rows, rows.evidence, strict=False)
    added = [f"evidence_{name}" if name in rows.columns else name for name in _EVIDENCE_COLUMNS]
    return [*rows.columns, *added], ([*row, *_evidence_cells(each, max_cited)] for row, each in pairs)


def _evidence_cells(evidence: RowEvidence, max_cited: int | None) -> tuple[Literal, Literal]:
    """Return the passages and the words of a row as texts: at most `max_cited`, and how many more there are."""
    passages = list(evidence.passages)
    words = list(dict.fromkeys(f"“{text}”" for texts in evidence.passages.values() for text in texts))
    return Literal(_listed(passages, max_cited)), Literal(_listed(words, max_cited))


def _listed(texts: Sequence[str], maximum: int | None) -> str:
    rest = len(texts) - maximum if maximum else 0
    return " ".join(texts[:maximum]) + (f" +{rest}" if rest > 0 else "")
