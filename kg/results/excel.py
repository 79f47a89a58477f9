"""An answer as an Excel workbook: its rows with labels and IRIs apart, its evidence, and the query that it answers."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.rdf import NUMBERS, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.results.rows import About, Citation, Evidence, Term

    Label = Callable[[NamedNode], str]
    _Value = str | float | bool | dt.date | None

_MOST_ROWS, _MOST_CHARACTERS, _MOST_DIGITS = 1_048_575, 32_767, 15
_WIDEST, _NARROWEST = 60, 8
_FIRST_YEAR = 1900
# a fixed day: equal answers, equal bytes
_CREATED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_SHEETS = {"zh": ("结果", "依据", "查询"), "en": ("answer", "evidence", "query")}
_EVIDENCE = {
    "zh": ("行", "主体", "属性", "客体", "规则", "据以推出", "来源", "原文", "句子"),
    "en": ("row", "subject", "property", "object", "rule", "follows from it", "source", "words", "sentence"),
}


def write_xlsx(
    columns: Sequence[str],
    rows: Sequence[Sequence[Term | None]],
    evidence: Sequence[Evidence] | None,
    label: Label,
    about: About,
) -> bytes:
    """Return an Excel workbook; numbers, dates and booleans are such, a text is never a formula.

    Raises KgError if there are more rows than a sheet holds.
    """
    import xlsxwriter  # noqa: PLC0415  -- only a workbook needs it

    if len(rows) > _MOST_ROWS:
        raise KgError(f"{len(rows):,} rows: a sheet holds {_MOST_ROWS:,}", hint="write CSV, or give a --limit")
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED})
    names = _SHEETS[about.language]
    _fill(book, names[0], *_answer(columns, rows, label, about.headings))
    if evidence is not None:
        _fill(book, names[1], _EVIDENCE[about.language], list(_cited(evidence, label)))
    if about.facts:
        _fill(book, names[2], ("", ""), [list(fact) for fact in about.facts.items()])
    book.close()
    return buffer.getvalue()


def _answer(
    columns: Sequence[str], rows: Sequence[Sequence[Term | None]], label: Label, headings: Mapping[str, str]
) -> tuple[list[str], list[list[_Value]]]:
    """Return headings and cells; a column with entities becomes two, of labels and of IRIs."""
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
    """Return a term that is no entity as a cell holds it."""
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    kind = term.datatype.value
    if kind in NUMBERS:
        return _number(term.value)
    if kind == f"{XSD}boolean":
        return term.value in ("true", "1")
    return _day(term.value) if kind == f"{XSD}date" else term.value


def _day(text: str) -> _Value:
    """Return a date, or its text where Excel's calendar does not reach."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= _FIRST_YEAR else text


def _number(text: str) -> _Value:
    """Return a number as Excel holds it, or its text where Excel would round or refuse it."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    is_held = number.is_finite() and len(number.normalize().as_tuple().digits) <= _MOST_DIGITS
    return float(number) if is_held and abs(number.adjusted()) < 300 else text  # noqa: PLR2004  -- a double's range


def _cited(evidence: Sequence[Evidence], label: Label) -> Iterator[list[_Value]]:
    for at, each in enumerate(evidence, start=1):
        for citation in each.citations:
            yield from _lines(at, citation, "", label)


def _lines(at: int, citation: Citation, follows: str, label: Label) -> Iterator[list[_Value]]:
    triple = [label(term) if isinstance(term, NamedNode) else getattr(term, "value", "") for term in citation.triple]
    named = " ".join(compact(term.value) if isinstance(term, NamedNode) else str(term) for term in citation.triple)
    for name, words, sentence in citation.sources:
        yield [float(at), *triple, citation.rule, follows, name, " · ".join(words), sentence or ""]
    for premise in citation.premises:
        yield from _lines(at, premise, named, label)


def _fill(book: Any, name: str, heads: Sequence[str], lines: Sequence[Sequence[_Value]]) -> None:  # noqa: ANN401
    """Add a sheet with a bold head that stays in sight, a filter, and columns as wide as their cells."""
    sheet = book.add_worksheet(name)
    bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            _put(sheet, number, column, value, date)
    for column in range(len(heads)):
        texts = [heads[column], *(str(line[column]) for line in lines if line[column] is not None)]
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, *(_width(text) + 2 for text in texts))))
    sheet.freeze_panes(1, 0)
    if lines and any(heads):
        sheet.autofilter(0, 0, len(lines), len(heads) - 1)


def _put(sheet: Any, row: int, column: int, value: _Value, date: object) -> None:  # noqa: ANN401
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, date)
    elif value:
        is_long = len(value) > _MOST_CHARACTERS
        sheet.write_string(row, column, value[: _MOST_CHARACTERS - 1] + "…" if is_long else value)


def _width(text: str) -> int:
    """Return about how many characters wide a text is, Chinese ones counted twice."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:_WIDEST])  # noqa: PLR2004  -- CJK begins there
