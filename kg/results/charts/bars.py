"""Draws the figures of one unit as bars that start at zero."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from kg.results.charts.page import BLUE, BREADTH, INK, LINE, SIZE, SOFT, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from kg.results.charts.chart_data import Panel
    from kg.results.charts.chart_text import ChartText

_THICK = 0.19
_TICKS = 5
_HALF = 0.5


def draw_bars(axes: Axes, middles: Sequence[float], panel: Panel, texts: ChartText) -> None:
    """Draw the bars of a panel, each with its value at its end."""
    values = [float(bar.value) for bar in panel.bars]
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high or (panel.is_share and _HALF < high < 1):
        high = 1.0  # a share is drawn against the whole
    _set_limits(axes, panel, low, high)
    axes.barh(middles, values, height=_THICK, color=BLUE, linewidth=0)
    axes.axvline(0, color=SOFT, linewidth=0.9)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # hides the grid behind a value
    for middle, value, bar in zip(middles, values, panel.bars, strict=True):
        offset, side = (5, "left") if value >= 0 else (-5, "right")
        axes.annotate(
            bar.text,
            (value, middle),
            xytext=(offset, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            size=SIZE,
            color=INK,
            bbox=box,
        )
    _set_ticks(axes, panel, (low, high), texts)


def _set_limits(axes: Axes, panel: Panel, low: float, high: float) -> None:
    """Set the limits of the axis, with room for the values beside the longest bars."""
    right = max(text_width(bar.text) for bar in panel.bars)
    left = max((text_width(bar.text) for bar in panel.bars if bar.value < 0), default=0.0)
    scale = (high - low) / max(BREADTH - left - right, 1)
    axes.set_xlim(low - left * scale, high + right * scale)


def _set_ticks(axes: Axes, panel: Panel, ends: tuple[float, float], texts: ChartText) -> None:
    whole = not panel.is_share and all(bar.value % 1 == 0 for bar in panel.bars)
    places = MaxNLocator(_TICKS, integer=whole, steps=[1, 2, 2.5, 5, 10]).tick_values(*ends)
    slack = (ends[1] - ends[0]) * 1e-9
    ticks = [float(place) for place in places if ends[0] - slack <= place <= ends[1] + slack]
    write = texts.percent if panel.is_share else texts.number
    axes.set_xticks(ticks, [write(Decimal(f"{place:.10g}")) for place in ticks])
    axes.grid(axis="x", color=LINE, linewidth=0.7)
