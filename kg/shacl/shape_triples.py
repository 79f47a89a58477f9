"""The triples of a shapes graph by subject, and the error for malformed shapes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple as RdfTriple

from kg.errors import KgError
from kg.rdf import EXACT_NUMBERS, OWL, RDF, RDFS, SH, compact
from kg.shacl.written import datatype_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

Term = NamedNode | BlankNode | Literal
Node = NamedNode | BlankNode

_NIL = NamedNode(RDF + "nil")
_SUBCLASS = RDFS + "subClassOf"
_MALFORMED = "a shape is not well formed: "


class MalformedShapeError(KgError):
    """Raised for a shape that is not well formed; the message names the shape and the fault."""

    def of_shape(self, name: str) -> MalformedShapeError:
        """Return the error with the name of the shape, if its message has not."""
        if name in self.message:
            return self
        return MalformedShapeError(self.message.replace(_MALFORMED, f"{_MALFORMED}{name}: ", 1), hint=self.hint)


class ShapeTriples:
    """The values of a shapes graph by subject and property, always in the same order."""

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
        """The subjects of triples."""
        return self._about.keys()

    def about(self, node: Term) -> Mapping[str, list[Term]]:
        """Return the values of a node's properties, by property IRI."""
        return self._about.get(node, {})

    def objects(self, node: Term, name: str) -> list[Term]:
        """Return the sorted values of a SHACL property."""
        return self.about(node).get(SH + name, [])

    def one(self, node: Term, name: str) -> Term | None:
        """Return the value of a SHACL property, or None. Raises MalformedShapeError if there are several."""
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
        is_count = isinstance(value, Literal) and value.value.removeprefix("+").isdecimal()
        if not isinstance(value, Literal) or not is_count or datatype_of(value) not in EXACT_NUMBERS:
            raise self.malformed(node, f"sh:{name} is {value}, not a whole number of at least 0")
        return int(value.value)

    def items(self, node: Term) -> list[Term]:
        """Return the members of a list. Raises MalformedShapeError if the node is not a list."""
        members: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.about(node).get(RDF + "first", []), self.about(node).get(RDF + "rest", [])
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise self.malformed(node, "a list is broken: each link has one rdf:first and one rdf:rest")
            seen.add(node)
            members += first
            node = rest[0]
        return members

    def is_instance(self, node: Term, name: str) -> bool:
        """Return whether a node is an instance of an RDFS class, given by its local name, or of a subclass.

        Each owl:Class is an rdfs:Class, as in pyshacl.
        """
        todo = list(self.about(node).get(RDF + "type", []))
        seen: set[Term] = set()
        while todo:
            kind = todo.pop()
            if kind in (NamedNode(RDFS + name), NamedNode(OWL + name)):
                return True
            if kind not in seen:
                seen.add(kind)
                todo += self.about(kind).get(_SUBCLASS, [])
        return False

    def instances(self, kind: str) -> list[Term]:
        """Return the nodes that have a type, given by IRI."""
        return [node for node, about in self._about.items() if NamedNode(kind) in about.get(RDF + "type", ())]

    def malformed(self, node: Term, problem: str) -> MalformedShapeError:
        """Return the error about a node, which names the nearest shape with an IRI."""
        return MalformedShapeError(f"{_MALFORMED}{self.name(node)}: {problem}", hint="correct it in shapes/")

    def name(self, node: Term) -> str:
        """Return the name of a node in messages: its CURIE, for a blank node that of the nearest node above it."""
        seen: set[Term] = set()
        while isinstance(node, BlankNode) and self._owners.get(node) and node not in seen:
            seen.add(node)
            node = min(self._owners[node], key=lambda owner: (isinstance(owner, BlankNode), str(owner)))
        return compact(node.value) if isinstance(node, NamedNode) else str(node)
