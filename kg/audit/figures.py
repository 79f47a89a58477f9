"""Compares the numerals of each passage with the nodes that quote them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import MAX_PREC, Context, Decimal
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.annotations import stated_number
from kg.audit.comparators import LOWER_BOUND as LOWER, UPPER_BOUND as UPPER
from kg.audit.findings import Fault, Mark, Section, section
from kg.audit.lexicon import AS_STATED, find_figures
from kg.rdf import ZJ, compact
from kg.text import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit.annotations import Annotations, Quote
    from kg.audit.lexicon import Figure, Lexicon


def _property(local: str) -> NamedNode:
    return NamedNode(ZJ + local)


VALUE, UNIT, COMPARATOR = _property("value"), _property("unit"), _property("comparator")
NUMERATOR, DENOMINATOR = _property("numerator"), _property("denominator")
ORDER, RANK, FIGURE_NUMBER, FIRST = (_property(name) for name in ("order", "rank", "figureNumber", "firstOfKind"))

# a fraction with infinitely many decimals is rounded to six
_PLACES = Decimal("0.000001")
_EXACT = Context(prec=MAX_PREC)
_MARKER = re.compile(r"(?:^|[，。；：])$")


@dataclass(frozen=True)
class _Passage:
    """A passage with its figures and its nodes' quotes; `none` are the quotes of numerals that are not figures."""

    iri: str
    text: str
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    none: tuple[Quote, ...]


def audit_numerals(annotations: Annotations, lexicon: Lexicon) -> Section:
    """Compare every numeral of the passages that is not a date with the nodes that quote it, and vice versa."""
    faults: list[Fault] = []
    marks: list[Mark] = []
    for iri, text in annotations.texts.items():
        dates = [(date.start, date.end) for date in find_dates(text)]
        passage = _Passage(
            iri,
            text,
            tuple(find_figures(text, lexicon, dates)),
            annotations.quotes.get(iri, ()),
            annotations.no_figures.get(iri, ()),
        )
        passage_faults = [f for quote in passage.quotes for f in _observation_faults(quote, passage, annotations)]
        passage_faults += _misplaced(passage)
        faulty = {fault.node for fault in passage_faults}
        for figure in passage.figures:
            mark, figure_faults = _account(figure, passage, annotations, faulty)
            marks.append(mark)
            passage_faults += figure_faults
        faults += passage_faults
    return section("numerals", len(marks), faults, marks)


def _account(figure: Figure, passage: _Passage, annotations: Annotations, faulty: set[str]) -> tuple[Mark, list[Fault]]:
    """Return the mark of a numeral, with the nodes that agree with it, and its faults."""
    numeral = figure.numeral
    covering = [quote for quote in passage.quotes if quote.covers(numeral.start, numeral.end)]
    counting = [quote.node for quote in covering if _counts(figure, quote, passage, annotations)]
    numbered = [quote.node for quote in covering if annotations.values(quote.node, _numbering(figure, passage.text))]
    unfounded = [quote.node for quote in passage.none if quote.covers(numeral.start, numeral.end)]
    differing = [node for node in numbered if not _is_numbered(node, figure, passage.text, annotations)]
    agreeing = [node for node in counting if node not in faulty] + [node for node in numbered if node not in differing]

    def mark(state: str, nodes: list[str]) -> Mark:
        edges = (figure.start, figure.end)
        return Mark(passage.iri, numeral.start, numeral.end, numeral.words, state, tuple(sorted(set(nodes))), edges)

    def fault(name: str, node: str = "", **details: str) -> Fault:
        return Fault(name, passage.iri, node, passage.text[figure.start : figure.end], details)

    if unfounded and counting:
        stated = ", ".join(compact(node) for node in counting)
        return mark("missing", counting), [fault("no_figure_counted", unfounded[0], stated=stated)]
    if unfounded:
        return mark("none", unfounded), []
    if agreeing and not differing:
        return mark("figure", agreeing), []
    if counting or differing:
        numbering = _numbering(figure, passage.text)
        return mark("missing", counting + differing), [
            fault(
                "number_differs", node, written=_plain(numeral.low), property=compact(numbering.value),
                stated=_listed(annotations, node, numbering),
            )
            for node in differing
        ]  # fmt: skip
    return mark("missing", []), [fault("numeral_missing")]


def _counts(figure: Figure, quote: Quote, passage: _Passage, annotations: Annotations) -> bool:
    """Whether a node's quote has the numeral as its value, or as the base of its rate."""
    if not annotations.values(quote.node, VALUE):
        return False
    return any(figure.numeral in (other.numeral, other.per) for other in _within(quote, passage))


def _within(quote: Quote, passage: _Passage) -> list[Figure]:
    """Return the figures in a quote, without the bases of rates and the numerals listed as not figures."""
    inside = [figure for figure in passage.figures if _covers(quote, figure)]
    bases = [figure.per for figure in inside if figure.per]
    return [
        figure
        for figure in inside
        if figure.numeral not in bases and (len(inside) == 1 or not any(_covers(none, figure) for none in passage.none))
    ]


def _covers(quote: Quote, figure: Figure) -> bool:
    return quote.covers(figure.numeral.start, figure.numeral.end)


def _numbering(figure: Figure, text: str) -> NamedNode:
    """Return the property that an ordinal expresses, by its context: 图1, 一是, 首位, 首家."""
    numeral = figure.numeral
    if text[: numeral.start].endswith("图"):
        return FIGURE_NUMBER
    if text.startswith("是", numeral.end) and _MARKER.search(text[: numeral.start]):
        return ORDER
    if numeral.kind == "ordinal":
        ranks = numeral.words.endswith("位") or text.startswith(("位", "名"), numeral.end)
        return RANK if ranks else FIRST
    return _property("no-number")


def _is_numbered(node: str, figure: Figure, text: str, annotations: Annotations) -> bool:
    numbering = _numbering(figure, text)
    written = {"true"} if numbering == FIRST and figure.numeral.low == 1 else {_plain(figure.numeral.low)}
    return {value.value for value in annotations.values(node, numbering)} == written


def _observation_faults(quote: Quote, passage: _Passage, annotations: Annotations) -> Iterator[Fault]:
    """Compare a node that has a value with the figure in its quote."""
    if quote.start is None:
        return
    values = annotations.values(quote.node, VALUE)
    figures = _within(quote, passage)

    def fault(name: str, **details: str) -> Fault:
        return Fault(name, passage.iri, quote.node, quote.words, details)

    for numbering in (RANK, FIGURE_NUMBER, FIRST):
        if annotations.values(quote.node, numbering) and not any(
            _numbering(figure, passage.text) == numbering for figure in figures
        ):
            stated = _listed(annotations, quote.node, numbering)
            yield fault("number_ungrounded", property=compact(numbering.value), stated=stated)
    if not values:
        return
    if not figures:
        yield fault("figure_ungrounded")
    elif len(figures) > 1:
        yield fault("figure_crowded", written="、".join(figure.numeral.words for figure in figures))
    else:
        if not quote.covers(figures[0].start, figures[0].end):
            yield fault("figure_cut", written=passage.text[figures[0].start : figures[0].end])
        for name, details in _differences(figures[0], quote.node, annotations):
            yield fault(name, **details)


def _differences(figure: Figure, node: str, annotations: Annotations) -> Iterator[tuple[str, dict[str, str]]]:
    """Compare value, bounds, terms, comparator and unit with the words."""
    numeral = figure.numeral
    comparator = figure.comparator or AS_STATED
    numbers = {
        predicate: {stated_number(value.value) for value in annotations.values(node, predicate)}
        for predicate in (VALUE, LOWER, UPPER, NUMERATOR, DENOMINATOR)
    }

    def listed(*properties: NamedNode) -> str:
        return "/".join(_listed(annotations, node, predicate) for predicate in properties)

    written = numeral.low.quantize(_PLACES, context=_EXACT) if numeral.kind == "fraction" else numeral.low
    if numbers[VALUE] != {written} and not (numeral.is_range and numbers[VALUE] == {numeral.high}):
        yield "value_differs", {"written": _plain(written), "stated": listed(VALUE)}
    for bound, end in ((LOWER, written), (UPPER, numeral.high if numeral.is_range else written)):
        expected = {end} if numeral.is_range or figure.bound == bound else set()
        if numbers[bound] != expected:
            details = {"property": compact(bound.value), "stated": listed(bound)}
            yield "bound_differs", {"written": _plain(end) if expected else "—", **details}
    terms = {NUMERATOR: {Decimal(numeral.terms[0])}, DENOMINATOR: {Decimal(numeral.terms[1])}} if numeral.terms else {}
    if any(numbers[term] != terms.get(term, set()) for term in (NUMERATOR, DENOMINATOR)):
        yield "terms_differ", {"written": numeral.words if terms else "—", "stated": listed(NUMERATOR, DENOMINATOR)}
    for name, predicate, expected_iri in (
        ("comparator_differs", COMPARATOR, comparator),
        ("unit_differs", UNIT, figure.unit),
    ):
        if {value.value for value in annotations.values(node, predicate)} != {expected_iri}:
            iri = compact(expected_iri) if expected_iri else "—"
            yield name, {"written": iri, "stated": _listed(annotations, node, predicate)}


def _misplaced(passage: _Passage) -> list[Fault]:
    """Return a fault for words listed as not a figure that are not in the passage or have no numeral."""
    return [
        Fault("no_figure_misplaced", passage.iri, quote.node, quote.words)
        for quote in passage.none
        if not any(_covers(quote, figure) for figure in passage.figures)
    ]


def _listed(annotations: Annotations, node: str, predicate: NamedNode) -> str:
    values = sorted(annotations.values(node, predicate), key=str)
    shown = (compact(value.value) if isinstance(value, NamedNode) else _shown(value.value) for value in values)
    return "、".join(shown) or "—"


def _shown(text: str) -> str:
    value = stated_number(text)
    return text if value.is_nan() else _plain(value)


def _plain(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros, or — for no number."""
    text = "—" if value.is_nan() else format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
