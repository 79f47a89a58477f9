"""The digest of a graph, which depends neither on the order of its triples nor on the names of its blank nodes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal

from kg.rdf import EXACT_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_SIZE = 16


@dataclass(frozen=True)
class Digest:
    """The number of triples of a graph, and the sum of their hashes."""

    count: int
    total: int

    def __str__(self) -> str:
        """Return count and digest as one word."""
        return f"{self.count}-{self.total:0{2 * _SIZE}x}"


def digest(triples: Iterable[Triple]) -> Digest:
    """Return the digest of a graph.

    All blank nodes have one name, because servers rename them; numbers are compared by value and language tags without
    case, because servers store them so.
    """
    count = total = 0
    for triple in triples:
        line = " ".join(map(_canonical, triple)).encode()
        total += int.from_bytes(hashlib.blake2b(line, digest_size=_SIZE).digest(), "big")
        count += 1
    return Digest(count, total % (1 << (8 * _SIZE)))


def _canonical(term: object) -> str:
    if isinstance(term, BlankNode):
        return "_:b"
    if isinstance(term, Literal) and term.datatype.value in EXACT_NUMBERS:
        try:
            return f"{Decimal(term.value).normalize():f}^^{term.datatype}"
        except InvalidOperation:
            return str(term)
    if isinstance(term, Literal) and term.language:
        return f"{term.value}@{term.language.lower()}"
    return str(term)
