"""The reader of triples: terms, blank nodes and lists as variables, property paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Variable

from kg.rdf import RDF, XSD
from kg.sparql.cursor import Cursor
from kg.sparql.paths import Path
from kg.sparql.select import Element, Pattern
from kg.sparql.tokens import read_iri, read_number, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.sparql.paths import Predicate
    from kg.sparql.tokens import Term

    _Graph = NamedNode | Variable | None
    _Part = Callable[[], Predicate]

_TYPE, _FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("type", "first", "rest", "nil"))


class TriplesReader(Cursor):
    """The reader of what stands between the keywords of a group."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._fresh = 0
        # every pattern read, those that a MINUS or NOT EXISTS asks to be absent included, and where its group begins
        self.patterns: list[tuple[Pattern, int]] = []
        self.groups: list[int] = []

    def triples(self, graph: _Graph) -> list[Element]:
        """Read a subject with its properties; each triple is an element."""
        start = self.now.start
        found: list[Pattern] = []
        has_own = self.now.is_sign("[", "(")
        subject = self._node(found, graph)
        if not (has_own and (self.now.is_sign(".", "}") or self.now.kind == "word")):
            self._properties(subject, found, graph)
        return [Element("TRIPLE", str(pattern), start, (pattern,)) for pattern in found]

    def _properties(self, subject: Term, found: list[Pattern], graph: _Graph) -> None:
        while True:
            predicate = self._path()
            while True:
                value = self._node(found, graph)
                found.append(self._noted(Pattern(subject, predicate, value, graph)))
                if not self.takes(","):
                    break
            if not self.now.is_sign(";"):
                return
            while self.takes(";"):
                pass
            if self.now.is_sign(".", "}", "]"):
                return

    def _node(self, found: list[Pattern], graph: _Graph) -> Term:
        """Read a term, a blank node with its properties, or a list; blank nodes become variables."""
        if self.takes("["):
            node = self._variable()
            if not self.now.is_sign("]"):
                self._properties(node, found, graph)
            self.expect("]")
            return node
        if self.takes("("):
            return self._list(found, graph)
        return self.term()

    def _list(self, found: list[Pattern], graph: _Graph) -> Term:
        items: list[Term] = []
        while not self.takes(")"):
            items.append(self._node(found, graph))
        rest: Term = _NIL
        for item in reversed(items):
            node = self._variable()
            found += [self._noted(Pattern(node, *each, graph)) for each in ((_FIRST, item), (_REST, rest))]
            rest = node
        return rest

    def _noted(self, pattern: Pattern) -> Pattern:
        self.patterns.append((pattern, self.groups[-1]))
        return pattern

    def _variable(self) -> Variable:
        self._fresh += 1
        return Variable(f"__{self._fresh}")

    def term(self) -> Term:
        """Read a variable, IRI or literal; a labelled blank node is a variable. Raises QueryError at anything else."""
        token = self.next()
        if token.kind in ("variable", "blank"):
            name = token.text[1:] if token.kind == "variable" else f"__{token.text[2:]}"
            return Variable(name.replace(".", "__").replace("-", "__"))
        if token.kind in ("iri", "name"):
            return read_iri(token, self.prefixes, self.base)
        if token.kind == "string":
            return self._literal(read_text(token))
        if token.kind == "number" or (token.is_sign("+", "-") and self.now.kind == "number"):
            return read_number(token.text if token.kind == "number" else token.text + self.next().text)
        if token.is_word("TRUE", "FALSE"):
            return Literal(token.text.lower(), datatype=NamedNode(XSD + "boolean"))
        self.at -= 1
        raise self.unknown("a term was expected")

    def _literal(self, text: str) -> Literal:
        if self.now.kind == "tag":
            return Literal(text, language=self.next().text[1:])
        if self.takes("^^"):
            return Literal(text, datatype=read_iri(self.next(), self.prefixes, self.base))
        return Literal(text)

    # property paths

    def _path(self) -> Predicate:
        if self.now.kind == "variable":
            return Variable(self.next().text[1:])
        return self._alternatives()

    def _alternatives(self) -> Predicate:
        return self._chain("|", self._sequence)

    def _sequence(self) -> Predicate:
        return self._chain("/", self._elt)

    def _chain(self, sign: str, part: _Part) -> Predicate:
        parts = [part()]
        while self.takes(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Path(sign, tuple(parts))

    def _elt(self) -> Predicate:
        if self.takes("^"):
            return Path("^", (self._elt(),))
        if self.takes("!"):
            return Path("!", tuple(self._negated()))
        if self.takes("("):
            found = self._alternatives()
            self.expect(")")
        elif self.now.is_word("A"):
            self.next()
            found = _TYPE
        else:
            found = self._predicate()
        for sign in ("*", "+", "?"):
            if self.takes(sign):
                return Path(sign, (found,))
        return found

    def _negated(self) -> Sequence[Predicate]:
        if not self.takes("("):
            return [self._elt()]
        found: list[Predicate] = []
        while not self.takes(")"):
            found.append(self._elt())
            self.takes("|")
        return found

    def _predicate(self) -> NamedNode:
        if self.now.kind not in ("iri", "name"):
            raise self.unknown("a property was expected")
        return read_iri(self.next(), self.prefixes, self.base)
