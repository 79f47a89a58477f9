"""What the graph offers to a question: the names of its entities and classes, their kinds, periods, and its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.phrases import Found, Phrases
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
# what nobody calls by its label
_UNNAMED = tuple(
    f"{ID}{kind}/" for kind in ("interpretation", "note", "numeral", "scheme", "membership", "graph", "claim")
)
# these are common words as well: 意见, about, history; alone they do not say that an entity is meant
_COMMON = (CLASS, CONCEPT, ZJ + "Section", ZJ + "Figure")
_SECTOR = ZJ + "Sector"


@dataclass(frozen=True)
class Names:
    """The graph as a question sees it.

    `types` are an entity's classes, `above` a class's superclasses, `scheme` a concept's scheme, `labels` and `aliases`
    the texts of an entity or scheme, `tokens` all names of an entity, `periods` the periods by their interval (ISO
    dates, empty where open), `subjects` what the document is about, `span` the first and last date of all.
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
        """Return the entities of a class, by IRI."""
        return sorted(iri for iri, types in self.types.items() if class_ in types)

    def find(self, tokens: Sequence[Token], ends: Collection[int]) -> list[Found[str]]:
        """Return the names in a text; one that is a single English word in that number only."""
        found = []
        for each in self.phrases.find(tokens, ends):
            single = (
                tokens[each.first].text if each.last - each.first == 1 and tokens[each.first].text.isascii() else None
            )
            values = tuple(iri for iri in each.values if single is None or self._is_called(iri, single))
            if values:
                found.append(Found(each.first, each.last, values))
        return found

    def _is_called(self, iri: str, word: str) -> bool:
        return self.is_common(iri) or any(len(name) == 1 and name[0].text == word for name in self.tokens[iri])

    def written(self, iri: str, text: str) -> str:
        """Return a label or alias of an entity: the one that a text is, or the first in the text's script."""
        texts = (*self.labels.get(iri, ()), *self.aliases.get(iri, ()))
        alike = [each for each in texts if _is_chinese(each) == _is_chinese(text)] or [text]
        return next((each for each in texts if each.casefold() == text.casefold()), alike[0])

    def is_common(self, iri: str) -> bool:
        """Say whether an entity's name may be a word like any other."""
        types = self.types.get(iri, frozenset())
        return _SECTOR not in types and not types.isdisjoint(_COMMON)


@dataclass
class _Gathered:
    types: dict[str, set[str]] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)


def read_names(store: Dataset, lexicon: Lexicon) -> Names:
    """Gather names and kinds from a store, with the further names of the lexicon."""
    gathered = _gather(store)
    phrases: Phrases[str] = Phrases(unaligned=3, key=lambda token: token.form)
    tokens: dict[str, tuple[tuple[Token, ...], ...]] = {}
    # labels before aliases before further names: what a name means first, it means by its label
    for texts in (gathered.labels, gathered.aliases, lexicon.names):
        for iri, every in texts.items():
            if iri in gathered.types and not iri.startswith(_UNNAMED):
                each = tuple(tuple(tokenize(text, lexicon.spellings)) for text in (*every, *_heads(every)))
                tokens[iri] = tokens.get(iri, ()) + each
                for name in each:
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
    """Return what of a name is a name by itself: Management Committee of the …, number of employees, 从业人员数."""
    return [match[match.lastindex or 0] for name in names if (match := _HEAD.match(name))]


def _gather(store: Dataset) -> _Gathered:
    gathered = _Gathered()
    for triple in store.triples(None, TYPE):
        subject, class_ = triple.subject, triple.object
        if isinstance(subject, NamedNode) and isinstance(class_, NamedNode) and _is_ours(subject.value, class_.value):
            gathered.types.setdefault(subject.value, set()).add(class_.value)
    index = NameIndex(store)
    for predicate, texts in ((LABEL, gathered.labels), (ALT_LABEL, gathered.aliases)):
        for node, text in sorted(index.names(predicate), key=lambda name: (str(name[0]), str(name[1]))):
            texts.setdefault(node.value, []).append(text.value)
    return gathered


def _is_ours(subject: str, class_: str) -> bool:
    if class_ == CLASS:
        return subject.startswith(ZJ)
    return class_ == CONCEPT or (subject.startswith(ID) and class_.startswith(ZJ))


def _pairs(store: Dataset, predicate: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for triple in store.triples(None, NamedNode(predicate)):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            found.setdefault(triple.subject.value, set()).add(triple.object.value)
    return {name: frozenset(values) for name, values in found.items()}


def _dates(store: Dataset, gathered: _Gathered) -> tuple[dict[tuple[str, str], str], tuple[str, str]]:
    """Return the periods by their interval, and the first and last day that the graph tells of."""
    ends: dict[str, dict[str, str]] = {}
    for name in ("earliestDate", "latestDate"):
        for triple in store.triples(None, NamedNode(ZJ + name)):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
                ends.setdefault(triple.subject.value, {})[name] = triple.object.value
    periods = {
        (each.get("earliestDate", ""), each.get("latestDate", "")): iri
        for iri, each in sorted(ends.items(), reverse=True)
        if PERIOD in gathered.types.get(iri, ())
    }
    every = sorted(date for each in ends.values() for date in each.values())
    return periods, (every[0], every[-1]) if every else ("0001-01-01", "9999-12-31")


def _subjects(store: Dataset) -> frozenset[str]:
    """Return what the source document says that it is about."""
    sources = [triple.subject for triple in store.triples(None, TYPE, NamedNode(ZJ + "SourceDocument"))]
    found = {triple.object for each in sources for triple in store.triples(each, NamedNode(ZJ + "concerns"))}  # type: ignore[arg-type]
    return frozenset(node.value for node in found if isinstance(node, NamedNode))
