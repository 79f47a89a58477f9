"""The view of `infer --compare`: what the engines derive differently, with the reason of each difference."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import runtime
from kg.owl import InferenceComparison
from kg.rdf import PREFIXES, shorten
from kg.views.base import View, styled
from kg.views.triples import TriplesView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.owl import InferenceDifference

_SHOWN = 10


def inferred(
    found: Collection[Triple] | InferenceComparison, lang: str, prefixes: Mapping[str, str] = PREFIXES
) -> TriplesView | InferenceComparisonView:
    """Return the view of inferred triples, or of a comparison of engines."""
    if isinstance(found, InferenceComparison):
        return InferenceComparisonView(found, lang)
    return TriplesView(found, prefixes)


@dataclass(frozen=True)
class InferenceComparisonView(View):
    """The differences between what the engines infer from the same files."""

    comparison: InferenceComparison
    lang: str

    def __iter__(self) -> Iterator[InferenceDifference]:
        return iter(self.comparison.differences)

    def __len__(self) -> int:
        return len(self.comparison.differences)

    @property
    def is_explained(self) -> bool:
        """Whether the engines derive the same, or each difference has a known cause."""
        return self.comparison.is_explained

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the differences by engine and reason, first those without one, and the numbers of triples."""
        del width
        comparison = self.comparison
        for engine, error in comparison.errors.items():
            yield f"{styled(engine, 'bold')}: {error.message}"
        if comparison.reason:
            yield self._message(f"because_{comparison.reason}")
        groups = Counter((found.reason, found.engine) for found in comparison.differences)
        for (reason, engine), number in sorted(groups.items()):
            yield styled(self._message("derived_only", engine=engine, count=f"{number:,}"), "bold")
            yield "  " + (self._message(f"because_{reason}") if reason else styled(self._message("unexplained"), "red"))
            triples = [d.triple for d in comparison.differences if (d.reason, d.engine) == (reason, engine)]
            shown = triples[:_SHOWN] if reason else triples
            yield from (f"  {shorten(str(triple))} ." for triple in shown)
            if len(triples) > len(shown):
                yield "  " + self._message("and_more", count=f"{len(triples) - len(shown):,}")
        counts = ", ".join(f"{engine} {number:,}" for engine, number in comparison.counts.items())
        yield self._message(self._verdict(), counts=counts or "–")

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of triples, the contradictions, and each difference with its reason."""
        comparison = self.comparison
        return {
            "explained": self.is_explained,
            "triples": dict(comparison.counts),
            "errors": {engine: error.message for engine, error in comparison.errors.items()},
            "differences": [
                {"engine": found.engine, "triple": str(found.triple), "reason": found.reason}
                for found in comparison.differences
            ],
        }

    def _verdict(self) -> str:
        comparison = self.comparison
        if len(comparison.errors) > 1:
            return "both_fail"
        is_same = not comparison.differences and not comparison.errors
        return "same_inferences" if is_same else "explained" if self.is_explained else "not_explained"

    def _message(self, key: str, **values: object) -> str:
        return runtime.message(__file__, key, self.lang, **values)
