"""The contract of a saved query: what its header promises, held against the answers of two engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from kg.errors import KgError, QueryError
from kg.query.binding import bind_query
from kg.query.parameter_values import is_silent, members, values_with_rows
from kg.query.rdflib_engine import RdflibEngine, canonical_value
from kg.rdf import expand
from kg.sparql import Script, with_characters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.query.parameters import Parameter
    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Object, Result

    # what is wrong, in Chinese and English
    Breach = tuple[str, str]
    Row = dict[str, Object | None]

# check: what it demands, in Chinese and English
DEMANDS: dict[str, tuple[str, str]] = {
    "runs": ("可以运行，是SELECT查询", "it runs, and is a SELECT"),
    "rows": ("按原样运行有结果", "as it stands it has rows"),
    "columns": ("每一列都有说明，次序相同", "each column is described, in order"),
    "key": ("键使各行不同", "its key tells rows apart"),
    "order": ("结果有次序", "its rows are in an order"),
    "examples": ("每个参数的示例都有结果", "each parameter has examples, all with rows"),
    "none": ("每个参数有一个没有结果的值", "each parameter has a value without rows"),
    "related": ("相关查询存在", "its related queries exist"),
    "engines": ("两个引擎给出相同的结果", "two engines give the same answer"),
}
_FEWEST = 2


@dataclass(frozen=True)
class Outcome:
    """What one check found: its name, and each breach in Chinese and English."""

    name: str
    breaches: tuple[Breach, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaches


class Contract:
    """The checks of saved queries on one graph; the second engine is loaded when it is first asked."""

    def __init__(self, store: Dataset, library: Collection[str]) -> None:
        self._store = store
        self._library = library

    @cached_property
    def second(self) -> RdflibEngine:
        """The graph in the second engine."""
        return RdflibEngine(list(self._store.quads()))

    def check(self, query: SavedQuery) -> list[Outcome]:
        """Hold a query to its contract: one outcome for each check; only the first if it does not run."""
        try:
            columns, rows = _table(self._store.query(query.text))
        except QueryError as error:
            return [Outcome("runs", ((error.message, error.message),))]
        found: dict[str, Iterator[Breach]] = {
            "runs": iter(()),
            "rows": _no_rows(rows),
            "columns": _undescribed(query, columns),
            "key": _not_apart(query, columns, rows),
            "order": _unordered(query),
            "examples": (breach for each in query.parameters for breach in self._examples(query, each)),
            "none": (breach for each in query.parameters for breach in self._none(query, each)),
            "related": self._unrelated(query),
            "engines": self._differing(query),
        }
        return [Outcome(name, tuple(breaches)) for name, breaches in found.items()]

    def _examples(self, query: SavedQuery, parameter: Parameter) -> Iterator[Breach]:
        fewest = _FEWEST
        if parameter.class_ is not None:
            fewest = min(fewest, len(values_with_rows(self._store, query, parameter.name)))
        if len(parameter.examples) < fewest:
            yield f"参数{parameter.name}的示例不足{fewest}个", f"{parameter.name} has fewer than {fewest} examples"
        for value in parameter.examples:
            given = f"{parameter.name}={value}"
            try:
                columns, rows = _table(self._store.query(self._bound(query, parameter.name, value)))
            except KgError as error:
                yield f"{given}：{error.message}", f"{given}: {error.message}"
                continue
            if not rows:
                yield f"{given}没有结果", f"{given} has no rows"
            if query.key and set(query.key) <= set(columns):
                yield from ((f"{given}：{zh}", f"{given}: {en}") for zh, en in _not_apart(query, columns, rows))

    def _none(self, query: SavedQuery, parameter: Parameter) -> Iterator[Breach]:
        name, value = parameter.name, parameter.none
        if value is None:
            if not self._is_always_answered(query, parameter):
                yield f"参数{name}没有这样的值（none: …）", f"{name} has none (none: …)"
            return
        try:
            _, rows = _table(self._store.query(self._bound(query, name, value)))
        except KgError as error:
            yield f"{name}={value}：{error.message}", f"{name}={value}: {error.message}"
            return
        if said := sum(not is_silent(row) for row in rows):
            yield f"{name}={value}有{said}行结果", f"{name}={value} has rows: {said}"

    def _bound(self, query: SavedQuery, name: str, value: str) -> str:
        """Return a query's text with a value typed for one parameter, required others as exemplified."""
        values = {each.name: each.examples[0] for each in query.parameters if not each.optional and each.examples}
        return bind_query(self._store, query, values | {name: value})

    def _is_always_answered(self, query: SavedQuery, parameter: Parameter) -> bool:
        if parameter.class_ is None:
            return parameter.datatype == "xsd:boolean" and len(parameter.examples) == _FEWEST
        answered = values_with_rows(self._store, query, parameter.name)
        return len(answered) == len(members(self._store, expand(parameter.class_)))

    def _unrelated(self, query: SavedQuery) -> Iterator[Breach]:
        for name in query.related:
            if name not in self._library or name == query.name:
                yield f"没有另一个查询名为{name}", f"no other query is called {name}"

    def _differing(self, query: SavedQuery) -> Iterator[Breach]:
        """Yield how the engines differ on the query as it stands, and with each value to try."""
        yield from self._compared(query.text)
        for parameter in query.parameters:
            for value in (*parameter.examples, *([parameter.none] if parameter.none else [])):
                given = f"{parameter.name}={value}"
                try:
                    text = self._bound(query, parameter.name, value)
                except KgError:
                    continue  # told by `examples` and `none`
                yield from ((f"{given}：{zh}", f"{given}: {en}") for zh, en in self._compared(text))

    def _compared(self, text: str) -> Iterator[Breach]:
        columns, rows = _table(self._store.query(text))
        ours = [tuple(canonical_value(row[name]) for name in columns) for row in rows]
        try:
            other_columns, others = self.second.select(text)
        except QueryError as error:
            yield error.message, error.message
            return
        if columns != other_columns:
            yield f"rdflib的列：{' '.join(other_columns)}", f"rdflib's columns: {' '.join(other_columns)}"
        elif Counter(ours) != Counter(others):
            here, there = Counter(ours) - Counter(others), Counter(others) - Counter(ours)
            zh = f"共{len(ours)}行，rdflib共{len(others)}行"
            en = f"rows: {len(ours)} here, {len(others)} in rdflib"
            one = next(iter(here or there))
            yield f"{zh}；如只在一边的{one}", f"{en}; only in {'this one' if here else 'rdflib'}: {one}"
        elif ours != others:
            at = next(at for at, pair in enumerate(zip(ours, others, strict=True), start=1) if pair[0] != pair[1])
            yield (
                f"rdflib从第{at}行起次序不同：ORDER BY未定全序",
                f"another order in rdflib from row {at}: ties in ORDER BY",
            )


def _table(result: Result) -> tuple[list[str], list[Row]]:
    if not isinstance(result, QuerySolutions):
        raise QueryError("it is no SELECT query")
    names = [variable.value for variable in result.variables]
    return names, [{name: row[name] for name in names} for row in result]


def _no_rows(rows: list[Row]) -> Iterator[Breach]:
    if not rows:
        yield "没有结果：示例值应当有结果", "it has none: its example values should have some"


def _undescribed(query: SavedQuery, columns: list[str]) -> Iterator[Breach]:
    described = list(query.columns)
    if described != columns:
        zh, en = " ".join(described) or "（无）", " ".join(described) or "(none)"
        yield f"说明了{zh}，查询给出{' '.join(columns)}", f"described: {en}; given: {' '.join(columns)}"


def _not_apart(query: SavedQuery, columns: list[str], rows: list[Row]) -> Iterator[Breach]:
    if not query.key:
        yield "没有给出键（key: […]）", "no key is given (key: […])"
    elif unknown := " ".join(name for name in query.key if name not in columns):
        yield f"不是列：{unknown}", f"no column: {unknown}"
    else:
        counted = Counter(tuple(str(row[name]) for name in query.key) for row in rows)
        for values, times in counted.items():
            if times > 1:
                yield f"{' '.join(values)}有{times}行", f"{' '.join(values)} has rows: {times}"
                return


def _unordered(query: SavedQuery) -> Iterator[Breach]:
    script = Script(with_characters(query.text))
    if not any(script.holder(place) < 0 for place in script.places("ORDER")):
        yield "没有ORDER BY", "there is no ORDER BY"
