"""Axioms: what the ontology in a store asserts in terms of OWL, found by either end."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from kg.rdf import DERIVED, OWL, RDF, RDFS, TYPE

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.rdf import Dataset

FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
SUBCLASS, SUBPROPERTY, DOMAIN, RANGE = (
    NamedNode(RDFS + name) for name in ("subClassOf", "subPropertyOf", "domain", "range")
)
SAME, THING, INVERSE, CHAIN, SAME_CLASS, SAME_PROPERTY = (
    NamedNode(OWL + name)
    for name in "sameAs Thing inverseOf propertyChainAxiom equivalentClass equivalentProperty".split()
)
ALL_OF, ANY_OF, ONE_OF, ON, VALUE, SOME, EACH = (
    NamedNode(OWL + name)
    for name in "intersectionOf unionOf oneOf onProperty hasValue someValuesFrom allValuesFrom".split()
)
SYMMETRIC, TRANSITIVE, FUNCTIONAL, INVERSE_FUNCTIONAL = (
    NamedNode(OWL + name + "Property") for name in "Symmetric Transitive Functional InverseFunctional".split()
)
_PREDICATES = (
    *(SUBCLASS, SUBPROPERTY, DOMAIN, RANGE, INVERSE, CHAIN, SAME_CLASS, SAME_PROPERTY),
    *(ALL_OF, ANY_OF, ONE_OF, ON, VALUE, SOME, EACH),
)
# at which end of an axiom a property stands
_PROPERTY_ENDS = {
    **dict.fromkeys((SUBPROPERTY, SAME_PROPERTY, INVERSE), ("subject", "object")),
    **dict.fromkeys((DOMAIN, RANGE, CHAIN), ("subject",)),
    ON: ("object",),
}
_KINDS = (SYMMETRIC, TRANSITIVE, FUNCTIONAL, INVERSE_FUNCTIONAL)


class Axioms:
    """The axioms of a store, read once; `lists` gives the members of an axiom's list, and the triples that make it up.

    The triples are the axiom itself and the cells of its list.
    """

    def __init__(self, store: Dataset) -> None:
        self._store = store
        self._from: dict[tuple[NamedNode, object], list[Triple]] = defaultdict(list)
        self._to: dict[tuple[NamedNode, object], list[Triple]] = defaultdict(list)
        patterns = [(each, None) for each in _PREDICATES] + [(TYPE, kind) for kind in _KINDS]
        stated = {q.triple for pattern in patterns for q in store.quads(None, *pattern) if q.graph_name not in DERIVED}
        found = sorted(filter(_is_usable, stated), key=str)
        for axiom in found:
            self._from[axiom.predicate, axiom.subject].append(axiom)
            self._to[axiom.predicate, axiom.object].append(axiom)
        lists = (axiom for axiom in found if axiom.predicate in (ALL_OF, ANY_OF, ONE_OF, CHAIN))
        self.lists = {axiom: self._list(axiom) for axiom in lists}

    def find(self, predicate: NamedNode, *, subject: object = None, value: object = None) -> list[Triple]:
        """Return the axioms of a predicate that a term is the subject of, or the object."""
        return self._to.get((predicate, value), []) if subject is None else self._from.get((predicate, subject), [])

    def of_kind(self, term: object, kind: NamedNode) -> list[Triple]:
        """Return the axiom that makes a term transitive or the like, if there is one."""
        return [axiom for axiom in self.find(TYPE, subject=term) if axiom.object == kind]

    def _list(self, axiom: Triple) -> tuple[list[object], tuple[Triple, ...]]:
        """Return the members of an axiom's list, and the axiom with the triples that make up the list."""
        members: list[object] = []
        cells = [axiom]
        node = axiom.object
        while isinstance(node, (NamedNode, BlankNode)) and node != _NIL:
            first = next(self._store.triples(node, FIRST), None)
            rest = next(self._store.triples(node, _REST), None)
            if first is None or rest is None or rest in cells:
                break
            members.append(first.object)
            cells += (first, rest)
            node = rest.object
        return members, tuple(cells)


def _is_usable(axiom: Triple) -> bool:
    """Say whether the properties that an axiom is about have names: a property expression has no triples."""
    ends = {"subject": axiom.subject, "object": axiom.object}
    return all(isinstance(ends[end], NamedNode) for end in _PROPERTY_ENDS.get(axiom.predicate, ()))
