"""Reports: the findings of shapes and checks about a dataset or an ontology."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.validation.findings import justification
from kg.validation.places import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from kg.project import Check
    from kg.shacl import Finding
    from kg.validation.places import Statement


@dataclass(frozen=True)
class Report:
    """The findings of a validation, most severe first, and the triples of the standard SHACL report.

    `not_compiled` are the shapes that ran in pyshacl, each with the reason; `warnings` are what a reader should know
    of the validation, by language. With `is_strict`, only data without any finding conforms, as the standard says.
    """

    findings: tuple[Finding, ...]
    graph: tuple[Triple, ...]
    not_compiled: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Mapping[str, str], ...] = ()
    is_strict: bool = False

    @property
    def violations(self) -> list[Finding]:
        """The findings of severity `violation`."""
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation, or no finding at all if the report is strict."""
        return not (self.findings if self.is_strict else self.violations)

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
