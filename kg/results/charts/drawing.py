"""Charts: the rows of a SELECT answer drawn as bars or as a timeline, in SVG or PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.results.charts import fonts
from kg.results.charts.figures import read_chart
from kg.results.charts.words import Words
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure
    from pyoxigraph import NamedNode

    from kg.rdf import Object
    from kg.results.charts.figures import Chart

SUFFIXES = (".svg", ".png")

_SETTINGS = {
    "svg.hashsalt": "zjkg",  # else each drawing names its parts anew
    "svg.fonttype": "path",  # looks the same where no Chinese font is
    "text.parse_math": False,  # a $ is a dollar
    "axes.unicode_minus": True,
}


def draw_chart(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Object | None]],
    *,
    label: Callable[[NamedNode], str],
    title: str,
    source: str,
    headings: Mapping[str, str],
    warn: Callable[[str], None],
    language: str | None = None,
) -> None:
    """Draw rows as bars (a column of numbers) or as a timeline (a column of dates), as SVG or PNG by the path's suffix.

    `headings` name the columns; `language` (zh or en) is that of numbers and notes, by default the title's. Equal rows
    make equal bytes. Raises KgError for another suffix, columns or rows that make no chart, or a path that cannot be
    written; then nothing is left there that was not there before.
    """
    check_chart_path(path)
    words = Words(language or ("zh" if any(map(fonts.is_chinese, title)) else "en"))
    chart = read_chart(columns, rows, label=label, headings=headings, words=words)
    with fonts.quiet():
        content = _drawn(chart, path.suffix.lower()[1:], title, source, words, warn)
    with atomic_write(path) as file:
        file.write(content)


def check_chart_path(path: Path) -> None:
    """Raise KgError unless a path ends in .svg or .png, in a folder that there is: before the query is run."""
    if path.suffix.lower() not in SUFFIXES:
        raise KgError(
            f"{path}: a chart is drawn as SVG or PNG", hint=f"give the file a name that ends in {' or '.join(SUFFIXES)}"
        )
    if not path.parent.is_dir():
        raise KgError(f"{path}: there is no folder {path.parent}", hint=f"make it first: mkdir -p {path.parent}")
    if path.is_dir():
        raise KgError(f"{path} is a folder", hint="name a file that ends in .svg or .png")


def _drawn(chart: Chart, fmt: str, title: str, source: str, words: Words, warn: Callable[[str], None]) -> bytes:
    try:
        import matplotlib as mpl  # noqa: PLC0415  -- takes half a second
    except ImportError:
        raise KgError(
            "a chart needs matplotlib, which is not installed", hint="install it: pip install matplotlib"
        ) from None
    notes = [*chart.notes, words.source(source)] if source else list(chart.notes)
    texts = [title, *notes, *(bar.name for panel in chart.panels for bar in panel.bars), *(s.name for s in chart.spans)]
    # a person's own settings would make other pictures of the same rows
    settings: dict[Any, Any] = {
        name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith("backend")
    }
    with mpl.rc_context(settings | _SETTINGS):
        mpl.rcParams["font.family"] = fonts.families(texts, words.language, warn)
        figure = _figure(chart, title, notes, words)
        buffer = io.BytesIO()
        # neither date nor version: equal rows make equal bytes
        metadata = {"Title": title} | ({"Date": None, "Creator": None} if fmt == "svg" else {"Software": None})
        figure.savefig(buffer, format=fmt, dpi=150, metadata=metadata)
    return buffer.getvalue()


def _figure(chart: Chart, title: str, notes: Sequence[str], words: Words) -> Figure:
    from kg.results.charts.bars import draw_bars  # noqa: PLC0415  -- with matplotlib
    from kg.results.charts.page import Stack  # noqa: PLC0415
    from kg.results.charts.timeline import draw_timeline  # noqa: PLC0415

    if chart.spans:
        figure, [(axes, middles)] = Stack(title, notes, [("", [span.name for span in chart.spans])]).figure()
        draw_timeline(axes, middles, chart.spans)
        return figure
    blocks = [(panel.heading, [bar.name for bar in panel.bars]) for panel in chart.panels]
    figure, drawn = Stack(title, notes, blocks).figure()
    for panel, (axes, middles) in zip(chart.panels, drawn, strict=True):
        draw_bars(axes, middles, panel, words)
    return figure
