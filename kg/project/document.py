"""The source document: its text, whatever its encoding, and its digest."""

from __future__ import annotations

import codecs
import functools
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

# A brochure has some ten kilobytes and a statute book one or two megabytes.
LIMIT = 16 * 2**20

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
    ("\ufeff".encode("gb18030"), "gb18030", "GB18030"),
)
_UNMARKED = {"GB18030": "gb18030", "Big5": "big5hkscs", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"PK\3\4", "a ZIP archive, as Word, Excel and PowerPoint write"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word, Excel or PowerPoint"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
)
# tab, line feed, vertical tab, form feed (pdftotext ends a page with it) and carriage return are text
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_SAMPLE = 20_000  # characters that an encoding is judged by
_CHINESE = 0.7  # right decodings have 0.95 and more common characters, wrong ones 0.6 and less
_EXTRACT = "extract its text first, into a UTF-8 file"


@dataclass(frozen=True)
class Document:
    """A document's text, line ends untouched, its SHA-256 in UTF-8 (hexadecimal) and the encoding it was read from."""

    path: Path
    text: str
    digest: str
    encoding: str


def read_document(path: Path) -> Document:
    """Read a text file of at most `LIMIT` bytes in UTF-8, UTF-16, GB18030 (so GBK, GB2312) or Big5, detected.

    A byte order mark is left out of the text and named by `encoding`. Raises KgError, naming the file, the place and
    the remedy, for a file that cannot be opened, is too large, empty or not a text, or has an unknown encoding.
    """
    content = _read(path)
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _document(path, _marked(path, content, mark, codec, name), f"{name} with byte order mark")
    if looks := next((looks for start, looks in _SIGNATURES if content.startswith(start)), None):
        raise KgError(f"{path} is no text: it looks like {looks}", hint=_EXTRACT)
    text, bad = "", -1
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        bad = error.start
    # UTF-16 can be valid UTF-8 by chance, with control characters
    if (bad >= 0 or _CONTROL.search(text)) and (encoding := _recognise(content)):
        return _document(path, content.decode(_UNMARKED[encoding]), encoding)
    if bad >= 0:
        raise _unknown(path, content, bad)
    return _document(path, text, "UTF-8")


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            if stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode):
                raise KgError(f"{path} is a device", hint="name a text file")
            if found.st_size > LIMIT:
                raise _too_big(path, f"{found.st_size:,} bytes")
            if hasattr(os, "set_blocking"):
                os.set_blocking(file.fileno(), True)
            content = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise KgError(f"{path}: no such file", hint="name the document's text file") from None
    except IsADirectoryError:
        raise KgError(f"{path} is a folder", hint="name the document's text file") from None
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}", hint="name a text file that can be read") from None
    if len(content) > LIMIT:
        raise _too_big(path, "no end")
    return content


def _without_waiting(name: str, flags: int) -> int:
    # a pipe without a writer is then empty; a plain open would wait for ever
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _too_big(path: Path, size: str) -> KgError:
    return KgError(
        f"{path} is too big for a document: {size}, and {LIMIT // 2**20} MiB are read",
        hint="name the document's own text file, or the part of it that is annotated",
    )


def _marked(path: Path, content: bytes, mark: bytes, codec: str, name: str) -> str:
    try:
        return content[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        message = f"{path} begins with the byte order mark of {name}, but byte {place} is no {name}"
        raise KgError(message, hint="save it as UTF-8") from None


def _document(path: Path, text: str, encoding: str) -> Document:
    if not text.strip():
        raise KgError(f"{path} is empty" if not text else f"{path} holds only white space", hint="name a text file")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"{path} is no plain text: line {line} has the control character U+{ord(control[0]):04X}"
        raise KgError(message, hint=f"{_EXTRACT}, or delete that character")
    return Document(path, text, hashlib.sha256(text.encode()).hexdigest(), encoding)


def _recognise(content: bytes) -> str | None:
    """Return the encoding in which most non-ASCII characters are common Chinese; each decodes much of the other."""
    shares = {name: _share(content, codec) for name, codec in _UNMARKED.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _CHINESE else None


def _share(content: bytes, codec: str) -> float:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return 0
    if _CONTROL.search(text):
        return 0
    wide = [character for character in text[:_SAMPLE] if character > "\x7f"]
    return sum(character in _common() for character in wide) / max(len(wide), 1)


@functools.cache
def _common() -> frozenset[str]:
    """The characters of the first level of GB 2312 and of Big5, about 7,000, and their punctuation."""
    rows = (("gb2312", 0xA1, 0xA3), ("gb2312", 0xB0, 0xD7), ("big5", 0xA1, 0xA3), ("big5", 0xA4, 0xC6))
    return frozenset(
        character
        for codec, first, last in rows
        for lead in range(first, last + 1)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        for character in bytes((lead, trail)).decode(codec, "ignore")
        if character > "\x7f"
    )


def _unknown(path: Path, content: bytes, place: int) -> KgError:
    if control := re.search(rb"[\0-\x08\x0e-\x1f\x7f]", content):
        message = f"{path} is no text: byte {control.start()} is 0x{control[0][0]:02x}, which no text has"
        return KgError(message, hint=_EXTRACT)
    if not content[:place].isascii():  # nothing else looks like UTF-8 for long
        line = content.count(b"\n", 0, place) + 1
        message = f"{path} is UTF-8 that is damaged or cut short: line {line}, byte {place} is 0x{content[place]:02x}"
        return KgError(message, hint="get the file again")
    message = f"{path} is in no encoding known here: byte {place}, 0x{content[place]:02x}, is no UTF-8"
    return KgError(f"{message}, and the whole is no Chinese in {', '.join(_UNMARKED)}", hint="save it as UTF-8")
