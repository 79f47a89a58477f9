"""Lays out the page of a chart: title, blocks of rows, notes and source. Sizes are in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

from kg.results.charts.text_wrapping import width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

INK, SOFT, LINE = "#1b1f24", "#57606a", "#d8dee4"
BLUE = "#0072b2"  # of the palette of Okabe and Ito, for all kinds of colour vision, and dark when printed in grey

SIZE = 9.5  # of names and values, in points
ROW = 0.34

_WIDTH = 10.0
_MARGIN = 0.3
_NAMES_END = 3.75  # where names end, from the left
_TITLE, _NOTE = (0.3, 78), (0.2, 120)  # height of a line, half-width characters in it
_NAME_WIDTH, _NAME_LINE = 42, 0.19
_HEADING, _AXIS, _GAP = 0.34, 0.3, 0.22

BREADTH = _WIDTH - _NAMES_END - _MARGIN - 0.1


def text_width(text: str) -> float:
    """Return an upper estimate of the width of a value as drawn."""
    return (width(text) * 0.64 * SIZE + 8) / 72


class Page:
    """Blocks of rows, one below the other, on a page that is as high as they need."""

    def __init__(self, title: str, notes: Sequence[str], blocks: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Lay out the page; `blocks` are headings, which may be empty, each with the names of its rows."""
        self._title = wrap_text(title, _TITLE[1])
        self._notes = [line for note in notes for line in wrap_text(note, _NOTE[1], lines=8)]
        self._blocks = [(heading, [wrap_text(name, _NAME_WIDTH) for name in names]) for heading, names in blocks]
        self._top = 2 * _MARGIN + len(self._title) * _TITLE[0] - 0.1
        between = sum(self._above(heading) + _AXIS + _GAP for heading, _ in self._blocks)
        rows = sum(_height(lines) for _, names in self._blocks for lines in names)
        self.height = self._top + between + rows + len(self._notes) * _NOTE[0] + _MARGIN

    @staticmethod
    def _above(heading: str) -> float:
        return _HEADING if heading else 0.0

    def figure(self) -> tuple[Figure, list[tuple[Axes, list[float]]]]:
        """Return the page with its texts, and for each block its axes and the vertical middles of its rows."""
        figure = Figure(figsize=(_WIDTH, self.height), facecolor="white")
        self._write(figure, self._title, _MARGIN, _TITLE[0], size=13.5, weight="bold", color=INK)
        blocks = []
        y = self._top
        for heading, names in self._blocks:
            if heading:
                self._write(figure, [heading], y, _HEADING, size=10.5, weight="bold", color=INK)
                y += _HEADING
            blocks.append(self._block(figure, names, y))
            y += sum(map(_height, names)) + _AXIS + _GAP
        self._write(figure, self._notes, y, _NOTE[0], size=8.5, color=SOFT)
        return figure, blocks

    def _write(self, figure: Figure, lines: Sequence[str], top: float, line: float, **style: object) -> None:
        for number, text in enumerate(lines):
            y = 1 - (top + number * line) / self.height
            figure.text(_MARGIN / _WIDTH, y, text, ha="left", va="top", **style)  # type: ignore[arg-type]

    def _block(self, figure: Figure, names: Sequence[list[str]], top: float) -> tuple[Axes, list[float]]:
        height = sum(map(_height, names))
        bottom = 1 - (top + height) / self.height
        axes = figure.add_axes((_NAMES_END / _WIDTH, bottom, BREADTH / _WIDTH, height / self.height))
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=SOFT, pad=5)
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=LINE, linewidth=0.7)
        for side in ("top", "right", "bottom", "left"):
            axes.spines[side].set_visible(False)
        place = blended_transform_factory(figure.transFigure, axes.transData)
        middles, y = [], 0.0
        for lines in names:
            middles.append(y + _height(lines) / 2)
            y += _height(lines)
            x = (_NAMES_END - 0.1) / _WIDTH
            text = axes.text(x, middles[-1], "\n".join(lines), transform=place, ha="right", va="center", size=SIZE)
            text.set(color=INK, linespacing=1.3)
        return axes, middles


def _height(lines: Sequence[str]) -> float:
    return ROW + (len(lines) - 1) * _NAME_LINE
