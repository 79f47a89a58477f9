"""An answer as a table for people: on a terminal, in a pipe, in Markdown."""

from __future__ import annotations

import io
import os


def markdown(names: list[str], rows: list[list[str]], _: int | None) -> str:
    """Return a Markdown table, one line for each row."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |\n"

    return line(names) + line(["---"] * len(names)) + "".join(map(line, rows))


def table(names: list[str], rows: list[list[str]], terminal: int | None) -> str:
    """Return a table, `terminal` columns wide with long cells folded; None is a pipe, where no line is folded."""
    numeric = [bool(rows) and all(_is_number(row[column]) for row in rows) for column in range(len(names))]
    if terminal is None:
        return _plain(names, rows, numeric)
    from rich import box  # noqa: PLC0415  -- only a terminal needs it, and it takes a third of a query's time
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, is_number in zip(names, numeric, strict=True):
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=terminal, force_terminal=True, no_color="NO_COLOR" in os.environ, highlight=False
    )
    console.print(table)
    return buffer.getvalue()


def _plain(names: list[str], rows: list[list[str]], numeric: list[bool]) -> str:
    """Lay out a table for a pipe: as rich does on a terminal, but as wide as its longest cells."""
    from rich.cells import cell_len  # noqa: PLC0415  -- wide characters count twice

    shown = [[text.replace("\n", " ") for text in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *shown, strict=True)]

    def line(cells: list[str]) -> str:
        padded = []
        for text, width, is_number in zip(cells, widths, numeric, strict=True):
            space = " " * (width - cell_len(text))
            padded.append(space + text if is_number else text + space)
        return "   ".join(padded).rstrip() + "\n"

    rule = "─" * (sum(widths) + 3 * (len(widths) - 1)) + "\n"
    return line(names) + rule + "".join(map(line, shown))


def _is_number(text: str) -> bool:
    return text == "" or text.replace(".", "", 1).replace("-", "", 1).isdigit()
