"""The fix point: rules run on a dataset, round by round, each round only on what the one before found."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from kg.owl.rule_body import TYPE, Body, Pattern, Table
from kg.owl.rules import Program, Rule, compile_rules
from kg.owl.schema import Schema
from kg.rdf import OWL, RDF, RDFS, graph_iri

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.rdf import Dataset, MutableDataset
    from kg.runtime import Reporter

_VOCABULARIES = (f"<{RDF}", f"<{RDFS}", f"<{OWL}")
# terms of these vocabularies that do not describe classes or properties
_ABOUT = {TYPE, f"<{RDFS}label>", f"<{RDFS}comment>", f"<{RDFS}seeAlso>", f"<{RDFS}isDefinedBy>"}
# what the last round found, and what this one finds
NEW = (graph_iri("inferring/0"), graph_iri("inferring/1"))


class Run:
    """One run of the rules over a dataset; what they find is put into some graphs, and into the default graph."""

    def __init__(
        self, service: MutableDataset, targets: tuple[NamedNode, ...], reporter: Reporter, *, axioms: bool = False
    ) -> None:
        self._service = service
        self._targets = targets
        self._reporter = reporter
        self._axioms = axioms

    def close(self) -> Schema:
        """Run the rules until they find nothing new, again if they found an axiom, and return the last schema."""
        done: Program | None = None
        while True:
            program = compile_rules(Schema.read(self._service, self._targets[0], restates=self._axioms))
            if program == done:
                return program.schema
            self._rounds(program)
            done = program

    def _rounds(self, program: Program) -> None:
        self._state_hierarchy(program)
        for rule in program.tables:
            self._reporter.advance(0, None, rule.name)
            self._apply(rule, None, self._targets)
        for rule in program.joins:
            self._reporter.advance(0, None, rule.name)
            self._apply(rule, None, (*self._targets, NEW[0]))
        self.spread(program)

    def spread(self, program: Program) -> None:
        """Find all that follows from the triples in the first graph of NEW, round by round."""
        new, other = NEW
        for number in count(1):
            self._reporter.advance(0, None, f"round {number}")
            if not holds_any(self._service, new):
                return
            for rule in program.tables:
                self._apply(rule, (0, new), (*self._targets, new))
            touched = Touched.by(self._service, new)
            for rule in program.joins:
                for place, pattern in enumerate(rule.body.patterns):
                    if touched.may_match(pattern):
                        self._apply(rule, (place, new), (*self._targets, other))
            self._service.clear(new)
            new, other = other, new

    def _apply(self, rule: Rule, delta: tuple[int, NamedNode] | None, graphs: tuple[NamedNode, ...]) -> None:
        where = rule.body.where() if delta is None else rule.body.where(delta[0], str(delta[1]))
        head = " ".join(rule.head)
        self._service.insert(f"{head} .", f"{where}\nFILTER NOT EXISTS {{ {head} }}", graphs)

    def _state_hierarchy(self, program: Program) -> None:
        if program.hierarchy:
            self._apply(hierarchy_rule(program), None, self._targets)


@dataclass(frozen=True)
class Touched:
    """The predicates of some triples, and the classes of their rdf:type triples."""

    predicates: frozenset[str]
    classes: frozenset[str]

    @classmethod
    def by(cls, service: Dataset, *graphs: NamedNode) -> Touched:
        """Return what the triples of some graphs touch."""
        predicates, classes = set[str](), set[str]()
        for graph in graphs:
            text = f"SELECT DISTINCT ?p WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            predicates |= {str(row["p"]) for row in service.select(text)}
            text = f"SELECT DISTINCT ?o WHERE {{ GRAPH {graph} {{ ?s a ?o }} }}"
            classes |= {str(row["o"]) for row in service.select(text)}
        return cls(frozenset(predicates), frozenset(classes))

    @property
    def may_be_axioms(self) -> bool:
        """Whether axioms can be among the triples: all of them have a predicate or class of the W3C's vocabularies."""
        return any(each.startswith(_VOCABULARIES) for each in {*self.predicates, *self.classes} - _ABOUT)

    def may_match(self, pattern: Pattern) -> bool:
        """Say whether one of the triples can match a pattern."""
        _, predicate, value = pattern
        if predicate.startswith("?"):
            return True
        if predicate == TYPE and not value.startswith("?"):
            return value in self.classes
        return predicate in self.predicates


def hierarchy_rule(program: Program) -> Rule:
    """Return the rule without conditions that states the closed hierarchy of classes and properties."""
    variables = ("?s", "?p", "?o")
    return Rule("scm", Body(tables=(Table(variables, program.hierarchy),)), variables)


def holds_any(service: Dataset, graph: NamedNode) -> bool:
    """Say whether a named graph has a triple."""
    return bool(service.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))
