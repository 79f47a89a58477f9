"""Writes the numbers, dates and notes of a chart in Chinese or English."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.runtime import message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

_PLACES = Decimal("0.01")
_MAX_DECIMALS = 6
_DECEMBER = 12


def is_chinese(character: str) -> bool:
    """Return whether only Chinese fonts have a character."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


@dataclass(frozen=True)
class ChartText:
    """The texts of a chart in one language, `zh` or `en`; `signs` are those of comparators, by their IRIs."""

    language: str
    signs: Mapping[str, str] = field(default_factory=dict, hash=False)

    def number(self, value: Decimal) -> str:
        """Return an exact number in the largest unit that needs at most two decimals, with thousands separators."""
        for scale in self._text("scales").split(","):
            exponent, name = scale.split(":")
            scaled = value / 10 ** int(exponent)
            if abs(scaled) >= 1 and scaled == scaled.quantize(_PLACES):
                return f"{_decimal(scaled)}{name}"
        return _decimal(value)

    def percent(self, value: Decimal) -> str:
        """Return a share as an exact percentage."""
        return f"{_decimal(value * 100)}%"

    def dates(self, first: dt.date, last: dt.date) -> str:
        """Return a time span as a year, a month, a day, or its two ends."""
        key = "day"
        if first != last and first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
            key = "year" if (first.month, last.month) == (1, _DECEMBER) else "month"
        ends = [self._text(key, day=day.day, month=self._month(day.month), year=day.year) for day in (first, last)]
        return ends[0] if ends[0] == ends[1] else " – ".join(ends)

    def _rows(self, count: int) -> str:
        return self._text("row" if count == 1 else "rows", count=count)

    def _month(self, number: int) -> str:
        return self._text("months").split(",")[number - 1]

    def first(self, shown: int, total: int) -> str:
        """Return the note that only the first rows are drawn."""
        return self._text("first", shown=shown, total=total)

    def without_figure(self, count: int, heading: str) -> str:
        """Return the note that rows without a figure are not drawn."""
        return self._text("without_figure", rows=self._rows(count), heading=heading)

    def without_date(self, count: int) -> str:
        """Return the note that rows without a date are not drawn."""
        return self._text("without_date", rows=self._rows(count))

    def signs_note(self, signs: Sequence[str]) -> str:
        """Return the note that explains the signs before values."""
        return self._text("signs", signs=self._text("sign_separator").join(signs))

    def heading(self, heading: str, unit: str) -> str:
        """Return the heading of figures with their unit."""
        return self._text("heading_with_unit", heading=heading, unit=unit) if heading and unit else heading or unit

    def source(self, source: str) -> str:
        """Return the note on where the rows come from."""
        return self._text("source", source=source)

    def _text(self, key: str, **values: object) -> str:
        return message(__file__, key, self.language, **values)


def _decimal(value: Decimal) -> str:
    """Return a number with thousands separators; more than six decimals are cut to four and an ellipsis."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > _MAX_DECIMALS:
        decimals = f"{decimals[:4]}…"
    return (f"{whole}.{decimals}" if decimals else whole).replace("-", "−")
