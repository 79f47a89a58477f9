"""Reads the comparators of the ontology: how far the true value may be from the stated one, and the bound it sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import ZJ

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pyoxigraph import Triple

LOWER_BOUND, UPPER_BOUND = NamedNode(ZJ + "lowerBound"), NamedNode(ZJ + "upperBound")
_BELOW, _ABOVE = NamedNode(ZJ + "toleranceBelow"), NamedNode(ZJ + "toleranceAbove")


@dataclass(frozen=True)
class Comparator:
    """The shares of the stated number by which the true value may be lower or higher; None for no limit."""

    below: Decimal | None = None
    above: Decimal | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the true value is the stated one."""
        return self.below == self.above == 0

    @property
    def bound(self) -> NamedNode | None:
        """The property, lower or upper bound, that has the stated number as its value; None for neither."""
        if self.below == 0 and self.above is None:
            return LOWER_BOUND
        return UPPER_BOUND if self.above == 0 and self.below != 0 else None


def read_comparators(triples: Collection[Triple]) -> Mapping[str, Comparator]:
    """Return the comparators with a tolerance, by IRI."""
    tolerances: dict[str, dict[NamedNode, Decimal]] = defaultdict(dict)
    for triple in triples:
        if triple.predicate in (_BELOW, _ABOVE) and isinstance(triple.object, Literal):
            tolerances[triple.subject.value][triple.predicate] = Decimal(triple.object.value)  # type: ignore[union-attr]
    return {iri: Comparator(own.get(_BELOW), own.get(_ABOVE)) for iri, own in tolerances.items()}
