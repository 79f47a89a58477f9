"""Sweeps: each value, unit, comparator, date, quote and passage of the real data is changed alone, and found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.audit.annotations import PREFIX, SUFFIX, annotate, name
from kg.audit.dates import EARLIEST, LATEST, PRECISION, audit_dates
from kg.audit.figures import COMPARATOR, UNIT, VALUE, audit_numerals
from kg.audit.quotes import audit_quotes
from kg.project import read_passages
from kg.rdf import AS_WRITTEN, ID, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.audit.annotations import Annotations, Quote
    from kg.audit.lexicon import Lexicon

OTHER_UNITS = ("http://qudt.org/vocab/unit/NUM", "http://qudt.org/vocab/unit/UNITLESS", f"{ID}unit/person")
OTHER_COMPARATORS = tuple(
    f"{ID}comparator/{each}" for each in "as-stated greater-than at-least approaching approximately".split()
)


@dataclass(frozen=True)
class Bench:
    """The data by passage, so that only the changed passage is audited."""

    texts: Mapping[str, str]
    by_passage: Mapping[str, frozenset[Quad]]
    lexicon: Lexicon

    def annotated(self, passage: str, minus: set[Quad], plus: set[Quad]) -> Annotations:
        """Return the annotations of one passage after a change."""
        return annotate((self.by_passage[passage] - minus) | plus, {passage: self.texts[passage]})


@pytest.fixture(scope="module")
def bench(real_sample: Any, lexicon: Lexicon) -> Bench:
    """The real data by passage: its graph, and other statements about the nodes that it quotes."""
    text = real_sample.document.text
    texts = {each.iri.value: text[each.start : each.end] for each in read_passages(real_sample.quads)}
    by_node: dict[str, set[Quad]] = defaultdict(set)
    quoted: dict[str, set[str]] = defaultdict(set)
    for quad in real_sample.quads:
        by_node[quad.subject.value].add(quad)  # type: ignore[union-attr]
        if quad.predicate == AS_WRITTEN:
            quoted[quad.graph_name.value].add(quad.subject.value)  # type: ignore[union-attr]
    unfounded = {quad for node, quads in by_node.items() if "/numeral/" in node for quad in quads}
    by_passage = {
        passage: frozenset(unfounded.union(*(by_node[node] for node in quoted[passage]))) for passage in texts
    }
    return Bench(texts, by_passage, lexicon)


def _stated(bench: Bench, predicate: NamedNode) -> Iterator[tuple[str, Quad]]:
    """Yield each statement of a property in the passages that quote its node."""
    for passage, quads in bench.by_passage.items():
        quotes = {quad.subject for quad in quads if quad.predicate == AS_WRITTEN and quad.graph_name.value == passage}
        for quad in sorted(quads, key=str):
            if quad.predicate == predicate and quad.subject in quotes:
                yield passage, quad


def _with(quad: Quad, value: Literal | NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _numbers_next(text: str) -> list[Decimal]:
    """Return numbers that are not this one: ten times, a tenth, one more in the last digit, the negative."""
    value = Decimal(text)
    last = Decimal(1).scaleb(value.normalize().as_tuple().exponent)  # type: ignore[arg-type]
    return [each for each in (value * 10, value / 10, value + last, value - last, -value) if each != value]


def _missed(bench: Bench, passage: str, old: Quad, new: Quad) -> bool:
    """Audit the numerals of one passage after a change, and return whether no fault was found at its node."""
    section = audit_numerals(bench.annotated(passage, {old}, {new}), bench.lexicon)
    node = old.subject.value  # type: ignore[union-attr]
    accounted = any(node in mark.nodes for mark in section.marks if mark.state == "figure")
    return accounted or (passage, node) not in {(fault.passage, fault.node) for fault in section.faults}


def test_every_value_counts(bench: Bench) -> None:
    """Every change of a figure is found at its node, and the node no longer states a numeral."""
    stated = list(_stated(bench, VALUE))
    assert len(stated) >= 60
    missed = [
        (name(passage), compact(quad.subject.value), str(value))  # type: ignore[union-attr]
        for passage, quad in stated
        for value in _numbers_next(quad.object.value)  # type: ignore[union-attr]
        if _missed(bench, passage, quad, _with(quad, Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))))
    ]
    assert [] == missed


@pytest.mark.parametrize(
    ("predicate", "others"), [(UNIT, OTHER_UNITS), (COMPARATOR, OTHER_COMPARATORS)], ids=["unit", "comparator"]
)
def test_every_unit_and_comparator_counts(predicate: NamedNode, others: tuple[str, ...], bench: Bench) -> None:
    """Every change of a unit or comparator is found at its node, unless the figure has no value."""
    valued = {quad.subject for _, quad in _stated(bench, VALUE)}
    stated = [(passage, quad) for passage, quad in _stated(bench, predicate) if quad.subject in valued]
    assert len(stated) >= 60
    missed = [
        (name(passage), compact(quad.subject.value), other)  # type: ignore[union-attr]
        for passage, quad in stated
        for other in others
        if other != quad.object.value and _missed(bench, passage, quad, _with(quad, NamedNode(other)))  # type: ignore[union-attr]
    ]
    assert [] == missed


def test_every_date_counts(bench: Bench) -> None:
    """Every change of a date, by a day, month or year, or of its precision, is found at its node."""
    changes: list[tuple[str, Quad, Quad]] = []
    for passage, quad in (each for predicate in (EARLIEST, LATEST) for each in _stated(bench, predicate)):
        day = date.fromisoformat(quad.object.value)  # type: ignore[union-attr]
        for days in (-365, -30, -1, 1, 30, 365):
            moved = Literal((day + timedelta(days)).isoformat(), datatype=NamedNode(XSD + "date"))
            changes.append((passage, quad, _with(quad, moved)))
    for passage, quad in _stated(bench, PRECISION):
        precisions = {"day", "month", "year", "open"} - {quad.object.value}  # type: ignore[union-attr]
        changes += [(passage, quad, _with(quad, Literal(each))) for each in sorted(precisions)]
    assert len(changes) >= 300
    missed = []
    for passage, old, new in changes:
        faults = audit_dates(bench.annotated(passage, {old}, {new})).faults
        if old.subject.value not in {fault.node for fault in faults}:  # type: ignore[union-attr]
            missed.append((name(passage), compact(old.subject.value), str(new.object)))  # type: ignore[union-attr]
    assert [] == missed


@pytest.mark.parametrize("shift", [-1, 1], ids=["left", "right"])
def test_every_shifted_quote_is_found(shift: int, bench: Bench) -> None:
    """Every quote shifted by a character is found at its node, although it occurs once in its passage."""
    total, missed = 0, []
    for passage, text in bench.texts.items():
        for quote in annotate(bench.by_passage[passage], {passage: text}).quotes[passage]:
            total += 1
            annotations = _shifted(quote, shift, bench)
            numerals, dates = audit_numerals(annotations, bench.lexicon), audit_dates(annotations)
            quotes = audit_quotes(annotations, [*numerals.marks, *dates.marks])
            if quote.node not in {fault.node for each in (quotes, numerals, dates) for fault in each.faults}:
                missed.append((name(passage), compact(quote.node), quote.words))
    assert total == 467
    assert [] == missed


def _shifted(quote: Quote, shift: int, bench: Bench) -> Annotations:
    """Shift a quote, and make it unique with the text around it; at an end it gets shorter."""
    text, node, graph = bench.texts[quote.passage], NamedNode(quote.node), NamedNode(quote.passage)
    assert quote.start is not None
    start, end = max(0, quote.start + shift), min(len(text), quote.end + shift)
    parts = {AS_WRITTEN: text[start:end], PREFIX: text[:start], SUFFIX: text[end:]}
    new = {Quad(node, predicate, Literal(words), graph) for predicate, words in parts.items()}
    old = {
        quad
        for quad in bench.by_passage[quote.passage]
        if (quad.subject, quad.graph_name) == (node, graph) and quad.predicate in parts
    }
    shifted = bench.annotated(quote.passage, old, new)
    assert [(start, 1)] == [(e.start, e.times) for e in shifted.quotes[quote.passage] if e.node == quote.node]
    return shifted


def test_every_passage_counts(bench: Bench, real_sample: Any) -> None:
    """If a passage gets the facts of the next one, quotes are missing there."""
    names = list(bench.texts)
    missed = []
    for passage, other in zip(names, [*names[1:], names[0]], strict=True):
        quads = {
            Quad(quad.subject, quad.predicate, quad.object, NamedNode(passage))
            for quad in real_sample.quads
            if quad.graph_name.value == other  # type: ignore[union-attr]
        }
        annotations = annotate(quads, {passage: bench.texts[passage]})
        if not any(fault.name == "quote_missing" for fault in audit_quotes(annotations, []).faults):
            missed.append(name(passage))
    assert [] == missed


def test_every_figure_left_out_is_found(bench: Bench) -> None:
    """If an observation is deleted, its numeral is missing, unless another one states it."""
    missed = []
    for passage, quad in _stated(bench, VALUE):
        own = {each for each in bench.by_passage[passage] if each.subject == quad.subject}
        section = audit_numerals(bench.annotated(passage, own, set()), bench.lexicon)
        if not any(fault.name == "numeral_missing" for fault in section.faults):
            missed.append(compact(quad.subject.value))  # type: ignore[union-attr]
    # two numerals have two observations each: the leading talent, the science parks of city and zone
    expected = [
        "observation:high-level-overseas-talent",
        "observation:national-university-science-parks",
        "observation:shanghai-leading-talents",
        "observation:shanghai-national-university-science-parks",
    ]
    assert expected == sorted(missed)
