"""The views of `validate`: the findings of shapes and checks, with the place where each node is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat

from kg import runtime
from kg.project import CATALOGUES
from kg.rdf import as_rdflib, serialize
from kg.results import columns
from kg.shacl import STAGES
from kg.validation import describe_finding
from kg.views.base import View, styled
from kg.views.ci_reports import junit, sarif

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib
    from pyoxigraph import Triple

    from kg.shacl import Finding
    from kg.validation import OntologyReport, Report

    # a finding, and the reason for which it may stay
    Justified = tuple[Finding, Mapping[str, str] | None]

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}


@dataclass(frozen=True)
class _Findings(View):
    """What both reports have in common."""

    lang: str

    def _justified(self) -> list[Justified]:
        raise NotImplementedError

    def _fails(self, finding: Finding) -> bool:
        return finding.severity == "violation"

    def _warnings(self) -> Iterable[str]:
        return ()

    def _passed(self) -> Iterable[str]:
        """Return the names of what was checked without a finding."""
        raise NotImplementedError

    def sarif_lines(self) -> Iterator[str]:
        """Yield the findings as a SARIF 2.1.0 log, which code hosts show beside the lines at fault."""
        log = sarif([finding for finding, _ in self._justified()], self._warnings(), self.lang)
        yield json.dumps(log, ensure_ascii=False, indent=2)

    def junit_lines(self) -> Iterator[str]:
        """Yield the findings as JUnit XML: a test case each, which fails if the finding makes the data fail."""
        yield junit([finding for finding, _ in self._justified()], self._fails, self._passed(), self.lang)

    def _finding_lines(self) -> Iterator[str]:
        for severity, group in groupby(self._justified(), key=lambda pair: pair[0].severity):
            findings = list(group)
            heading = f"{runtime.message(__file__, f'{severity}_heading', self.lang)} ({len(findings)})"
            yield styled(heading, _COLOURS[severity], "bold")
            for finding, reason in findings:
                yield describe_finding(finding, self.lang, reason)

    def _verdict(self, *, conforms: bool, is_judged: bool = True) -> str:
        counts = dict.fromkeys(_COLOURS, 0)
        for finding, _ in self._justified():
            counts[finding.severity] += 1
        key = ("conforms" if is_judged else "not_judged") if conforms else "does_not_conform"
        return runtime.message(__file__, key, self.lang, **counts)

    def _findings_data(self) -> list[dict[str, Any]]:
        return [
            {
                "stage": finding.stage,
                "severity": finding.severity,
                "node": finding.node,
                "path": finding.path or None,
                "value": finding.value or None,
                "source": finding.source,
                "message": dict(finding.message),
                **({"justification": dict(reason)} if reason else {}),
                "places": [
                    {"file": place.file, "line": place.line or None, "graph": place.graph or None}
                    for place in finding.places
                ],
            }
            for finding, reason in self._justified()
        ]


@dataclass(frozen=True)
class ValidationView(_Findings):
    """The findings of a validation; `report` has them and the standard SHACL report as triples.

    It unpacks as the result of pyshacl: `conforms, report_graph, text`.
    """

    report: Report
    formats = ("text", "turtle", "json", "sarif", "junit")

    def __iter__(self) -> Iterator[Any]:
        return iter((self.conforms, self.report_graph, str(self)))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; with shapes of your own, no finding at all."""
        return self.report.conforms

    @property
    def report_graph(self) -> rdflib.Graph:
        """The standard SHACL validation report as a graph of rdflib."""
        return as_rdflib(self.report.graph)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, violations first."""
        return self.report.findings

    @property
    def graph(self) -> tuple[Triple, ...]:
        """The standard SHACL validation report."""
        return self.report.graph

    def _justified(self) -> list[Justified]:
        return [(finding, None) for finding in self.report.findings]

    def _fails(self, finding: Finding) -> bool:
        return self.report.fails(finding)

    def _warnings(self) -> Iterable[str]:
        return (warning[self.lang] for warning in self.report.warnings)

    def _passed(self) -> Iterable[str]:
        found = {finding.stage for finding in self.report.findings}
        return (stage for stage in STAGES if stage not in found)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the findings by severity, the shapes that pyshacl validated, and the verdict."""
        del width
        yield from self._finding_lines()
        for shape, reason in self.report.not_compiled:
            yield runtime.message(__file__, "by_pyshacl", self.lang, shape=shape, reason=reason)
        for warning in self.report.warnings:
            yield styled(f"{runtime.message(__file__, 'warning', self.lang)}: {warning[self.lang]}", "yellow")
        if judged := self.report.coverage:
            numbers = {name: number for name, number in asdict(judged).items() if name != "unjudged"}
            yield runtime.message(__file__, "judged", self.lang, **numbers)
        yield self._verdict(conforms=self.conforms, is_judged=self.report.is_judged)

    def turtle_lines(self) -> Iterator[str]:
        """Yield the standard SHACL validation report in Turtle; syntax errors, which have no node, are comments."""
        for finding in self.report.findings:
            if not finding.node:
                yield from (f"# {line.strip()}" for line in describe_finding(finding, self.lang).splitlines())
        yield serialize(self.report.graph, RdfFormat.TURTLE).decode().removesuffix("\n")

    def to_dict(self) -> dict[str, Any]:
        """Return whether the data conforms (None: no shape judged any of it), what was judged, and the findings."""
        not_compiled = [{"shape": shape, "reason": reason} for shape, reason in self.report.not_compiled]
        more: dict[str, Any] = {"handedOver": not_compiled} if not_compiled else {}
        if self.report.warnings:
            more["warnings"] = list(map(dict, self.report.warnings))
        if judged := self.report.coverage:
            more["judged"] = {
                "nodes": judged.judged_nodes,
                "of_nodes": judged.nodes,
                "triples": judged.judged_triples,
                "of_triples": judged.triples,
                "shapes": judged.shapes,
            }
        conforms = self.conforms if self.report.is_judged or not self.conforms else None
        return {"conforms": conforms, **more, "findings": self._findings_data()}


@dataclass(frozen=True)
class OntologyView(_Findings):
    """The findings of the checks about the ontology; `report` has one outcome per check."""

    report: OntologyReport
    formats = ("text", "json", "sarif", "junit")

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return self.report.conforms

    def _justified(self) -> list[Justified]:
        return self.report.findings

    def _passed(self) -> Iterable[str]:
        return (outcome.check.name for outcome in self.report.outcomes if not outcome.findings)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield one line per check, the findings by severity, and the verdict."""
        del width
        yield from self._check_lines()
        yield ""
        yield from self._finding_lines()
        reasons = sum(reason is not None for _, reason in self.report.findings)
        checks = runtime.message(
            __file__, "checks_and_reasons", self.lang, checks=len(self.report.outcomes), reasons=reasons
        )
        yield self._verdict(conforms=self.conforms) + checks

    def _check_lines(self) -> Iterator[str]:
        rows = [
            ([runtime.message(__file__, key, self.lang) for key in ("result", "severity", "check", "decides")], "bold")
        ]
        for outcome in self.report.outcomes:
            severity = outcome.check.severity
            result = str(len(outcome.findings) or "ok")
            texts = [
                result,
                runtime.message(__file__, severity, self.lang),
                outcome.check.name,
                _catalogue_entries(outcome.check.covers),
            ]
            rows.append((texts, _COLOURS[severity] if outcome.findings else "green"))
        widths = [max(map(columns, column)) for column in zip(*(texts for texts, _ in rows), strict=True)]
        for texts, style in rows:
            first, *rest = (text + " " * (width - columns(text)) for text, width in zip(texts, widths, strict=True))
            yield styled(first, style) + "  " + "  ".join(rest).rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Return whether the ontology conforms, one entry per check, and the findings."""
        checks = [
            {
                "name": outcome.check.name,
                "severity": outcome.check.severity,
                "covers": list(outcome.check.covers),
                "findings": len(outcome.findings),
            }
            for outcome in self.report.outcomes
        ]
        return {"conforms": self.conforms, "checks": checks, "findings": self._findings_data()}


def _catalogue_entries(covers: Iterable[str]) -> str:
    """Return catalogue entries with each catalogue named once: `OOPS! P08 · FOOPS! OM1, OM4.1`."""
    entries: dict[str, list[str]] = {}
    for entry in covers:
        catalogue = next(name for name in CATALOGUES if entry.startswith(f"{name} "))
        entries.setdefault(catalogue, []).append(entry.removeprefix(f"{catalogue} "))
    return " · ".join(f"{catalogue} {', '.join(names)}" for catalogue, names in entries.items())
