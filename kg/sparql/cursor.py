"""A position among the tokens of a query, which the readers of its parts move forward."""

from __future__ import annotations

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.sparql.characters import unescape
from kg.sparql.iri import is_absolute, resolve
from kg.sparql.tokens import Token, place, tokenize, with_characters
from kg.sparql.unsupported import SIGNS, WORDS


class RelativeIriError(QueryError):
    """A query with a relative IRI that no BASE is declared for."""


class Cursor:
    """The tokens of a query, the current position, and the prefixes and base IRI declared before it."""

    def __init__(self, text: str, base: str = "") -> None:
        self.text = with_characters(text)
        self.tokens = tokenize(self.text)
        self.at = 0
        self.token = self.tokens[0]
        self.prefixes = dict(PREFIXES)
        self.base = base

    def advance(self) -> Token:
        """Return the current token and move to the next one; the last token stays current."""
        token = self.token
        if token.kind != "end":
            self.at += 1
            self.token = self.tokens[self.at]
        return token

    def following(self) -> Token:
        """Return the token after the current one, or the last token."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def skip_word(self, *words: str) -> bool:
        """Move past the current token if it is one of these keywords; return whether it was."""
        if self.token.is_word(*words):
            self.advance()
            return True
        return False

    def skip(self, *signs: str) -> bool:
        """Move past the current token if it is one of these signs; return whether it was."""
        if self.token.is_sign(*signs):
            self.advance()
            return True
        return False

    def expect(self, sign: str) -> Token:
        """Return a sign and move past it. Raises QueryError if the current token is another one."""
        if not self.token.is_sign(sign):
            raise self.error(f"{sign!r} was expected")
        return self.advance()

    def expect_word(self, word: str) -> Token:
        """Return a keyword and move past it. Raises QueryError if the current token is another one."""
        if not self.token.is_word(word):
            raise self.error(f"{word} was expected")
        return self.advance()

    def text_since(self, start: int) -> str:
        """Return the text of the query from a character up to the end of the token before the current one."""
        return self.text[start : self.tokens[self.at - 1].end]

    def error(self, problem: str, token: Token | None = None, *, hint: str = "") -> QueryError:
        """Return an error for a token, by default the current one.

        If the token belongs to a feature that is not supported, the message names that feature instead of `problem`.
        """
        token = token or self.token
        feature = SIGNS.get(token.text) if token.kind == "sign" else None
        if token.kind == "word":
            feature = WORDS.get(token.text.upper())
        if feature:
            return self.unsupported(feature, token)
        shown = repr(token.text[:40]) if token.text else "the end"
        return QueryError(
            f"the query cannot be read at {place(self.text, token.start)}, at {shown}: {problem}", hint=hint
        )

    def unsupported(self, feature: str, token: Token) -> QueryError:
        """Return an error for a feature that SPARQL 1.1 does not have."""
        return QueryError(f"{feature} is not part of SPARQL 1.1 and is not supported, {place(self.text, token.start)}")

    def decoded(self, token: Token, text: str, *, code_points_only: bool = False) -> str:
        """Return a part of a token with its escapes replaced. Raises QueryError for an escape that is not valid."""
        try:
            return unescape(text, code_points_only=code_points_only)
        except QueryError as error:
            raise self.error(error.message, token) from None

    # the prologue

    def prologue(self) -> None:
        """Read the declarations of prefixes and of the base IRI. Raises QueryError for one that is not valid."""
        while self.token.is_word("PREFIX", "BASE"):
            if self.advance().is_word("BASE"):
                self.base = self.reference()
                continue
            name = self.advance()
            if name.kind != "name" or not name.text.endswith(":") or name.text.count(":") != 1:
                raise self.error("a prefix with its colon was expected", name)
            self.prefixes[name.text[:-1]] = self.reference()

    def reference(self) -> str:
        """Read an IRI in angle brackets, and resolve it against the base.

        Raises QueryError for a relative IRI where there is no base, and for another token.
        """
        token = self.token
        if token.kind != "iri":
            raise self.error("an IRI in angle brackets was expected")
        self.advance()
        iri = self.decoded(token, token.text[1:-1], code_points_only=True)
        if is_absolute(iri):
            return iri
        if not self.base:
            message = f"the IRI <{iri}> is relative and the query declares no BASE, {place(self.text, token.start)}"
            raise RelativeIriError(message, hint="write the whole IRI, or begin the query with BASE <…>")
        return resolve(iri, self.base)
