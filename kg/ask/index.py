"""The saved queries as a question sees them: their words, how telling each word is, and the wordings of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.ask.tokens import clean, stem, token as make_token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.ask.reading import Reader, Reading, Word
    from kg.ask.tokens import Token
    from kg.query import SavedQuery

# how much a word of each field says of its query: what people ask, what it takes and returns, how it is filed
_ASKED, _DESCRIBED, _FILED = 1.0, 0.7, 0.5
# what stands for a name or a time: telling, though the word itself is in no wording
_NAME_WEIGHT = 1.5
_PARTICLE_WEIGHT = 1.0
# a word that no query has, but the name of an entity: an answer may hold it
_GRAPH_WEIGHT = 0.5
_CLASS_MATCH, _PAIR_MATCH = 0.7, 0.6
# a misspelt English word is mended by one letter from this length on, by two in a longer one; a shorter one only where
# two letters changed places (whcih) or one is missing (anual), since many short words differ by a letter (mayor, major)
_MENDED, _LONG = 6, 10


@dataclass(frozen=True)
class Entry:
    """A saved query with its wordings, read, and the weight of each meaning and Chinese pair of all its texts."""

    query: SavedQuery
    wordings: tuple[Reading, ...]
    meanings: Mapping[str, float]
    pairs: frozenset[str]

    def match(self, word: Word) -> float:
        """Return how well a word of a question is one of this query's, from 0 to 1."""
        return match(word, self.meanings, self.pairs)


class Index:
    """All saved queries, and how telling each meaning is: the fewer queries have it, the more."""

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
        """Say whether any query has the word, or a Chinese one that is much like it."""
        if word.mention is not None or any(meaning in self._counts for meaning in word.meanings):
            return True
        if any(meaning.startswith("c:") for meaning in word.meanings) or self._is_of_graph(word):
            return True
        return bool(word.pairs) and 2 * len(word.pairs & self._pairs) > len(word.pairs)

    def _is_of_graph(self, word: Word) -> bool:
        return (bool(word.pairs) and word.pairs <= self._labels) or not word.meanings.isdisjoint(self._labels)

    @cached_property
    def _labels(self) -> frozenset[str]:
        """The words of the names of entities: English stems, Chinese pairs."""
        found: set[str] = set()
        for name in (name for every in self.reader.names.tokens.values() for name in every):
            found |= {f"w:{token.stem}" for token in name if not token.is_han}
            found |= {one.text + two.text for one, two in pairwise(name) if one.is_han and two.is_han}
        return frozenset(found)

    def weight(self, word: Word) -> float:
        """Return how telling a word is; one that no query has is the most telling of all."""
        if word.mention is not None:
            return _NAME_WEIGHT
        counts = [self._counts[meaning] for meaning in word.meanings if meaning in self._counts]
        if not counts and len(word.text) == 1:  # a particle, most likely
            return _PARTICLE_WEIGHT
        weight = math.log(1 + len(self.entries) / (max(counts) if counts else 0.5))
        return weight if counts or not self._is_of_graph(word) else _GRAPH_WEIGHT * weight

    def read(self, text: str) -> Reading:
        """Read a question, misspelt English words mended. Raises KgError if there is nothing to read."""
        return self.reader.read(clean(text), self._mended)

    @cached_property
    def _vocabulary(self) -> set[str]:
        lexicon = self.reader.lexicon
        known = (text for group in lexicon.groups for text in group)
        names = (token for each in self.reader.names.tokens.values() for name in each for token in name)
        entries = (token for entry in self.entries for reading in entry.wordings for token in reading.tokens)
        words = (
            token for text in (*known, *lexicon.show, *lexicon.fillers) for token in tokenize(text, lexicon.spellings)
        )
        return {token.text for each in (names, entries, words) for token in each if not token.is_han}

    @cached_property
    def _stems(self) -> set[str]:
        return {stem(word) for word in self._vocabulary}

    def _mended(self, token: Token) -> Token:
        if token.is_han or len(token.text) < _MENDED - 1 or not token.text.isalpha() or token.text in self._vocabulary:
            return token
        if token.stem in self._stems:
            return token
        from rapidfuzz import process  # noqa: PLC0415  -- only a question needs it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        most = 1 if len(token.text) < _LONG else 2
        near = process.extractOne(token.text, sorted(self._vocabulary), scorer=OSA.distance, score_cutoff=most)
        # a first letter is seldom mistyped: Beijing is no being
        if near is None or near[0][0] != token.text[0]:
            return token
        if len(token.text) < _MENDED and len(near[0]) <= len(token.text) and sorted(near[0]) != sorted(token.text):
            return token
        return make_token(token.start, token.end, near[0], self.reader.lexicon.spellings.get(near[0], near[0]))


def match(word: Word, meanings: Mapping[str, float], pairs: frozenset[str]) -> float:
    """Return how well a word meets meanings with their weights, or Chinese pairs, from 0 to 1."""
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
