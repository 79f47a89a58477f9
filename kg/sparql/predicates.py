"""The reader of predicates: variables, IRIs and property paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf import TYPE
from kg.sparql.expressions import ExpressionReader
from kg.sparql.paths import Path

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import NamedNode

    from kg.sparql.paths import Predicate


class PredicateReader(ExpressionReader):
    """The reader of what a triple pattern has between subject and object."""

    def is_predicate(self) -> bool:
        """Return whether a predicate begins at the current token."""
        token = self.token
        return token.kind in ("variable", "iri", "name") or self._is_type() or token.is_sign("^", "!", "(")

    def predicate(self, *, may_be_path: bool = True) -> Predicate:
        """Read a variable, an IRI or a path. Raises QueryError at anything else."""
        if self.token.kind == "variable":
            return self.variable()
        return self._alternatives() if may_be_path else self._property()

    def _alternatives(self) -> Predicate:
        return self._chain("|", self._sequence)

    def _sequence(self) -> Predicate:
        return self._chain("/", self._inverse)

    def _chain(self, sign: str, part: Callable[[], Predicate]) -> Predicate:
        parts = [part()]
        while self.skip(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Path(sign, tuple(parts))

    def _inverse(self) -> Predicate:
        return Path("^", (self._repeated(),)) if self.skip("^") else self._repeated()

    def _repeated(self) -> Predicate:
        path = self._step()
        for sign in ("*", "+", "?"):
            if self.skip(sign):
                return Path(sign, (path,))
        return path

    def _step(self) -> Predicate:
        if self.skip("!"):
            return Path("!", tuple(self._excluded()))
        if self.skip("("):
            path = self._alternatives()
            self.expect(")")
            return path
        return self._property()

    def _excluded(self) -> list[Predicate]:
        """Read the properties of a negated property set, in parentheses if there are several."""
        if not self.skip("("):
            return [self._one_excluded()]
        properties = [self._one_excluded()]
        while self.skip("|"):
            properties.append(self._one_excluded())
        self.expect(")")
        return properties

    def _one_excluded(self) -> Predicate:
        return Path("^", (self._property(),)) if self.skip("^") else self._property()

    def _property(self) -> NamedNode:
        if self._is_type():
            self.advance()
            return TYPE
        if self.token.kind not in ("iri", "name"):
            raise self.error("a property was expected")
        return self.iri()

    def _is_type(self) -> bool:
        """Return whether the current token is the keyword `a`, which has no capital form."""
        return self.token.kind == "word" and self.token.text == "a"
