"""Lists the facts of a passage: an entry for each node of its graph, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.annotations import PREFIX, SUFFIX
from kg.audit.figures import VALUE
from kg.audit.page.labels import Text, both, page_text
from kg.audit.page.values import DATED, MEASURED, date, headline, measure, value_text
from kg.rdf import ALT_LABEL, AS_WRITTEN, LABEL, TYPE, ZJ, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.audit.annotations import Annotations, Quote, Value
    from kg.audit.page.labels import Labels
    from kg.audit.page.values import Stated

CONCERNS, REMARK, STATED_IN = (NamedNode(ZJ + local) for local in ("concerns", "remark", "statedIn"))
_STATEMENT = NamedNode(ZJ + "statementText")
_HIDDEN = {TYPE, AS_WRITTEN, PREFIX, SUFFIX}


@dataclass(frozen=True)
class Row:
    """The values of one property of a node in its passage."""

    label: Text
    curie: str
    values: tuple[Text, ...]


@dataclass(frozen=True)
class QuoteView:
    """The words of an entry; `number` identifies them in the text, and is None unless they occur exactly once."""

    words: str
    number: int | None


@dataclass(frozen=True)
class Entry:
    """A node with the facts of one passage; `is_plain` is set if it is only named there."""

    key: str
    curie: str
    label: Text
    kinds: tuple[Text, ...]
    quotes: tuple[QuoteView, ...]
    headline: Text | None
    rows: tuple[Row, ...]
    notes: tuple[Text, ...]
    elsewhere: int
    is_plain: bool
    is_wrong: bool

    @property
    def numbers(self) -> str:
        """The numbers of the quotes in the text, separated by spaces."""
        return " ".join(str(quote.number) for quote in self.quotes if quote.number is not None)


@dataclass(frozen=True)
class Context:
    """The context of entries beyond their passage: labels, and the notes and number of mentions of each node."""

    annotations: Annotations
    labels: Labels
    notes: Mapping[str, tuple[Text, ...]]
    mentions: Mapping[str, int]


def gather(annotations: Annotations, labels: Labels) -> Context:
    """Return the context that entries need from the whole graph."""
    notes: dict[str, list[Text]] = defaultdict(list)
    concerned = {note: annotations.values(note, CONCERNS) for note in annotations.subjects(REMARK)}
    # notes on few nodes are the most specific
    for note, nodes in sorted(concerned.items(), key=lambda item: (len(item[1]), item[0])):
        remark = both(value for value in annotations.values(note, REMARK) if not isinstance(value, NamedNode))
        if remark:
            for node in nodes:
                notes[node.value].append(remark)
    mentions: dict[str, int] = defaultdict(int)
    for quotes in annotations.quotes.values():
        for iri in {quote.node for quote in quotes}:
            mentions[iri] += 1
    return Context(annotations, labels, {node: tuple(remarks) for node, remarks in notes.items()}, mentions)


def entries(passage: str, key: str, quotes: Sequence[Quote], wrong: set[str], context: Context) -> dict[str, Entry]:
    """Return the entries of a passage (an IRI) by node, in the order of the text; `key` begins their ids.

    `quotes` are its quotes as located in the text; the number of a quote is its index among them. `wrong` are the
    nodes that have a fault here.
    """
    stated: dict[str, dict[NamedNode, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for triple in sorted(context.annotations.stated.get(passage, ()), key=str):
        stated[triple.subject.value][triple.predicate].append(triple.object)  # type: ignore[union-attr,arg-type]
    places: dict[str, list[tuple[int, Quote]]] = defaultdict(list)
    for number, quote in enumerate(quotes):
        places[quote.node].append((number, quote))

    def order(node: str) -> tuple[bool, int, int, str]:
        starts = [(quote.start, -len(quote.words)) for _, quote in places[node] if quote.start is not None]
        start, length = min(starts, default=(0, 0))
        return (not starts, start, length, node)

    ordered = sorted(stated, key=order)
    return {
        node: _entry(node, f"{key}-{at}", places[node], stated[node], context, is_wrong=node in wrong)
        for at, node in enumerate(ordered, start=1)
    }


def _entry(
    node: str, key: str, places: list[tuple[int, Quote]], stated: Stated, context: Context, *, is_wrong: bool
) -> Entry:
    labels = context.labels
    here = 1 if places else 0
    return Entry(
        key=key,
        curie=compact(node),
        label=labels.of(node),
        kinds=tuple(labels.of(value.value) for value in stated.get(TYPE, ())),
        quotes=tuple(QuoteView(quote.words, None if quote.start is None else number) for number, quote in places),
        headline=headline(stated, labels),
        rows=tuple(_rows(stated, labels)),
        notes=context.notes.get(node, ()),
        elsewhere=context.mentions.get(node, 0) - here,
        is_plain=not set(stated) - _HIDDEN - {LABEL, ALT_LABEL},
        is_wrong=is_wrong,
    )


def _rows(stated: Stated, labels: Labels) -> Iterator[Row]:
    """Yield a node's properties: its words, figure and date first, each of these in one row; names and source last."""
    ranks = {_STATEMENT: 0, LABEL: 2, ALT_LABEL: 2, STATED_IN: 3}
    if VALUE in stated:
        yield Row(labels.of(VALUE.value), _curies(MEASURED, stated), (measure(stated, labels),))
    interval = date(stated)
    if interval:
        yield Row(page_text("date"), _curies(DATED, stated), (interval,))
    shown = _HIDDEN | ({*MEASURED} if VALUE in stated else set()) | ({*DATED} if interval else set())
    for predicate in sorted(set(stated) - shown, key=lambda predicate: (ranks.get(predicate, 1), predicate.value)):
        values = tuple(value_text(value, predicate, stated, labels) for value in stated[predicate])
        yield Row(labels.of(predicate.value), compact(predicate.value), values)


def _curies(properties: Sequence[NamedNode], stated: Stated) -> str:
    return " ".join(compact(predicate.value) for predicate in properties if predicate in stated)
