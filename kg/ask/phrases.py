"""Phrases: a table of names or words, and where a text holds them, the longest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kg.ask.tokens import Token

Value = TypeVar("Value")
# a character that belongs to no name: where it stands, a word ends, whatever the dictionary makes of it
_GRAMMAR = frozenset("的是有在和与了吗呢谁哪什怎多几给对及从由被")


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A phrase in a text: the tokens `first` to `last`, the latter excluded, and what the phrase stands for."""

    first: int
    last: int
    values: tuple[Value, ...]


@dataclass
class Phrases(Generic[Value]):
    """Phrases by their first token.

    `unaligned` is the least number of Chinese characters of a phrase that may begin or end within a word: 上海市 is
    not in 上海市长. `key` is what of a token is compared.
    """

    unaligned: int
    key: Callable[[Token], str]
    _by_first: dict[str, dict[tuple[str, ...], list[Value]]] = field(default_factory=dict)
    # by first token, the lengths that there are, the greatest first
    _sizes: dict[str, list[int]] = field(default_factory=dict)

    def add(self, tokens: Sequence[Token], value: Value) -> None:
        """Add a phrase. One without a token is left out."""
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
        """Return what a phrase of Chinese characters stands for; nothing if there is none of it."""
        return self._by_first.get(text[0], {}).get(tuple(text), ())

    def find(self, tokens: Sequence[Token], ends: Collection[int]) -> list[Found[Value]]:
        """Return the phrases of a text, none within another. `ends` are the offsets where its words begin and end."""
        found, place = [], 0
        keys = tuple(map(self.key, tokens))
        while place < len(tokens):
            best = self._longest(tokens, keys, place, ends)
            if best is not None:
                found.append(best)
            place = best.last if best else place + 1
        return found

    def _longest(
        self, tokens: Sequence[Token], keys: tuple[str, ...], place: int, ends: Collection[int]
    ) -> Found[Value] | None:
        phrases = self._by_first.get(keys[place])
        if phrases is None:
            return None
        unaligned: Found[Value] | None = None
        for size in self._sizes[keys[place]]:
            values = phrases.get(keys[place : place + size])
            if values is None or place + size > len(keys):
                continue
            found = Found(place, place + size, tuple(values))
            if self._begins(tokens, place, ends) and self._ends(tokens, found.last, ends):
                return found
            if size >= self.unaligned and unaligned is None:
                unaligned = found
        return unaligned

    @staticmethod
    def _begins(tokens: Sequence[Token], place: int, ends: Collection[int]) -> bool:
        before = tokens[place - 1].text if place else ""
        return not tokens[place].is_han or tokens[place].start in ends or before in _GRAMMAR

    @staticmethod
    def _ends(tokens: Sequence[Token], last: int, ends: Collection[int]) -> bool:
        after = tokens[last].text if last < len(tokens) else ""
        return not tokens[last - 1].is_han or tokens[last - 1].end in ends or after in _GRAMMAR
