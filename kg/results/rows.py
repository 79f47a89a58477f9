"""The rows of an answer: terms by column, what each rests on, and how many there were."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Citation:
    """A triple that a row rests on, and where it is stated; for an inferred one the rule, and what it follows from.

    `sources` are the names of passages and graphs with the words as written there and, where a text is attached, the
    sentence.
    """

    triple: Triple
    sources: tuple[tuple[str, tuple[str, ...], str | None], ...]
    rule: str = ""
    premises: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a row rests on: its passages, those that state most of it first, each with its words; and each triple."""

    passages: Mapping[str, tuple[str, ...]]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Rows:
    """An answer: its columns, its rows by column, and with `evidence` what each row rests on."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Term | None]]
    evidence: Sequence[Evidence] | None = None


@dataclass(frozen=True)
class About:
    """What a file says of the answer that it holds: headings of columns, and facts about the query by name."""

    headings: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass
class Count:
    """How many rows were written, and how many there are."""

    written: int = 0
    total: int = 0


def cut(rows: Iterable[Sequence[Term | None]], limit: int, count: Count) -> Iterator[Sequence[Term | None]]:
    """Yield the first `limit` rows, all if it is 0, while counting; the rest is counted when they are through."""
    remaining = iter(rows)
    for row in islice(remaining, limit or None):
        count.written += 1
        count.total += 1
        yield row
    count.total += sum(1 for _ in remaining)
