"""What commands print: texts in the encoding of the terminal, data in UTF-8."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import click

from kg.runtime import message

if TYPE_CHECKING:
    from kg.views import View

_TEXTS = ("text", "table", "md", "markdown")
# control characters other than line feeds, tabs and the sequences of colours
_CONTROLS = re.compile(r"\x1b\[[\d;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def replace_unencodable() -> None:
    """Let the standard streams replace the characters that their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def terminal_width() -> int | None:
    """Return the width of the terminal that standard output is, or None if it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_view(view: View, format: str = "text") -> None:
    """Print a result in one of its formats."""
    if format in _TEXTS:
        print_text(view.render(format, width=terminal_width()), end="")
    else:
        print_data(view.render(format))


def print_data(text: str) -> None:
    """Print data in UTF-8, whatever the encoding of the terminal: other programs read it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def print_text(text: str, *, end: str = "\n", err: bool = False, colour: str | None = None) -> None:
    """Print a text, its control characters as symbols, folded to the terminal's width; `err` is standard error."""
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        from kg.results import fold_line  # noqa: PLC0415  -- commands start faster

        width = shutil.get_terminal_size().columns
        text = "\n".join(part for line in text.split("\n") for part in fold_line(line, width))
    encoding = stream.encoding
    # click would write UTF-8 where the encoding is ASCII
    encodable = _CONTROLS.sub(_symbol, text).encode(encoding, errors="replace").decode(encoding)
    click.secho(encodable + end, nl=False, err=err, fg=colour)


def print_count(one: str, several: str, count: int, lang: str) -> None:
    """Print how many there are to standard error, by the messages for one and for several."""
    print_text(message(__file__, one if count == 1 else several, lang, count=count), err=True)


def _symbol(match: re.Match[str]) -> str:
    if len(match[0]) > 1:
        return match[0]
    code = ord(match[0])
    return chr(0x2400 + code) if code < ord(" ") else "\u2421" if code == ord("\x7f") else "\ufffd"
