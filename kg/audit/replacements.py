"""Finds the text that probably replaced a passage whose own text is not in the document."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.project import Passage

    Span = tuple[int, int]

_PIECE = re.compile(r"[^\r\n。；！？!?;]+[。；！？!?;]*[”’」』）)]*|[。；！？!?;]+")
_MIN_RATIO = 0.25  # of the lengths of a passage and of a text without its quotes that may replace it
_MAX_CELLS = 100_000  # of the table that matches the passages of a gap with its pieces


def free(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """Yield the parts between start and end that are in none of the spans, in order."""
    for low, high in sorted(spans):
        if start < min(low, end):
            yield start, min(low, end)
        start = max(start, high)
    if start < end:
        yield start, end


def find_replacements(
    text: str, passages: Sequence[Passage], spans: Mapping[int, Span], quotes: Sequence[Sequence[str]]
) -> dict[int, Span]:
    """Return the probable positions of passages without a span, by number; those that nothing replaced are omitted.

    Each run of such passages is matched with the text between its neighbours, sentence by sentence and in order, by the
    quotes that are still in the text, and by length.
    """
    replacements: dict[int, Span] = {}
    taken = sorted(spans.values())
    for run in _runs(len(passages), spans):
        pieces = _pieces(text, _gap(run, spans, text, taken), _MAX_CELLS // len(run))
        if pieces:
            match = _Match(text, pieces, [passages[index] for index in run], [quotes[index] for index in run])
            for row, span in match.spans().items():
                replacements[run[row]] = span
                insort(taken, span)
    return replacements


def _runs(count: int, spans: Mapping[int, Span]) -> Iterator[range]:
    """Yield the runs of numbers without a span."""
    known = [-1, *sorted(spans), count]
    yield from (range(before + 1, after) for before, after in pairwise(known) if before + 1 < after)


def _gap(run: range, spans: Mapping[int, Span], text: str, taken: list[Span]) -> list[Span]:
    """Return the free text between the neighbours of a run; if these changed their order, the text after or before."""
    low = spans[run.start - 1][1] if run.start - 1 in spans else 0
    high = spans[run.stop][0] if run.stop in spans else len(text)
    if low <= high:
        return list(free(taken[bisect_left(taken, (low,)) : bisect_left(taken, (high,))], low, high))
    after = min((start for start, _ in taken if start >= low), default=len(text))
    before = max((end for _, end in taken if end <= high), default=0)
    return [(low, after)] if text[low:after].strip() else [(before, high)]


def _pieces(text: str, gap: Iterable[Span], limit: int) -> list[Span]:
    """Return the sentences and lines of a gap, stripped; if they are more than `limit`, those at both ends."""
    pieces = []
    for low, high in gap:
        for piece in _PIECE.finditer(text, low, high):
            if words := piece[0].strip():
                start = piece.start() + piece[0].index(words)
                pieces.append((start, start + len(words)))
    half = max(1, limit // 2)
    return pieces if len(pieces) <= 2 * half else pieces[:half] + pieces[-half:]


@dataclass(frozen=True)
class _Match:
    """Passages (rows) and the pieces of a gap (columns), matched in order."""

    text: str
    pieces: Sequence[Span]
    passages: Sequence[Passage]
    quotes: Sequence[Sequence[str]]

    def spans(self) -> dict[int, Span]:
        """Return the text for each row: its best piece, with adjacent pieces that probably belong to it."""
        cores = self._cores()
        taken = set(cores.values())
        spans = {}
        for row, core in cores.items():
            first = last = core
            while self._belongs(row, last + 1, last, (first, last), taken):
                last += 1
                taken.add(last)
            while self._belongs(row, first - 1, first, (first, last), taken):
                first -= 1
                taken.add(first)
            spans[row] = (self.pieces[first][0], self.pieces[last][1])
        return spans

    def _cores(self) -> dict[int, int]:
        """Return the pieces of the rows, in order, with the greatest sum of likeness."""
        rows, columns = len(self.passages), len(self.pieces)
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        likeness = [[self._likeness(row, column) for column in range(columns)] for row in range(rows)]
        for row in range(rows):
            for column in range(columns):
                joined = best[row][column] + likeness[row][column]
                best[row + 1][column + 1] = max(joined, best[row][column + 1], best[row + 1][column])
        cores = {}
        row, column = rows, columns
        while row and column:
            if best[row][column] == best[row][column - 1]:
                column -= 1
            elif best[row][column] == best[row - 1][column]:
                row -= 1
            else:
                row, column = row - 1, column - 1
                cores[row] = column
        return dict(sorted(cores.items()))

    def _likeness(self, row: int, column: int) -> float:
        quoted = self._quoted(row, column)
        lengths = sorted((self._length(row), self.pieces[column][1] - self.pieces[column][0]))
        ratio = lengths[0] / lengths[1]
        return quoted + ratio if quoted or ratio >= _MIN_RATIO else 0

    def _quoted(self, row: int, column: int) -> int:
        words = self.text[slice(*self.pieces[column])]
        return sum(len(quote) for quote in self.quotes[row] if quote in words)

    def _length(self, row: int) -> int:
        return self.passages[row].end - self.passages[row].start

    def _belongs(self, row: int, column: int, beside: int, span: Span, taken: set[int]) -> bool:
        """Return whether an adjacent piece belongs to a row: it has the most of its quotes, or improves its length."""
        if not 0 <= column < len(self.pieces) or column in taken:
            return False
        low, high = sorted((column, beside))
        between = self.text[self.pieces[low][1] : self.pieces[high][0]]
        if between.strip():
            return False  # another passage is between them
        quoted = [self._quoted(near, column) for near in (row - 1, row, row + 1) if 0 <= near < len(self.passages)]
        if any(quoted):
            return self._quoted(row, column) == max(quoted)
        length, wanted = self.pieces[span[1]][1] - self.pieces[span[0]][0], self._length(row)
        longer = length + self.pieces[column][1] - self.pieces[column][0]
        return "\n" not in between and abs(longer - wanted) < abs(length - wanted)
