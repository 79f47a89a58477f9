"""The view of `validate --compare`: what two engines report differently."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg import runtime
from kg.views.base import View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation import Comparison


@dataclass(frozen=True)
class ComparisonView(View):
    """The differences between the reports of the engines on the same data."""

    comparison: Comparison
    lang: str

    @property
    def conforms(self) -> bool:
        """Whether the engines report the same."""
        return self.comparison.conforms

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield each difference, the error of an engine that cannot run, and the number of results."""
        del width
        for difference in self.comparison.differences:
            times = f" ({difference.number}×)" if difference.number > 1 else ""
            yield styled(self._message("only", engine=difference.engine), "red") + f": {difference.text}{times}"
        for engine, error in self.comparison.errors.items():
            yield styled(self._message("cannot_run", engine=engine), "red") + f": {error.message}"
        if self.comparison.differences:
            yield self._message("known_reasons")
        counts = {engine: len(report.findings) for engine, report in self.comparison.reports.items()}
        shown = ", ".join(f"{engine} {number}" for engine, number in counts.items())
        yield self._message("same_reports" if self.conforms else "different_reports", counts=shown)

    def to_dict(self) -> dict[str, Any]:
        """Return whether the reports are the same, the differences, the errors, and the number of results."""
        return {
            "same": self.conforms,
            "results": {engine: len(report.findings) for engine, report in self.comparison.reports.items()},
            "differences": [asdict(difference) for difference in self.comparison.differences],
            "errors": {engine: error.message for engine, error in self.comparison.errors.items()},
        }

    def _message(self, key: str, **values: object) -> str:
        return runtime.message(__file__, key, self.lang, **values)
