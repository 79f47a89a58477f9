"""The rows of a query result: terms by column, the evidence of each row, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Citation:
    """A triple that supports a row, and where it is stated; for an inferred triple its rule and premises.

    `sources` are names of passages and graphs, each with its quotes and, if the document is attached, the sentence.
    """

    triple: Triple
    sources: tuple[tuple[str, tuple[str, ...], str | None], ...]
    rule: str = ""
    premises: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class RowEvidence:
    """The evidence of a row: its triples, and its passages with their quotes, those with most triples first."""

    passages: Mapping[str, tuple[str, ...]]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Rows:
    """A query result: its columns, its rows with a term per column, and optionally the evidence of each row."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Term | None]]
    evidence: Sequence[RowEvidence] | None = None


@dataclass(frozen=True)
class ResultInfo:
    """What a file contains beside the rows: headings by column, facts about the query by name, and prefixes."""

    headings: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)


@dataclass
class RowCount:
    """The number of rows written, and of all rows."""

    written: int = 0
    total: int = 0


def limit_rows(rows: Iterable[Sequence[Term | None]], limit: int, count: RowCount) -> Iterator[Sequence[Term | None]]:
    """Yield the first `limit` rows (0: all) and count them; the others are counted after the last one."""
    remaining = iter(rows)
    for row in islice(remaining, limit or None):
        count.written += 1
        count.total += 1
        yield row
    count.total += sum(1 for _ in remaining)
