"""Scores how well a saved query answers a question: a sum of parts, which `kg ask --explain` prints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kg.ask.index import match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ask.binding import Binding
    from kg.ask.index import Entry, Index
    from kg.ask.reading import Mention, Reading, Word

# the weights of the parts, fitted to the development half of tests/ask/paraphrases.yaml
COVERED, LIKE, SPELT = 0.45, 0.45, 0.10
BOUND, BOUND_LOOSELY = 0.08, 0.04
# a question that names a class and nothing else asks for the list of its members: 有哪些大学
LISTED = 0.30
MISSING, ASSUMED = 0.30, 0.03
# a name or a time that the query cannot take; any question may name the subject of the document
UNUSED_NAME, UNUSED_TIME, UNUSED_RATIO, UNUSED_SUBJECT = 0.15, 0.30, 0.10, 0.03
STRANGE_NAME = 0.30
# the groups of question words in words.yaml, which have no content of their own
_ASKING = frozenset({"c:who", "c:where", "c:why", "c:how many"})
_LIST = "c:collection"


@dataclass(frozen=True)
class Score:
    """The parts of a score, negative for what reduces it.

    `covered` is the share of the question that is explained, `content_share` that of its words other than names.
    """

    parts: dict[str, float]
    covered: float
    content_share: float

    @property
    def total(self) -> float:
        """The score: the sum of its parts."""
        return sum(self.parts.values())


class Scorer:
    """Scores queries for one question."""

    def __init__(self, index: Index, reading: Reading, subjects: frozenset[str]) -> None:
        self._index = index
        self._reading = reading
        self._subjects = subjects
        self._weights = [index.weight(word) for word in reading.words]
        self._known = [index.is_known(word) for word in reading.words]

    def score(self, entry: Entry, binding: Binding) -> Score:
        """Return how well a query answers the question with the parameter values in `binding`."""
        explained = [self._explained(word, entry, binding) for word in self._reading.words]
        covered = _mean(explained, self._weights)
        parts = {
            "covered": COVERED * covered,
            "like": LIKE * max((self._likeness(wording) for wording in entry.wordings), default=0.0),
            "spelt": SPELT * self._spelling(entry),
            "bound": _bound_score(binding),
            "listed": LISTED * self._is_listed(entry, binding),
            "assumed": -ASSUMED * len(binding.assumed),
            "missing": -MISSING * len(binding.missing),
            "unused": -sum(self._unused(mention, entry, binding) for mention in self._reading.mentions),
            "strange": -STRANGE_NAME * self._unknown_names(),
        }
        content_share = self._content_share(explained, is_bound=bool(binding.used or binding.partial))
        return Score(parts, covered, content_share)

    def _explained(self, word: Word, entry: Entry, binding: Binding) -> float:
        if word.mention in binding.used or self._within(word, binding):
            return 1.0
        if word.mention is not None:
            if word.mention in binding.surplus:
                return 0.0
            return 0.8 if _is_named(word, entry) or self._is_subject(word.mention) else 0.0
        return entry.match(word)

    def _is_listed(self, entry: Entry, binding: Binding) -> bool:
        is_class_bound = any(
            each.class_ == "owl:Class" and each.name in binding.values for each in entry.query.parameters
        )
        return is_class_bound and all(
            word.mention in binding.used or self._within(word, binding) or _LIST in word.meanings
            for word in self._reading.words
        )

    def _content_share(self, explained: list[float], *, is_bound: bool) -> float:
        """Return the share that is explained of the words other than names and question words."""
        words = enumerate(self._reading.words)
        plain = [place for place, word in words if word.mention is None and word.meanings.isdisjoint(_ASKING)]
        if not plain:
            return float(is_bound)
        return _mean([explained[place] for place in plain], [self._weights[place] for place in plain])

    def _within(self, word: Word, binding: Binding) -> bool:
        spans = [*binding.spans, *((mention.start, mention.end) for mention in binding.used)]
        return any(start <= word.start < end for start, end in spans)

    def _likeness(self, wording: Reading) -> float:
        """Return the cosine similarity of the question and a wording, with words weighted by how rare they are."""
        meanings = {meaning: 1.0 for word in wording.words for meaning in word.meanings}
        pairs = frozenset(pair for word in wording.words for pair in word.pairs)
        matches = [match(word, meanings, pairs) for word in self._reading.words]
        shared = sum(share * weight for share, weight in zip(matches, self._weights, strict=True))
        own = sum(self._weights)
        # a word of the wording that the question does not have reduces the similarity
        theirs = shared + sum(self._index.weight(word) for word in wording.words if not self._shares_meaning(word))
        return shared / math.sqrt(own * theirs) if own and theirs else 0.0

    def _shares_meaning(self, word: Word) -> bool:
        return any(not each.meanings.isdisjoint(word.meanings) for each in self._reading.words)

    def _spelling(self, entry: Entry) -> float:
        text = self._reading.text.casefold()
        ratio = fuzz.ratio if self._reading.is_chinese else fuzz.token_sort_ratio
        return max((ratio(text, wording.text.casefold()) for wording in entry.wordings), default=0.0) / 100

    def _unused(self, mention: Mention, entry: Entry, binding: Binding) -> float:
        if mention in binding.used:
            return 0.0
        if mention.number is not None:
            return UNUSED_RATIO if mention.number.is_ratio else 0.0
        if mention.common:
            return 0.0
        if mention.time is not None:
            return UNUSED_TIME
        if self._is_subject(mention) and mention not in binding.surplus:
            return UNUSED_SUBJECT
        return 0.0 if _is_named_in(mention, entry) and mention not in binding.surplus else UNUSED_NAME

    def _is_subject(self, mention: Mention) -> bool:
        return not self._subjects.isdisjoint(mention.iris)

    def _unknown_names(self) -> int:
        """Return the number of words that look like a name but that neither the graph nor a query has."""
        words = zip(self._reading.words, self._known, strict=True)
        return sum(1 for word, known in words if not known and (word.is_name or self._is_capital(word)))

    def _is_capital(self, word: Word) -> bool:
        place = word.start
        return 0 < place < len(self._reading.text) and self._reading.text[place].isupper()


def _bound_score(binding: Binding) -> float:
    used = set(binding.used)
    sure = sum(not mention.common or (mention.number is not None and mention.number.is_ratio) for mention in used)
    return BOUND * min(2, sure) + BOUND_LOOSELY * (len(used) - sure + len(binding.partial))


def _is_named(word: Word, entry: Entry) -> bool:
    return word.mention is not None and _is_named_in(word.mention, entry)


def _is_named_in(mention: Mention, entry: Entry) -> bool:
    """Return whether the texts of the query name the same entity: 五个始终, 二十二园."""
    return any(f"n:{iri}" in entry.meanings for iri in mention.iris)


def _mean(values: Iterable[float], weights: list[float]) -> float:
    total = sum(weights)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else 0.0
