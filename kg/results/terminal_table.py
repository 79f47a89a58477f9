"""Draws rows for a terminal: as a table if its width allows that, else one record per row."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.results.folding import columns, fold, least_width
from kg.results.text_tables import numeric_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

# rich draws three columns between two cells
_GAP = 3
# a table whose cells take more lines is harder to read than records
_MAX_LINES = 6
# a Chinese name has no spaces; a short one stays whole
_SHORT = 8


def terminal_table(names: list[str], rows: list[list[str]], width: int) -> str:
    """Return rows as a table at most `width` columns wide, or as one record per row where words would break in it.

    The environment variable NO_COLOR is respected.
    """
    widths = _widths(names, rows, width - _GAP * (len(names) - 1))
    is_table = widths is not None and all(
        len(fold(text, size)) <= _MAX_LINES for row in rows for text, size in zip(row, widths, strict=True)
    )
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=True, no_color="NO_COLOR" in os.environ, highlight=False)
    if widths is not None and is_table:
        console.print(_table(names, rows, widths))
    else:
        for number, row in enumerate(rows, start=1):
            _print_record(console, number, names, row, width)
    return buffer.getvalue()


def _widths(names: list[str], rows: list[list[str]], available: int) -> list[int] | None:
    """Return the widths of columns in which no word breaks, or None if they do not fit."""
    cells = [[name, *cells] for name, *cells in zip(names, *rows, strict=True)]
    widths = [max(max(least_width(text), min(columns(text), _SHORT)) for text in column) for column in cells]
    natural = [max(map(columns, column)) for column in cells]
    spare = available - sum(widths)
    if spare < 0:
        return None
    while spare > 0:
        # the column whose cells are folded most
        narrowest = max(range(len(widths)), key=lambda column: natural[column] / max(widths[column], 1))
        if natural[narrowest] <= widths[narrowest]:
            break
        widths[narrowest] += 1
        spare -= 1
    return widths


def _table(names: list[str], rows: list[list[str]], widths: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, size, is_number in zip(names, widths, numeric_columns(names, rows), strict=True):
        justify = "right" if is_number else "left"
        table.add_column(_text(fold(name, size)), justify=justify, width=size, no_wrap=True)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(_text(fold(text, size)) for text, size in zip(row, widths, strict=True)))
    return table


def _print_record(console: Console, number: int, names: list[str], row: list[str], width: int) -> None:
    """Print the cells of a row, each after its name; or below it, where the terminal is narrow."""
    console.print(Text(f"─ {number} ".ljust(width, "─"), style="dim"), no_wrap=True, crop=True)
    across = max(map(columns, names))
    is_beside = across + 2 + 2 * max(map(least_width, row), default=0) <= 2 * width and across <= width // 2
    indent = across + 2 if is_beside else 2
    for name, text in zip(names, row, strict=True):
        lines = fold(text, max(width - indent, 1))
        head = name + " " * (indent - columns(name)) * bool(lines[0])
        if not is_beside:
            console.print(Text(name, style="bold"), no_wrap=True)
            head = " " * indent
        console.print(Text.assemble((head, "bold"), lines[0]), no_wrap=True)
        for line in lines[1:]:
            console.print(Text(" " * indent + line), no_wrap=True)


def _text(lines: list[str]) -> Text:
    return Text("\n".join(lines))
