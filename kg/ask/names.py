"""Reads from the graph what a question may name: entities and classes with their types, periods, and the subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.phrases import PhraseMatch, Phrases
from kg.ask.tokens import tokenize
from kg.query import NameIndex
from kg.rdf import ALT_LABEL, ID, LABEL, OWL, RDFS, SKOS, TYPE, ZJ

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.ask.lexicon import Lexicon
    from kg.ask.tokens import Token
    from kg.rdf import Dataset

_HEAD = re.compile(r"((?:[A-Z][\w'’-]*(?: (?:for|and))? )+[A-Z][\w'’-]*) of |number of (.+)|([一-鿿]{3,})(?<!次)数$")
CLASS = OWL + "Class"
CONCEPT = SKOS + "Concept"
PERIOD = ZJ + "Period"
INDICATOR = ZJ + "Indicator"
# entities that no question names
_UNNAMED = tuple(
    f"{ID}{kind}/" for kind in ("interpretation", "note", "numeral", "scheme", "membership", "graph", "claim")
)
# classes of entities whose names may also be ordinary words: 意见, about, history
_COMMON = (CLASS, CONCEPT, ZJ + "Section", ZJ + "Figure")
_SECTOR = ZJ + "Sector"


@dataclass(frozen=True)
class Names:
    """What a question may name, by IRI.

    `types` are the classes of an entity, `above` the superclasses of a class, `scheme` the scheme of a concept,
    `labels` and `aliases` the names of an entity or scheme, `tokens` all names of an entity in tokens, `periods` the
    periods by their interval (ISO dates, empty if open), `subjects` what the document is about, `span` the first and
    last date in the graph.
    """

    phrases: Phrases[str]
    types: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]
    scheme: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    tokens: Mapping[str, tuple[tuple[Token, ...], ...]]
    periods: Mapping[tuple[str, str], str]
    subjects: frozenset[str]
    span: tuple[str, str]

    def members(self, class_: str) -> list[str]:
        """Return the entities of a class, sorted by IRI."""
        return sorted(iri for iri, types in self.types.items() if class_ in types)

    def find(self, tokens: Sequence[Token], ends: Collection[int]) -> list[PhraseMatch[str]]:
        """Return the names in a text; a single English word must have the number (singular or plural) of the name."""
        matches = []
        for match in self.phrases.find(tokens, ends):
            word = tokens[match.first].text
            is_word = match.last - match.first == 1 and word.isascii()
            if values := tuple(iri for iri in match.values if not is_word or self._has_name(iri, word)):
                matches.append(PhraseMatch(match.first, match.last, values))
        return matches

    def _has_name(self, iri: str, word: str) -> bool:
        return self.is_common(iri) or any(len(name) == 1 and name[0].text == word for name in self.tokens[iri])

    def name_like(self, iri: str, text: str) -> str:
        """Return the label or alias of an entity that equals a text, else the first in the script of the text."""
        texts = (*self.labels.get(iri, ()), *self.aliases.get(iri, ()))
        alike = [each for each in texts if _is_chinese(each) == _is_chinese(text)] or [text]
        return next((each for each in texts if each.casefold() == text.casefold()), alike[0])

    def is_common(self, iri: str) -> bool:
        """Return whether the name of an entity may be an ordinary word."""
        types = self.types.get(iri, frozenset())
        return _SECTOR not in types and not types.isdisjoint(_COMMON)


@dataclass
class _Gathered:
    types: dict[str, set[str]] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)


def read_names(store: Dataset, lexicon: Lexicon) -> Names:
    """Read names and types from a graph, and add the further names of the lexicon."""
    gathered = _gather(store)
    phrases: Phrases[str] = Phrases(unaligned=3, key=lambda token: token.form)
    tokens: dict[str, tuple[tuple[Token, ...], ...]] = {}
    # labels before aliases before further names: if a name is ambiguous, the entity of that label comes first
    for texts in (gathered.labels, gathered.aliases, lexicon.names):
        for iri, names in texts.items():
            if iri in gathered.types and not iri.startswith(_UNNAMED):
                tokenized = tuple(tuple(tokenize(text, lexicon.spellings)) for text in (*names, *_heads(names)))
                tokens[iri] = tokens.get(iri, ()) + tokenized
                for name in tokenized:
                    phrases.add(name, iri)
    periods, span = _dates(store, gathered)
    return Names(
        phrases=phrases,
        types={iri: frozenset(types) for iri, types in gathered.types.items()},
        above=_pairs(store, RDFS + "subClassOf"),
        scheme={iri: min(schemes) for iri, schemes in _pairs(store, SKOS + "inScheme").items()},
        labels={iri: tuple(texts) for iri, texts in gathered.labels.items()},
        aliases={iri: tuple(texts) for iri, texts in gathered.aliases.items()},
        tokens=tokens,
        periods=periods,
        subjects=_subjects(store),
        span=span,
    )


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def _heads(names: Iterable[str]) -> list[str]:
    """Return the parts of names that are names: Management Committee (of …), (number of) employees, 从业人员(数)."""
    return [match[match.lastindex or 0] for name in names if (match := _HEAD.match(name))]


def _gather(store: Dataset) -> _Gathered:
    gathered = _Gathered()
    for triple in store.triples(None, TYPE):
        subject, class_ = triple.subject, triple.object
        if (
            isinstance(subject, NamedNode)
            and isinstance(class_, NamedNode)
            and _can_be_named(subject.value, class_.value)
        ):
            gathered.types.setdefault(subject.value, set()).add(class_.value)
    index = NameIndex(store)
    for predicate, texts in ((LABEL, gathered.labels), (ALT_LABEL, gathered.aliases)):
        for node, text in sorted(index.names(predicate), key=lambda name: (str(name[0]), str(name[1]))):
            texts.setdefault(node.value, []).append(text.value)
    return gathered


def _can_be_named(subject: str, class_: str) -> bool:
    if class_ == CLASS:
        return subject.startswith(ZJ)
    return class_ == CONCEPT or (subject.startswith(ID) and class_.startswith(ZJ))


def _pairs(store: Dataset, predicate: str) -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for triple in store.triples(None, NamedNode(predicate)):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            pairs.setdefault(triple.subject.value, set()).add(triple.object.value)
    return {iri: frozenset(objects) for iri, objects in pairs.items()}


def _dates(store: Dataset, gathered: _Gathered) -> tuple[dict[tuple[str, str], str], tuple[str, str]]:
    """Return the periods by their interval, and the first and last date in the graph."""
    ends: dict[str, dict[str, str]] = {}
    for name in ("earliestDate", "latestDate"):
        for triple in store.triples(None, NamedNode(ZJ + name)):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
                ends.setdefault(triple.subject.value, {})[name] = triple.object.value
    periods = {
        (interval.get("earliestDate", ""), interval.get("latestDate", "")): iri
        for iri, interval in sorted(ends.items(), reverse=True)
        if PERIOD in gathered.types.get(iri, ())
    }
    dates = sorted(date for interval in ends.values() for date in interval.values())
    return periods, (dates[0], dates[-1]) if dates else ("0001-01-01", "9999-12-31")


def _subjects(store: Dataset) -> frozenset[str]:
    """Return what the source documents are about."""
    sources = [triple.subject for triple in store.triples(None, TYPE, NamedNode(ZJ + "SourceDocument"))]
    subjects = {triple.object for each in sources for triple in store.triples(each, NamedNode(ZJ + "concerns"))}  # type: ignore[arg-type]
    return frozenset(node.value for node in subjects if isinstance(node, NamedNode))
