"""Why a query has no rows: the first part of its pattern that fails, what contradicts it, and what would match."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolutions, Variable

from kg.errors import QueryError, closest
from kg.rdf import ID, ZJ, compact
from kg.sparql import Path, read_select, variables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.rdf import Dataset, Object
    from kg.sparql import Element, Pattern, Select

_PARTS = ("subject", "predicate", "object")
_MOST = 5
_TRIED = 200


@dataclass(frozen=True)
class Match:
    """What would match: a pattern with one part left open, `?` in its text, and values of that part."""

    text: str
    values: tuple[Object, ...]
    is_all: bool


@dataclass(frozen=True)
class Diagnosis:
    """Why a query has no rows.

    `failing` is the first element with which no solution is left, None where the pattern has solutions, and grouping
    or cutting leaves no row; `line` is its place in the query; `alone` says whether it matches anything by itself;
    `unknown` are the terms in it that the graph does not have, each with those most like it; `against` are the elements
    without any one of which there would be rows; `matches` are what would match instead.
    """

    failing: Element | None
    line: int
    alone: bool
    unknown: tuple[tuple[str, tuple[str, ...]], ...]
    against: tuple[Element, ...]
    matches: tuple[Match, ...]


def diagnose(store: Dataset, text: str) -> Diagnosis | None:
    """Return why a SELECT query has no rows, or None if it has some. Raises QueryError if it is none or cannot run."""
    result = store.query(text)
    if not isinstance(result, QuerySolutions):
        raise QueryError("only a SELECT query can lack rows")
    if next(iter(result), None) is not None:
        return None
    return _Search(store, read_select(text, prefixes=store.prefixes)).diagnose(text)


class _Search:
    """The elements of a query in the order in which they are tried."""

    def __init__(self, store: Dataset, select: Select) -> None:
        self._store = store
        self._select = select
        # conditions are tried last, because they apply to the whole group
        self._elements = sorted(select.elements, key=lambda element: element.is_condition)

    def diagnose(self, text: str) -> Diagnosis:
        ends = range(1, len(self._elements) + 1)
        end = next((end for end in ends if not self._holds(self._elements[:end])), None)
        if end is None:
            return Diagnosis(None, 0, alone=True, unknown=(), against=(), matches=())
        *before, failing = self._elements[:end]
        return Diagnosis(
            failing=failing,
            line=text.count("\n", 0, failing.start) + 1,
            alone=not failing.is_condition and self._holds([failing]),
            unknown=tuple(self._unknown(failing)),
            against=tuple(self._against(before, failing)),
            matches=tuple(self._matches(before, failing)),
        )

    def _holds(self, elements: Sequence[Element]) -> bool:
        return next(self._solutions(elements, "*", 1), None) is not None

    def _solutions(
        self, elements: Sequence[Element], columns: str, limit: int
    ) -> Iterator[Mapping[str, Object | None]]:
        part = replace(self._select, elements=tuple(elements), binds=())
        query = part.solutions().replace("SELECT DISTINCT *", f"SELECT DISTINCT {columns}", 1)
        return self._store.select(f"{query}\nLIMIT {limit}")

    def _unknown(self, failing: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the terms of a failing element that are not in the graph."""
        constants = [getattr(pattern, part) for pattern in failing.patterns for part in _PARTS]
        for term in dict.fromkeys(each for each in constants if isinstance(each, NamedNode)):
            places = ((term, None, None), (None, term, None), (None, None, term))
            if not any(next(self._store.triples(*place), None) for place in places):
                base = term.value.rsplit("#", 1)[0].rsplit("/", 1)[0]
                known = {
                    triple.subject.value for triple in self._store.triples() if isinstance(triple.subject, NamedNode)
                }
                alike = [compact(iri, self._store.prefixes) for iri in known if iri.startswith(base)]
                curie = compact(term.value, self._store.prefixes)
                yield curie, tuple(closest(curie, alike, limit=3))

    def _against(self, before: Sequence[Element], failing: Element) -> Iterator[Element]:
        """Yield the elements before the failing one that contradict it: without one of them it would match."""
        for at, element in enumerate(before):
            if self._holds([*before[:at], *before[at + 1 :], failing]):
                yield element

    def _matches(self, before: Sequence[Element], failing: Element) -> Iterator[Match]:
        if failing.kind == "TRIPLE":
            yield from self._relaxed(before, failing)
        given = {name for each in before if each.kind == "VALUES" for name in _columns(each)}
        if failing.is_condition:
            for name in variables(failing.text):
                if name not in given:
                    yield from self._values(before, name, f"?{name}")
        for element in before:
            if element.kind == "VALUES":
                rest = [other for other in before if other is not element]
                for name in _columns(element):
                    yield from self._values([*rest, failing], name, f"VALUES ?{name} {{ ? }}")

    def _relaxed(self, before: Sequence[Element], failing: Element) -> Iterator[Match]:
        """Yield what a pattern matches with one part left open: object, predicate, subject, in this order."""
        for pattern in failing.patterns:
            for part in reversed(_PARTS):
                if not isinstance(getattr(pattern, part), Path):
                    opened = replace(pattern, **{part: Variable("__open")})
                    text = _blank(pattern, part, self._store.prefixes)
                    yield from self._values([*before, _element(failing, opened)], "__open", text)

    def _values(self, elements: Sequence[Element], name: str, text: str) -> Iterator[Match]:
        found = [row[name] for row in self._solutions(elements, f"?{name}", _TRIED)]
        values = sorted((value for value in found if value is not None), key=_order)
        if values:
            yield Match(text, tuple(values[:_MOST]), is_all=len(values) <= _MOST)


def _columns(values: Element) -> list[str]:
    """Return the variables of a VALUES element."""
    return variables(values.text)


def _element(failing: Element, pattern: Pattern) -> Element:
    text = str(pattern) if pattern.graph is None else f"GRAPH {pattern.graph} {{ {pattern} }}"
    return replace(failing, text=text, patterns=(pattern,))


def _blank(pattern: Pattern, part: str, prefixes: Mapping[str, str]) -> str:
    """Return a pattern as text, one part of it a question mark."""
    parts = {name: getattr(pattern, name) for name in _PARTS}
    return " ".join("?" if name == part else _shown(value, prefixes) for name, value in parts.items())


def _shown(term: object, prefixes: Mapping[str, str]) -> str:
    return compact(term.value, prefixes) if isinstance(term, NamedNode) else str(term)


def _order(term: Object) -> tuple[bool, str]:
    """Put what is ours before what other vocabularies call it."""
    return not (isinstance(term, NamedNode) and term.value.startswith((ZJ, ID))), str(term)
