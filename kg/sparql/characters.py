"""Characters: code point escapes of SPARQL, and the characters that its names may contain."""

from __future__ import annotations

import re
from functools import cache

from kg.errors import QueryError

# SPARQL 1.1 Query Language, section 19.8: PN_CHARS_BASE, PN_CHARS_U, PN_CHARS, PLX
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_WORD = f"{_BASE}_0-9"
_MARKS = "\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = f"{_WORD}{_MARKS}-"
LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_NAMES = {
    "variable": f"[?$][{_WORD}][{_WORD}{_MARKS}]*",
    "blank": rf"_:[{_WORD}](?:[{_CHARS}.]*[{_CHARS}])?",
    "name": rf"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?:"
    rf"(?:(?:[{_WORD}:]|{LOCAL_ESCAPE})(?:(?:[{_CHARS}.:]|{LOCAL_ESCAPE})*(?:[{_CHARS}:]|{LOCAL_ESCAPE}))?)?",
}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def is_name(kind: str, text: str) -> bool:
    """Return whether a text is a variable, blank node label or prefixed name as the grammar defines it."""
    return _grammar(kind).fullmatch(text) is not None


@cache
def _grammar(kind: str) -> re.Pattern[str]:
    """Return the pattern of a kind of name; it is large, and only names outside of ASCII need it."""
    return re.compile(_NAMES[kind])


def unescape(text: str, *, code_points_only: bool = False) -> str:
    r"""Return a text with its escapes replaced: `\n` and the like, `\uXXXX` and `\UXXXXXXXX`.

    Raises QueryError for an escape that SPARQL does not have, a surrogate, or a number beyond Unicode.
    """

    def character(match: re.Match[str]) -> str:
        if len(match[1]) > 1:
            return code_point(match[1])
        if code_points_only or match[1] not in _ESCAPED:
            raise QueryError(f"{match[0]!r} is not an escape of SPARQL")
        return _ESCAPED[match[1]]

    return _ESCAPE.sub(character, text) if "\\" in text else text


def code_point(escape: str) -> str:
    """Return the character of an escape, given as `uXXXX` or `UXXXXXXXX`. Raises QueryError if there is none."""
    number = int(escape[1:], 16)
    if number > _LAST or number in _SURROGATES:
        raise QueryError(f"\\{escape} is the code of no character")
    return chr(number)
