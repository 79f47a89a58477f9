"""Results: solutions as a table, Markdown, CSV, TSV, JSON, XML or Excel; triples in any RDF format."""

from __future__ import annotations

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

from kg.errors import KgError
from kg.rdf import FORMATS, XSD, serialize
from kg.results.rows import About, Count, Rows, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.results.rows import Evidence, Term

    Label = Callable[[NamedNode], str]
    Result = QuerySolutions | QueryTriples | QueryBoolean | Rows
    _Solutions = tuple[Sequence[str], Iterator[Sequence[Term | None]]]

_TERSE = {"1": "true", "0": "false"}
MOST_CITED = 3

SOLUTION_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "xlsx")
_FOR_PEOPLE = ("table", "md")
EVIDENCE_COLUMNS = ("passages", "words")


def write_result(
    result: Result,
    output: BinaryIO,
    *,
    fmt: str | None,
    label: Label,
    terminal: int | None = None,
    limit: int = 0,
    about: About | None = None,
) -> Count | None:
    """Write a result; return how many rows were written and how many there are, None for triples and ASK.

    `fmt` None is `table` for solutions and Turtle for triples. `terminal` is the width and marks a terminal; without
    it a table has no colour and no line is folded. `limit` 0 writes all rows. What reads row by row streams; a table
    and a workbook are laid out as a whole. Raises KgError if the format does not fit the result.
    """
    if isinstance(result, QueryTriples):
        chosen = fmt or "turtle"
        if chosen not in FORMATS:
            raise KgError(f"triples cannot be written as {chosen}", hint=f"use {', '.join(FORMATS)}")
        output.write(serialize(result, FORMATS[chosen]))
        return None
    chosen = fmt or "table"
    if chosen not in SOLUTION_FORMATS:
        raise KgError(f"solutions cannot be written as {chosen}", hint=f"use {', '.join(SOLUTION_FORMATS)}")
    if isinstance(result, QueryBoolean):
        _write_boolean(result, output, chosen)
        return None
    rows = result if isinstance(result, Rows) else solutions(result)
    count = Count()
    kept = Rows(
        rows.columns, cut(rows.rows, limit, count), rows.evidence[: limit or None] if rows.evidence else rows.evidence
    )
    output.writelines(_parts(kept, chosen, label, terminal, about or About()))
    return count


def solutions(result: QuerySolutions) -> Rows:
    """Return the solutions of a query as rows, which can be read once."""
    return Rows([variable.value for variable in result.variables], (list(solution) for solution in result))


def _write_boolean(result: QueryBoolean, output: BinaryIO, fmt: str) -> None:
    standard = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    if fmt == "xlsx":
        raise KgError("yes or no makes no workbook", hint="use json or xml")
    if fmt not in standard:
        output.write(b"true\n" if result else b"false\n")
        return
    result.serialize(output, standard[fmt])
    output.write(b"\n")


def _parts(rows: Rows, fmt: str, label: Label, terminal: int | None, about: About) -> Iterator[bytes]:
    """Yield the bytes of rows in a format; what a format needs is imported when it is asked for."""
    if fmt in _FOR_PEOPLE:
        from kg.results import table  # noqa: PLC0415

        columns, found = _with_citations(rows, fmt)
        cells = [[cell_text(term, label) for term in row] for row in found]
        render = table.markdown if fmt == "md" else table.table
        yield render(list(columns), cells, terminal).encode()
        return
    if fmt == "xlsx":
        from kg.results.excel import write_xlsx  # noqa: PLC0415

        columns, found = _with_citations(rows, fmt)
        yield write_xlsx(columns, list(found), rows.evidence, label, about)
        return
    from kg.results import standard_formats  # noqa: PLC0415

    if fmt == "json":
        parts = standard_formats.write_json(rows.columns, rows.rows, rows.evidence)
    elif fmt == "xml" and rows.evidence is None:
        parts = standard_formats.write_xml(rows.columns, rows.rows)
    elif fmt == "xml":
        raise KgError("SPARQL's XML holds no evidence", hint="use json, xlsx, csv, tsv, md or table")
    else:
        parts = {"csv": standard_formats.write_csv, "tsv": standard_formats.write_tsv}[fmt](*_with_citations(rows, fmt))
    yield from map(str.encode, parts)


def _with_citations(rows: Rows, fmt: str) -> _Solutions:
    """Return columns and rows, two columns more where there is evidence: passages, and words as written."""
    if rows.evidence is None:
        return rows.columns, iter(rows.rows)
    most = MOST_CITED if fmt in _FOR_PEOPLE else None
    pairs = zip(rows.rows, rows.evidence, strict=False)
    return [*rows.columns, *EVIDENCE_COLUMNS], ([*row, *_citation(evidence, most)] for row, evidence in pairs)


def _citation(evidence: Evidence, most: int | None) -> tuple[Literal, Literal]:
    """Return the passages and the words of a row as texts; people get the first few and how many more there are."""
    passages = list(evidence.passages)
    words = list(dict.fromkeys(f"“{each}”" for quoted in evidence.passages.values() for each in quoted))
    return tuple(Literal(_listed(each, most)) for each in (passages, words))  # type: ignore[return-value]


def _listed(texts: Sequence[str], most: int | None) -> str:
    rest = len(texts) - most if most else 0
    return " ".join(texts[:most]) + (f" +{rest}" if rest > 0 else "")


def cell_text(term: NamedNode | BlankNode | Literal | Triple | None, label: Label) -> str:
    """Return a term as a person reads it: an entity by its label, a value by its words, nothing for no value."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return label(term)
    if isinstance(term, Literal):
        if term.datatype.value == f"{XSD}boolean":
            return _TERSE.get(term.value, term.value)
        return term.value
    return str(term)
