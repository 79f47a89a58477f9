"""Renders a chart with matplotlib and returns the bytes of an SVG or PNG file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from kg.results.charts import fonts
from kg.results.charts.bars import draw_bars
from kg.results.charts.page import Page
from kg.results.charts.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from kg.results.charts.chart_data import Chart
    from kg.results.charts.chart_text import ChartText

_SETTINGS = {
    "svg.hashsalt": "zjkg",  # otherwise each drawing has new ids
    "svg.fonttype": "path",  # looks the same without a Chinese font
    "text.parse_math": False,  # a $ is not mathematics
    "axes.unicode_minus": True,
}


def render_chart(
    chart: Chart, fmt: str, title: str, source: str, texts: ChartText, warn: Callable[[str], None]
) -> bytes:
    """Return a chart as `svg` or `png`; `warn` is called if no installed font has Chinese characters."""
    notes = [*chart.notes, texts.source(source)] if source else list(chart.notes)
    drawn = [title, *notes, *(bar.name for panel in chart.panels for bar in panel.bars), *(s.name for s in chart.spans)]
    # the user's own settings would give other bytes for the same rows
    settings: dict[Any, Any] = {
        name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith("backend")
    }
    with mpl.rc_context(settings | _SETTINGS):
        mpl.rcParams["font.family"] = fonts.families(drawn, texts.language, warn)
        figure = _figure(chart, title, notes, texts)
        buffer = io.BytesIO()
        # without date and version, so that equal rows give equal bytes
        metadata = {"Title": title} | ({"Date": None, "Creator": None} if fmt == "svg" else {"Software": None})
        figure.savefig(buffer, format=fmt, dpi=150, metadata=metadata)
    return buffer.getvalue()


def _figure(chart: Chart, title: str, notes: Sequence[str], texts: ChartText) -> Figure:
    if chart.spans:
        figure, [(axes, middles)] = Page(title, notes, [("", [span.name for span in chart.spans])]).figure()
        draw_timeline(axes, middles, chart.spans)
        return figure
    blocks = [(panel.heading, [bar.name for bar in panel.bars]) for panel in chart.panels]
    figure, drawn = Page(title, notes, blocks).figure()
    for panel, (axes, middles) in zip(chart.panels, drawn, strict=True):
        draw_bars(axes, middles, panel, texts)
    return figure
