"""The labels of entities and the texts of the page, in Chinese and in English."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import ALT_LABEL, LABEL, TYPE, compact, language_matches
from kg.runtime import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.audit.annotations import Annotations
    from kg.project import Ontology


@dataclass(frozen=True)
class Text:
    """A text in both languages of the page."""

    zh: str
    en: str


def page_text(key: str, **values: object) -> Text:
    """Return a message of the page in both languages; a value that is a `Text` is inserted in each."""
    zh, en = (
        message(__file__, key, language, **{name: getattr(value, language, value) for name, value in values.items()})
        for language in ("zh", "en")
    )
    return Text(zh, en)


# messages for the terms that the data uses and that an ontology need not label
_STANDARD = {LABEL.value: "label", ALT_LABEL.value: "alt_label", TYPE.value: "class"}


@dataclass(frozen=True)
class Labels:
    """The labels of entities, concepts and terms, by IRI."""

    texts: Mapping[str, Text]

    def of(self, iri: str) -> Text:
        """Return the label of an IRI in both languages, else in the one that exists, else its CURIE."""
        return self.texts.get(iri) or Text(compact(iri), compact(iri))


def read_labels(ontology: Ontology, annotations: Annotations) -> Labels:
    """Return the labels that the ontology and the asserted data state."""
    stated: dict[str, set[Literal]] = defaultdict(set)
    for triple in ontology.triples:
        if triple.predicate == LABEL and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            stated[triple.subject.value].add(triple.object)
    for node in set(annotations.subjects(LABEL)):
        stated[node] |= {value for value in annotations.values(node, LABEL) if isinstance(value, Literal)}
    standard = {iri: page_text(key) for iri, key in _STANDARD.items()}
    return Labels(standard | {iri: text for iri, literals in stated.items() if (text := both(literals))})


def both(literals: Iterable[Literal]) -> Text | None:
    """Return literals in both languages; a missing one is replaced by the other."""
    values: dict[str, list[str]] = defaultdict(list)
    for literal in sorted(literals, key=str):
        languages = [language for language in ("zh", "en") if language_matches(literal.language, language)]
        if literal.language is None:
            languages = ["zh", "en"]
        for language in languages or ["other"]:
            values[language].append(literal.value)
    first = values["zh"] or values["en"] or values["other"]
    return Text((values["zh"] or first)[0], (values["en"] or first)[0]) if first else None
