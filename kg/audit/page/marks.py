"""Divides the text of a passage at the edges of its marks and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.audit.annotations import Quote


@dataclass(frozen=True)
class MarkView:
    """A numeral, date, name or faulty quote in a text, its state, and the ids of the facts or faults about it."""

    start: int
    end: int
    state: str
    targets: tuple[str, ...]

    @property
    def order(self) -> tuple[int, bool, int]:
        """The order of marks: the innermost comes first; of equal ones the one with a fault."""
        return (self.end - self.start, self.state != "missing", self.start)


@dataclass(frozen=True)
class Segment:
    """A piece of text: the numbers of the quotes around it, the state of its innermost mark and the targets of all.

    `is_first` is set if a mark begins here; the keyboard stops only there.
    """

    text: str
    quotes: str
    state: str
    targets: tuple[str, ...]
    is_first: bool


def segments(text: str, marks: Sequence[MarkView], quotes: Sequence[Quote]) -> tuple[Segment, ...]:
    """Cut a text at all edges of its marks and quotes."""
    edges = {0, len(text)}
    for mark in marks:
        edges |= {mark.start, mark.end}
    for quote in quotes:
        if quote.start is not None:
            edges |= {quote.start, quote.end}
    cuts, ordered = sorted(edges), sorted(marks, key=lambda mark: mark.order)
    seen: set[MarkView] = set()
    pieces = []
    for start, end in pairwise(cuts):
        around = [mark for mark in ordered if mark.start <= start and end <= mark.end]
        inner = around[0] if around else None
        numbers = [str(number) for number, quote in enumerate(quotes) if quote.covers(start, end)]
        pieces.append(
            Segment(
                text=text[start:end],
                quotes=" ".join(numbers),
                state=inner.state if inner else "",
                targets=tuple(dict.fromkeys(target for mark in around for target in mark.targets)),
                is_first=inner is not None and inner not in seen,
            )
        )
        seen |= {inner} if inner else set()
    return tuple(pieces)
