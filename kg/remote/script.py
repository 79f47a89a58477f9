"""Scripts: a query or an update by its tokens and brackets, for rewriting that leaves the rest as it was written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.sparql import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # what stands between two places of the text, and what is put there
    Edit = tuple[int, int, str]

_OPEN, _CLOSE = ("(", "{", "["), (")", "}", "]")


class Script:
    """A text of SPARQL that its writer's engine has found valid; a place is the number of a token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _structure(self) -> tuple[dict[int, int], list[bool], list[int]]:
        """The partner of each bracket, whether each token stands in an expression, and the bracket it stands in."""
        partners: dict[int, int] = {}
        inside: list[bool] = []
        within: list[int] = []
        opened: list[tuple[int, bool]] = []
        for place, token in enumerate(self.tokens):
            if token.is_sign(*_CLOSE) and opened:
                start, _ = opened.pop()
                partners[start], partners[place] = place, start
            within.append(opened[-1][0] if opened else -1)
            inside.append(bool(opened) and opened[-1][1])
            if token.is_sign(*_OPEN):
                opened.append((place, token.text == "(" and (inside[-1] or self._is_call(place, bool(opened)))))
        return partners, inside, within

    def _is_call(self, place: int, in_group: bool) -> bool:  # noqa: FBT001
        """Say whether a bracket opens an expression; it may open a path, or the columns of a table, too."""
        before = self.tokens[place - 1]
        return not in_group or (before.kind == "word" and not before.is_word("VALUES") and before.text != "a")

    def partner(self, place: int) -> int:
        """Return the place of the bracket that closes or opens what one at a place does."""
        return self._structure[0][place]

    def in_expression(self, place: int) -> bool:
        """Say whether a token stands in an expression, and not in a pattern or a path."""
        return self._structure[1][place]

    def holder(self, place: int) -> int:
        """Return the place of the innermost bracket that a token stands in, or -1."""
        return self._structure[2][place]

    def places(self, *words: str) -> Iterator[int]:
        """Yield the places of keywords."""
        return (place for place, token in enumerate(self.tokens) if token.is_word(*words))

    def part(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end] if first <= last else ""

    def arguments(self, place: int) -> list[tuple[int, int]]:
        """Return the first and last token of each argument of a call whose bracket opens at a place."""
        end, first, found = self.partner(place), place + 1, []
        for each in range(place + 1, end + 1):
            if each == end or (self.tokens[each].text == "," and self.holder(each) == place):
                found.append((first, each - 1))
                first = each + 1
        return found

    def edited(self, edits: Iterable[Edit]) -> str:
        """Return the text with some parts replaced, which do not overlap."""
        pieces, at = [], 0
        for start, end, new in sorted(edits):
            pieces += [self.text[at:start], new]
            at = end
        return "".join([*pieces, self.text[at:]])
