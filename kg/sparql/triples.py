"""The reader of triple patterns, blank nodes and lists; both become variables with triples about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Variable

from kg.rdf import RDF
from kg.sparql.predicates import PredicateReader
from kg.sparql.select import Pattern

if TYPE_CHECKING:
    from kg.sparql.terms import Term

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


class TriplesReader(PredicateReader):
    """The reader of the triples of a group, between its keywords.

    `patterns` are all patterns that were read, with the place where the group of each begins; those in MINUS and
    NOT EXISTS are included. `graph` is the named graph of the patterns. `visible` are the variables that the group
    has bound so far.
    """

    def __init__(self, text: str, base: str = "") -> None:
        super().__init__(text, base)
        self.patterns: list[tuple[Pattern, int]] = []
        self.graph: NamedNode | Variable | None = None
        self.visible: set[str] = set()
        self.group_start = 0
        self._may_be_path = True

    def is_triple(self) -> bool:
        """Return whether a triple pattern begins at the current token."""
        token = self.token
        return (
            token.kind in ("variable", "iri", "name", "blank")
            or self.is_literal()
            or token.is_sign("[", "(", "+", "-", "<<", "<<(")
        )

    def triples(self) -> list[Pattern]:
        """Read a subject with its predicates and objects. Raises QueryError where they are not valid."""
        found: list[Pattern] = []
        # a list with members, and a blank node with properties, may stand alone
        after = self.following()
        is_alone = (self.token.is_sign("[") and not after.is_sign("]")) or (
            self.token.is_sign("(") and not after.is_sign(")")
        )
        subject = self._node(found)
        if not is_alone or self.is_predicate():
            self._properties(subject, found)
        return found

    def template(self) -> list[Pattern]:
        """Read triples in braces that have no paths. Raises QueryError where they are not valid."""
        self.expect("{")
        self._may_be_path = False
        found: list[Pattern] = []
        while not self.token.is_sign("}"):
            found += self.triples()
            if not self.skip("."):
                break
        self._may_be_path = True
        self.expect("}")
        return found

    def _properties(self, subject: Term, found: list[Pattern]) -> None:
        while True:
            predicate = self.predicate(may_be_path=self._may_be_path)
            while True:
                self._add(found, Pattern(subject, predicate, self._node(found), self.graph))
                if not self.skip(","):
                    break
            if not self.token.is_sign(";"):
                return
            while self.skip(";"):
                pass
            if not self.is_predicate():
                return

    def _node(self, found: list[Pattern]) -> Term:
        """Read a term, a blank node with its properties, or a list, and add the triples about it."""
        if self.skip("["):
            node = self.fresh()
            if not self.token.is_sign("]"):
                self._properties(node, found)
            self.expect("]")
            return node
        if self.skip("("):
            return self._list(found)
        return self.term()

    def _list(self, found: list[Pattern]) -> Term:
        items: list[Term] = []
        while not self.skip(")"):
            items.append(self._node(found))
        rest: Term = _NIL
        for item in reversed(items):
            node = self.fresh()
            self._add(found, Pattern(node, _FIRST, item, self.graph))
            self._add(found, Pattern(node, _REST, rest, self.graph))
            rest = node
        return rest

    def _add(self, found: list[Pattern], pattern: Pattern) -> None:
        found.append(pattern)
        self.patterns.append((pattern, self.group_start))
        terms = (pattern.subject, pattern.predicate, pattern.object)
        self.visible.update(term.value for term in terms if isinstance(term, Variable))
