"""The page's content as its template shows it: verdict, parts of the proof, the document, the tensions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.audit.annotations import name
from kg.audit.formats import summary, verdict
from kg.audit.page.facts import gather
from kg.audit.page.labels import Text, read_labels
from kg.audit.page.rows import anchor_key, fault_view, places
from kg.project import PASSAGE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.audit.arithmetic import Tension
    from kg.audit.findings import Section
    from kg.audit.page.facts import Knowledge
    from kg.audit.page.rows import FaultView, Place, RowView
    from kg.audit.report import AuditReport
    from kg.project import Ontology

_SECTIONS = {
    "passages": Text("段句", "Passages"),
    "quotes": Text("引文", "Quotes"),
    "numerals": Text("数字", "Numerals"),
    "dates": Text("日期", "Dates"),
    "names": Text("名称", "Names"),
    "grounds": Text("依据", "Grounds"),
    "arithmetic": Text("推算", "Arithmetic"),
    "contradictions": Text("矛盾", "Contradictions"),
}


@dataclass(frozen=True)
class SummaryView:
    """A section of the audit: its name, what it checks, and how much passed."""

    label: Text
    proves: Text
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
    """Consecutive paragraphs of one section of the document; `is_continued` says that others stood between."""

    label: Text | None
    is_continued: bool
    paragraphs: tuple[tuple[RowView, ...], ...]

    @property
    def first(self) -> RowView:
        """The passage that it begins with."""
        return self.paragraphs[0][0]

    @property
    def is_titled(self) -> bool:
        """Whether its first passage is a heading that reads as the section is called in Chinese."""
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

    said: Text
    is_noted: bool
    figures: tuple[Figure, ...]
    remark: Text | None


@dataclass(frozen=True)
class Page:
    """All that the page shows."""

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
    knowledge = gather(annotations, read_labels(ontology, annotations))
    found = places(report, knowledge)
    shown = {each.passage.iri.value for each in anchoring.anchors}
    rest = [fault for fault in report.faults if fault.passage not in shown and fault.name != "text_unannotated"]
    documents = {value.value for iri in shown for value in annotations.values(iri, PASSAGE_OF)}
    file = anchoring.document.path.name
    return Page(
        title=knowledge.labels.of(min(documents)) if documents else Text(file, file),
        file=file,
        encoding=anchoring.document.encoding,
        digest=anchoring.document.digest,
        is_whole=anchoring.whole,
        holds=report.holds,
        verdict=Text(verdict(report, "zh"), verdict(report, "en")),
        summaries=tuple(_summary(each, report) for each in report.sections),
        parts=tuple(_parts(found, anchoring.document.text, knowledge)),
        elsewhere=tuple(fault_view(fault, f"f{at}", knowledge.labels) for at, fault in enumerate(rest, start=1)),
        tensions=tuple(_tension(each, knowledge) for each in report.review.tensions),
    )


def _summary(section: Section, report: AuditReport) -> SummaryView:
    proves = Text(summary(section, report, "zh"), summary(section, report, "en"))
    label = _SECTIONS.get(section.name, Text(section.name, section.name))
    return SummaryView(label, proves, section.good, section.total, len(section.faults))


def _parts(found: Sequence[Place], text: str, knowledge: Knowledge) -> Iterator[Part]:
    seen: set[str] = set()
    for section, group in groupby(_settled(found), key=lambda each: each[0]):
        label = knowledge.labels.of(section) if section else None
        yield Part(label, section in seen, tuple(_paragraphs([place for _, place in group], text)))
        seen.add(section)


def _settled(found: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    """Yield each place with its section; uncovered text is in the section of the text before it."""
    section = next((place.section for place in found if place.section), "")
    for place in found:
        section = place.section or section
        yield section, place


def _paragraphs(group: Sequence[Place], text: str) -> Iterator[tuple[RowView, ...]]:
    """Yield the rows of one kind that are on one line of the document."""
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


def _tension(tension: Tension, knowledge: Knowledge) -> TensionView:
    figures = [figure for node in tension.nodes for figure in _figures(node, knowledge)]
    notes = [knowledge.notes.get(node, ()) for node in tension.nodes]
    remark = next((note for note in notes[0] if all(note in others for others in notes)), None)
    return TensionView(Text(*tension.said), tension.is_noted, tuple(figures), remark)


def _figures(node: str, knowledge: Knowledge) -> Iterator[Figure]:
    """Yield the figure with the first passage that quotes it."""
    for passage, quotes in knowledge.annotations.quotes.items():
        for quote in quotes:
            if quote.node == node:
                yield Figure(knowledge.labels.of(node), quote.words, name(passage), anchor_key(name(passage)))
                return
