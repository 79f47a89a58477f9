"""Searches a document for the text of a passage, of which only a quote and the digest are known."""

from __future__ import annotations

import hashlib
import heapq
import re
from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.project import Passage

# limits for one passage, so that a text that repeats a quote very often does not take long
_MAX_OCCURRENCES = 200  # of the quote on each side of the expected place
_MAX_WINDOWS = 2_000  # that are hashed
_MAX_DISTANCE = 20_000  # characters on each side that are searched for a passage without a quote

# a sentence, a heading or a caption begins and ends at the boundary of a word
_BOUNDARY = re.compile(r"(?<!\w)|(?=\s)|\Z")


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_passages(
    text: str, passages: Sequence[Passage], unmoved: Mapping[int, int], quotes: Sequence[Sequence[str]]
) -> dict[int, int]:
    """Return the starts of all passages that are in a text, by their number in reading order.

    `unmoved` are those at their own offsets. Each place is assigned to one passage; passages with the same text keep
    their reading order.
    """
    search = _Search(text, passages, _by_text(passages, quotes), dict(unmoved))
    search.assign_unique()
    search.assign_between_neighbours()
    if len(search.starts) * 2 >= len(passages):
        search.assign_nearest()
    return search.in_reading_order()


def _by_text(passages: Sequence[Passage], quotes: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the longest quote of each text, by its digest."""
    longest: dict[str, str] = defaultdict(str)
    for passage, words in zip(passages, quotes, strict=True):
        fitting = (quote for quote in words if len(quote) <= passage.end - passage.start)
        longest[passage.digest] = max(longest[passage.digest], *fitting, "", key=len)
    return longest


@dataclass
class _Search:
    """The passages found so far, and the places assigned to them."""

    text: str
    passages: Sequence[Passage]
    quotes: Mapping[str, str]
    starts: dict[int, int]
    places: dict[str, list[int]] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = sorted(self.starts)
        self.taken = sorted((start, start + self._length(index)) for index, start in self.starts.items())

    def assign_unique(self) -> None:
        """Assign texts that occur once and belong to one passage; long ones first: a sentence may contain a heading."""
        with_digest: dict[str, list[int]] = defaultdict(list)
        for index, passage in enumerate(self.passages):
            with_digest[passage.digest].append(index)
        for index in sorted(self._missing(), key=self._length, reverse=True):
            passage = self.passages[index]
            if passage.digest not in self.places:
                self.places[passage.digest] = list(self._search(index, passage.start))
            places = self.places[passage.digest]
            if len(places) == len(with_digest[passage.digest]) == 1:
                self._assign(index, places)

    def assign_between_neighbours(self) -> None:
        """Assign a text that occurs more than once to the passage whose neighbours surround it."""
        for index in self._missing():
            before, after = self._neighbours(index)
            low = 0 if before is None else self._end(before)
            high = len(self.text) if after is None else self.starts[after]
            length = self._length(index)
            self._assign(index, [at for at in self.places[self.passages[index].digest] if low <= at <= high - length])

    def assign_nearest(self) -> None:
        """Assign the other texts to the nearest passage, with the neighbours found so far."""
        for index in self._missing():
            near = self._expected(index)
            places = self.places[self.passages[index].digest] or list(self._search(index, near))
            self._assign(index, places)

    def in_reading_order(self) -> dict[int, int]:
        """Return the starts, those of equal texts in the order of their passages."""
        groups: dict[str, list[int]] = defaultdict(list)
        for index in sorted(self.starts):
            groups[self.passages[index].digest].append(index)
        return {
            index: start
            for group in groups.values()
            for index, start in zip(group, sorted(self.starts[index] for index in group), strict=True)
        }

    def _missing(self) -> list[int]:
        return [index for index in range(len(self.passages)) if index not in self.starts]

    def _length(self, index: int) -> int:
        return self.passages[index].end - self.passages[index].start

    def _end(self, index: int) -> int:
        return self.starts[index] + self._length(index)

    def _neighbours(self, index: int) -> tuple[int | None, int | None]:
        at = bisect_right(self.known, index)
        return self.known[at - 1] if at else None, self.known[at] if at < len(self.known) else None

    def _expected(self, index: int) -> int:
        before, after = self._neighbours(index)
        known = before if before is not None else after
        shift = 0 if known is None else self.starts[known] - self.passages[known].start
        return max(0, min(self.passages[index].start + shift, len(self.text)))

    def _assign(self, index: int, places: Sequence[int]) -> None:
        length = self._length(index)
        fitting = [at for at in places if self._is_free(at, at + length)]
        if fitting:
            near = self._expected(index)
            self.starts[index] = min(fitting, key=lambda at: abs(at - near))
            insort(self.known, index)
            insort(self.taken, (self.starts[index], self._end(index)))

    def _is_free(self, start: int, end: int) -> bool:
        at = bisect_right(self.taken, (start, len(self.text)))
        return (at == 0 or self.taken[at - 1][1] <= start) and (at == len(self.taken) or end <= self.taken[at][0])

    def _search(self, index: int, near: int) -> Iterator[int]:
        """Yield the positions of a passage's text around its longest quote, those near a place first."""
        passage, length = self.passages[index], self._length(index)
        quote = self.quotes[passage.digest]
        windows = set(_windows(self.text, quote, length, near) if quote else _boundaries(self.text, near, length))
        for start in heapq.nsmallest(_MAX_WINDOWS, windows, key=lambda at: (abs(at - near), at)):
            if digest_of(self.text[start : start + length]) == passage.digest:
                yield start


def _windows(text: str, quote: str, length: int, near: int) -> Iterator[int]:
    """Yield the starts of windows of a length that contain a quote and begin or end at a boundary."""
    for at in _occurrences(text, quote, near):
        low, high = max(0, at + len(quote) - length), min(at, len(text) - length)
        yield from (match.start() for match in _BOUNDARY.finditer(text, low, high + 1) if match.start() <= high)
        yield from (
            match.start() - length
            for match in _BOUNDARY.finditer(text, low + length, high + length + 1)
            if match.start() <= high + length
        )


def _boundaries(text: str, near: int, length: int) -> Iterator[int]:
    last = len(text) - length
    for match in _BOUNDARY.finditer(text, max(0, near - _MAX_DISTANCE), max(0, min(near + _MAX_DISTANCE, last + 1))):
        if match.start() <= last:
            yield match.start()


def _occurrences(text: str, quote: str, near: int) -> Iterator[int]:
    """Yield positions of a quote: a limited number after a place, and a limited number before it."""
    at = near - 1
    for _ in range(_MAX_OCCURRENCES):
        at = text.find(quote, at + 1)
        if at < 0:
            break
        yield at
    at = near + len(quote) - 1
    for _ in range(_MAX_OCCURRENCES):
        at = text.rfind(quote, 0, at)
        if at < 0:
            break
        yield at
        at += len(quote) - 1
