"""Checks that each asserted name and relation is in the passage that states it, or has a reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.audit.annotations import REASON
from kg.audit.findings import Fault, Section, section
from kg.audit.quotes import STATEMENT
from kg.project import PASSAGE_OF
from kg.rdf import ALT_LABEL, ID, LABEL, TYPE, ZJ, compact, graph_iri, is_passage, language_matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.audit.annotations import Annotations
    from kg.project import Passage

INTERPRETS, INTERPRETED = NamedNode(ZJ + "interprets"), NamedNode(ZJ + "interpretedProperty")
_LANGUAGE, _IN_SECTION = NamedNode(ZJ + "interpretedLanguage"), NamedNode(ZJ + "inSection")
_BACKGROUND, _DOCUMENT, _ALIGNMENT = (graph_iri(name).value for name in ("background", "document", "alignment"))
_REMARKS = frozenset({"Interpretation", "ReviewNote", "NonFigure"})
# words that may join the document's words in a composed name
_PARTICLES = frozenset("的之数次个年时于“”")


@dataclass(frozen=True)
class _Grounds:
    """The entities that need no passage: terms of the ontology, the document and its parts, and those interpreted.

    `reasons` are the languages for which an interpretation gives a reason, by entity and property; an empty language
    means all.
    """

    concepts: Collection[str]
    parts: Collection[str]
    reasons: Mapping[tuple[str, str], Collection[str]]
    annotations: Annotations

    def needs_no_mention(self, entity: str, predicate: str) -> bool:
        """Return whether statements of a property may use an entity that their passage does not name."""
        return entity in self.concepts or entity in self.parts or (entity, predicate) in self.reasons

    def is_remark(self, node: str) -> bool:
        """Return whether a node is a remark of the editors, and nothing else."""
        types = self.annotations.types(node)
        return bool(types) and types <= _REMARKS

    def allows(self, triple: Triple) -> bool:
        """Return whether a statement of the editors is a remark, or its subject, object or property has a reason."""
        subject, value = triple.subject.value, triple.object  # type: ignore[union-attr]
        tag = f"{value.language or ''}-".lower() if isinstance(value, Literal) else ""
        ends = (subject, value.value if isinstance(value, NamedNode) else "", "")
        return self.is_remark(subject) or any(
            tag.startswith(language and f"{language}-".lower())
            for end in ends
            for language in self.reasons.get((end, triple.predicate.value), ())
        )


def audit_grounds(annotations: Annotations, passages: Collection[Passage], concepts: Collection[str]) -> Section:
    """Compare the graphs' statements with the passages: names, relations, entities.

    `concepts` are the IRIs that the ontology defines; they need no evidence.
    """
    parts = {passage.iri.value for passage in passages} | {
        value.value
        for node in annotations.subjects(PASSAGE_OF)
        for predicate in (PASSAGE_OF, _IN_SECTION)
        for value in annotations.values(node, predicate)
    }
    grounds = _Grounds(concepts, parts, _reasons(annotations), annotations)
    faults: list[Fault] = []
    total = 0
    for passage, known in _named_so_far(annotations, passages).items():
        for triple in annotations.stated.get(passage, ()):
            total += 1
            faults += _literal_faults(triple, passage, annotations.texts[passage])
            faults += _relation_faults(triple, passage, known, grounds)
    background = list(annotations.stated.get(_BACKGROUND, ()))
    faults += [fault for triple in background for fault in _composed_faults(triple, grounds)]
    faults += _editor_faults(grounds)
    faults += _entity_faults(grounds)
    return section("grounds", total + len(background), faults)


def _reasons(annotations: Annotations) -> dict[tuple[str, str], set[str]]:
    reasons: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in set(annotations.subjects(INTERPRETED)):
        if annotations.values(node, REASON):
            languages = {value.value for value in annotations.values(node, _LANGUAGE)} or {""}
            for entity in {value.value for value in annotations.values(node, INTERPRETS)} or {""}:
                for predicate in annotations.values(node, INTERPRETED):
                    reasons[entity, predicate.value] |= languages
    return reasons


def _editor_faults(grounds: _Grounds) -> Iterator[Fault]:
    """Yield a fault for each statement of the editors without a reason, and in a graph that is not of a passage."""
    for graph, triples in grounds.annotations.stated.items():
        if graph in (_BACKGROUND, _ALIGNMENT):
            for triple in triples:
                if not grounds.allows(triple):
                    yield _ungrounded(triple, graph, triple.object)
        elif graph == _DOCUMENT or graph not in grounds.parts:
            for triple in triples:
                yield from _relation_faults(triple, graph, set(), grounds)


def _named_so_far(annotations: Annotations, passages: Iterable[Passage]) -> dict[str, set[str]]:
    """Return for each passage the nodes quoted in it or earlier in its paragraph, to which a sentence may refer."""
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
        yield Fault("label_ungrounded", passage, triple.subject.value, value.value, details)  # type: ignore[union-attr]


def _relation_faults(triple: Triple, passage: str, known: Collection[str], grounds: _Grounds) -> Iterator[Fault]:
    for end in (triple.subject, triple.object):
        if (
            isinstance(end, NamedNode)
            and end.value not in known
            and not grounds.needs_no_mention(end.value, triple.predicate.value)
        ):
            yield _ungrounded(triple, passage, end)


def _ungrounded(triple: Triple, graph: str, end: object) -> Fault:
    stated = compact(end.value) if isinstance(end, NamedNode) else f"“{getattr(end, 'value', end)}”"
    details = {"property": compact(triple.predicate.value), "stated": stated}
    return Fault("relation_ungrounded", graph, triple.subject.value, "", details)  # type: ignore[union-attr]


def _composed_faults(triple: Triple, grounds: _Grounds) -> Iterator[Fault]:
    """Yield a fault for a Chinese name of the background that does not consist of the document's words."""
    value, node = triple.object, triple.subject.value  # type: ignore[union-attr]
    if triple.predicate not in (LABEL, ALT_LABEL) or not isinstance(value, Literal):
        return
    if not language_matches(value.language, "zh") or grounds.is_remark(node):
        return
    foreign = _foreign_words(value.value, "\n".join(grounds.annotations.texts.values()))
    if foreign and not grounds.needs_no_mention(node, triple.predicate.value):
        yield Fault("name_ungrounded", _BACKGROUND, node, value.value, {"stated": value.value, "foreign": foreign})


def _foreign_words(name: str, text: str) -> str:
    """Return the characters of a name that are neither particles nor in a run of two or more that the text has."""
    known = [character in _PARTICLES for character in name]
    for start in range(len(name) - 1):
        if name[start : start + 2] in text:
            known[start] = known[start + 1] = True
    return "".join(character for character, is_known in zip(name, known, strict=True) if not is_known)


def _entity_faults(grounds: _Grounds) -> Iterator[Fault]:
    """Yield a fault for each entity that no passage types and that is neither an editor's remark nor interpreted."""
    stated = grounds.annotations.stated
    typed = {
        triple.subject.value  # type: ignore[union-attr]
        for graph, triples in stated.items()
        for triple in triples
        if triple.predicate == TYPE and graph in grounds.parts and is_passage(NamedNode(graph))
    }
    used = {
        term.value
        for graph, triples in stated.items()
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode) and (graph != _ALIGNMENT or term.value.startswith(ID))
    }
    for node in sorted(used - typed):
        if not grounds.needs_no_mention(node, TYPE.value) and not grounds.is_remark(node):
            yield Fault("entity_ungrounded", "", node)
