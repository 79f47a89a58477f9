"""The rows of the page: each passage with its marked text, faults and facts, and text that belongs to no passage."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.page.facts import entries
from kg.audit.page.labels import Text, both
from kg.audit.page.marks import MarkView, segments
from kg.audit.report import REASON
from kg.rdf import ZJ, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.audit.anchors import Anchor, Stretch
    from kg.audit.annotations import Quote
    from kg.audit.findings import Fault, Mark
    from kg.audit.page.facts import Entry, Knowledge
    from kg.audit.page.labels import Labels
    from kg.audit.page.marks import Segment
    from kg.audit.report import AuditReport

    Quotes = Sequence[Quote]

IN_SECTION = NamedNode(ZJ + "inSection")
_UNCOVERED = "text_unannotated"


@dataclass(frozen=True)
class FaultView:
    """A fault as the page shows it."""

    key: str
    name: str
    message: Text
    node: Text | None
    curie: str
    words: str


@dataclass(frozen=True)
class Excuse:
    """Words that are no figure, and why."""

    key: str
    words: str
    curie: str
    reason: Text


@dataclass(frozen=True)
class RowView:
    """A passage or a part of uncovered text, with its facts."""

    key: str
    name: str
    kind: str
    state: str
    segments: tuple[Segment, ...]
    faults: tuple[FaultView, ...]
    facts: tuple[Entry, ...]
    named: tuple[Entry, ...]
    excuses: tuple[Excuse, ...]
    reason: Text | None

    @property
    def is_grey(self) -> bool:
        """Whether it has a numeral that is no figure."""
        return bool(self.excuses)


@dataclass(frozen=True)
class _Located:
    """A fault of a passage and where in its text it is."""

    fault: Fault
    view: FaultView
    spans: tuple[tuple[int, int], ...]

    def blames(self, mark: Mark) -> bool:
        """Whether the fault is a mark's: it meets a mark that misses something, or one of the node at fault."""
        meets = any(start < mark.end and mark.start < end for start, end in self.spans)
        return meets and (mark.state == "missing" or self.fault.node in mark.nodes)


@dataclass(frozen=True)
class Place:
    """A row with its section (an IRI) and the start and end of its text in the document."""

    row: RowView
    section: str
    start: int
    end: int


def anchor_key(name: str) -> str:
    """Return the id of a passage on the page: its name, so that #p05s2 leads there."""
    return re.sub(r"[^\w.-]", "_", name)


def places(report: AuditReport, knowledge: Knowledge) -> list[Place]:
    """Return passages and uncovered text in the order of the document; removed ones follow their former neighbours."""
    faults, marks = _by_passage(report.faults), _marks_by_passage(report.marks)
    found: list[Place] = []
    last = 0
    for each in report.anchoring.anchors:
        iri = each.passage.iri.value
        start, end = (last, last) if each.start is None or each.end is None else (each.start, each.end)
        row = _passage_row(each, faults.get(iri, []), marks.get(iri, []), knowledge)
        section = min((value.value for value in knowledge.annotations.values(iri, IN_SECTION)), default="")
        found.append(Place(row, section, start, end))
        last = end
    uncovered = {fault.details["new"]: fault for fault in report.faults if fault.name == _UNCOVERED}
    for stretch in report.anchoring.uncovered:
        span = f"{stretch.start}–{stretch.end}"
        row = _uncovered_row(stretch, uncovered.get(span), knowledge.labels)
        found.append(Place(row, "", stretch.start, stretch.end))
    return sorted(found, key=lambda place: place.start)


def fault_view(fault: Fault, key: str, labels: Labels) -> FaultView:
    """Return a fault as the page shows it."""
    message = Text(fault.message("zh"), fault.message("en"))
    node = labels.of(fault.node) if fault.node else None
    return FaultView(key, fault.name, message, node, compact(fault.node) if fault.node else "", fault.words)


def _by_passage(faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.passage].append(fault)
    return found


def _marks_by_passage(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.passage].append(mark)
    return found


def _passage_row(anchor: Anchor, faults: list[Fault], marks: list[Mark], knowledge: Knowledge) -> RowView:
    iri, key = anchor.passage.iri.value, anchor_key(anchor.passage.name)
    annotations = knowledge.annotations
    quotes = annotations.quotes.get(iri, ())
    if anchor.state == "changed":  # the audit skips it; its words that are in the new text are shown
        quotes = tuple(_located(quote, anchor.text) for quote in quotes)
    found = entries(iri, key, quotes, {fault.node for fault in faults}, knowledge)
    views = tuple(fault_view(fault, f"{key}-f{at}", knowledge.labels) for at, fault in enumerate(faults, start=1))
    excuses = _excuses(iri, key, knowledge)
    targets = {node: entry.key for node, entry in found.items()}
    targets |= {node: excuse.key for node, excuse in excuses.items()}
    pairs = zip(faults, views, strict=True)
    located = [_Located(fault, view, _spans(fault, anchor.text, quotes)) for fault, view in pairs]
    shown = [*_marked(marks, targets, located), *_faulty(marks, targets, located)]
    return RowView(
        key=key,
        name=anchor.passage.name,
        kind=anchor.passage.kind,
        state="gone" if anchor.is_gone else anchor.state,
        segments=segments(anchor.text, shown, quotes),
        faults=views,
        facts=tuple(entry for entry in found.values() if not entry.is_plain),
        named=tuple(entry for entry in found.values() if entry.is_plain),
        excuses=tuple(excuses.values()),
        reason=both(annotations.values(iri, REASON)),  # type: ignore[arg-type]
    )


def _uncovered_row(stretch: Stretch, fault: Fault | None, labels: Labels) -> RowView:
    key = f"text-{stretch.start}"
    faults = (fault_view(fault, f"{key}-f1", labels),) if fault else ()
    marks = [MarkView(0, len(stretch.text), "missing", (faults[0].key,))] if faults else []
    cut = segments(stretch.text, marks, ())
    return RowView(key, "", "sentence", "uncovered", cut, faults, (), (), (), None)


def _located(quote: Quote, text: str) -> Quote:
    prefix, suffix = quote.context
    whole = f"{prefix}{quote.words}{suffix}"
    times = text.count(whole)
    return replace(quote, start=text.find(whole) + len(prefix) if times == 1 else None, times=times)


def _excuses(iri: str, key: str, knowledge: Knowledge) -> dict[str, Excuse]:
    """Return the reasons why numerals of a passage are no figures, by the node that has the reason."""
    found: dict[str, Excuse] = {}
    for quote in knowledge.annotations.no_figures.get(iri, ()):
        reason = both(knowledge.annotations.values(quote.node, REASON)) or knowledge.labels.of(quote.node)  # type: ignore[arg-type]
        if quote.node not in found:
            found[quote.node] = Excuse(f"{key}-r{len(found) + 1}", quote.words, compact(quote.node), reason)
    return found


def _spans(fault: Fault, text: str, quotes: Quotes) -> tuple[tuple[int, int], ...]:
    """Return the span of a fault: its node's quote of the words, or else the words anywhere."""
    own = {
        (quote.start, quote.end)
        for quote in quotes
        if quote.start is not None and (quote.node, quote.words) == (fault.node, fault.words)
    }
    if own or not fault.words:
        return tuple(sorted(own))
    return tuple((found.start(), found.end()) for found in re.finditer(re.escape(fault.words), text))


def _marked(marks: Iterable[Mark], targets: Mapping[str, str], located: Sequence[_Located]) -> Iterator[MarkView]:
    """Yield the audit's marks; a mark with a fault is red, even if a node accounts for it."""
    for mark in marks:
        blamed = [each.view.key for each in located if each.blames(mark)]
        nodes = [targets[node] for node in mark.nodes if node in targets]
        yield MarkView(mark.start, mark.end, "missing" if blamed else mark.state, (*blamed, *nodes))


def _faulty(marks: Sequence[Mark], targets: Mapping[str, str], located: Sequence[_Located]) -> Iterator[MarkView]:
    """Yield a mark for the words of each fault that none of the audit's marks shows."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for each in located:
        if not any(each.blames(mark) for mark in marks):
            for span in each.spans:
                found[span] += [each.view.key, *(targets[node] for node in (each.fault.node,) if node in targets)]
    for (start, end), keys in found.items():
        yield MarkView(start, end, "missing", tuple(dict.fromkeys(keys)))
