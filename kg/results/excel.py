"""Writes a query result as an Excel workbook: sheets for the rows, their evidence, and the query."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import xlsxwriter
from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.rdf import NUMBERS, XSD, compact
from kg.runtime import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.results.rows import Citation, ResultInfo, RowEvidence, Term

    Label = Callable[[NamedNode], str]
    _Value = str | float | bool | dt.date | None

_MAX_ROWS, _MAX_CHARACTERS, _MAX_DIGITS = 1_048_575, 32_767, 15
_MAX_WIDTH, _MIN_WIDTH = 60, 8
_FIRST_YEAR = 1900
# fixed, so that equal results give equal bytes
_CREATED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_SHEETS = ("result", "evidence", "query")
_EVIDENCE = ("row", "subject", "property", "object", "rule", "conclusion", "source", "words", "sentence")


def write_xlsx(
    columns: Sequence[str],
    rows: Sequence[Sequence[Term | None]],
    evidence: Sequence[RowEvidence] | None,
    label: Label,
    about: ResultInfo,
) -> bytes:
    """Return an Excel workbook; numbers, dates and booleans are typed cells, and text is never a formula.

    Raises KgError if there are more rows than a sheet can have.
    """
    if len(rows) > _MAX_ROWS:
        raise KgError(f"{len(rows):,} rows: a sheet has at most {_MAX_ROWS:,}", hint="write CSV, or give a --limit")
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED})
    sheets = [message(__file__, f"sheet_{name}", about.language) for name in _SHEETS]
    _add_sheet(book, sheets[0], *_result_cells(columns, rows, label, about.headings))
    if evidence is not None:
        headings = [message(__file__, f"evidence_{name}", about.language) for name in _EVIDENCE]
        _add_sheet(book, sheets[1], headings, list(_evidence_cells(evidence, label)))
    if about.facts:
        _add_sheet(book, sheets[2], ("", ""), [list(fact) for fact in about.facts.items()])
    book.close()
    return buffer.getvalue()


def _result_cells(
    columns: Sequence[str], rows: Sequence[Sequence[Term | None]], label: Label, headings: Mapping[str, str]
) -> tuple[list[str], list[list[_Value]]]:
    """Return headings and cells; a column that contains entities becomes two, for labels and for IRIs."""
    has_entities = [any(isinstance(row[at], NamedNode) for row in rows) for at in range(len(columns))]
    heads: list[str] = []
    for name, is_entity in zip(columns, has_entities, strict=True):
        head = headings.get(name, name)
        heads += [head, f"{head} IRI"] if is_entity else [head]
    cells: list[list[_Value]] = []
    for row in rows:
        line: list[_Value] = []
        for term, is_entity in zip(row, has_entities, strict=True):
            line.append(label(term) if isinstance(term, NamedNode) else _value(term))
            if is_entity:
                line.append(term.value if isinstance(term, NamedNode) else None)
        cells.append(line)
    return heads, cells


def _value(term: Term | None) -> _Value:
    """Return the cell value of a term that is not an entity."""
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    kind = term.datatype.value
    if kind in NUMBERS:
        return _number(term.value)
    if kind == f"{XSD}boolean":
        return term.value in ("true", "1")
    return _day(term.value) if kind == f"{XSD}date" else term.value


def _day(text: str) -> _Value:
    """Return a date, or its text if it is before the first year of Excel's calendar."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= _FIRST_YEAR else text


def _number(text: str) -> _Value:
    """Return a number, or its text if Excel would round or reject it."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    is_exact = number.is_finite() and len(number.normalize().as_tuple().digits) <= _MAX_DIGITS
    return float(number) if is_exact and abs(number.adjusted()) < 300 else text  # noqa: PLR2004  -- a double's range


def _evidence_cells(evidence: Sequence[RowEvidence], label: Label) -> Iterator[list[_Value]]:
    for number, row in enumerate(evidence, start=1):
        for citation in row.citations:
            yield from _citation_cells(number, citation, "", label)


def _citation_cells(number: int, citation: Citation, conclusion: str, label: Label) -> Iterator[list[_Value]]:
    triple = [label(term) if isinstance(term, NamedNode) else getattr(term, "value", "") for term in citation.triple]
    text = " ".join(compact(term.value) if isinstance(term, NamedNode) else str(term) for term in citation.triple)
    for name, words, sentence in citation.sources:
        yield [float(number), *triple, citation.rule, conclusion, name, " · ".join(words), sentence or ""]
    for premise in citation.premises:
        yield from _citation_cells(number, premise, text, label)


def _add_sheet(book: Any, name: str, heads: Sequence[str], lines: Sequence[Sequence[_Value]]) -> None:  # noqa: ANN401
    """Add a sheet with bold, frozen headings, a filter, and columns as wide as their cells."""
    sheet = book.add_worksheet(name)
    bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            _write_cell(sheet, number, column, value, date)
    for column in range(len(heads)):
        texts = [heads[column], *(str(line[column]) for line in lines if line[column] is not None)]
        sheet.set_column(column, column, min(_MAX_WIDTH, max(_MIN_WIDTH, *(_width(text) + 2 for text in texts))))
    sheet.freeze_panes(1, 0)
    if lines and any(heads):
        sheet.autofilter(0, 0, len(lines), len(heads) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: _Value, date: object) -> None:  # noqa: ANN401
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, date)
    elif value:
        is_long = len(value) > _MAX_CHARACTERS
        sheet.write_string(row, column, value[: _MAX_CHARACTERS - 1] + "…" if is_long else value)


def _width(text: str) -> int:
    """Return the approximate width of a text in characters; Chinese ones count twice."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:_MAX_WIDTH])  # noqa: PLR2004  -- CJK begins there
