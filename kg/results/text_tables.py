"""Lays out rows as a Markdown table or as aligned text for a pipe."""

from __future__ import annotations

from rich.cells import cell_len


def markdown_table(names: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, one line per row."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |\n"

    return line(names) + line(["---"] * len(names)) + "".join(map(line, rows))


def plain_table(names: list[str], rows: list[list[str]]) -> str:
    """Return a table whose columns are as wide as their longest cells, without colours; numbers align right."""
    one_line = [[text.replace("\n", " ") for text in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *one_line, strict=True)]
    numeric = numeric_columns(names, rows)

    def line(cells: list[str]) -> str:
        padded = []
        for text, width, is_number in zip(cells, widths, numeric, strict=True):
            space = " " * (width - cell_len(text))
            padded.append(space + text if is_number else text + space)
        return "   ".join(padded).rstrip() + "\n"

    rule = "─" * (sum(widths) + 3 * (len(widths) - 1)) + "\n"
    return line(names) + rule + "".join(map(line, one_line))


def numeric_columns(names: list[str], rows: list[list[str]]) -> list[bool]:
    """Return for each column whether its cells are numbers or empty."""
    return [bool(rows) and all(_is_number(row[column]) for row in rows) for column in range(len(names))]


def _is_number(text: str) -> bool:
    return text == "" or text.replace(".", "", 1).replace("-", "", 1).isdigit()
