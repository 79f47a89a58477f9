"""Entities: found by label, CURIE or IRI, and told with all their facts and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg import evidence
from kg.errors import AmbiguousNameError, UnknownNameError
from kg.terms import ALT_LABEL, AS_WRITTEN, EVIDENCE, ID, LABEL, TYPE, ZJ, compact, expand, language_matches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.evidence import Source
    from kg.service import Object, Queryable

_INVERSE_LABEL = NamedNode(ZJ + "inverseLabel")
_HIDDEN = {LABEL, AS_WRITTEN, EVIDENCE, NamedNode(ZJ + "asWrittenPrefix"), NamedNode(ZJ + "asWrittenSuffix")}


@dataclass(frozen=True)
class Fact:
    """One triple seen from one of its ends: `other` is the other end, `forward` whether the entity is the subject."""

    predicate: NamedNode
    other: Object
    forward: bool
    sources: tuple[Source, ...]

    @property
    def inferred(self) -> bool:
        """Whether only the reasoner states the triple."""
        return all(source.name == "inferred" for source in self.sources)


@dataclass(frozen=True)
class Entity:
    """An entity: its IRI, the passages that name it, and its facts in both directions."""

    iri: NamedNode
    mentions: tuple[Source, ...]
    facts: tuple[Fact, ...]


def label(store: Queryable, node: NamedNode, language: str) -> str:
    """Return an entity's label in a language, else in any, else its CURIE."""
    return _best_text(store, node, LABEL, language) or compact(node.value)


def inverse_label(store: Queryable, node: NamedNode, language: str) -> str:
    """Return how a property is called when read from object to subject."""
    return _best_text(store, node, _INVERSE_LABEL, language) or f"← {label(store, node, language)}"


def _best_text(store: Queryable, node: NamedNode, predicate: NamedNode, language: str) -> str:
    texts = [t.object for t in store.triples(node, predicate) if isinstance(t.object, Literal)]
    ranked = sorted(
        texts, key=lambda text: (not language_matches(text.language, language), _is_pinyin(text), str(text))
    )
    return ranked[0].value if ranked else ""


def _is_pinyin(text: Literal) -> bool:
    return (text.language or "").lower().startswith("zh-latn")


def find_entity(store: Queryable, name: str, *, of_class: NamedNode | None = None) -> NamedNode:
    """Return the entity that a label in any language, an alias, a CURIE or an IRI names.

    With `of_class` only its members count. Raises UnknownNameError with the closest labels, AmbiguousNameError with
    all entities that bear the label.
    """
    iri = expand(name)
    if iri is not None and next(store.triples(iri), None) is not None:
        return iri
    bearers = _bearers(store, name, of_class)
    if not bearers:
        known = [text for text, _ in _names(store, of_class)]
        raise UnknownNameError("entity" if of_class is None else compact(of_class.value), name, known)
    if len(bearers) > 1:
        listed = ", ".join(compact(node.value) for node in bearers)
        raise AmbiguousNameError(f"{name!r} is the name of {len(bearers)} entities", hint=f"say which: {listed}")
    return bearers[0]


def _bearers(store: Queryable, name: str, of_class: NamedNode | None) -> list[NamedNode]:
    wanted = name.casefold().strip()
    exact: dict[NamedNode, set[NamedNode]] = {LABEL: set(), ALT_LABEL: set()}
    for predicate, found in exact.items():
        for triple in store.triples(None, predicate):
            if triple.object.value.casefold() == wanted and _belongs(store, triple.subject, of_class):  # type: ignore[union-attr]
                found.add(triple.subject)  # type: ignore[arg-type]
    # a label beats an alias
    for found in (exact[LABEL], exact[ALT_LABEL]):
        if found:
            return sorted(found, key=lambda node: node.value)
    return []


def _names(store: Queryable, of_class: NamedNode | None) -> Iterable[tuple[str, NamedNode]]:
    for predicate in (LABEL, ALT_LABEL):
        for triple in store.triples(None, predicate):
            if isinstance(triple.subject, NamedNode) and _belongs(store, triple.subject, of_class):
                yield triple.object.value, triple.subject  # type: ignore[union-attr]


def _belongs(store: Queryable, node: object, of_class: NamedNode | None) -> bool:
    if of_class is None:
        return isinstance(node, NamedNode) and node.value.startswith(ID)
    return next(store.triples(node, TYPE, of_class), None) is not None  # type: ignore[arg-type]


def describe(store: Queryable, iri: NamedNode, *, everything: bool = False) -> Entity:
    """Return an entity with its facts in both directions.

    Left out, unless `everything` is asked for, are entailments in other vocabularies and what the header shows.
    """
    facts = [
        *(_fact(store, triple, forward=True) for triple in store.triples(iri)),
        *(_fact(store, triple, forward=False) for triple in store.triples(None, None, iri)),
    ]
    shown = [fact for fact in facts if everything or _is_shown(fact)]
    mentions = [
        source for triple in store.triples(iri, TYPE) for source in evidence.sources(store, triple) if source.is_passage
    ]
    unique = dict.fromkeys(sorted(mentions, key=lambda source: source.name))
    return Entity(iri=iri, mentions=tuple(unique), facts=tuple(sorted(shown, key=_order)))


def _fact(store: Queryable, triple: Triple, *, forward: bool) -> Fact:
    other = triple.object if forward else triple.subject
    return Fact(triple.predicate, other, forward, tuple(evidence.sources(store, triple)))


def _is_shown(fact: Fact) -> bool:
    if fact.predicate in _HIDDEN:
        return False
    if fact.predicate == TYPE:
        return isinstance(fact.other, NamedNode) and fact.other.value.startswith(ZJ) and not fact.inferred
    return not fact.inferred or fact.predicate.value.startswith(ZJ)


def _order(fact: Fact) -> tuple[bool, bool, bool, str, str]:
    return (not fact.forward, fact.predicate != TYPE, fact.inferred, fact.predicate.value, str(fact.other))
