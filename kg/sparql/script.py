"""Scripts: the tokens and brackets of a query or an update, for changes that keep the rest of its text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.sparql.brackets import Brackets, match_brackets
from kg.sparql.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# the start and end of a part of the text, and what replaces it
Edit = tuple[int, int, str]


class Script:
    """The tokens of a query or an update; a place is the number of a token. Raises QueryError where there is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _brackets(self) -> Brackets:
        """How the brackets are nested."""
        return match_brackets(self.tokens)

    @cached_property
    def _expressions(self) -> list[bool]:
        """Whether each token is in an expression."""
        inside: list[bool] = []
        opens: dict[int, bool] = {-1: False}
        for place, token in enumerate(self.tokens):
            holder = self.holder(place)
            inside.append(opens[holder])
            if token.is_sign("(", "{", "["):
                opens[place] = token.text == "(" and (inside[-1] or self._is_call(place, holder >= 0))
        return inside

    def _is_call(self, place: int, in_group: bool) -> bool:  # noqa: FBT001
        """Return whether a bracket opens an expression; it may also open a path or the variables of VALUES."""
        before = self.tokens[place - 1]
        return not in_group or (before.kind == "word" and not before.is_word("VALUES") and before.text != "a")

    def partner(self, place: int) -> int:
        """Return the place of the other bracket of a pair, which must be complete."""
        return self._brackets.pairs[place]

    def closing(self, place: int) -> int | None:
        """Return the place of the bracket that closes another one, None if it is not closed."""
        return self._brackets.pairs.get(place)

    def in_expression(self, place: int) -> bool:
        """Return whether a token is in an expression, not in a pattern or a path."""
        return self._expressions[place]

    def holder(self, place: int) -> int:
        """Return the place of the innermost bracket around a token, or -1."""
        return self._brackets.holders[place]

    def places(self, *words: str) -> Iterator[int]:
        """Yield the places of keywords."""
        return (place for place, token in enumerate(self.tokens) if token.is_word(*words))

    def part(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end] if first <= last else ""

    def arguments(self, place: int) -> list[tuple[int, int]]:
        """Return the first and last token of each argument of a call whose bracket opens at a place."""
        end, first, found = self.partner(place), place + 1, []
        for token_place in range(place + 1, end + 1):
            if token_place == end or (self.tokens[token_place].text == "," and self.holder(token_place) == place):
                found.append((first, token_place - 1))
                first = token_place + 1
        return found

    def edited(self, edits: Iterable[Edit]) -> str:
        """Return the text with parts replaced that do not overlap."""
        return self._edited(0, len(self.text), edits)

    def edited_part(self, first: int, last: int, edits: Iterable[Edit]) -> str:
        """Return the text from one token to another, both included, with those parts replaced that lie in it."""
        if first > last:
            return ""
        start, end = self.tokens[first].start, self.tokens[last].end
        return self._edited(start, end, (edit for edit in edits if start <= edit[0] and edit[1] <= end))

    def _edited(self, start: int, end: int, edits: Iterable[Edit]) -> str:
        pieces = []
        for first, last, new in sorted(edits):
            pieces += [self.text[start:first], new]
            start = last
        return "".join([*pieces, self.text[start:end]])
