"""The tokens of SPARQL 1.1, and of what SPARQL 1.2 adds to it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import QueryError
from kg.sparql.characters import LOCAL_ESCAPE, code_point, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

# The characters of names, within ASCII as the grammar has them, all others outside of it: `is_name` checks those.
_CHARS = r"[^\x00-,./:-@\[-\^`{-\x7f]"
_WORD = r"[^\x00-/:-@\[-\^`{-\x7f]"
_BASE = r"[^\x00-@\[-`{-\x7f]"
_SPACE = r"(?:[ \t\r\n]++|#[^\r\n]*+)"
_IN_IRI = r"[^<>\"{}|^`\\\x00-\x20]*+"
_IRI = rf"<{_IN_IRI}(?:\\[uU][0-9A-Fa-f]++{_IN_IRI})*+>"
_STRING = (
    r'"""(?:(?:""?)?(?:[^"\\]|\\.))*+"""|\'\'\'(?:(?:\'\'?)?(?:[^\'\\]|\\.))*+\'\'\''
    r'|"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+"|\'[^\'\\\n\r]*+(?:\\.[^\'\\\n\r]*+)*+\''
)
# SPARQL 1.1 Query Language, section 19.8
_TOKEN = re.compile(
    rf"{_SPACE}*+(?:"
    rf"(?P<variable>[?$]{_WORD}++)"
    rf"|(?P<name>(?:{_BASE}{_CHARS}*+(?:\.++{_CHARS}++)*+)?:"
    rf"(?:(?:{_WORD}|:|{LOCAL_ESCAPE})(?:{_CHARS}++|:|{LOCAL_ESCAPE}|\.++(?=[^\x00-$&-,./;-@\[\]^`{{-\x7f]))*+)?)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9_]*+)"
    rf"|(?P<iri>{_IRI})"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)"
    r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|[-+*/^|?!=<>(){}\[\],;.~])"
    rf"|(?P<string>{_STRING})"
    rf"|(?P<blank>_:{_WORD}{_CHARS}*+(?:\.++{_CHARS}++)*+)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)"
    r"|(?P<end>\Z))",
    re.DOTALL,
)
_CODE_POINT = rf"#[^\r\n]*+|{_IRI}|{_STRING}|\\(u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}})"
_PROLOGUE = ("PREFIX", "BASE", "VERSION")
_NAMES = ("variable", "name", "blank")


class Token(NamedTuple):
    """A token: its kind (the name of a group in the pattern above), its text, and its start and end in the query."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of these keywords, which are given in capitals."""
        return self.kind == "word" and self.text.upper() in words

    def is_sign(self, *signs: str) -> bool:
        """Return whether it is one of these signs."""
        return self.kind == "sign" and self.text in signs


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a query without spaces and comments, the last of kind `end`.

    Raises QueryError where the text has no token.
    """
    return list(scan(text))


def scan(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens from a place on, the last of kind `end`. Raises QueryError where the text has no token."""
    at = start
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        token = Token(kind, match[kind], match.start(kind), match.end())
        if kind in _NAMES and not token.text.isascii() and not is_name(kind, token.text):
            raise _no_token(text, token.start, token.text)
        yield token
        if kind == "end":
            return
        at = token.end
    if space := re.compile(f"{_SPACE}*").match(text, at):
        at = space.end()
    raise _no_token(text, at, text[at : at + 20])


def _no_token(text: str, at: int, found: str) -> QueryError:
    return QueryError(f"the query is not valid SPARQL at {place(text, at)}: {found!r} is not a token of SPARQL")


def first_keyword(text: str) -> str:
    """Return the first keyword after the prologue, in capitals; nothing where a token before it is not valid."""
    with suppress(QueryError):
        for token in scan(with_characters(text)):
            if token.kind == "word" and not token.is_word(*_PROLOGUE):
                return token.text.upper()
    return ""


def variables(text: str) -> list[str]:
    """Return the names of the variables in a text, each once. Raises QueryError where the text has no token."""
    return list(dict.fromkeys(token.text[1:] for token in scan(text) if token.kind == "variable"))


def prefixes_used(text: str) -> frozenset[str]:
    """Return the prefixes of all names in a text, up to a token that is not valid."""
    found = set()
    with suppress(QueryError):
        for token in scan(text):
            if token.kind == "name":
                found.add(token.text.split(":", 1)[0])
    return frozenset(found)


def place(text: str, at: int) -> str:
    """Return the line and the column of a character of a text, both counted from 1, in words."""
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def with_characters(text: str) -> str:
    r"""Return a query with `\uXXXX` and `\UXXXXXXXX` replaced outside of strings, IRIs and comments.

    In strings and IRIs the escapes stay: there a character that they give is never a delimiter. Raises QueryError for
    an escape that gives no character. Source: SPARQL 1.1 Query Language, section 19.2.
    """
    if "\\u" not in text and "\\U" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        try:
            return code_point(match[1]) if match[1] else match[0]
        except QueryError as error:
            raise QueryError(f"{error.message}, {place(text, match.start())}") from None

    return re.sub(_CODE_POINT, character, text, flags=re.DOTALL)
