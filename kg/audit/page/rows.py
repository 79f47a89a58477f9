"""Lists the rows of the page: each passage with its marked text, faults and facts, and text that is in no passage."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

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
    from kg.audit.page.facts import Context, Entry
    from kg.audit.page.labels import Labels
    from kg.audit.page.marks import Segment
    from kg.audit.report import AuditReport

    Quotes = Sequence[Quote]

_Finding = TypeVar("_Finding", "Fault", "Mark")

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
    """Words that are not a figure, and the reason."""

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
        """Whether it has a numeral that is not a figure."""
        return bool(self.excuses)


@dataclass(frozen=True)
class _Located:
    """A fault of a passage and its places in the text."""

    fault: Fault
    view: FaultView
    spans: tuple[tuple[int, int], ...]

    def concerns(self, mark: Mark) -> bool:
        """Return whether the fault is about a mark: it overlaps it, and the mark has no node, or the faulty one."""
        overlaps = any(start < mark.end and mark.start < end for start, end in self.spans)
        return overlaps and (mark.state == "missing" or self.fault.node in mark.nodes)


@dataclass(frozen=True)
class Place:
    """A row with its section (an IRI) and the start and end of its text in the document."""

    row: RowView
    section: str
    start: int
    end: int


def anchor_key(name: str) -> str:
    """Return the id of a passage on the page: its name, so that #p05s2 is a link to it."""
    return re.sub(r"[^\w.-]", "_", name)


def places(report: AuditReport, context: Context) -> list[Place]:
    """Return passages and uncovered text in the order of the document; removed ones follow their former neighbours."""
    faults, marks = _by_passage(report.faults), _by_passage(report.marks)
    rows: list[Place] = []
    last = 0
    for anchor in report.anchoring.anchors:
        iri = anchor.passage.iri.value
        start, end = (last, last) if anchor.start is None or anchor.end is None else (anchor.start, anchor.end)
        row = _passage_row(anchor, faults.get(iri, []), marks.get(iri, []), context)
        section = min((value.value for value in context.annotations.values(iri, IN_SECTION)), default="")
        rows.append(Place(row, section, start, end))
        last = end
    uncovered = {fault.details["new"]: fault for fault in report.faults if fault.name == _UNCOVERED}
    for stretch in report.anchoring.uncovered:
        span = f"{stretch.start}–{stretch.end}"
        row = _uncovered_row(stretch, uncovered.get(span), context.labels)
        rows.append(Place(row, "", stretch.start, stretch.end))
    return sorted(rows, key=lambda place: place.start)


def fault_view(fault: Fault, key: str, labels: Labels) -> FaultView:
    """Return a fault as the page shows it."""
    message = Text(fault.message("zh"), fault.message("en"))
    node = labels.of(fault.node) if fault.node else None
    return FaultView(key, fault.name, message, node, compact(fault.node) if fault.node else "", fault.words)


def _by_passage(findings: Iterable[_Finding]) -> dict[str, list[_Finding]]:
    groups: dict[str, list[_Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.passage].append(finding)
    return groups


def _passage_row(anchor: Anchor, faults: list[Fault], marks: list[Mark], context: Context) -> RowView:
    iri, key = anchor.passage.iri.value, anchor_key(anchor.passage.name)
    annotations = context.annotations
    quotes = annotations.quotes.get(iri, ())
    if anchor.state == "changed":  # the audit skips it; quotes that are in the new text are shown
        quotes = tuple(_located(quote, anchor.text) for quote in quotes)
    facts = entries(iri, key, quotes, {fault.node for fault in faults}, context)
    views = tuple(fault_view(fault, f"{key}-f{at}", context.labels) for at, fault in enumerate(faults, start=1))
    excuses = _excuses(iri, key, context)
    targets = {node: entry.key for node, entry in facts.items()}
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
        facts=tuple(entry for entry in facts.values() if not entry.is_plain),
        named=tuple(entry for entry in facts.values() if entry.is_plain),
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


def _excuses(iri: str, key: str, context: Context) -> dict[str, Excuse]:
    """Return the reasons why numerals of a passage are not figures, by the node that has the reason."""
    excuses: dict[str, Excuse] = {}
    for quote in context.annotations.no_figures.get(iri, ()):
        reason = both(context.annotations.values(quote.node, REASON)) or context.labels.of(quote.node)  # type: ignore[arg-type]
        if quote.node not in excuses:
            excuses[quote.node] = Excuse(f"{key}-r{len(excuses) + 1}", quote.words, compact(quote.node), reason)
    return excuses


def _spans(fault: Fault, text: str, quotes: Quotes) -> tuple[tuple[int, int], ...]:
    """Return the spans of a fault: its node's quote of the words, else every occurrence of the words."""
    own = {
        (quote.start, quote.end)
        for quote in quotes
        if quote.start is not None and (quote.node, quote.words) == (fault.node, fault.words)
    }
    if own or not fault.words:
        return tuple(sorted(own))
    return tuple(match.span() for match in re.finditer(re.escape(fault.words), text))


def _marked(marks: Iterable[Mark], targets: Mapping[str, str], located: Sequence[_Located]) -> Iterator[MarkView]:
    """Yield the audit's marks; a mark with a fault is red, even if a node states it."""
    for mark in marks:
        faults = [fault.view.key for fault in located if fault.concerns(mark)]
        nodes = [targets[node] for node in mark.nodes if node in targets]
        yield MarkView(mark.start, mark.end, "missing" if faults else mark.state, (*faults, *nodes))


def _faulty(marks: Sequence[Mark], targets: Mapping[str, str], located: Sequence[_Located]) -> Iterator[MarkView]:
    """Yield a mark for the words of each fault that none of the audit's marks shows."""
    keys_at: dict[tuple[int, int], list[str]] = defaultdict(list)
    for located_fault in located:
        if not any(located_fault.concerns(mark) for mark in marks):
            node = located_fault.fault.node
            node_keys = [targets[node]] if node in targets else []
            for span in located_fault.spans:
                keys_at[span] += [located_fault.view.key, *node_keys]
    for (start, end), keys in keys_at.items():
        yield MarkView(start, end, "missing", tuple(dict.fromkeys(keys)))
