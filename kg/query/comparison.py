"""Comparison of engines: the same query by the embedded store and by rdflib, with the reason of a difference."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad, Triple

from kg.errors import KgError
from kg.query.rdflib_engine import RdflibEngine, table_of
from kg.query.selection import QUERY_ENGINES
from kg.sparql import Script, first_keyword, with_characters
from kg.store import TripleStore, rewritten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from kg.query.rdflib_engine import Row, Table
    from kg.rdf import Dataset
    from kg.sparql import Token

    # a query and its data, changed so that one cause of differences is gone
    Job = tuple[str, Collection[Quad]]

_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
_ANY_ORDER = ("SAMPLE", "GROUP_CONCAT")
# engines compute with 18 or 28 decimal digits, and with binary numbers of 15
_PRECISION = Context(prec=12)


@dataclass(frozen=True)
class RowDifference:
    """A row that one engine alone returns, `number` times."""

    engine: str
    row: Row
    number: int


@dataclass(frozen=True)
class QueryComparison:
    """What the engines return: the numbers of rows, the errors, the columns, and the differences.

    `order` is the number of the first row that another engine has elsewhere, 0 for none. `reason` is the key of a known
    cause of the differences, or empty.
    """

    counts: Mapping[str, int]
    errors: Mapping[str, KgError]
    columns: Mapping[str, list[str]]
    differences: tuple[RowDifference, ...] = ()
    order: int = 0
    reason: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the engines return the same."""
        return not (self.differences or self.order or self.errors or self._has_other_columns)

    @property
    def is_explained(self) -> bool:
        """Whether the engines return the same, or the difference has a known cause."""
        return self.is_same or bool(self.reason)

    @property
    def _has_other_columns(self) -> bool:
        return len(set(map(tuple, self.columns.values()))) > 1


def compare_engines(store: Dataset, text: str, stated: Collection[Quad]) -> QueryComparison:
    """Run a query on a dataset and, with its quads as they are stated, in rdflib, and explain what is different.

    The order of rows is compared if the query has ORDER BY. Raises KgError if neither engine can run the query.
    """
    results = _run(store, text, RdflibEngine(stated, store.prefixes))
    found = compare_tables(results)
    if len(found.errors) == len(results):
        raise found.errors["kg"]
    if found.order and not order_of(text):
        found = replace(found, order=0)
    if found.is_same:
        return found
    reason = _reason_of_order(text, results) if found.order else _reason(found, store, (text, stated))
    return replace(found, reason=reason)


def compare_tables(results: Mapping[str, Table | KgError]) -> QueryComparison:
    """Compare the tables of two engines: columns, rows, and then the order of rows."""
    errors = {engine: found for engine, found in results.items() if isinstance(found, KgError)}
    tables = {engine: found for engine, found in results.items() if not isinstance(found, KgError)}
    columns = {engine: names for engine, (names, _) in tables.items()}
    counts = {engine: len(rows) for engine, (_, rows) in tables.items()}
    if errors or len(set(map(tuple, columns.values()))) > 1:
        return QueryComparison(counts, errors, columns)
    rows = {engine: Counter(rows) for engine, (_, rows) in tables.items()}
    differences = [
        RowDifference(engine, row, number)
        for engine, other in (QUERY_ENGINES, QUERY_ENGINES[::-1])
        for row, number in (rows[engine] - rows[other]).items()
    ]
    pairs = zip(*(rows for _, rows in tables.values()), strict=not differences)
    order = next((number for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]), 0) if not differences else 0
    return QueryComparison(counts, errors, columns, tuple(differences), order)


def order_of(text: str) -> list[Token]:
    """Return the tokens after ORDER BY at the end of a query, none if it does not order its rows."""
    script = Script(with_characters(text))
    (*_, start) = (-1, *(place for place in script.places("ORDER") if script.holder(place) < 0))
    ends = (place for place in script.places("LIMIT", "OFFSET", "VALUES") if script.holder(place) < 0 and place > start)
    return script.tokens[start + 2 : next(ends, len(script))] if start >= 0 else []


def _run(store: Dataset, text: str, second: RdflibEngine) -> dict[str, Table | KgError]:
    results: dict[str, Table | KgError] = {}
    for engine, run in zip(QUERY_ENGINES, (store.query, second.query), strict=True):
        try:
            results[engine] = table_of(run(text))
        except KgError as error:
            results[engine] = error
    return results


def _reason(found: QueryComparison, store: Dataset, job: Job) -> str:
    """Return the known cause of differences: what the query shows, or a change without which they are gone."""
    text = job[0]
    script = Script(with_characters(text))
    if found.errors:
        return "from" if set(found.errors) == {"rdflib"} and any(script.places("FROM")) else ""
    if any(script.places(*_VOLATILE)):
        return "volatile"
    if first_keyword(text) == "DESCRIBE":
        return "describe"
    if _is_same_rounded(found):
        return "precision"
    for reason, change in _CAUSES.items():
        changed = change(job)
        if changed == job:
            continue
        job = changed
        prefixes, quads = store.prefixes, job[1]
        ours = TripleStore.in_memory(quads)
        ours.prefixes = prefixes
        again = compare_tables(_run(ours, job[0], RdflibEngine(quads, prefixes)))
        if not again.errors and (not again.differences or _is_same_rounded(again)):
            return reason
    return ""


def _reason_of_order(text: str, results: Mapping[str, Table | KgError]) -> str:
    """Return why the same rows come in another order, where SPARQL leaves that open."""
    order = order_of(text)
    names = [token.text[1:] for token in order if token.kind == "variable"]
    keys = []
    for columns, rows in (table for table in results.values() if not isinstance(table, KgError)):
        is_checked = set(names) <= set(columns) and not any(token.is_sign("+", "-", "*", "/") for token in order)
        keys.append([tuple(row[columns.index(name)] for name in names) for row in rows] if is_checked else [])
    if keys[0] == keys[1]:
        return "order"
    kinds = [{value[1:] for value in column if isinstance(value, tuple)} for column in zip(*keys[0], strict=True)]
    is_comparable = all(len(column) < 2 and not any(language for _, language in column) for column in kinds)  # noqa: PLR2004
    return "" if is_comparable else "incomparable"


def _is_same_rounded(found: QueryComparison) -> bool:
    """Return whether only the last digits of numbers are different."""
    rows = {engine: Counter[tuple[object, ...]]() for engine in QUERY_ENGINES}
    for difference in found.differences:
        rounded = tuple(
            value.normalize(_PRECISION) if isinstance(value, Decimal) else value for value in difference.row
        )
        rows[difference.engine][rounded] += difference.number
    return bool(found.differences) and len({frozenset(counter.items()) for counter in rows.values()}) == 1


def _rounded(value: object) -> object:
    return value.normalize(_PRECISION) if isinstance(value, Decimal) else value


def _stored(job: Job) -> Job:
    """Take the literals as the store keeps them."""
    kept = rewritten({quad.object for quad in job[1] if isinstance(quad.object, Literal)})
    values = ((quad, kept.get(quad.object, quad.object)) for quad in job[1])
    return job[0], [Quad(quad.subject, quad.predicate, value, quad.graph_name) for quad, value in values]


def _without_limit(job: Job) -> Job:
    script = Script(with_characters(job[0]))
    edits = [(script[place].start, script[place + 1].end, "") for place in script.places("LIMIT", "OFFSET")]
    return (script.edited(edits), job[1]) if edits else job


def _without_any_order(job: Job) -> Job:
    """Count what is sampled or concatenated."""
    script = Script(with_characters(job[0]))
    edits = []
    for place in script.places(*_ANY_ORDER):
        edits.append((script[place].start, script[place].end, "COUNT"))
        end = script.closing(place + 1)
        separator = next((each for each in _of_call(script, place + 1) if script[each].text == ";"), None)
        if end is not None and separator is not None:
            edits.append((script[separator].start, script[end].start, ""))
    return (script.edited(edits), job[1]) if edits else job


def _of_call(script: Script, opening: int) -> Iterator[int]:
    """Yield the places directly within the brackets of a call."""
    end = script.closing(opening)
    return (place for place in range(opening + 1, end or opening) if script.holder(place) == opening)


def _without_statements_about_triples(job: Job) -> Job:
    quads = [quad for quad in job[1] if not isinstance(quad.object, Triple)]
    return (job[0], quads) if len(quads) < len(job[1]) else job


# a difference has this cause if it is gone with the changed query or data
_CAUSES: dict[str, Callable[[Job], Job]] = {
    "stored": _stored,
    "triples": _without_statements_about_triples,
    "limit": _without_limit,
    "aggregates": _without_any_order,
}
