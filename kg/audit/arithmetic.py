"""The arithmetic review: computes again what figures imply about each other, and reports contradictions (tensions)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.annotations import stated_number
from kg.audit.comparators import Comparator
from kg.rdf import ID, PREFIXES, TYPE, ZJ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.audit.annotations import Annotations

_COUNT = PREFIXES["unit"] + "NUM"
_ANNUAL, _TOTAL = f"{ID}growth-basis/annual-average", f"{ID}growth-basis/total"
_UNBOUNDED = Decimal("Infinity")
# a larger figure or period is an error, which the numerals and dates report
_MOST_DIGITS = 18
_MOST_YEARS = 100
_WIDE = Context(prec=_MOST_DIGITS * _MOST_YEARS + 100)
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
    said: tuple[str, str]
    is_noted: bool


@dataclass(frozen=True)
class Review:
    """How many figures were computed again from others, and the tensions found."""

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
    observations = {each.iri: each for each in _observations(annotations, comparators)}
    results = [
        *_parts(observations),
        *_shares(observations),
        *_growth(observations, annotations),
        *_nested_areas(observations, annotations),
        *_nested_shares(observations),
    ]
    notes = _notes(annotations)
    found = [each for each in results if each]
    tensions = [Tension(name, nodes, said, set(nodes) in notes) for name, nodes, said in found]
    return Review(len(results), tuple(sorted(tensions, key=lambda tension: (tension.name, tension.nodes))))


def _parts(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """Parts that the text lists of one total: do they add up to it?"""
    parts: dict[str, list[_Observation]] = defaultdict(list)
    for each in observations.values():
        for whole in each.links.get("subsetOf", ()):
            if whole in observations and each.same(observations[whole], "unit"):
                parts[whole].append(each)
    for whole, listed in sorted(parts.items()):
        total, ordered = observations[whole], sorted(listed, key=lambda each: each.iri)
        low = sum(each.bounds()[0] for each in ordered)
        high = sum(each.bounds()[1] for each in ordered)
        least, most = total.bounds()
        # a single part is marked by 其中 and need not be everything
        if low <= most and (high >= least or len(ordered) == 1):
            yield None
            continue
        added = f"{'+'.join(_plain(each.value) for each in ordered)}={_plain(sum(each.value for each in ordered))}"
        gap = _plain(abs(total.value - sum(each.value for each in ordered)))
        zh = f"{added}，与{_plain(total.value)}相差{gap}"
        en = f"{added}, which differs from {_plain(total.value)} by {gap}"
        yield "parts_and_total", (whole, *(each.iri for each in ordered)), (zh, en)


def _shares(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """A count and its share: is there a whole number of which it is that share?"""
    for share in observations.values():
        level = observations.get(share.one("relatedLevel"))
        if (
            share.kind != "ShareObservation"
            or level is None
            or not (share.is_exact and level.is_exact)
            or not share.value
        ):
            continue
        whole = observations.get(share.one("wholeLevel"))
        if level.one("unit") != _COUNT and whole is None:
            continue
        near = int(level.value / share.value)
        wholes = [whole.value] if whole else [Decimal(each) for each in (near, near + 1) if each >= level.value]
        if not wholes or not all(wholes):
            continue  # more than all, less than nothing, or of nothing: no part of a whole
        if any(_rounded(level.value / each, share.places) == share.value for each in wholes):
            yield None
            continue
        listed = [f"{_plain(level.value)}/{_plain(each)}={_percent(level.value / each)}" for each in wholes]
        stated = _percent(share.value)
        zh = f"{'，'.join(listed)}，{'都' * (len(listed) > 1)}不是{stated}"
        en = f"{', '.join(listed)}, {'neither of which is' if len(listed) > 1 else 'not'} {stated}"
        yield "share_of_no_whole_number", (level.iri, share.iri), (zh, en)


def _growth(observations: dict[str, _Observation], annotations: Annotations) -> Iterator[_Result]:
    """Total growth over a period and the annual average: does one, computed from the other, round to it?"""
    growths = [each for each in observations.values() if each.kind == "GrowthObservation"]
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
            zh = (
                f"每年{_percent(annual.value)}，{years}年共{_percent(from_annual)}；"
                f"{years}年共{_percent(total.value)}，每年{_percent(from_total)}"
            )
            en = (
                f"{_percent(annual.value)} a year is {_percent(from_annual)} in {years} years; "
                f"{_percent(total.value)} in {years} years is {_percent(from_total)} a year"
            )
            yield "total_and_annual_growth", (total.iri, annual.iri), (zh, en)


def _nested_areas(observations: dict[str, _Observation], annotations: Annotations) -> Iterator[_Result]:
    """Shares of one level in an area and in a larger one: is the larger area's total at least the smaller one's?"""
    located = NamedNode(ZJ + "locatedIn")
    shares = [each for each in observations.values() if each.kind == "ShareObservation" and each.one("relatedLevel")]
    for inner in shares:
        for outer in shares:
            areas = {value.value for value in annotations.values(inner.one("wholeArea"), located)}
            if not inner.same(outer, "relatedLevel") or outer.one("wholeArea") not in areas:
                continue
            agrees = inner.bounds()[1] >= outer.bounds()[0]
            zh = f"占{_percent(inner.value)}的地区在占{_percent(outer.value)}的地区之内，其总量却更大"
            en = (
                f"the area of {_percent(inner.value)} lies in that of {_percent(outer.value)}, yet has the larger total"
            )
            yield None if agrees else ("larger_within_smaller", (inner.iri, outer.iri), (zh, en))


def _nested_shares(observations: dict[str, _Observation]) -> Iterator[_Result]:
    """A part and its whole, each with its share of one area: does the area's part fit into the area's whole?"""
    shares = {
        (each.one("relatedLevel"), each.one("wholeArea")): each
        for each in observations.values()
        if each.kind == "ShareObservation" and each.value
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
        inner, outer = _plain(_rounded(least, 0)), _plain(_rounded(most, 0))
        zh = f"由此该地区的部分至少为{inner}，大于其整体{outer}"
        en = f"they imply a part of at least {inner} in the area, more than its whole, {outer}"
        yield "part_exceeds_whole", (part.iri, share.iri, whole.iri, of_whole.iri), (zh, en)


def _observations(annotations: Annotations, comparators: Mapping[str, Comparator]) -> Iterator[_Observation]:
    for iri in sorted(annotations.subjects(_VALUE)):
        values = annotations.values(iri, _VALUE)
        text = min(each.value for each in values)
        number = stated_number(text)
        if len(values) != 1 or not _is_computable(number):
            continue  # the numerals report it
        found = {
            local: frozenset(each.value for each in annotations.values(iri, NamedNode(ZJ + local))) for local in _LINKS
        }
        kinds = [kind for kind in annotations.types(iri) if kind.endswith("Observation")]
        yield _Observation(
            iri=iri,
            kind=min(kinds, default=""),
            value=number,
            places=max(2, len(text.partition(".")[2].rstrip("0"))),
            comparator=comparators.get(min(found["comparator"], default=""), Comparator()),
            links=found,
        )


def _is_computable(number: Decimal) -> bool:
    places = number.as_tuple().exponent  # a letter for NaN
    return isinstance(places, int) and -places <= _MOST_DIGITS and abs(number.adjusted()) <= _MOST_DIGITS


def _years(period: str, annotations: Annotations) -> int | None:
    ends = [{value.value for value in annotations.values(period, each)} for each in _YEARS]
    if any(len(end) != 1 for end in ends):
        return None
    try:
        first, last = (dt.date.fromisoformat(min(end)) for end in ends)
    except ValueError:
        return None  # the dates report it
    years = last.year - first.year + 1
    return years if 0 < years <= _MOST_YEARS else None


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
