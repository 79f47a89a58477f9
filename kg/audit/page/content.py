"""Collects the content of the page for its template: verdict, sections, the document, the tensions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.audit.annotations import name
from kg.audit.formats import summary, verdict
from kg.audit.page.facts import gather
from kg.audit.page.labels import Text, page_text, read_labels
from kg.audit.page.rows import anchor_key, fault_view, places
from kg.project import PASSAGE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.audit.annotations import Quote
    from kg.audit.arithmetic import Tension
    from kg.audit.findings import Section
    from kg.audit.page.facts import Context
    from kg.audit.page.rows import FaultView, Place, RowView
    from kg.audit.report import AuditReport
    from kg.project import Ontology


@dataclass(frozen=True)
class SummaryView:
    """A section of the audit: its name, what it checks, and how much passed."""

    label: Text
    checks: Text
    good: int
    total: int
    faults: int

    @property
    def share(self) -> str:
        """The share that passed, in per cent; below 100 if anything failed."""
        share = 100 if self.good == self.total else min(99, 100 * self.good // self.total)
        return f"{share}%"


@dataclass(frozen=True)
class Part:
    """Consecutive paragraphs of one section of the document; `is_continued` is set if the section began earlier."""

    label: Text | None
    is_continued: bool
    paragraphs: tuple[tuple[RowView, ...], ...]

    @property
    def first(self) -> RowView:
        """The first passage."""
        return self.paragraphs[0][0]

    @property
    def is_titled(self) -> bool:
        """Whether its first passage has the same text as the section's Chinese label."""
        words = "".join(segment.text for segment in self.first.segments)
        return self.label is not None and words == self.label.zh


@dataclass(frozen=True)
class Figure:
    """A figure of a tension: its label, its words, and the passage that states it."""

    label: Text
    words: str
    passage: str
    key: str


@dataclass(frozen=True)
class TensionView:
    """Figures that contradict each other, what was computed from them, and the editors' notes."""

    text: Text
    is_noted: bool
    figures: tuple[Figure, ...]
    remark: Text | None


@dataclass(frozen=True)
class Page:
    """The content of the page."""

    title: Text
    file: str
    encoding: str
    digest: str
    is_whole: bool
    holds: bool
    verdict: Text
    summaries: tuple[SummaryView, ...]
    parts: tuple[Part, ...]
    elsewhere: tuple[FaultView, ...]
    tensions: tuple[TensionView, ...]

    @property
    def rows(self) -> list[RowView]:
        """All passages and uncovered text, in order."""
        return [row for part in self.parts for paragraph in part.paragraphs for row in paragraph]


def page(report: AuditReport, ontology: Ontology) -> Page:
    """Return the content of the page for a report."""
    anchoring, annotations = report.anchoring, report.annotations
    context = gather(annotations, read_labels(ontology, annotations))
    passages = {anchor.passage.iri.value for anchor in anchoring.anchors}
    rest = [fault for fault in report.faults if fault.passage not in passages and fault.name != "text_unannotated"]
    documents = {value.value for iri in passages for value in annotations.values(iri, PASSAGE_OF)}
    file = anchoring.document.path.name
    return Page(
        title=context.labels.of(min(documents)) if documents else Text(file, file),
        file=file,
        encoding=anchoring.document.encoding,
        digest=anchoring.document.digest,
        is_whole=anchoring.whole,
        holds=report.holds,
        verdict=Text(verdict(report, "zh"), verdict(report, "en")),
        summaries=tuple(_summary(section, report) for section in report.sections),
        parts=tuple(_parts(places(report, context), anchoring.document.text, context)),
        elsewhere=tuple(fault_view(fault, f"f{at}", context.labels) for at, fault in enumerate(rest, start=1)),
        tensions=tuple(_tension(tension, context) for tension in report.review.tensions),
    )


def _summary(section: Section, report: AuditReport) -> SummaryView:
    checks = Text(summary(section, report, "zh"), summary(section, report, "en"))
    return SummaryView(page_text(f"section_{section.name}"), checks, section.good, section.total, len(section.faults))


def _parts(rows: Sequence[Place], text: str, context: Context) -> Iterator[Part]:
    seen: set[str] = set()
    for section, group in groupby(_with_sections(rows), key=itemgetter(0)):
        label = context.labels.of(section) if section else None
        yield Part(label, section in seen, tuple(_paragraphs([place for _, place in group], text)))
        seen.add(section)


def _with_sections(rows: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    """Yield each place with its section; uncovered text is in the section of the text before it."""
    section = next((place.section for place in rows if place.section), "")
    for place in rows:
        section = place.section or section
        yield section, place


def _paragraphs(group: Sequence[Place], text: str) -> Iterator[tuple[RowView, ...]]:
    """Yield the rows of each line of the document, divided where their kind changes."""
    rows: list[RowView] = []
    end = 0
    for place in group:
        is_new = "\n" in text[end : place.start] or (rows and place.row.name and rows[-1].kind != place.row.kind)
        if rows and is_new:
            yield tuple(rows)
            rows = []
        rows.append(place.row)
        end = place.end
    yield tuple(rows)


def _tension(tension: Tension, context: Context) -> TensionView:
    located = (context.annotations.located(node) for node in tension.nodes)
    figures = (_figure(quote, context) for quote in located if quote)
    notes = [context.notes.get(node, ()) for node in tension.nodes]
    remark = next((note for note in notes[0] if all(note in others for others in notes)), None)
    return TensionView(Text(*tension.texts), tension.is_noted, tuple(figures), remark)


def _figure(quote: Quote, context: Context) -> Figure:
    passage = name(quote.passage)
    return Figure(context.labels.of(quote.node), quote.words, passage, anchor_key(passage))
