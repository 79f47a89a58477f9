"""Draws the rows of a query result as bars or as a timeline into an SVG or PNG file."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.results.charts.chart_data import read_chart
from kg.results.charts.chart_text import ChartText, is_chinese
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.rdf import Object

SUFFIXES = (".svg", ".png")


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
    signs: Mapping[str, str] | None = None,
) -> None:
    """Draw rows as bars (a column of numbers) or as a timeline (a column of dates); the suffix decides SVG or PNG.

    `headings` name the columns; `language` (zh or en) is that of numbers and notes, by default the title's; `signs` are
    the signs of comparators, by their IRIs. Equal rows give equal bytes. Raises KgError for another suffix, for columns
    or rows that cannot be drawn, and for a path that cannot be written; the path is then left as it was.
    """
    check_chart_path(path)
    texts = ChartText(language or ("zh" if any(map(is_chinese, title)) else "en"), signs or {})
    chart = read_chart(columns, rows, label=label, headings=headings, texts=texts)
    with _without_matplotlib_messages():
        try:
            # here, since matplotlib takes half a second and writes to its log while it is imported
            from kg.results.charts.rendering import render_chart  # noqa: PLC0415
        except ImportError:
            message = "a chart needs matplotlib, which is not installed"
            raise KgError(message, hint="install it: pip install matplotlib") from None
        content = render_chart(chart, path.suffix.lower()[1:], title, source, texts, warn)
    with atomic_write(path) as file:
        file.write(content)


def check_chart_path(path: Path) -> None:
    """Raise KgError unless a path ends in .svg or .png, in an existing folder; to be called before the query runs."""
    if path.suffix.lower() not in SUFFIXES:
        hint = f"give the file a name that ends in {' or '.join(SUFFIXES)}"
        raise KgError(f"{path}: a chart is drawn as SVG or PNG", hint=hint)
    if not path.parent.is_dir():
        raise KgError(f"{path}: there is no folder {path.parent}", hint=f"make it first: mkdir -p {path.parent}")
    if path.is_dir():
        raise KgError(f"{path} is a folder", hint="name a file that ends in .svg or .png")


@contextmanager
def _without_matplotlib_messages() -> Iterator[None]:
    """Suppress matplotlib's messages about a cache folder that cannot be written and about missing glyphs."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
            yield
    finally:
        logger.setLevel(level)
