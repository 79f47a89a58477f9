"""Draws a timeline: one row per dated entity, with its time span on a common axis and its date beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kg.results.charts.page import BLUE, BREADTH, INK, LINE, SIZE, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from kg.results.charts.chart_data import Span

_THICK = 0.15
_MIN_WIDTH = 0.07  # in inches: a day is visible on an axis of decades
_MAX_TICKS = 12
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def draw_timeline(axes: Axes, middles: Sequence[float], spans: Sequence[Span]) -> None:
    """Draw the spans on an axis of whole years."""
    years = range(min(span.first.year for span in spans), max(span.last.year for span in spans) + 2)
    start, end = _day(years[0]), _day(years[-1])
    scale = (end - start) / BREADTH
    axes.set_xlim(start, end)
    step = next((step for step in _STEPS if len(years) / step <= _MAX_TICKS), _STEPS[-1])
    marked = [year for year in years if year % step == 0]
    axes.set_xticks([_day(year) for year in marked], [str(year) for year in marked])
    for middle, span in zip(middles, spans, strict=True):
        begin, length = float(span.first.toordinal()), (span.last - span.first).days + 1
        shown = max(length, _MIN_WIDTH * scale)
        begin = min(begin, end - shown)
        axes.axhline(middle, color=LINE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=0.5)
        axes.barh([middle], [shown], left=[begin], height=_THICK, color=BLUE, linewidth=0)
        room = (end - begin - shown) / scale
        after = room >= text_width(span.text) or room >= BREADTH / 2
        axes.annotate(
            span.text,
            (begin + shown if after else begin, middle),
            xytext=(5 if after else -5, 0),
            textcoords="offset points",
            ha="left" if after else "right",
            va="center",
            size=SIZE,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )


def _day(year: int) -> int:
    """Return the ordinal of the first day of a year; after the last year of the calendar, the day after its end."""
    return dt.date(year, 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1
