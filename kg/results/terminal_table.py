"""Draws rows as a table for a terminal."""

from __future__ import annotations

import io
import os

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.results.text_tables import numeric_columns


def terminal_table(names: list[str], rows: list[list[str]], width: int) -> str:
    """Return a table `width` columns wide; long cells are folded. The environment variable NO_COLOR is respected."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, is_number in zip(names, numeric_columns(names, rows), strict=True):
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    buffer = io.StringIO()
    no_color = "NO_COLOR" in os.environ
    Console(file=buffer, width=width, force_terminal=True, no_color=no_color, highlight=False).print(table)
    return buffer.getvalue()
