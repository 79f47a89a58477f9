"""The reverse: each name and relation of the asserted graphs leads to the passage that states it, or to a reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.audit.findings import Fault, Section, section
from kg.audit.quotes import STATEMENT
from kg.evidence import is_passage
from kg.terms import ALT_LABEL, ID, LABEL, TYPE, ZJ, compact, graph_iri, language_matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Triple

    from kg.audit.annotations import Annotations
    from kg.passages import Passage

INTERPRETS, INTERPRETED = NamedNode(ZJ + "interprets"), NamedNode(ZJ + "interpretedProperty")
_BACKGROUND, _DOCUMENT = graph_iri("background").value, graph_iri("document").value
_REMARKS = frozenset({"Interpretation", "ReviewNote", "NonFigure"})
_SOURCE = "SourceDocument"
# what may join the document's words in a composed name
_PARTICLES = frozenset("的之数次个年时于“”")


@dataclass(frozen=True)
class _Grounds:
    """What needs no passage: terms of the ontology, and (entity, property) that interpretations cover."""

    concepts: Collection[str]
    reasons: Collection[tuple[str, str]]
    annotations: Annotations

    def spare(self, entity: str, predicate: str) -> bool:
        """Whether an entity may be used in a property's statements without being named there."""
        known = entity in self.concepts or not entity.startswith(ID) or _SOURCE in self.annotations.types(entity)
        return known or (entity, predicate) in self.reasons


def audit_grounds(annotations: Annotations, passages: Iterable[Passage], concepts: Collection[str]) -> Section:
    """Hold what the graphs state against the passages: names, relations, entities.

    `concepts` are the IRIs that the ontology defines; they need no evidence.
    """
    grounds = _Grounds(concepts, _reasons(annotations), annotations)
    faults: list[Fault] = []
    total = 0
    for passage, known in _named_so_far(annotations, passages).items():
        for triple in annotations.stated.get(passage, ()):
            total += 1
            faults += _literal_faults(triple, passage, annotations.texts[passage])
            faults += _relation_faults(triple, passage, known, grounds)
    background = list(annotations.stated.get(_BACKGROUND, ()))
    faults += [fault for triple in background for fault in _composed_faults(triple, grounds)]
    faults += _made_up(grounds)
    return section("grounds", total + len(background), faults)


def _reasons(annotations: Annotations) -> set[tuple[str, str]]:
    return {
        (entity.value, each.value)
        for reason in annotations.subjects(INTERPRETS)
        for entity in annotations.values(reason, INTERPRETS)
        for each in annotations.values(reason, INTERPRETED)
    }


def _named_so_far(annotations: Annotations, passages: Iterable[Passage]) -> dict[str, set[str]]:
    """Return for each passage the nodes quoted in it or before it in its paragraph: what a sentence goes on about."""
    named: dict[str, set[str]] = {}
    paragraphs: dict[int, set[str]] = defaultdict(set)
    for passage in passages:
        iri = passage.iri.value
        if iri in annotations.texts:
            paragraphs[passage.paragraph] |= {quote.node for quote in annotations.quotes.get(iri, ())}
            named[iri] = set(paragraphs[passage.paragraph])
    return named


def _literal_faults(triple: Triple, passage: str, text: str) -> Iterator[Fault]:
    value = triple.object
    if triple.predicate not in (LABEL, ALT_LABEL, STATEMENT) or not isinstance(value, Literal):
        return
    foreign = value.language is not None and not language_matches(value.language, "zh")
    if foreign or value.value not in text:
        details = {"property": compact(triple.predicate.value), "stated": value.value}
        yield Fault("label_ungrounded", passage, _node(triple), value.value, details)


def _relation_faults(triple: Triple, passage: str, known: set[str], grounds: _Grounds) -> Iterator[Fault]:
    for end in (triple.subject, triple.object):
        if not isinstance(end, NamedNode) or end.value in known:
            continue
        if not grounds.spare(end.value, triple.predicate.value):
            details = {"property": compact(triple.predicate.value), "stated": compact(end.value)}
            yield Fault("relation_ungrounded", passage, _node(triple), "", details)


def _composed_faults(triple: Triple, grounds: _Grounds) -> Iterator[Fault]:
    """Yield a fault for a Chinese name of the background that is not made of the document's words."""
    value, node = triple.object, _node(triple)
    if triple.predicate not in (LABEL, ALT_LABEL) or not isinstance(value, Literal):
        return
    if not language_matches(value.language, "zh") or grounds.annotations.types(node) & _REMARKS:
        return
    foreign = _foreign_words(value.value, "\n".join(grounds.annotations.texts.values()))
    if foreign and not grounds.spare(node, triple.predicate.value):
        yield Fault("name_ungrounded", _BACKGROUND, node, value.value, {"stated": value.value, "said": foreign})


def _foreign_words(name: str, text: str) -> str:
    """Return the characters of a name that are neither particles nor in a run of two or more that the text has."""
    taken = [character in _PARTICLES for character in name]
    for start in range(len(name) - 1):
        if name[start : start + 2] in text:
            taken[start] = taken[start + 1] = True
    return "".join(character for character, known in zip(name, taken, strict=True) if not known)


def _made_up(grounds: _Grounds) -> Iterator[Fault]:
    """Yield a fault for each entity that no passage types and that is neither an editor's remark nor interpreted."""
    stated = grounds.annotations.stated
    typed = {
        _node(triple)
        for graph, triples in stated.items()
        for triple in triples
        if triple.predicate == TYPE and is_passage(NamedNode(graph))
    }
    own = {_node(triple) for triple in stated.get(_DOCUMENT, ())}
    used = {
        term.value
        for triples in stated.values()
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode)
    }
    for node in sorted(used - typed - own):
        if not grounds.spare(node, TYPE.value) and not grounds.annotations.types(node) & _REMARKS:
            yield Fault("entity_ungrounded", "", node)


def _node(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else str(triple.subject)
