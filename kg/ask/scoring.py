"""How well a saved query answers a question: a sum of parts, each shown by `kg ask --explain`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ask.index import match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ask.binding import Binding
    from kg.ask.index import Entry, Index
    from kg.ask.reading import Mention, Reading, Word

# the parts' weights; they were weighed on the development half of tests/ask/paraphrases.yaml
COVERED, LIKE, SPELT = 0.45, 0.45, 0.10
BOUND, BOUND_LOOSELY = 0.08, 0.04
# a question that names a kind of thing and nothing else wants the list of these: 有哪些大学
LISTED = 0.30
MISSING, ASSUMED = 0.30, 0.03
# a name or a time that the query cannot take; the document's own subject may stand in any question
UNUSED_NAME, UNUSED_TIME, UNUSED_RATIO, UNUSED_SUBJECT = 0.15, 0.30, 0.10, 0.03
STRANGE_NAME = 0.30
# the groups of words.yaml that ask, and say nothing of what is asked
_ASKING = frozenset({"c:who", "c:where", "c:why", "c:how many"})
_LIST = "c:collection"


@dataclass(frozen=True)
class Score:
    """The parts of a score: what each adds (or, below zero, takes off).

    `covered` is the share of the question that is explained, `said` that of its words without what they name.
    """

    parts: dict[str, float]
    covered: float
    said: float

    @property
    def total(self) -> float:
        """The score; above a half is good."""
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
        """Return how well a query, with the values that the question gives it, answers the question."""
        explained = [self._explained(word, entry, binding) for word in self._reading.words]
        covered = _mean(explained, self._weights)
        parts = {
            "covered": COVERED * covered,
            "like": LIKE * max((self._likeness(wording) for wording in entry.wordings), default=0.0),
            "spelt": SPELT * self._spelt(entry),
            "bound": _bound(binding),
            "listed": LISTED * self._is_listed(entry, binding),
            "assumed": -ASSUMED * len(binding.assumed),
            "missing": -MISSING * len(binding.missing),
            "unused": -sum(self._unused(mention, entry, binding) for mention in self._reading.mentions),
            "strange": -STRANGE_NAME * self._strange(),
        }
        said = self._said(explained, is_bound=bool(binding.used or binding.partial))
        return Score(parts, covered, said)

    def _explained(self, word: Word, entry: Entry, binding: Binding) -> float:
        if word.mention in binding.used or self._within(word, binding):
            return 1.0
        if word.mention is not None:
            if word.mention in binding.surplus:
                return 0.0
            return 0.8 if _is_named(word, entry) or self._is_subject(word.mention) else 0.0
        return entry.match(word)

    def _is_listed(self, entry: Entry, binding: Binding) -> bool:
        kinds = [
            each.name for each in entry.query.parameters if each.class_ == "owl:Class" and each.name in binding.values
        ]
        return bool(kinds) and all(
            word.mention in binding.used or self._within(word, binding) or _LIST in word.meanings
            for word in self._reading.words
        )

    def _said(self, explained: list[float], *, is_bound: bool) -> float:
        """Return the share that is explained of the words beside names and question words."""
        words = enumerate(self._reading.words)
        plain = [place for place, word in words if word.mention is None and word.meanings.isdisjoint(_ASKING)]
        if not plain:
            return float(is_bound)
        return _mean([explained[place] for place in plain], [self._weights[place] for place in plain])

    def _within(self, word: Word, binding: Binding) -> bool:
        spans = [*binding.spans, *((mention.start, mention.end) for mention in binding.used)]
        return any(start <= word.start < end for start, end in spans)

    def _likeness(self, wording: Reading) -> float:
        """Return the cosine of a question and a wording, each word by how telling it is."""
        meanings = {meaning: 1.0 for word in wording.words for meaning in word.meanings}
        pairs = frozenset(pair for word in wording.words for pair in word.pairs)
        met = [match(word, meanings, pairs) for word in self._reading.words]
        shared = sum(share * weight for share, weight in zip(met, self._weights, strict=True))
        own = sum(self._weights)
        # a word of the wording that the question has not counts against it
        theirs = shared + sum(self._index.weight(word) for word in wording.words if not self._meets(word))
        return shared / math.sqrt(own * theirs) if own and theirs else 0.0

    def _meets(self, word: Word) -> bool:
        mine = {meaning for each in self._reading.words for meaning in each.meanings}
        return not mine.isdisjoint(word.meanings)

    def _spelt(self, entry: Entry) -> float:
        from rapidfuzz import fuzz  # noqa: PLC0415  -- only a question needs it

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

    def _strange(self) -> int:
        """Return how many words look like names of what nobody here has heard of."""
        words = zip(self._reading.words, self._known, strict=True)
        return sum(1 for word, known in words if not known and (word.is_name or self._is_capital(word)))

    def _is_capital(self, word: Word) -> bool:
        place = word.start
        return 0 < place < len(self._reading.text) and self._reading.text[place].isupper()


def _bound(binding: Binding) -> float:
    sure = sum(not each.common or (each.number is not None and each.number.is_ratio) for each in set(binding.used))
    return BOUND * min(2, sure) + BOUND_LOOSELY * (len(set(binding.used)) - sure + len(binding.partial))


def _is_named(word: Word, entry: Entry) -> bool:
    return word.mention is not None and _is_named_in(word.mention, entry)


def _is_named_in(mention: Mention, entry: Entry) -> bool:
    """Say whether the query itself speaks of what is named: 五个始终, 二十二园."""
    return any(f"n:{iri}" in entry.meanings for iri in mention.iris)


def _mean(values: Iterable[float], weights: list[float]) -> float:
    total = sum(weights)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else 0.0
