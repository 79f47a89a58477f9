"""Reads the source document in any of the usual encodings of Chinese, and computes its digest."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from charset_normalizer import from_bytes

from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

# a brochure has some ten kilobytes, a statute book one or two megabytes
LIMIT = 16 * 2**20

# UTF-32 before UTF-16: its mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
    ("\ufeff".encode("gb18030"), "gb18030", "GB18030"),
)
# what the content is compared with if it is not UTF-8 and has no byte order mark
_NAMES = {"gb18030": "GB18030", "big5hkscs": "Big5", "utf_16_le": "UTF-16 LE", "utf_16_be": "UTF-16 BE"}
_MAX_NOISE = 0.5  # the default, 0.2, refuses texts with much Markdown
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\3\4", "a ZIP archive, as Word, Excel and PowerPoint write"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word, Excel or PowerPoint"),
    (b"{\\rtf", "an RTF file"),
)
# tab, line feed, vertical tab, form feed (pdftotext ends a page with it) and carriage return are text
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_EXTRACT = "extract its text first, into a UTF-8 file"


@dataclass(frozen=True)
class Document:
    """A document's text, line ends untouched, its SHA-256 in UTF-8 (hexadecimal) and the encoding it was read from."""

    path: Path
    text: str
    digest: str
    encoding: str


def read_document(path: Path) -> Document:
    """Read a text file of at most `LIMIT` bytes in UTF-8, UTF-16, GB18030 (also GBK, GB2312) or Big5, detected.

    The text is without its byte order mark, which `encoding` names. Without a mark, a text of less than a hundred
    characters may be too short to detect an encoding other than UTF-8. Raises KgError, naming the file, the place and
    the remedy, for a file that cannot be opened, is too large, empty or not a text, or has an unknown encoding.
    """
    content = _read(path)
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _document(path, _decode_marked(path, content, mark, codec, name), f"{name} with byte order mark")
    if kind := next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None):
        raise KgError(f"{path} is not a text: it looks like {kind}", hint=_EXTRACT)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise _damaged(path, content, error.start) from None
        return _detect(path, content) or _refuse(path, content, error.start)
    # UTF-16 can be valid UTF-8 by chance, with control characters
    return (_CONTROL.search(text) and _detect(path, content)) or _document(path, text, "UTF-8")


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb", opener=_open_nonblocking) as file:
            status = os.fstat(file.fileno())
            if stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode):
                raise KgError(f"{path} is a device", hint="name a text file")
            if status.st_size > LIMIT:
                raise _too_big(path, f"{status.st_size:,} bytes")
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


def _open_nonblocking(name: str, flags: int) -> int:
    # a pipe without a writer is read as empty; a plain open would block
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _too_big(path: Path, size: str) -> KgError:
    return KgError(
        f"{path} is too big for a document: {size}, and {LIMIT // 2**20} MiB are read",
        hint="name the document's own text file, or the part of it that is annotated",
    )


def _decode_marked(path: Path, content: bytes, mark: bytes, codec: str, name: str) -> str:
    try:
        return content[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        message = f"{path} begins with the byte order mark of {name}, but byte {place} is not {name}"
        raise KgError(message, hint="save it as UTF-8") from None


def _document(path: Path, text: str, encoding: str) -> Document:
    if not text.strip():
        raise KgError(f"{path} is empty" if not text else f"{path} has only white space", hint="name a text file")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"{path} is not plain text: line {line} has the control character U+{ord(control[0]):04X}"
        raise KgError(message, hint=f"{_EXTRACT}, or delete that character")
    return Document(path, text, hashlib.sha256(text.encode()).hexdigest(), encoding)


def _detect(path: Path, content: bytes) -> Document | None:
    """Decode content with the codec that gives the least noise; return None if none gives a text."""
    candidates = from_bytes(content, cp_isolation=list(_NAMES), threshold=_MAX_NOISE, preemptive_behaviour=False)
    if not (best := candidates.best()):
        return None
    try:
        text = content.decode(best.encoding)
    except UnicodeDecodeError:  # a long content is detected by samples
        return None
    return None if _CONTROL.search(text) else _document(path, text, _NAMES[best.encoding])


def _is_damaged_utf8(content: bytes) -> bool:
    """Return whether most characters that are not ASCII can be decoded as UTF-8."""
    text = content.decode(errors="replace")
    return sum(character > "\x7f" for character in text) > 2 * text.count("\ufffd")


def _damaged(path: Path, content: bytes, place: int) -> KgError:
    line = content.count(b"\n", 0, place) + 1
    message = f"{path} is UTF-8 that is damaged or cut short: line {line}, byte {place} is 0x{content[place]:02x}"
    return KgError(message, hint="get the file again")


def _refuse(path: Path, content: bytes, place: int) -> NoReturn:
    if control := re.search(_CONTROL.pattern.encode(), content):
        message = f"{path} is not a text: byte {control.start()} is 0x{control[0][0]:02x}, which no text has"
        raise KgError(message, hint=_EXTRACT)
    message = f"{path} is in an unknown encoding: byte {place}, 0x{content[place]:02x}, is not UTF-8"
    raise KgError(f"{message}, and the whole is not Chinese in {', '.join(_NAMES.values())}", hint="save it as UTF-8")
