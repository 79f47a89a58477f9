"""The triples of a shapes graph, looked up by subject, and the error for what is not well formed in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple as RdfTriple

from kg.errors import KgError
from kg.rdf import RDF, RDFS, SH, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

Term = NamedNode | BlankNode | Literal
Node = NamedNode | BlankNode

_NIL = NamedNode(RDF + "nil")
_SUBCLASS = RDFS + "subClassOf"


class MalformedShapeError(KgError):
    """A shape that is not well formed; the message names it and what is wrong."""


class ShapeTriples:
    """A shapes graph by subject and property; what is asked for comes in the same order each time."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: dict[Term, dict[str, list[Term]]] = {}
        self._owners: dict[Term, set[Term]] = defaultdict(set)
        for triple in triples:
            if isinstance(triple.subject, RdfTriple) or isinstance(triple.object, RdfTriple):
                continue
            about = self._about.setdefault(triple.subject, {})
            about.setdefault(triple.predicate.value, []).append(triple.object)
            if isinstance(triple.object, BlankNode):
                self._owners[triple.object].add(triple.subject)
        for about in self._about.values():
            for values in about.values():
                if len(values) > 1:
                    values.sort(key=str)

    @property
    def nodes(self) -> Iterable[Term]:
        """The nodes that something is said about."""
        return self._about.keys()

    def about(self, node: Term) -> Mapping[str, list[Term]]:
        """Return what is said about a node, by property."""
        return self._about.get(node, {})

    def objects(self, node: Term, name: str) -> list[Term]:
        """Return the values of a SHACL property, in order."""
        return self.about(node).get(SH + name, [])

    def one(self, node: Term, name: str) -> Term | None:
        """Return the only value of a SHACL property, None if there is none. Raises MalformedShapeError for more."""
        values = self.objects(node, name)
        if len(values) > 1:
            raise self.malformed(node, f"sh:{name} has {len(values)} values, not one")
        return values[0] if values else None

    def flag(self, node: Term, name: str) -> bool:
        """Return the value of a boolean SHACL property. Raises MalformedShapeError for anything but true or false."""
        value = self.one(node, name)
        if value is None:
            return False
        if not isinstance(value, Literal) or value.value not in ("true", "false", "1", "0"):
            raise self.malformed(node, f"sh:{name} is {value}, not true or false")
        return value.value in ("true", "1")

    def count(self, node: Term, name: str) -> int | None:
        """Return the value of an integer SHACL property. Raises MalformedShapeError for anything else."""
        value = self.one(node, name)
        if value is None:
            return None
        if not isinstance(value, Literal) or not value.value.lstrip("+").isdecimal():
            raise self.malformed(node, f"sh:{name} is {value}, not a number of things")
        return int(value.value)

    def items(self, node: Term) -> list[Term]:
        """Return the members of a list. Raises MalformedShapeError if it is none."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.about(node).get(RDF + "first", []), self.about(node).get(RDF + "rest", [])
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise self.malformed(node, "a list is broken: each link has one rdf:first and one rdf:rest")
            seen.add(node)
            found += first
            node = rest[0]
        return found

    def is_instance(self, node: Term, name: str) -> bool:
        """Say whether a node is of an RDFS class, or of a class below it."""
        todo = list(self.about(node).get(RDF + "type", []))
        seen: set[Term] = set()
        while todo:
            kind = todo.pop()
            if kind == NamedNode(RDFS + name):
                return True
            if kind not in seen:
                seen.add(kind)
                todo += self.about(kind).get(_SUBCLASS, [])
        return False

    def malformed(self, node: Term, problem: str) -> MalformedShapeError:
        """Return the error about a node, told by the nearest shape that has a name."""
        return MalformedShapeError(f"a shape is not well formed: {self.name(node)}: {problem}", hint="look at shapes/")

    def name(self, node: Term) -> str:
        """Return how a node is told to people: its name, or that of what it belongs to."""
        seen: set[Term] = set()
        while isinstance(node, BlankNode) and self._owners.get(node) and node not in seen:
            seen.add(node)
            node = min(self._owners[node], key=lambda owner: (isinstance(owner, BlankNode), str(owner)))
        return compact(node.value) if isinstance(node, NamedNode) else str(node)
