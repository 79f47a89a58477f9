"""The view of `audit`: what the comparison of the graph with its document found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import runtime
from kg.audit import as_json, as_markdown, summary, tension_line, verdict
from kg.views.base import View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit import AuditReport

# faults of one section in the table; JSON and Markdown list all
_MAX_FAULTS = 20


@dataclass(frozen=True)
class AuditView(View):
    """The result of an audit: `report` has a section per kind of check, each with its faults.

    `moved` is the number of passages whose offsets were corrected in data/document.ttl.
    """

    report: AuditReport
    lang: str
    moved: int | None = None
    formats = ("table", "json", "md")

    @property
    def holds(self) -> bool:
        """Whether there is no fault, and the document is the one that the graph annotates."""
        return self.report.holds

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield a line per section, the faults, the figures that contradict each other, and the verdict."""
        del width
        report, lang = self.report, self.lang
        yield from self._section_lines()
        for section in report.sections:
            if section.faults:
                yield "\n" + styled(section.name, "bold")
            for fault in section.faults[:_MAX_FAULTS]:
                yield f"  {styled(fault.name, 'red')} {fault.place()}\n      {fault.message(lang)}"
            if len(section.faults) > _MAX_FAULTS:
                yield runtime.message(__file__, "more_faults", self.lang, count=len(section.faults) - _MAX_FAULTS)
        if report.sections and report.review.tensions:
            yield "\n" + styled(runtime.message(__file__, "contradicting_figures", self.lang), "bold")
            for tension in report.review.tensions:
                yield f"  {tension_line(tension, report, lang)}"
        if report.sections:
            yield ""
        yield styled(verdict(report, lang), "green" if report.holds else "red", "bold")

    def _section_lines(self) -> Iterator[str]:
        sections = self.report.sections
        counts = {section.name: f"{section.good:,}/{section.total:,}" for section in sections}
        width = max(map(len, counts), default=0)
        across = max(map(len, counts.values()), default=0)
        for section in sections:
            text = f"{section.name:<{width}}  {counts[section.name]:>{across}}"
            yield f"{styled(text, 'red' if section.faults else 'green')}  {summary(section, self.report, self.lang)}"

    def md_lines(self) -> Iterator[str]:
        """Yield the whole result in Markdown."""
        yield as_markdown(self.report, self.lang).removesuffix("\n")

    def to_dict(self) -> dict[str, Any]:
        """Return the whole result as data."""
        data: dict[str, Any] = json.loads(as_json(self.report, self.lang))
        return data
