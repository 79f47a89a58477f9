"""Incremental inference, for speed alone: updates the inferred triples after a change, without inferring all again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.owl.contradictions import find_contradictions
from kg.owl.fixpoint import NEW, Run, Touched, hierarchy_rule, holds_any
from kg.owl.inference import refuse_contradictions
from kg.owl.rules import compile_rules
from kg.owl.schema import Schema
from kg.rdf import graph_iri
from kg.runtime import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from kg.owl.rules import Program, Rule
    from kg.rdf import MutableDataset

GONE, COMING, FOUND = (graph_iri(f"inferring/{name}") for name in ("gone", "coming", "found"))


class AxiomsChangedError(Exception):
    """An axiom changed, so that the rules change and everything has to be inferred again."""


def maintain(service: MutableDataset, target: NamedNode) -> None:
    """Update the inferred triples of a dataset; the graph GONE has the removed triples, COMING the new ones.

    These triples are removed from and added to the default graph, and what follows from the change is removed from and
    added to it and `target`. Before, both must have all that follows from the data, as after `infer`. Returns whether
    they still do. Afterwards GONE, COMING and FOUND have all triples that may have changed; the caller deletes them.

    Raises ViolationError if the data now contradicts the ontology, AxiomsChangedError, and QueryError.

    Source: Gupta, Mumick and Subrahmanian, Maintaining Views Incrementally (1993): delete and rederive.
    """
    if Touched.by(service, GONE, COMING).may_be_axioms:
        raise AxiomsChangedError
    schema = Schema.read(service, target)
    program = compile_rules(schema)
    _Upkeep(service, target, program).run()
    if Touched.by(service, GONE, FOUND).may_be_axioms and compile_rules(Schema.read(service, target)) != program:
        raise AxiomsChangedError
    refuse_contradictions(find_contradictions(service, schema, added=(COMING, FOUND)))


class _Upkeep:
    """One change of a closed dataset."""

    def __init__(self, service: MutableDataset, target: NamedNode, program: Program) -> None:
        self._service, self._target, self._program = service, target, program

    def run(self) -> None:
        self._copy(GONE, NEW[0])
        self._overdelete()
        self._service.update(
            f"DELETE {{ ?s ?p ?o . GRAPH {self._target} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {GONE} {{ ?s ?p ?o }} }}"
        )
        self._copy(COMING, NEW[0], "FILTER NOT EXISTS { ?s ?p ?o }")
        self._service.update(
            f"DELETE {{ GRAPH {self._target} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {COMING} {{ ?s ?p ?o }} }} ;"
            f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {COMING} {{ ?s ?p ?o }} }}"
        )
        self._rederive()
        Run(self._service, (self._target, FOUND), SILENT).spread(self._program)

    def _copy(self, source: NamedNode, target: NamedNode, condition: str = "") -> None:
        inner = "{ ?s ?p ?o }"
        self._service.update(f"INSERT {{ GRAPH {target} {inner} }} WHERE {{ GRAPH {source} {inner} {condition} }}")

    def _overdelete(self) -> None:
        """Put into GONE all that was inferred with the help of what went, if perhaps not by that alone."""
        new, other = NEW
        while holds_any(self._service, new):
            touched = Touched.by(self._service, new)
            for rule in self._rules():
                head = " ".join(rule.head)
                for place, pattern in enumerate(rule.body.patterns):
                    if touched.may_match(pattern):
                        self._service.update(
                            f"INSERT {{ GRAPH {other} {{ {head} }} GRAPH {GONE} {{ {head} }} }} "
                            f"WHERE {{ {rule.body.where(place, str(new))}\nGRAPH {self._target} {{ {head} }} "
                            f"FILTER NOT EXISTS {{ GRAPH {GONE} {{ {head} }} }} }}"
                        )
            self._service.clear(new)
            new, other = other, new

    def _rederive(self) -> None:
        """Put back what went and still follows, in one step, from what stayed."""
        rules = [*self._rules(), *([hierarchy_rule(self._program)] if self._program.hierarchy else [])]
        for rule in rules if holds_any(self._service, GONE) else ():
            head = " ".join(rule.head)
            self._service.insert(
                f"{head} .",
                f"GRAPH {GONE} {{ {head} }}\n{rule.body.where(is_bound=True)}\nFILTER NOT EXISTS {{ {head} }}",
                (self._target, FOUND, NEW[0]),
            )

    def _rules(self) -> Iterator[Rule]:
        yield from self._program.tables
        yield from self._program.joins
