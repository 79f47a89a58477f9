"""Compares the date expressions of each passage with the dated nodes that quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.findings import Fault, Mark, Section, section
from kg.rdf import ZJ
from kg.text import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit.annotations import Annotations, Quote
    from kg.text import DateExpression

EARLIEST, LATEST = NamedNode(ZJ + "earliestDate"), NamedNode(ZJ + "latestDate")
PRECISION = NamedNode(ZJ + "datePrecision")
_DATED = (EARLIEST, LATEST, PRECISION)

# earliest, latest, precision, each with the values in the data
Interval = tuple[frozenset[str], frozenset[str], frozenset[str]]


def audit_dates(annotations: Annotations) -> Section:
    """Compare every date expression of the passages with the dated nodes that quote it, and vice versa."""
    faults: list[Fault] = []
    marks: list[Mark] = []
    for passage, text in annotations.texts.items():
        expressions = find_dates(text)
        dated = [quote for quote in annotations.quotes.get(passage, ()) if _interval(quote.node, annotations)[2]]
        for expression in expressions:
            mark, date_faults = _account(expression, passage, dated, annotations)
            marks.append(mark)
            faults += date_faults
        faults += _ungrounded(passage, expressions, dated, annotations)
    return section("dates", len(marks), faults, marks)


def _account(
    expression: DateExpression, passage: str, dated: list[Quote], annotations: Annotations
) -> tuple[Mark, list[Fault]]:
    covering = [quote for quote in dated if quote.covers(expression.start, expression.end)]
    agreeing = [quote.node for quote in covering if _agrees(expression, quote.node, passage, annotations)]
    differing = [quote.node for quote in covering if quote.node not in agreeing]
    written = _as_text(_named_interval(expression))
    faults = [
        Fault("date_differs", passage, node, expression.words,
              {"written": written, "stated": _as_text(_interval(node, annotations))})
        for node in differing
    ]  # fmt: skip
    if not covering:
        faults.append(Fault("date_missing", passage, "", expression.words))
    state = "figure" if agreeing and not faults else "missing"
    return Mark(passage, expression.start, expression.end, expression.words, state, tuple(agreeing)), faults


def _agrees(expression: DateExpression, node: str, passage: str, annotations: Annotations) -> bool:
    """Return whether a node has the interval that the words name.

    A node may have the more precise date of another passage (the month of a year) if this passage's graph does not
    date it: then its interval must be within that of the words.
    """
    stated = _interval(node, annotations)
    if stated == _named_interval(expression):
        return True
    if node in _dated(passage, annotations) or expression.earliest is None or expression.latest is None:
        return False
    return all(
        len(ends) == 1 and expression.earliest.isoformat() <= min(ends) <= expression.latest.isoformat()
        for ends in stated[:2]
    ) and _is_named_elsewhere(node, passage, stated, annotations)


def _is_named_elsewhere(node: str, passage: str, stated: Interval, annotations: Annotations) -> bool:
    return any(
        quote.covers(other.start, other.end) and _named_interval(other) == stated
        for other_passage, quotes in annotations.quotes.items()
        if other_passage != passage
        for quote in quotes
        if quote.node == node
        for other in find_dates(annotations.texts.get(other_passage, ""))
    )


def _ungrounded(
    passage: str, expressions: list[DateExpression], dated: list[Quote], annotations: Annotations
) -> Iterator[Fault]:
    """Yield a fault for each node that has a date in a passage's graph although its quote there has none."""
    grounded = {quote.node for quote in dated if any(quote.covers(date.start, date.end) for date in expressions)}
    for node in sorted(_dated(passage, annotations) - grounded):
        quote = annotations.quote(passage, node)
        words = quote.words if quote else ""
        yield Fault("date_ungrounded", passage, node, words, {"stated": _as_text(_interval(node, annotations))})


def _dated(passage: str, annotations: Annotations) -> set[str]:
    """Return the nodes that have a date in a passage's graph."""
    triples = annotations.stated.get(passage, ())
    return {triple.subject.value for triple in triples if triple.predicate in _DATED}  # type: ignore[union-attr]


def _interval(node: str, annotations: Annotations) -> Interval:
    earliest, latest, precision = (
        frozenset(value.value for value in annotations.values(node, predicate)) for predicate in _DATED
    )
    return earliest, latest, precision


def _named_interval(expression: DateExpression) -> Interval:
    ends = (expression.earliest, expression.latest)
    earliest, latest = (frozenset({end.isoformat()} if end else ()) for end in ends)
    return earliest, latest, frozenset({expression.precision})


def _as_text(interval: Interval) -> str:
    earliest, latest, precision = ("、".join(sorted(values)) or "…" for values in interval)
    return f"{earliest}/{latest} ({precision})"
