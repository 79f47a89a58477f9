"""Corrects misspelt English words of a question by the words that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.ask.tokens import stem, token as make_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.ask.tokens import Token

# a misspelt English word of this length is corrected by one letter, a long one by two; a shorter one only if letters
# are swapped (whcih) or one is missing (anual), since many short words differ by a letter (mayor, major)
_MIN_CORRECTED, _LONG = 6, 10


class Spelling:
    """The English words that are known, and how each spelling of a word is read (colour as color)."""

    def __init__(self, vocabulary: Iterable[str], spellings: Mapping[str, str]) -> None:
        self._vocabulary = sorted(vocabulary)
        self._known = frozenset(self._vocabulary)
        self._stems = frozenset(map(stem, self._vocabulary))
        self._spellings = spellings

    def corrected(self, token: Token) -> Token:
        """Return the known word that a misspelt one means, or the token itself."""
        if not self._is_misspelt(token):
            return token
        edits = 1 if len(token.text) < _LONG else 2
        near = process.extractOne(token.text, self._vocabulary, scorer=OSA.distance, score_cutoff=edits)
        # a first letter is seldom mistyped: Beijing is not being
        if near is None or near[0][0] != token.text[0]:
            return token
        word = near[0]
        if len(token.text) < _MIN_CORRECTED and len(word) <= len(token.text) and sorted(word) != sorted(token.text):
            return token
        return make_token(token.start, token.end, word, self._spellings.get(word, word))

    def _is_misspelt(self, token: Token) -> bool:
        if len(token.text) < _MIN_CORRECTED - 1 or not token.text.isalpha():
            return False
        return token.text not in self._known and token.stem not in self._stems
