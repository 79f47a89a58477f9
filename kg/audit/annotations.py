"""Collects the asserted triples of each passage and locates each quote in its text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import AS_WRITTEN, EVIDENCE, ID, LEXICAL_FORMS, TYPE, XSD, ZJ, is_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad, Triple

    Value = NamedNode | Literal

PREFIX = NamedNode(ZJ + "asWrittenPrefix")
SUFFIX = NamedNode(ZJ + "asWrittenSuffix")
REASON = NamedNode(ZJ + "reason")
NO_FIGURE = NamedNode(ZJ + "NonFigure")


@dataclass(frozen=True)
class Quote:
    """The words of one passage (an IRI) that state a node.

    `start` is their offset in its text, None unless they occur exactly once; `times` is how often they occur.
    """

    node: str
    passage: str
    words: str
    context: tuple[str, str]
    start: int | None
    times: int

    @property
    def end(self) -> int:
        """The offset after the last character; 0 if the words are not there."""
        return 0 if self.start is None else self.start + len(self.words)

    def covers(self, start: int, end: int) -> bool:
        """Return whether a span of the passage is within the quote."""
        return self.start is not None and self.start <= start and end <= self.end


@dataclass(frozen=True)
class Annotations:
    """The asserted statements by passage and by node, and the quotes located in the passages' texts."""

    texts: Mapping[str, str]
    quotes: Mapping[str, tuple[Quote, ...]]
    no_figures: Mapping[str, tuple[Quote, ...]]
    stated: Mapping[str, frozenset[Triple]] = field(repr=False)
    _values: Mapping[tuple[str, NamedNode], frozenset[Value]] = field(repr=False)

    def values(self, node: str, predicate: NamedNode) -> frozenset[Value]:
        """Return the values of a node's property in all asserted graphs."""
        return self._values.get((node, predicate), frozenset())

    def subjects(self, predicate: NamedNode) -> Iterator[str]:
        """Yield each node that has a property."""
        return (node for node, own in self._values if own == predicate)

    def types(self, node: str) -> frozenset[str]:
        """Return the local names of the stated classes of a node."""
        return frozenset(value.value.removeprefix(ZJ) for value in self.values(node, TYPE))

    def quote(self, passage: str, node: str) -> Quote | None:
        """Return the first quote of a node in a passage."""
        return next((quote for quote in self.quotes.get(passage, ()) if quote.node == node), None)

    def located(self, node: str) -> Quote | None:
        """Return the first quote of a node in any passage."""
        return next((quote for passage in self.quotes if (quote := self.quote(passage, node))), None)


def annotate(quads: Iterable[Quad], texts: Mapping[str, str]) -> Annotations:
    """Locate the quotes of asserted quads in the passages' texts (by passage IRI).

    A numeral that is not a figure is quoted in the background, with its passages as `zj:evidence`; it counts only if it
    has a reason.
    """
    stated: dict[str, set[Triple]] = defaultdict(set)
    values: dict[tuple[str, NamedNode], set[Value]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and isinstance(quad.subject, NamedNode):
            stated[quad.graph_name.value].add(quad.triple)
            values[quad.subject.value, quad.predicate].add(quad.object)  # type: ignore[arg-type]
    frozen = {key: frozenset(objects) for key, objects in values.items()}
    passages = {graph for graph in stated if is_passage(NamedNode(graph))}
    excused = [node for node, predicate in frozen if predicate == REASON and NO_FIGURE in frozen.get((node, TYPE), ())]
    return Annotations(
        texts=texts,
        quotes={graph: tuple(_quotes(stated[graph], graph, texts.get(graph, ""))) for graph in sorted(passages)},
        no_figures=_no_figures(sorted(excused), frozen, texts),
        stated={graph: frozenset(triples) for graph, triples in stated.items()},
        _values=frozen,
    )


def stated_number(text: str) -> Decimal:
    """Return the number of an xsd:decimal or xsd:integer literal; NaN if its text is not a number."""
    return Decimal(text if re.fullmatch(LEXICAL_FORMS[XSD + "decimal"], text) else "NaN")


def name(iri: str) -> str:
    """Return the last part of an IRI of ours, such as p05s2."""
    return iri.removeprefix(ID).rsplit("/", 1)[-1]


def _quotes(triples: Iterable[Triple], passage: str, text: str) -> list[Quote]:
    by_node: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if triple.predicate in (AS_WRITTEN, PREFIX, SUFFIX):
            by_node[triple.subject.value][triple.predicate].append(triple.object.value)  # type: ignore[union-attr]
    return [
        _locate(node, passage, words, ("".join(texts[PREFIX]), "".join(texts[SUFFIX])), text)
        for node, texts in sorted(by_node.items())
        for words in sorted(texts[AS_WRITTEN])
    ]


def _locate(node: str, passage: str, words: str, context: tuple[str, str], text: str) -> Quote:
    prefix, suffix = context
    whole = f"{prefix}{words}{suffix}"
    places = _places(text, whole) if words else []
    return Quote(node, passage, words, context, places[0] + len(prefix) if len(places) == 1 else None, len(places))


def _places(text: str, words: str) -> list[int]:
    """Return every offset of some words in a text, also overlapping ones."""
    return [start for start in range(len(text)) if words and text.startswith(words, start)]


def _no_figures(
    nodes: Iterable[str], values: Mapping[tuple[str, NamedNode], frozenset[Value]], texts: Mapping[str, str]
) -> dict[str, tuple[Quote, ...]]:
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for node in nodes:
        for words in sorted(value.value for value in values.get((node, AS_WRITTEN), ())):
            for passage in sorted(value.value for value in values.get((node, EVIDENCE), ())):
                places = _places(texts.get(passage, ""), words)
                starts: list[int | None] = [*places] or [None]
                for start in starts:
                    quotes[passage].append(Quote(node, passage, words, ("", ""), start, len(places)))
    return {passage: tuple(own) for passage, own in quotes.items()}
