"""Reports: the findings of shapes and checks about a dataset or an ontology."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.validation.findings import justification
from kg.validation.places import placed
from kg.validation.shacl_results import with_results

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pyoxigraph import Triple

    from kg.project import Check
    from kg.shacl import Coverage, Finding
    from kg.validation.places import Statement
    from kg.validation.terms import Fault


@dataclass(frozen=True)
class Report:
    """The findings of a validation, most severe first, and the triples of the standard SHACL report.

    `not_compiled` are the shapes that ran in pyshacl, each with the reason; `warnings` are what a reader should know
    of the validation, by language. With `is_strict`, only data without any finding conforms, as the standard says;
    with `warnings_fail`, only data without warnings. `coverage` is what the shapes judged; without it,
    `has_targets` says whether they have a target in the data.
    """

    findings: tuple[Finding, ...]
    graph: tuple[Triple, ...]
    not_compiled: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Mapping[str, str], ...] = ()
    is_strict: bool = False
    warnings_fail: bool = False
    coverage: Coverage | None = None
    has_targets: bool = True

    @property
    def violations(self) -> list[Finding]:
        """The findings of severity `violation`."""
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation, or no finding at all if the report is strict."""
        return not (any(map(self.fails, self.findings)) or (self.warnings_fail and self.warnings))

    def fails(self, finding: Finding) -> bool:
        """Return whether data with a finding does not conform."""
        failing = {"violation", "warning"} if self.warnings_fail else {"violation"}
        return self.is_strict or finding.severity in failing

    @property
    def is_judged(self) -> bool:
        """Whether a shape judged some of the data."""
        return self.has_targets if self.coverage is None else self.coverage.judged_nodes > 0

    def distinct(self) -> Report:
        """Return the report without findings that say the same as another."""
        return replace(self, findings=tuple({str(finding): finding for finding in self.findings}.values()))

    def with_faults(self, faults: Collection[Fault]) -> Report:
        """Return the report with faults that no shape reported."""
        found = sorted((*(fault.finding for fault in faults), *self.findings), key=lambda finding: finding.order)
        return replace(self, findings=tuple(found), graph=with_results(self.graph, faults))

    def placed(self, written: Iterable[Statement]) -> Report:
        """Return the report with the places of its findings."""
        return replace(self, findings=tuple(placed(self.findings, written)))


@dataclass(frozen=True)
class Outcome:
    """The findings of one check."""

    check: Check
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class OntologyReport:
    """The outcome of each check about the ontology."""

    outcomes: tuple[Outcome, ...]

    @property
    def findings(self) -> list[tuple[Finding, Mapping[str, str] | None]]:
        """The findings, most severe first, each with the reason that justifies it, or None."""
        pairs = [
            (finding, justification(outcome.check, finding))
            for outcome in self.outcomes
            for finding in outcome.findings
        ]
        return sorted(pairs, key=lambda pair: pair[0].order)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not any(outcome.findings for outcome in self.outcomes if outcome.check.severity == "violation")
