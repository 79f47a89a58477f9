"""The HTML of views, as a notebook shows it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def text_html(text: str) -> str:
    """Return a text as preformatted HTML."""
    return f"<pre>{html.escape(text)}</pre>"


def table_html(columns: Mapping[str, str], rows: Sequence[Sequence[str]], total: int) -> str:
    """Return a table as HTML: columns with their descriptions, rows of texts, and how many rows there are in all."""
    head = "".join(f"<th title='{html.escape(title)}'>{html.escape(name)}</th>" for name, title in columns.items())
    cells = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    more = f"<p>{len(rows)} of {total} rows</p>" if total > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
