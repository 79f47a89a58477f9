"""Entities with their facts in both directions, and the sources of each fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.explain.sources import find_sources
from kg.rdf import AS_WRITTEN, EVIDENCE, LABEL, TYPE, ZJ

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.explain.sources import Source
    from kg.rdf import Dataset, Object

_HIDDEN = {LABEL, AS_WRITTEN, EVIDENCE, NamedNode(ZJ + "asWrittenPrefix"), NamedNode(ZJ + "asWrittenSuffix")}


@dataclass(frozen=True)
class Fact:
    """A triple of an entity: `other` is the other end, `forward` whether the entity is the subject."""

    predicate: NamedNode
    other: Object
    forward: bool
    sources: tuple[Source, ...]

    @property
    def inferred(self) -> bool:
        """Whether the triple is only inferred."""
        return all(source.name == "inferred" for source in self.sources)


@dataclass(frozen=True)
class Entity:
    """An entity: its IRI, the passages that name it, and its facts in both directions."""

    iri: NamedNode
    mentions: tuple[Source, ...]
    facts: tuple[Fact, ...]


def describe_entity(store: Dataset, iri: NamedNode, *, everything: bool = False) -> Entity:
    """Return an entity with its facts in both directions.

    Entailments in other vocabularies are included only with `everything`; labels and quotes are not facts.
    """
    facts = [
        *(_fact(store, triple, forward=True) for triple in store.triples(iri)),
        *(_fact(store, triple, forward=False) for triple in store.triples(None, None, iri)),
    ]
    shown = [fact for fact in facts if everything or _is_shown(fact, store.terms)]
    mentions = [
        source for triple in store.triples(iri, TYPE) for source in find_sources(store, triple) if source.is_passage
    ]
    unique = dict.fromkeys(sorted(mentions, key=lambda source: source.name))
    return Entity(iri=iri, mentions=tuple(unique), facts=tuple(sorted(shown, key=_order)))


def _fact(store: Dataset, triple: Triple, *, forward: bool) -> Fact:
    other = triple.object if forward else triple.subject
    return Fact(triple.predicate, other, forward, tuple(find_sources(store, triple)))


def _is_shown(fact: Fact, terms: str) -> bool:
    if fact.predicate in _HIDDEN:
        return False
    if fact.predicate == TYPE:
        return isinstance(fact.other, NamedNode) and fact.other.value.startswith(terms) and not fact.inferred
    return not fact.inferred or fact.predicate.value.startswith(terms)


def _order(fact: Fact) -> tuple[bool, bool, bool, str, str]:
    return (not fact.forward, fact.predicate != TYPE, fact.inferred, fact.predicate.value, str(fact.other))
