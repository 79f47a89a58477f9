"""The tokens of SPARQL 1.1, and the RDF terms among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from kg.errors import QueryError
from kg.rdf import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    Term = NamedNode | Literal | Variable

_STRING = r'"""(?:(?:""?)?(?:[^"\\]|\\.))*"""|\'\'\'(?:(?:\'\'?)?(?:[^\'\\]|\\.))*\'\'\''
_STRING += r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
# SPARQL 1.1 Query Language, section 19.8
_TOKEN = re.compile(
    r"(?P<space>(?:\s|#[^\r\n]*)+)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    rf"|(?P<string>{_STRING})"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<blank>_:\w(?:[\w.-]*[\w-])?)"
    r"|(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:.%\\-]))*)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)"
    r"|(?P<word>[A-Za-z]\w*)"
    r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|[-+*/^|?!=<>(){}\[\],;.])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Token(NamedTuple):
    """A token: its kind (a group of the grammar above), its words as written, and where they begin and end."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Say whether it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words

    def is_sign(self, *signs: str) -> bool:
        """Say whether it is one of these signs."""
        return self.kind == "sign" and self.text in signs


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a query without spaces and comments, an `end` last. Raises QueryError at what is none."""
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            line = text.count("\n", 0, at) + 1
            raise QueryError(f"the query is not valid SPARQL at line {line}: {text[at : at + 20]!r} is no token")
        if match.lastgroup and match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], at, match.end()))
        at = match.end()
    return [*found, Token("end", "", at, at)]


def read_iri(token: Token, prefixes: Mapping[str, str], base: str = "") -> NamedNode:
    """Return the IRI of an `iri` or `name` token. Raises QueryError for a prefix that nothing declares."""
    if token.kind == "iri":
        iri = _unescape(token.text[1:-1])
        return NamedNode(base + iri if base and ":" not in iri else iri)
    prefix, local = token.text.split(":", 1)
    if prefix not in prefixes:
        raise QueryError(f"prefix {prefix}: is not declared")
    return NamedNode(prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))


def read_text(token: Token) -> str:
    """Return what a `string` token says."""
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    return _unescape(token.text[quotes:-quotes])


def read_number(text: str) -> Literal:
    """Return a number, with its sign if it has one, as a literal of the type that its form has."""
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Literal(text, datatype=NamedNode(XSD + kind))


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _ESCAPED.get(code, code)

    return _ESCAPE.sub(character, text) if "\\" in text else text
