"""The fix point: rules run on a dataset, round by round, each round only on what the one before found."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from kg.infer.body import TYPE, Body, Table
from kg.infer.rules import Program, Rule, compile_rules
from kg.infer.schema import Schema
from kg.terms import graph_iri

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import NamedNode

    from kg.service import Updatable

_NEW = (graph_iri("inferring/0"), graph_iri("inferring/1"))


class Run:
    """One run of the rules over a dataset; what they find is put into a graph, and into the default graph."""

    def __init__(self, service: Updatable, target: NamedNode, told: Callable[[str], None]) -> None:
        self._service = service
        self._target = target
        self._told = told

    def close(self) -> Schema:
        """Run the rules until they find nothing new, again if they found an axiom, and return the last schema."""
        done: Program | None = None
        while True:
            program = compile_rules(Schema.read(self._service))
            if program == done:
                return program.schema
            self._rounds(program)
            done = program

    def _rounds(self, program: Program) -> None:
        self._state_hierarchy(program)
        for rule in program.tables:
            self._told(rule.name)
            self._apply(rule, None, (self._target,))
        new, other = _NEW
        for rule in program.joins:
            self._told(rule.name)
            self._apply(rule, None, (self._target, new))
        for number in count(1):
            self._told(f"round {number}")
            if not self._has(new):
                return
            for rule in program.tables:
                self._apply(rule, (0, new), (self._target, new))
            predicates, classes = self._used(new)
            for rule in program.joins:
                for place, pattern in enumerate(rule.body.patterns):
                    if _is_touched(pattern, predicates, classes):
                        self._apply(rule, (place, new), (self._target, other))
            self._service.clear(new)
            new, other = other, new

    def _apply(self, rule: Rule, delta: tuple[int, NamedNode] | None, graphs: tuple[NamedNode, ...]) -> None:
        where = rule.body.where() if delta is None else rule.body.where(delta[0], str(delta[1]))
        head = " ".join(rule.head)
        self._service.insert(f"{head} .", f"{where}\nFILTER NOT EXISTS {{ {head} }}", graphs)

    def _state_hierarchy(self, program: Program) -> None:
        if program.hierarchy:
            self._apply(
                Rule("scm", Body(tables=(Table(("?s", "?p", "?o"), program.hierarchy),)), ("?s", "?p", "?o")),
                None,
                (self._target,),
            )

    def _has(self, graph: NamedNode) -> bool:
        return bool(self._service.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def _used(self, graph: NamedNode) -> tuple[set[str], set[str]]:
        text = f"SELECT DISTINCT ?p WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        predicates = {str(row["p"]) for row in self._service.select(text)}
        text = f"SELECT DISTINCT ?o WHERE {{ GRAPH {graph} {{ ?s a ?o }} }}"
        return predicates, {str(row["o"]) for row in self._service.select(text)}


def _is_touched(pattern: tuple[str, str, str], predicates: set[str], classes: set[str]) -> bool:
    _, predicate, value = pattern
    if predicate.startswith("?"):
        return True
    if predicate == TYPE and not value.startswith("?"):
        return value in classes
    return predicate in predicates
