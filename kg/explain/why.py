"""Why a triple is in the graph: its derivation; or the facts that are in the graph instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.explain.derivation import derive, leaves
from kg.explain.entity import Fact
from kg.explain.sources import find_sources
from kg.query import find_node, find_property, find_value

if TYPE_CHECKING:
    from kg.explain.derivation import Derivation
    from kg.rdf import Dataset


@dataclass(frozen=True)
class Why:
    """A triple, whether it is in the store, its derivation, or the facts that are in it instead.

    `derivation` is None for a triple that is not in the store, and for an inferred one that no known rule derives.
    `reverse` is set if the store has the triple from object to subject; `instead` are the subject's facts of that
    property.
    """

    triple: Triple
    holds: bool
    derivation: Derivation | None
    reverse: bool
    instead: tuple[Fact, ...]

    @property
    def passages(self) -> tuple[str, ...]:
        """The ids of the passages that state the asserted triples of the derivation, sorted."""
        grounds = leaves(self.derivation) if self.derivation else ()
        return tuple(sorted({source.name for leaf in grounds for source in leaf.sources if source.is_passage}))


def explain_triple(store: Dataset, subject: str, predicate: str, value: str) -> Why:
    """Return whether and why a triple is in a store; its terms are given by labels, CURIEs, IRIs or values.

    Raises what `kg.query.lookup` raises for a name that is unknown or ambiguous.
    """
    found = find_property(store, predicate)
    ends = (value, subject) if found.backwards else (subject, value)
    node = find_node(store, ends[0])
    other = find_value(store, node, found.iri, ends[1])
    triple = Triple(node, found.iri, other)
    holds = next(store.triples(node, found.iri, other), None) is not None
    return Why(
        triple=triple,
        holds=holds,
        derivation=derive(store, triple) if holds else None,
        reverse=not holds and _holds_backwards(store, triple),
        instead=() if holds else _instead(store, node, found.iri),
    )


def _holds_backwards(store: Dataset, triple: Triple) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
        return False
    return next(store.triples(value, predicate, subject), None) is not None


def _instead(store: Dataset, subject: NamedNode, predicate: NamedNode) -> tuple[Fact, ...]:
    facts = [
        Fact(predicate, triple.object, forward=True, sources=tuple(find_sources(store, triple)))
        for triple in store.triples(subject, predicate)
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.inferred, str(fact.other))))
