"""Backward rules: the applications of OWL 2 RL rules, with axioms and premises, that derive a given triple.

The compiled rules of `rules` cannot give these steps. They are compiled from the closure of the axioms, with class
expressions and hierarchies unfolded into their bodies, so that one compiled rule stands for a chain of applications and
for many axioms at once (a table in its body). The rule names and the axiom triples are lost, and an explanation needs
both, one step at a time. To keep them, a compiled rule would have to carry a derivation for each row of its table: that
would be these rules again, and slower inference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.owl.axioms import (
    ALL_OF,
    ANY_OF,
    CHAIN,
    DOMAIN,
    EACH,
    FUNCTIONAL,
    INVERSE,
    INVERSE_FUNCTIONAL,
    ON,
    ONE_OF,
    RANGE,
    SAME,
    SAME_CLASS,
    SAME_PROPERTY,
    SOME,
    SUBCLASS,
    SUBPROPERTY,
    SYMMETRIC,
    THING,
    TRANSITIVE,
    VALUE,
)
from kg.rdf import DERIVED, EVIDENCE, TYPE, is_passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.owl.axioms import Axioms
    from kg.rdf import Dataset, Object

    Rule = Callable[[Triple], Iterator["Step"]]
    Node = NamedNode | BlankNode

# what follows about terms from two axioms, one after the other
_SCHEMA = {
    SUBCLASS: (("scm-sco", SUBCLASS, SUBCLASS),),
    SUBPROPERTY: (("scm-spo", SUBPROPERTY, SUBPROPERTY),),
    DOMAIN: (("scm-dom1", DOMAIN, SUBCLASS), ("scm-dom2", SUBPROPERTY, DOMAIN)),
    RANGE: (("scm-rng1", RANGE, SUBCLASS), ("scm-rng2", SUBPROPERTY, RANGE)),
}
_EQUIVALENCES = (("scm-eqc", SAME_CLASS, SUBCLASS), ("scm-eqp", SAME_PROPERTY, SUBPROPERTY))


@dataclass(frozen=True)
class Step:
    """One application of a rule: its name in the standard, the axioms it applies, and the premises it needs."""

    rule: str
    axioms: tuple[Triple, ...]
    premises: tuple[Triple, ...]


class Rules:
    """The rules that apply the axioms of a store.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9, less keys, cardinalities and datatypes. `evidence` is the one
    rule of our own: a passage that types a node is its evidence.
    `thorough` rules also give steps that are seldom needed: those with a premise `x p x` that is not stored, and all
    ways to divide a chain of a transitive property in two, of which others give only the first link and the rest.
    """

    def __init__(self, store: Dataset, axioms: Axioms, *, thorough: bool = False) -> None:
        self._store = store
        self._axioms = axioms
        self._thorough = thorough
        # those that a person follows most easily come first
        always = (self._property, self._inverse, self._chain, self._value, self._evidence)
        can_equate = next(store.triples(None, SAME), None) is not None
        equals = (self._equal, self._replaced) if can_equate else ()
        self._for_types: tuple[Rule, ...] = (self._class, *always, self._domain, self._expression, *equals)
        self._for_others: tuple[Rule, ...] = (self._hierarchy, *always, *equals)

    def steps(self, goal: Triple) -> Iterator[list[Step]]:
        """Yield, rule after rule, the steps that would lead to a triple; their premises need not be true."""
        for rule in self._for_types if goal.predicate == TYPE else self._for_others:
            yield [step for step in rule(goal) if goal not in step.premises]

    def _triples(self, subject: Node | None, predicate: NamedNode, value: Node | None = None) -> Iterator[Triple]:
        """Yield the triples of a property from or to a node, with the one that leads from the node to itself."""
        yield from self._store.triples(subject, predicate, value)
        node = subject or value
        if self._thorough and node is not None:
            loop = Triple(node, predicate, node)
            if next(self._store.triples(*loop), None) is None:
                yield loop

    def _class(self, goal: Triple) -> Iterator[Step]:
        subject, _, wanted = goal
        for axiom in self._axioms.find(SUBCLASS, value=wanted):
            yield Step("cax-sco", (axiom,), (Triple(subject, TYPE, axiom.subject),))
        for axiom in self._axioms.find(SAME_CLASS, value=wanted):
            yield Step("cax-eqc1", (axiom,), (Triple(subject, TYPE, axiom.subject),))
        for axiom in self._axioms.find(SAME_CLASS, subject=wanted):
            yield Step("cax-eqc2", (axiom,), (Triple(subject, TYPE, axiom.object),))

    def _domain(self, goal: Triple) -> Iterator[Step]:
        subject, _, wanted = goal
        for axiom in self._axioms.find(DOMAIN, value=wanted):
            for triple in self._triples(subject, _named(axiom.subject)):
                yield Step("prp-dom", (axiom,), (triple,))
        for axiom in self._axioms.find(RANGE, value=wanted):
            for triple in self._triples(None, _named(axiom.subject), subject):
                yield Step("prp-rng", (axiom,), (triple,))

    def _expression(self, goal: Triple) -> Iterator[Step]:
        """Membership in a class that is put together from others, or restricts a property."""
        subject, _, wanted = goal
        for axiom in self._axioms.find(ALL_OF, subject=wanted):
            members, axioms = self._axioms.lists[axiom]
            yield Step("cls-int1", axioms, tuple(Triple(subject, TYPE, cast("Object", each)) for each in members))
        for axiom, (members, axioms) in self._axioms.lists.items():
            if axiom.predicate == ALL_OF and wanted in members:
                yield Step("cls-int2", axioms, (Triple(subject, TYPE, axiom.subject),))
        for axiom in self._axioms.find(ANY_OF, subject=wanted):
            members, axioms = self._axioms.lists[axiom]
            for member in members:
                yield Step("cls-uni", axioms, (Triple(subject, TYPE, cast("Object", member)),))
        for axiom in self._axioms.find(ONE_OF, subject=wanted):
            members, axioms = self._axioms.lists[axiom]
            if subject in members:
                yield Step("cls-oo", axioms, ())
        yield from self._restriction(subject, wanted)

    def _restriction(self, subject: Node, wanted: object) -> Iterator[Step]:
        for on in self._axioms.find(ON, subject=wanted):
            held = _named(on.object)
            for axiom in self._axioms.find(VALUE, subject=wanted):
                yield Step("cls-hv2", (axiom, on), (Triple(subject, held, axiom.object),))
            for axiom in self._axioms.find(SOME, subject=wanted):
                for triple in self._triples(subject, held):
                    if axiom.object == THING:
                        yield Step("cls-svf2", (axiom, on), (triple,))
                    elif not isinstance(triple.object, Literal):
                        yield Step("cls-svf1", (axiom, on), (triple, Triple(triple.object, TYPE, axiom.object)))
        for axiom in self._axioms.find(EACH, value=wanted):
            for on in self._axioms.find(ON, subject=axiom.subject):
                for triple in self._triples(None, _named(on.object), subject):
                    yield Step("cls-avf", (axiom, on), (Triple(triple.subject, TYPE, axiom.subject), triple))

    def _property(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        for axiom in self._axioms.find(SUBPROPERTY, value=predicate):
            yield Step("prp-spo1", (axiom,), (Triple(subject, _named(axiom.subject), value),))
        for axiom in self._axioms.find(SAME_PROPERTY, value=predicate):
            yield Step("prp-eqp1", (axiom,), (Triple(subject, _named(axiom.subject), value),))
        for axiom in self._axioms.find(SAME_PROPERTY, subject=predicate):
            yield Step("prp-eqp2", (axiom,), (Triple(subject, _named(axiom.object), value),))

    def _inverse(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        if isinstance(value, (Literal, Triple)):
            return
        for axiom in self._axioms.find(INVERSE, value=predicate):
            yield Step("prp-inv1", (axiom,), (Triple(value, _named(axiom.subject), subject),))
        for axiom in self._axioms.find(INVERSE, subject=predicate):
            yield Step("prp-inv2", (axiom,), (Triple(value, _named(axiom.object), subject),))
        for axiom in self._axioms.of_kind(predicate, SYMMETRIC):
            yield Step("prp-symp", (axiom,), (Triple(value, predicate, subject),))

    def _chain(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        for axiom in self._axioms.of_kind(predicate, TRANSITIVE):
            walks = list(self._walks(subject, [predicate, predicate], value))
            cut = [] if self._thorough else [premises for premises in walks if self._is_direct(premises[0])]
            yield from (Step("prp-trp", (axiom,), premises) for premises in cut or walks)
        for axiom in self._axioms.find(CHAIN, subject=predicate):
            members, axioms = self._axioms.lists[axiom]
            for premises in self._walks(subject, members, value):
                yield Step("prp-spo2", axioms, premises)

    def _is_direct(self, triple: Triple) -> bool:
        """Say whether a triple is asserted, or another one that gives it without a walk."""
        steps = (step.premises[0] for rule in (self._property, self._inverse) for step in rule(triple))
        return any(self._is_asserted(each) for each in (triple, *steps))

    def _is_asserted(self, triple: Triple) -> bool:
        return any(quad.graph_name not in DERIVED for quad in self._store.quads(*triple))

    def _walks(self, start: Node, predicates: list[object], end: Object) -> Iterator[tuple[Triple, ...]]:
        """Yield the triples that lead from a node to another by these properties in turn."""
        if len(predicates) == 1:
            yield (Triple(start, _named(predicates[0]), end),)
        elif predicates:
            for triple in self._triples(start, _named(predicates[0])):
                if not isinstance(triple.object, (Literal, Triple)):
                    for others in self._walks(triple.object, predicates[1:], end):
                        yield (triple, *others)

    def _value(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        for axiom in self._axioms.find(VALUE, value=value):
            for on in self._axioms.find(ON, subject=axiom.subject):
                if on.object == predicate:
                    yield Step("cls-hv1", (axiom, on), (Triple(subject, TYPE, axiom.subject),))

    def _evidence(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        if predicate == EVIDENCE and isinstance(value, NamedNode) and is_passage(value):
            for quad in self._store.quads(cast("Node", subject), TYPE, None, value):
                yield Step("evidence", (), (quad.triple,))

    def _hierarchy(self, goal: Triple) -> Iterator[Step]:
        """What follows about the terms themselves; the premises are axioms."""
        subject, predicate, value = goal
        for name, first, then in _SCHEMA.get(predicate, ()):
            yield from (Step(name, (), premises) for premises in self._walks(subject, [first, then], value))
        for name, equating, below in _EQUIVALENCES:
            if predicate == equating and not isinstance(value, (Literal, Triple)):
                yield Step(f"{name}2", (), (Triple(subject, below, value), Triple(value, below, subject)))
            elif predicate == below:
                for axiom in (
                    *self._axioms.find(equating, subject=subject),
                    *self._axioms.find(equating, value=subject),
                ):
                    if {axiom.subject, axiom.object} == {subject, value}:
                        yield Step(f"{name}1", (axiom,), ())
        if predicate == SUBCLASS:
            yield from self._composed(subject, value)
            for middle in self._nameless(subject) + self._nameless(value):
                yield Step("scm-sco", (), (Triple(subject, SUBCLASS, middle), Triple(middle, SUBCLASS, value)))

    def _nameless(self, term: object) -> list[BlankNode]:
        """Return the classes without a name that a class is equivalent to: below or above them it is stored nowhere."""
        ends = [axiom.object for axiom in self._axioms.find(SAME_CLASS, subject=term)]
        ends += [axiom.subject for axiom in self._axioms.find(SAME_CLASS, value=term)]
        return [end for end in ends if isinstance(end, BlankNode)]

    def _composed(self, subject: Node, value: Object) -> Iterator[Step]:
        for axiom, (members, axioms) in self._axioms.lists.items():
            if axiom.predicate == ALL_OF and axiom.subject == subject and value in members:
                yield Step("scm-int", axioms, ())
            if axiom.predicate == ANY_OF and axiom.subject == value and subject in members:
                yield Step("scm-uni", axioms, ())

    def _equal(self, goal: Triple) -> Iterator[Step]:
        subject, predicate, value = goal
        if predicate != SAME or isinstance(value, (Literal, Triple)):
            return
        yield Step("eq-sym", (), (Triple(value, SAME, subject),))
        for premises in self._walks(subject, [SAME, SAME], value):
            yield Step("eq-trans", (), premises)
        for kind, name in ((FUNCTIONAL, "prp-fp"), (INVERSE_FUNCTIONAL, "prp-ifp")):
            for axiom in self._axioms.find(TYPE, value=kind):
                held = _named(axiom.subject)
                if kind == FUNCTIONAL:
                    pairs = [(t, Triple(t.subject, held, value)) for t in self._triples(None, held, subject)]
                else:
                    pairs = [(t, Triple(value, held, t.object)) for t in self._triples(subject, held)]
                yield from (Step(name, (axiom,), pair) for pair in pairs)

    def _replaced(self, goal: Triple) -> Iterator[Step]:
        """Facts of an equal individual."""
        subject, predicate, value = goal
        for same in self._triples(None, SAME, subject):
            yield Step("eq-rep-s", (), (same, Triple(same.subject, predicate, value)))
        for same in self._triples(None, SAME, predicate):
            yield Step("eq-rep-p", (), (same, Triple(subject, _named(same.subject), value)))
        if not isinstance(value, (Literal, Triple)):
            for same in self._triples(None, SAME, value):
                yield Step("eq-rep-o", (), (same, Triple(subject, predicate, same.subject)))


def _named(term: object) -> NamedNode:
    return cast("NamedNode", term)
