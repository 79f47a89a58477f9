"""Words of a chart: numbers, dates and notes as a reader of Chinese or English writes them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_SCALES = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**12, " tn"), (10**9, " bn"), (10**6, " mn")),
}
_PLACES = Decimal("0.01")
_MOST_DECIMALS = 6
_DECEMBER = 12
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # those of calendar follow the locale


@dataclass(frozen=True)
class Words:
    """How a language writes what a chart says."""

    language: str

    def number(self, value: Decimal) -> str:
        """Return a number exactly: in the largest unit that leaves it at most two decimals, its thousands parted."""
        for scale, name in _SCALES[self.language]:
            scaled = value / scale
            if abs(scaled) >= 1 and scaled == scaled.quantize(_PLACES):
                return f"{_plain(scaled)}{name}"
        return _plain(value)

    def percent(self, value: Decimal) -> str:
        """Return a share as a percentage, exactly."""
        return f"{_plain(value * 100)}%"

    def dates(self, first: dt.date, last: dt.date) -> str:
        """Return a span as a reader writes it: a year, a month, a day, or its two ends."""
        if first == last:
            return self._day(first)
        if last.day == calendar.monthrange(last.year, last.month)[1] and first.day == 1:
            if (first.month, last.month) == (1, _DECEMBER):
                return self._between(self._year(first), self._year(last))
            return self._between(self._month(first), self._month(last))
        return self._between(self._day(first), self._day(last))

    def _between(self, first: str, last: str) -> str:
        return first if first == last else f"{first} – {last}"

    def _year(self, day: dt.date) -> str:
        return f"{day.year}年" if self.language == "zh" else f"{day.year}"

    def _month(self, day: dt.date) -> str:
        return f"{day.year}年{day.month}月" if self.language == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"

    def _day(self, day: dt.date) -> str:
        return f"{day.year}年{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {self._month(day)}"

    def first(self, shown: int, total: int) -> str:
        """Return the note that not all is drawn."""
        if self.language == "zh":
            return f"只画出前 {shown} 项，共 {total} 项。"
        return f"The first {shown} of {total} are drawn."

    def without(self, count: int, heading: str) -> str:
        """Return the note that rows have no figure."""
        if self.language == "zh":
            return f"另有 {count} 行没有“{heading}”，未画出。"
        return f"Not drawn: {count} row{'' if count == 1 else 's'} without “{heading}”."

    def undated(self, count: int) -> str:
        """Return the note that rows have no date."""
        if self.language == "zh":
            return f"另有 {count} 行没有日期，未画出。"
        return f"Not drawn: {count} row{'' if count == 1 else 's'} without a date."

    def signs(self, signs: Sequence[str]) -> str:
        """Return the note that explains the signs before values."""
        return f"符号：{'；'.join(signs)}" if self.language == "zh" else f"Signs: {'; '.join(signs)}"

    def headed(self, heading: str, unit: str) -> str:
        """Return the heading of the figures in a unit."""
        if not heading or not unit:
            return heading or unit
        return f"{heading}（{unit}）" if self.language == "zh" else f"{heading} ({unit})"

    def source(self, text: str) -> str:
        """Return where the rows come from."""
        return f"来源：{text}" if self.language == "zh" else f"Source: {text}"


def _plain(value: Decimal) -> str:
    """Write a number with its thousands parted; decimals without end are cut, and the cut is shown."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > _MOST_DECIMALS:
        decimals = f"{decimals[:4]}…"
    return (f"{whole}.{decimals}" if decimals else whole).replace("-", "−")
