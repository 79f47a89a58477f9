"""Reads what a chart shows from the rows of a result: bars in one panel per unit, or spans on a time axis."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.rdf import NOT_STATED, NUMBERS, PREFIXES, XSD
from kg.results.charts.row_names import chosen_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.rdf import Object
    from kg.results.charts.chart_text import ChartText

    Row = Mapping[str, Object | None]
    Label = Callable[[NamedNode], str]

MAX_ROWS = 60

_LARGEST = Decimal("1e24")  # larger numbers cannot be drawn as bars

_RATIO = NamedNode(f"{PREFIXES['unit']}UNITLESS")
_DATES = {XSD + name for name in ("date", "gYearMonth", "gYear")}
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")
# columns of numbers that are positions, not amounts: a bar for “figure 12” has no meaning
_POSITIONS = ("number", "order", "rank", "position", "paragraph", "start", "end", "id")


@dataclass(frozen=True)
class Bar:
    """A figure: its name, its value, and the text at the end of the bar."""

    name: str
    value: Decimal
    text: str


@dataclass(frozen=True)
class Panel:
    """The figures of one unit, on one axis."""

    heading: str
    is_share: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Span:
    """A dated entity: its name, its first and last day, and the text beside it."""

    name: str
    first: dt.date
    last: dt.date
    text: str


@dataclass(frozen=True)
class Chart:
    """Panels or spans, never both; `notes` say what is not drawn and what the signs mean."""

    panels: tuple[Panel, ...] = ()
    spans: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()


def read_chart(
    columns: Sequence[str], rows: Sequence[Row], *, label: Label, headings: Mapping[str, str], texts: ChartText
) -> Chart:
    """Return the chart of rows: bars for the first column of numbers that vary, else spans for columns of dates.

    Raises KgError, naming the columns that a chart needs, if there are neither.
    """
    stated = [row for row in rows if NOT_STATED not in row.values()]
    numbers = [name for name in columns if _is_figure(name, stated)]
    if numbers:
        varying = [name for name in numbers if len({_number(row[name]) for row in stated} - {None}) > 1]
        return _bars((varying or numbers)[0], columns, stated, label=label, headings=headings, texts=texts)
    dates = [name for name in columns if any(_days(row[name], name) for row in stated)]
    if dates:
        return _timeline(dates, columns, stated, label=label, texts=texts)
    if not stated:
        raise KgError("there is nothing to draw: the answer has no rows", hint="find the reason with: kg why-not QUERY")
    raise KgError(
        f"no chart can be made of the columns {', '.join(columns)}",
        hint="it needs a column of numbers (xsd:integer, decimal, double) or of dates (xsd:date), and one of entities",
    )


def _is_figure(name: str, rows: Sequence[Row]) -> bool:
    is_position = name.lower().endswith(_POSITIONS) or _holds_years(name)
    return not is_position and any(_number(row[name]) is not None for row in rows)


def _holds_years(name: str) -> bool:
    # a year is a position in time, not an amount, whatever its datatype
    return name.lower().endswith("year")


def _number(term: Object | None) -> Decimal | None:
    if not isinstance(term, Literal) or term.datatype.value not in NUMBERS:
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _LARGEST else None


def _bars(
    figure: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    label: Label,
    headings: Mapping[str, str],
    texts: ChartText,
) -> Chart:
    valued = [row for row in rows if _number(row[figure]) is not None]
    value_columns = [name for name in (figure, "unit", "comparator") if name in columns]
    named_rows = _named(columns, valued, value_columns, label)
    shares = "unit" not in columns and _all_shares([_number(row[figure]) for row in valued])
    groups: dict[Object | None, list[Bar]] = {}
    for name, row in named_rows[:MAX_ROWS]:
        unit = row.get("unit")
        is_share = shares or unit == _RATIO
        text = _sign(row.get("comparator"), label, texts) + _written(row, figure, texts, is_share=is_share)
        groups.setdefault(unit, []).append(Bar(name, _number(row[figure]) or Decimal(0), text))
    panels = tuple(
        Panel(texts.heading(headings.get(figure, ""), _unit(unit, label)), shares or unit == _RATIO, tuple(bars))
        for unit, bars in groups.items()
    )
    notes = [texts.first(MAX_ROWS, len(named_rows))] if len(named_rows) > MAX_ROWS else []
    if missing := len(rows) - len(valued):
        notes.append(texts.without_figure(missing, headings.get(figure, figure)))
    notes += _legend([row.get("comparator") for _, row in named_rows[:MAX_ROWS]], label, texts)
    return Chart(panels=panels, notes=tuple(notes))


def _named(
    columns: Sequence[str], rows: Sequence[Row], value_columns: Sequence[str], label: Label
) -> list[tuple[str, Row]]:
    """Return the rows with their names, without rows of the same name and the same values of `value_columns`."""
    names = chosen_names(columns, rows, value_columns, label)
    if not names:
        raise KgError("no chart can be made: no column names the rows", hint="also SELECT the entity of each figure")
    unique = {
        (name, *(row[each] for each in value_columns)): (name, row)
        for name, row in reversed(list(zip(names, rows, strict=True)))
    }
    return list(reversed(unique.values()))


def _all_shares(values: Sequence[Decimal | None]) -> bool:
    known = [value for value in values if value is not None]
    return all(0 <= value <= 1 for value in known) and any(value % 1 for value in known)


def _written(row: Row, figure: str, texts: ChartText, *, is_share: bool) -> str:
    value = _number(row[figure]) or Decimal(0)
    if not is_share:
        return texts.number(value)
    parts = [_number(row.get(name)) for name in ("numerator", "denominator")]
    if all(part is not None for part in parts):
        return f"{parts[0]}/{parts[1]}"  # as in the document: 1/3 and not 33.3333%
    return texts.percent(value)


def _unit(unit: Object | None, label: Label) -> str:
    return label(unit) if isinstance(unit, NamedNode) else unit.value if isinstance(unit, Literal) else ""


def _sign(comparator: Object | None, label: Label, texts: ChartText) -> str:
    if not isinstance(comparator, NamedNode):
        return ""
    sign = texts.signs.get(comparator.value, label(comparator))
    return f"{sign} " if sign else ""


def _legend(comparators: Sequence[Object | None], label: Label, texts: ChartText) -> list[str]:
    known = dict.fromkeys(each for each in comparators if isinstance(each, NamedNode) and _sign(each, label, texts))
    signs = [f"{_sign(each, label, texts)}{label(each)}" for each in known]
    return [texts.signs_note(sorted(signs))] if signs else []


def _timeline(
    dates: Sequence[str], columns: Sequence[str], rows: Sequence[Row], *, label: Label, texts: ChartText
) -> Chart:
    first, last = dates[0], _end_of(dates, rows)
    dated = [row for row in rows if _days(row[first], first)]
    value_columns = [first] if last is None else [first, last]
    named_rows = _named(columns, dated, value_columns, label)
    spans = []
    for name, row in named_rows[:MAX_ROWS]:
        start, end = _days(row[first], first) or (dt.date.min, dt.date.min)
        until = _days(row[last], last) if last else None
        end = until[1] if until else end
        spans.append(Span(name, start, end, texts.dates(start, end)))
    notes = [texts.first(MAX_ROWS, len(named_rows))] if len(named_rows) > MAX_ROWS else []
    if missing := len(rows) - len(dated):
        notes.append(texts.without_date(missing))
    return Chart(spans=tuple(spans), notes=tuple(notes))


def _end_of(dates: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the second column of dates if it is the end of the first, that is, never before it."""
    if len(dates) < 2:  # noqa: PLR2004  -- a beginning and an end
        return None
    pairs = [(_days(row[dates[0]], dates[0]), _days(row[dates[1]], dates[1])) for row in rows]
    return dates[1] if all(begin[0] <= end[1] for begin, end in pairs if begin and end) else None


def _days(term: Object | None, name: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a date, a month or a year; None if the term is none of these."""
    if not isinstance(term, Literal):
        return None
    if term.datatype.value not in _DATES and not (_holds_years(name) and term.datatype.value in NUMBERS):
        return None
    match = _DAY.fullmatch(term.value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    end = month or 12
    return first, dt.date(first.year, end, calendar.monthrange(first.year, end)[1])
