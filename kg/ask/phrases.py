"""Finds the phrases of a table in a text, the longest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kg.ask.tokens import Token

Value = TypeVar("Value")
# characters that are in no name: a word ends before and after them, even if the segmentation differs
_GRAMMAR = frozenset("的是有在和与了吗呢谁哪什怎多几给对及从由被")


@dataclass(frozen=True)
class PhraseMatch(Generic[Value]):
    """A phrase in a text: the tokens from `first` up to but not including `last`, and the values of the phrase."""

    first: int
    last: int
    values: tuple[Value, ...]


@dataclass
class Phrases(Generic[Value]):
    """Phrases by their first token.

    `unaligned` is the minimum length of a Chinese phrase that may begin or end within a word: 上海市 is not in
    上海市长.
    `key` returns the form of a token that is compared.
    """

    unaligned: int
    key: Callable[[Token], str]
    _by_first: dict[str, dict[tuple[str, ...], list[Value]]] = field(default_factory=dict)
    # lengths of the phrases by their first token, in descending order
    _sizes: dict[str, list[int]] = field(default_factory=dict)

    def add(self, tokens: Sequence[Token], value: Value) -> None:
        """Add a phrase with a value; an empty phrase is ignored."""
        keys = tuple(map(self.key, tokens))
        if keys:
            values = self._by_first.setdefault(keys[0], {}).setdefault(keys, [])
            if value not in values:
                values.append(value)
            sizes = self._sizes.setdefault(keys[0], [])
            if len(keys) not in sizes:
                sizes.append(len(keys))
                sizes.sort(reverse=True)

    def get(self, text: str) -> Sequence[Value]:
        """Return the values of a phrase of Chinese characters; empty for an unknown phrase."""
        return self._by_first.get(text[0], {}).get(tuple(text), ())

    def find(self, tokens: Sequence[Token], ends: Collection[int]) -> list[PhraseMatch[Value]]:
        """Return the phrases of a text without overlap. `ends` are the offsets of its word boundaries."""
        matches, place = [], 0
        keys = tuple(map(self.key, tokens))
        while place < len(tokens):
            best = self._longest(tokens, keys, place, ends)
            if best is not None:
                matches.append(best)
            place = best.last if best else place + 1
        return matches

    def _longest(
        self, tokens: Sequence[Token], keys: tuple[str, ...], place: int, ends: Collection[int]
    ) -> PhraseMatch[Value] | None:
        phrases = self._by_first.get(keys[place])
        if phrases is None:
            return None
        unaligned: PhraseMatch[Value] | None = None
        for size in self._sizes[keys[place]]:
            values = phrases.get(keys[place : place + size])
            if values is None or place + size > len(keys):
                continue
            match = PhraseMatch(place, place + size, tuple(values))
            if self._begins(tokens, place, ends) and self._ends(tokens, match.last, ends):
                return match
            if size >= self.unaligned and unaligned is None:
                unaligned = match
        return unaligned

    @staticmethod
    def _begins(tokens: Sequence[Token], place: int, ends: Collection[int]) -> bool:
        before = tokens[place - 1].text if place else ""
        return not tokens[place].is_han or tokens[place].start in ends or before in _GRAMMAR

    @staticmethod
    def _ends(tokens: Sequence[Token], last: int, ends: Collection[int]) -> bool:
        after = tokens[last].text if last < len(tokens) else ""
        return not tokens[last - 1].is_han or tokens[last - 1].end in ends or after in _GRAMMAR
