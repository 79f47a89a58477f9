"""A place among the tokens of a query, from which readers take one after the other."""

from __future__ import annotations

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.sparql.tokens import Token, tokenize

_OPENING, _CLOSING = ("(", "{", "["), (")", "}", "]")


class Cursor:
    """The tokens of a query, the place where the reading is, and the prefixes known there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.at = 0
        self.prefixes = dict(PREFIXES)
        self.base = ""

    @property
    def now(self) -> Token:
        """The token at the place."""
        return self.tokens[self.at]

    def next(self) -> Token:
        """Return the token at the place and go on; at the end, stay."""
        token = self.now
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def takes_word(self, *words: str) -> bool:
        """Go past one of these keywords if it stands here; say whether it did."""
        if self.now.is_word(*words):
            self.next()
            return True
        return False

    def takes(self, *signs: str) -> bool:
        """Go past one of these signs if it stands here; say whether it did."""
        if self.now.is_sign(*signs):
            self.next()
            return True
        return False

    def expect(self, sign: str) -> Token:
        """Go past a sign. Raises QueryError if another token stands here."""
        if not self.now.is_sign(sign):
            raise self.unknown(f"{sign!r} was expected")
        return self.next()

    def unknown(self, what: str) -> QueryError:
        """Return an error for what stands here."""
        line = self.text.count("\n", 0, self.now.start) + 1
        return QueryError(f"the query cannot be explained at line {line}, at {self.now.text[:40]!r}: {what}")

    def balanced(self) -> str:
        """Skip from an opening bracket to the one that closes it; return both and what is between."""
        first, depth = self.now, 0
        while True:
            token = self.next()
            depth += token.is_sign(*_OPENING) - token.is_sign(*_CLOSING)
            if depth == 0 or token.kind == "end":
                return self.text[first.start : token.end]
