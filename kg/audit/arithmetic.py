"""Computes again what figures imply about each other, and reports contradictions (tensions)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.annotations import stated_number
from kg.audit.comparators import Comparator
from kg.audit.findings import both_languages
from kg.rdf import ID, PREFIXES, TYPE, ZJ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.audit.annotations import Annotations

_COUNT = PREFIXES["unit"] + "NUM"
_ANNUAL, _TOTAL = f"{ID}growth-basis/annual-average", f"{ID}growth-basis/total"
_UNBOUNDED = Decimal("Infinity")
# a larger figure or period is an error, which the sections of numerals and dates report
_MAX_DIGITS = 18
_MAX_YEARS = 100
_WIDE = Context(prec=_MAX_DIGITS * _MAX_YEARS + 100)
_VALUE = NamedNode(ZJ + "value")
_LINKS = (
    "unit comparator subsetOf relatedLevel wholeLevel wholeArea observationOf indicator sector period growthBasis"
).split()
_YEARS = (NamedNode(ZJ + "earliestDate"), NamedNode(ZJ + "latestDate"))


@dataclass(frozen=True)
class Tension:
    """Figures that contradict each other: what was computed (zh, en), and whether a review note concerns just these."""

    name: str
    nodes: tuple[str, ...]
    texts: tuple[str, str]
    is_noted: bool


@dataclass(frozen=True)
class Review:
    """The number of results computed from other figures, and the tensions."""

    computed: int
    tensions: tuple[Tension, ...]


@dataclass(frozen=True)
class _Observation:
    """An observation as the arithmetic needs it; links are the IRIs it points to by each property."""

    iri: str
    kind: str
    value: Decimal
    places: int
    comparator: Comparator
    links: dict[str, frozenset[str]]

    def one(self, local: str) -> str:
        return min(self.links.get(local, frozenset()), default="")

    def same(self, other: _Observation, *locals_: str) -> bool:
        return all(self.links.get(local) == other.links.get(local) for local in locals_)

    @property
    def is_exact(self) -> bool:
        return self.comparator.is_exact

    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and greatest value that the words allow."""
        below, above = self.comparator.below, self.comparator.above
        low = Decimal(0) if below is None else self.value - self.value * below
        return low, _UNBOUNDED if above is None else self.value + self.value * above


# a tension's name, its nodes, and what was computed in zh and en; None if the figures agree
_Result = tuple[str, tuple[str, ...], tuple[str, str]] | None


def review(annotations: Annotations, comparators: Mapping[str, Comparator]) -> Review:
    """Compute again what figures imply about each other: parts and totals, shares and counts, growth, nested wholes."""
    observations = {observation.iri: observation for observation in _observations(annotations, comparators)}
    results = [
        *_parts(observations),
        *_shares(observations),
        *_growth(observations, annotations),
        *_nested_areas(observations, annotations),
        *_nested_shares(observations),
    ]
    notes = _notes(annotations)
    tensions = [Tension(*result, is_noted=set(result[1]) in notes) for result in results if result]
    return Review(len(results), tuple(sorted(tensions, key=lambda tension: (tension.name, tension.nodes))))


def _parts(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """Check that the parts which the text lists of a total add up to it."""
    by_whole: dict[str, list[_Observation]] = defaultdict(list)
    for observation in observations.values():
        for whole in observation.links.get("subsetOf", ()):
            if whole in observations and observation.same(observations[whole], "unit"):
                by_whole[whole].append(observation)
    for whole, listed in sorted(by_whole.items()):
        total, parts = observations[whole], sorted(listed, key=lambda part: part.iri)
        low = sum(part.bounds()[0] for part in parts)
        high = sum(part.bounds()[1] for part in parts)
        least, most = total.bounds()
        # a single part is marked by 其中 and need not be everything
        if low <= most and (high >= least or len(parts) == 1):
            yield None
            continue
        result = sum(part.value for part in parts)
        texts = both_languages(
            "parts_and_total",
            sum=f"{'+'.join(_plain(part.value) for part in parts)}={_plain(result)}",
            total=_plain(total.value),
            gap=_plain(abs(total.value - result)),
        )
        yield "parts_and_total", (whole, *(part.iri for part in parts)), texts


def _shares(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """Check that there is a whole number of which a count is the stated share."""
    for share in observations.values():
        level = observations.get(share.one("relatedLevel"))
        if level is None or share.kind != "ShareObservation":
            continue
        whole = observations.get(share.one("wholeLevel"))
        is_counted = level.one("unit") == _COUNT or whole is not None
        if not (is_counted and share.is_exact and level.is_exact and share.value):
            continue
        near = int(level.value / share.value)
        wholes = [whole.value] if whole else [Decimal(count) for count in (near, near + 1) if count >= level.value]
        if not wholes or not all(wholes):
            continue  # more than all, less than nothing, or of nothing: not a part of a whole
        if any(_rounded(level.value / number, share.places) == share.value for number in wholes):
            yield None
            continue
        quotients = [f"{_plain(level.value)}/{_plain(number)}={_percent(level.value / number)}" for number in wholes]
        key = "share_of_two_wholes" if len(wholes) > 1 else "share_of_a_whole"
        texts = both_languages(key, first=quotients[0], second=quotients[-1], stated=_percent(share.value))
        yield "share_of_no_whole_number", (level.iri, share.iri), texts


def _growth(observations: dict[str, _Observation], annotations: Annotations) -> Iterator[_Result]:
    """Check total growth over a period and annual growth: one, computed from the other, rounds to the stated one."""
    growths = [observation for observation in observations.values() if observation.kind == "GrowthObservation"]
    for total in growths:
        for annual in growths:
            alike = total.same(annual, "observationOf", "indicator", "sector", "period")
            if not alike or (total.one("growthBasis"), annual.one("growthBasis")) != (_TOTAL, _ANNUAL):
                continue
            years = _years(total.one("period"), annotations)
            if years is None or min(total.value, annual.value) <= -1:
                continue
            from_annual = (1 + annual.value) ** years - 1
            from_total = (1 + total.value) ** (Decimal(1) / years) - 1
            if (
                _rounded(from_annual, total.places) == total.value
                or _rounded(from_total, annual.places) == annual.value
            ):
                yield None
                continue
            texts = both_languages(
                "total_and_annual_growth",
                annual=_percent(annual.value),
                from_annual=_percent(from_annual),
                total=_percent(total.value),
                from_total=_percent(from_total),
                years=years,
            )
            yield "total_and_annual_growth", (total.iri, annual.iri), texts


def _nested_areas(observations: dict[str, _Observation], annotations: Annotations) -> Iterator[_Result]:
    """Check shares of one level in two areas: the larger area has at least the total of the smaller one."""
    located = NamedNode(ZJ + "locatedIn")
    shares = [
        observation
        for observation in observations.values()
        if observation.kind == "ShareObservation" and observation.one("relatedLevel")
    ]
    for inner in shares:
        for outer in shares:
            areas = {value.value for value in annotations.values(inner.one("wholeArea"), located)}
            if not inner.same(outer, "relatedLevel") or outer.one("wholeArea") not in areas:
                continue
            agrees = inner.bounds()[1] >= outer.bounds()[0]
            texts = both_languages("larger_within_smaller", inner=_percent(inner.value), outer=_percent(outer.value))
            yield None if agrees else ("larger_within_smaller", (inner.iri, outer.iri), texts)


def _nested_shares(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """Check a part and its whole, each with its share of one area: the area's part fits into the area's whole."""
    shares = {
        (observation.one("relatedLevel"), observation.one("wholeArea")): observation
        for observation in observations.values()
        if observation.kind == "ShareObservation" and observation.value
    }
    for (level, area), share in sorted(shares.items()):
        part = observations.get(level)
        whole = observations.get(part.one("subsetOf")) if part else None
        of_whole = shares.get((whole.iri, area)) if whole else None
        if part is None or whole is None or of_whole is None:
            continue
        least, most = part.bounds()[0] / share.value, whole.bounds()[1] / of_whole.value
        if least <= most:
            yield None
            continue
        texts = both_languages("part_exceeds_whole", part=_plain(_rounded(least, 0)), whole=_plain(_rounded(most, 0)))
        yield "part_exceeds_whole", (part.iri, share.iri, whole.iri, of_whole.iri), texts


def _observations(annotations: Annotations, comparators: Mapping[str, Comparator]) -> Iterator[_Observation]:
    for iri in sorted(annotations.subjects(_VALUE)):
        values = annotations.values(iri, _VALUE)
        text = min(value.value for value in values)
        number = stated_number(text)
        if len(values) != 1 or not _is_computable(number):
            continue  # reported by the section of numerals
        links = {
            local: frozenset(value.value for value in annotations.values(iri, NamedNode(ZJ + local)))
            for local in _LINKS
        }
        kinds = [kind for kind in annotations.types(iri) if kind.endswith("Observation")]
        yield _Observation(
            iri=iri,
            kind=min(kinds, default=""),
            value=number,
            places=max(2, len(text.partition(".")[2].rstrip("0"))),
            comparator=comparators.get(min(links["comparator"], default=""), Comparator()),
            links=links,
        )


def _is_computable(number: Decimal) -> bool:
    places = number.as_tuple().exponent  # a letter for NaN
    return isinstance(places, int) and -places <= _MAX_DIGITS and abs(number.adjusted()) <= _MAX_DIGITS


def _years(period: str, annotations: Annotations) -> int | None:
    ends = [{value.value for value in annotations.values(period, predicate)} for predicate in _YEARS]
    if any(len(end) != 1 for end in ends):
        return None
    try:
        first, last = (dt.date.fromisoformat(min(end)) for end in ends)
    except ValueError:
        return None  # reported by the section of dates
    years = last.year - first.year + 1
    return years if 0 < years <= _MAX_YEARS else None


def _notes(annotations: Annotations) -> list[set[str]]:
    """Return for each review note the figures that it concerns: a note on more of them is on something else."""
    concerns, note = NamedNode(ZJ + "concerns"), NamedNode(ZJ + "ReviewNote")
    nodes = [node for node in annotations.subjects(TYPE) if note in annotations.values(node, TYPE)]
    figures = set(annotations.subjects(_VALUE))
    return [{value.value for value in annotations.values(node, concerns)} & figures for node in nodes]


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def _percent(value: Decimal) -> str:
    return f"{_plain(_rounded(value * 100, 1))}%"


def _plain(value: Decimal | int) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
