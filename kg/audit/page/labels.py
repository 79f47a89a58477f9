"""What the page calls a thing, in Chinese and in English."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import ALT_LABEL, LABEL, TYPE, compact, language_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.audit.annotations import Annotations
    from kg.project import Ontology


@dataclass(frozen=True)
class Text:
    """Words in both languages of the page."""

    zh: str
    en: str


# terms that the data uses and that an ontology need not label
_STANDARD = {
    LABEL.value: Text("名称", "name"),
    ALT_LABEL.value: Text("别名", "also called"),
    TYPE.value: Text("类", "class"),
}


@dataclass(frozen=True)
class Labels:
    """The labels of entities, concepts and terms, by IRI."""

    texts: Mapping[str, Text]

    def of(self, iri: str) -> Text:
        """Return the label of an IRI in both languages, else in the one it has, else its CURIE."""
        return self.texts.get(iri) or Text(compact(iri), compact(iri))


def read_labels(ontology: Ontology, annotations: Annotations) -> Labels:
    """Return the labels that the ontology and the asserted data state."""
    stated: dict[str, set[Literal]] = defaultdict(set)
    for triple in ontology.triples:
        if triple.predicate == LABEL and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            stated[triple.subject.value].add(triple.object)
    for node in set(annotations.subjects(LABEL)):
        stated[node] |= {value for value in annotations.values(node, LABEL) if isinstance(value, Literal)}
    found = {iri: both(literals) for iri, literals in stated.items()}
    return Labels(_STANDARD | {iri: text for iri, text in found.items() if text})


def both(literals: Iterable[Literal]) -> Text | None:
    """Return literals in both languages; a missing one is replaced by the other."""
    by: dict[str, list[str]] = defaultdict(list)
    for each in sorted(literals, key=str):
        languages = [language for language in ("zh", "en") if language_matches(each.language, language)]
        if each.language is None:
            languages = ["zh", "en"]
        for language in languages or ["other"]:
            by[language].append(each.value)
    words = by["zh"] or by["en"] or by["other"]
    return Text((by["zh"] or words)[0], (by["en"] or words)[0]) if words else None
