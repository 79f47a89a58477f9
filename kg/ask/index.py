"""Indexes the words of the saved queries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.ask.spelling import Spelling
from kg.ask.tokens import clean, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.ask.reading import Reader, Reading, Word
    from kg.ask.tokens import Token
    from kg.query import SavedQuery

# the weight of a word by its field: wordings and summary; parameters and columns; name, grain, theme and tags
_ASKED, _DESCRIBED, _FILED = 1.0, 0.7, 0.5
# the weight of a name or a time, whatever the word
_NAME_WEIGHT = 1.5
_PARTICLE_WEIGHT = 1.0
# a word that no query has, but the name of an entity: an answer may contain it
_GRAPH_WEIGHT = 0.5
_CLASS_MATCH, _PAIR_MATCH = 0.7, 0.6


@dataclass(frozen=True)
class Entry:
    """A saved query with its wordings, and the weight of each meaning and the Chinese pairs of all its texts."""

    query: SavedQuery
    wordings: tuple[Reading, ...]
    meanings: Mapping[str, float]
    pairs: frozenset[str]

    def match(self, word: Word) -> float:
        """Return how well a word of a question matches the words of this query, from 0 to 1."""
        return match(word, self.meanings, self.pairs)


class Index:
    """All saved queries, and the weight of each meaning: the fewer queries have it, the greater."""

    def __init__(self, queries: Sequence[SavedQuery], reader: Reader) -> None:
        self.reader = reader
        self.entries = [_entry(query, reader) for query in queries]
        counts: dict[str, int] = {}
        for entry in self.entries:
            for meaning in entry.meanings:
                counts[meaning] = counts.get(meaning, 0) + 1
        self._counts = counts
        self._pairs = frozenset(pair for entry in self.entries for pair in entry.pairs)

    def is_known(self, word: Word) -> bool:
        """Return whether any query has the word, or a similar Chinese one."""
        if word.mention is not None or any(meaning in self._counts for meaning in word.meanings):
            return True
        if any(meaning.startswith("c:") for meaning in word.meanings) or self._is_in_graph(word):
            return True
        return bool(word.pairs) and 2 * len(word.pairs & self._pairs) > len(word.pairs)

    def _is_in_graph(self, word: Word) -> bool:
        return (bool(word.pairs) and word.pairs <= self._labels) or not word.meanings.isdisjoint(self._labels)

    @cached_property
    def _labels(self) -> frozenset[str]:
        """The words of the names of entities: English stems, Chinese pairs."""
        words: set[str] = set()
        for name in (name for names in self.reader.names.tokens.values() for name in names):
            words |= {f"w:{token.stem}" for token in name if not token.is_han}
            words |= {one.text + two.text for one, two in pairwise(name) if one.is_han and two.is_han}
        return frozenset(words)

    def weight(self, word: Word) -> float:
        """Return the weight of a word; a word that no query has has the greatest."""
        if word.mention is not None:
            return _NAME_WEIGHT
        counts = [self._counts[meaning] for meaning in word.meanings if meaning in self._counts]
        if not counts and len(word.text) == 1:  # most likely a particle
            return _PARTICLE_WEIGHT
        weight = math.log(1 + len(self.entries) / (max(counts) if counts else 0.5))
        return weight if counts or not self._is_in_graph(word) else _GRAPH_WEIGHT * weight

    def read(self, text: str) -> Reading:
        """Read a question and correct its misspelt English words. Raises what `clean` raises."""
        return self.reader.read(clean(text), self._corrected)

    def _corrected(self, token: Token) -> Token:
        return token if token.is_han else self._spelling.corrected(token)

    @cached_property
    def _spelling(self) -> Spelling:
        lexicon = self.reader.lexicon
        known = (text for group in lexicon.groups for text in group)
        names = (token for every in self.reader.names.tokens.values() for name in every for token in name)
        entries = (token for entry in self.entries for reading in entry.wordings for token in reading.tokens)
        words = (
            token for text in (*known, *lexicon.show, *lexicon.fillers) for token in tokenize(text, lexicon.spellings)
        )
        vocabulary = {token.text for tokens in (names, entries, words) for token in tokens if not token.is_han}
        return Spelling(vocabulary, lexicon.spellings)


def match(word: Word, meanings: Mapping[str, float], pairs: frozenset[str]) -> float:
    """Return how well a word matches meanings with their weights, or else Chinese pairs, from 0 to 1."""
    best = 0.0
    for meaning in word.meanings:
        share = _CLASS_MATCH if meaning.startswith("@") and word.mention and word.mention.iris else 1.0
        best = max(best, share * meanings.get(meaning, 0.0))
    if not best and word.pairs:
        best = _PAIR_MATCH * len(word.pairs & pairs) / len(word.pairs)
    return best


def _entry(query: SavedQuery, reader: Reader) -> Entry:
    asked = [*query.summary.values(), *reader.lexicon.wordings.get(query.name, ())]
    described = [text for each in query.parameters for text in each.label.values()]
    described += [text for each in query.columns.values() for text in each.values()]
    filed = [query.name.replace("_", " "), query.grain, query.theme, " ".join(query.tags)]
    meanings: dict[str, float] = {}
    pairs: set[str] = set()
    wordings = [reader.read(clean(text)) for text in asked]
    for weight, readings in (
        (_ASKED, wordings),
        (_DESCRIBED, _read(reader, described)),
        (_FILED, _read(reader, filed)),
    ):
        for word in (word for reading in readings for word in reading.words):
            pairs |= word.pairs
            for meaning in word.meanings:
                meanings[meaning] = max(weight, meanings.get(meaning, 0.0))
    return Entry(query, tuple(wordings), meanings, frozenset(pairs))


def _read(reader: Reader, texts: Iterable[str]) -> list[Reading]:
    return [reader.read(clean(text)) for text in texts if any(map(str.isalnum, text))]
