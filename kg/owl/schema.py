"""The schema: the axioms of a dataset, read in one query and closed under the rules about classes and properties."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import OWL, RDF, RDFS, transitive_closure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.rdf import Dataset, Object

    Facts = Mapping[str, Mapping[Object, list[Object]]]

THING, NOTHING = NamedNode(OWL + "Thing"), NamedNode(OWL + "Nothing")
FORWARD, BACKWARD = True, False
# the axioms whose object is a class that something falls under by them
_CONCLUDING = {RDF + "type", OWL + "someValuesFrom", OWL + "allValuesFrom", OWL + "onClass"}
_CONCLUDING |= {RDFS + name for name in ("subClassOf", "domain", "range")}


@dataclass(frozen=True)
class Restriction:
    """A class expression on one property: its kind (`someValuesFrom`), the property, and the class or value."""

    kind: str
    on: Object
    filler: Object


class Schema:
    """The axioms of a dataset, each list and restriction as one value, blank nodes included.

    `restates` is set if the axioms that follow from axioms are wanted too, with all that follows from them.

    Source: OWL 2 Profiles, section 4.3, tables 5, 6, 7 and 9.
    """

    def __init__(self, rows: Iterable[tuple[Object, str, Object]], *, restates: bool = False) -> None:
        self.restates = restates
        facts: dict[str, dict[Object, list[Object]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in sorted(set(rows), key=str):
            facts[predicate][subject].append(value)
        self._facts: Facts = facts
        self.kinds: dict[str, list[Object]] = defaultdict(list)
        for subject, kinds in facts[RDF + "type"].items():
            for kind in kinds:
                self.kinds[_text(kind).removeprefix(OWL)].append(subject)

    @classmethod
    def read(cls, service: Dataset, derived: NamedNode, *, restates: bool = False) -> Schema:
        """Read every axiom of a dataset, whose graph `derived` has the inferred triples. Raises QueryError."""
        text = (files("kg.owl") / "schema.rq").read_text(encoding="utf-8").replace("?derived", str(derived))
        rows = ((row["s"], _text(row["p"]), row["o"]) for row in service.select(text))
        return cls(rows, restates=restates)  # type: ignore[arg-type]

    def pairs(self, predicate: str) -> list[tuple[Object, Object]]:
        """Return subject and value of each triple of an axiom's predicate, given as an IRI."""
        return [(subject, value) for subject, values in self._facts[predicate].items() for value in values]

    def values(self, subject: Object, predicate: str) -> list[Object]:
        """Return the objects of a node and a predicate, given as an IRI."""
        return self._facts[predicate].get(subject, [])

    def listed(self, predicate: str) -> list[tuple[Object, tuple[Object, ...]]]:
        """Return the subject and the members of the list for each triple of an axiom's predicate."""
        found = [(subject, self._members(head)) for subject, head in self.pairs(predicate)]
        return [(subject, members) for subject, members in found if members]

    def _members(self, head: Object) -> tuple[Object, ...]:
        members: list[Object] = []
        seen: set[Object] = set()
        while head not in seen and (first := self.values(head, RDF + "first")):
            seen.add(head)
            members.append(first[0])
            head = next(iter(self.values(head, RDF + "rest")), head)
        return tuple(members)

    @cached_property
    def trivial(self) -> frozenset[Object]:
        """The classes whose members are not derived: owl:Thing, unless an axiom says something of all things."""
        facts = ((s, p, o) for p in self._facts for s, o in self.pairs(p) if THING in (s, o) and s != o)
        says = any(p not in _CONCLUDING if o == THING else p != RDF + "type" for _, p, o in facts)
        return frozenset() if says or self.restates else frozenset({THING})

    @cached_property
    def restrictions(self) -> dict[Object, list[Restriction]]:
        """The restrictions that each node describes, usually one."""
        found: dict[Object, list[Restriction]] = defaultdict(list)
        kinds = "someValuesFrom allValuesFrom hasValue maxCardinality maxQualifiedCardinality".split()
        for kind in kinds:
            for node, filler in self.pairs(OWL + kind):
                found[node] += [Restriction(kind, on, filler) for on in self.values(node, OWL + "onProperty")]
        return dict(found)

    @cached_property
    def intersections(self) -> dict[Object, list[tuple[Object, ...]]]:
        """The parts of each class that is an intersection."""
        return _grouped(self.listed(OWL + "intersectionOf"))

    @cached_property
    def enumerations(self) -> dict[Object, list[tuple[Object, ...]]]:
        """The members of each enumerated class (owl:oneOf)."""
        return _grouped(self.listed(OWL + "oneOf"))

    @cached_property
    def asserted(self) -> dict[Object, list[Object]]:
        """The individuals stated to fall under a class without a name."""
        found: dict[Object, list[Object]] = defaultdict(list)
        for individual, kind in self.pairs(RDF + "type"):
            if isinstance(kind, BlankNode) and isinstance(individual, NamedNode):
                found[kind].append(individual)
        return dict(found)

    @cached_property
    def superproperties(self) -> dict[Object, set[Object]]:
        """The properties above each property (prp-spo1, prp-eqp1, prp-eqp2, scm-spo)."""
        edges: dict[Object, set[Object]] = defaultdict(set)
        for lower, upper in self.pairs(RDFS + "subPropertyOf"):
            edges[lower].add(upper)
        for one, other in self.pairs(OWL + "equivalentProperty"):
            edges[one].add(other)
            edges[other].add(one)
        return {each: transitive_closure(each, edges) - {each} for each in edges}

    @cached_property
    def readings(self) -> dict[Object, set[tuple[Object, bool]]]:
        """For each property its superproperties and inverses, each with its direction, FORWARD or BACKWARD."""
        edges: dict[Object, set[tuple[Object, bool]]] = defaultdict(set)
        for lower, uppers in self.superproperties.items():
            edges[lower] |= {(upper, FORWARD) for upper in uppers}
        for one, other in self.pairs(OWL + "inverseOf"):
            edges[one].add((other, BACKWARD))
            edges[other].add((one, BACKWARD))
        for prop in self.kinds["SymmetricProperty"]:
            edges[prop].add((prop, BACKWARD))
        return {each: _directed(each, edges) - {(each, FORWARD)} for each in edges}

    @cached_property
    def superclasses(self) -> dict[Object, set[Object]]:
        """The classes above each class, expressions without a name included (cax-sco, cax-eqc, scm-*)."""
        edges: dict[Object, set[Object]] = defaultdict(set)
        for lower, upper in self.pairs(RDFS + "subClassOf"):
            edges[lower].add(upper)
        for one, other in self.pairs(OWL + "equivalentClass"):
            edges[one].add(other)
            edges[other].add(one)
        for whole, parts in self.listed(OWL + "intersectionOf"):
            edges[whole] |= set(parts)
        for whole, parts in self.listed(OWL + "unionOf"):
            for part in parts:
                edges[part].add(whole)
        for each in self.kinds["Class"]:
            edges[each].add(THING)
            edges[NOTHING].add(each)
        while True:
            closed = {each: transitive_closure(each, edges) - {each} for each in list(edges)}
            new = [(low, up) for low, up in self._between_restrictions(closed) if up not in closed.get(low, ())]
            if not new:
                return closed
            for lower, upper in new:
                edges[lower].add(upper)

    def _between_restrictions(self, closed: Mapping[Object, set[Object]]) -> Iterator[tuple[Object, Object]]:
        """Yield the restrictions that one restriction implies (scm-hv, scm-svf1, scm-svf2, scm-avf1, scm-avf2)."""
        by_kind: dict[str, list[tuple[Object, Restriction]]] = defaultdict(list)
        for node, restrictions in self.restrictions.items():
            for restriction in restrictions:
                by_kind[restriction.kind].append((node, restriction))
        for kind in ("someValuesFrom", "allValuesFrom", "hasValue"):
            for low, one in by_kind[kind]:
                for up, other in by_kind[kind]:
                    if low == up:
                        continue
                    if one.filler == other.filler and other.on in {one.on, *self.superproperties.get(one.on, ())}:
                        yield (up, low) if kind == "allValuesFrom" else (low, up)
                    if kind != "hasValue" and one.on == other.on and other.filler in closed.get(one.filler, ()):
                        yield low, up

    def named_above(self, node: Object) -> list[NamedNode]:
        """Return the nearest classes with a name above a class; those above them follow from the hierarchy."""
        return self._outermost(self.superclasses.get(node, set()), self.superclasses)

    def named_below(self, node: Object) -> list[NamedNode]:
        """Return the nearest classes with a name below a class."""
        below = {each for each, above in self.superclasses.items() if node in above}
        subclasses: dict[Object, set[Object]] = defaultdict(set)
        for lower, above in self.superclasses.items():
            for upper in above:
                subclasses[upper].add(lower)
        return self._outermost(below - {NOTHING}, subclasses)

    def _outermost(self, nodes: set[Object], further: Mapping[Object, set[Object]]) -> list[NamedNode]:
        named = [each for each in nodes if isinstance(each, NamedNode) and each not in self.trivial]

        def covers(one: NamedNode, other: NamedNode) -> bool:
            is_above = other in further.get(one, ())
            return is_above and (one not in further.get(other, ()) or one.value < other.value)

        return sorted(
            (each for each in named if not any(covers(other, each) for other in named if other != each)),
            key=lambda each: each.value,
        )


def _grouped(pairs: Iterable[tuple[Object, tuple[Object, ...]]]) -> dict[Object, list[tuple[Object, ...]]]:
    found: dict[Object, list[tuple[Object, ...]]] = defaultdict(list)
    for node, members in pairs:
        found[node].append(members)
    return dict(found)


def _directed(start: Object, edges: Mapping[Object, set[tuple[Object, bool]]]) -> set[tuple[Object, bool]]:
    seen: set[tuple[Object, bool]] = set()
    waiting = [(start, FORWARD)]
    while waiting:
        node, way = waiting.pop()
        new = {(other, way == sign) for other, sign in edges.get(node, ())} - seen
        seen |= new
        waiting += new
    return seen


def _text(term: object) -> str:
    return "" if term is None or isinstance(term, Literal) else str(getattr(term, "value", term))
