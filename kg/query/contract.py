"""Checks that a saved query does what its header promises, on two engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from kg.errors import KgError, QueryError
from kg.query.binding import bind_query
from kg.query.comparison import compare_tables, order_of
from kg.query.parameter_values import class_members, is_not_stated, values_with_rows
from kg.query.rdflib_engine import RdflibEngine, table_of
from kg.query.saved_queries import query_paths, read_query
from kg.rdf import expand
from kg.runtime import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.query.parameters import Parameter
    from kg.query.rdflib_engine import Table
    from kg.query.saved_queries import SavedQuery
    from kg.rdf import Dataset, Object, Result

    # in Chinese and in English
    Text = tuple[str, str]
    Row = dict[str, Object | None]

CHECKS = ("runs", "rows", "columns", "key", "order", "examples", "no_rows", "related", "engines")
_MIN_EXAMPLES = 2


@dataclass(frozen=True)
class Outcome:
    """The result of one check: its name, and each failure in Chinese and English."""

    name: str
    failures: tuple[Text, ...]

    @property
    def holds(self) -> bool:
        """Whether the query passes the check."""
        return not self.failures

    @property
    def demand(self) -> Text:
        """What the check demands, in Chinese and English."""
        return _text(f"check_{self.name}")


class Contract:
    """The checks of saved queries on one graph. The graph is loaded into the second engine when that is first used.

    `library` are the names of all saved queries.
    """

    def __init__(self, store: Dataset, library: Collection[str]) -> None:
        self._store = store
        self._library = library

    @cached_property
    def second(self) -> RdflibEngine:
        """The graph in the second engine."""
        return RdflibEngine(list(self._store.quads()))

    def check(self, query: SavedQuery) -> list[Outcome]:
        """Check a query; return one outcome per check, or only the first if the query does not run."""
        try:
            columns, rows = _table(self._store.query(query.text))
        except QueryError as error:
            return [Outcome("runs", (_text("error", error=error.message),))]
        failures: dict[str, Iterator[Text]] = {
            "runs": iter(()),
            "rows": _rows(rows),
            "columns": _columns(query, columns),
            "key": _key(query, columns, rows),
            "order": _order(query),
            "examples": (failure for parameter in query.parameters for failure in self._examples(query, parameter)),
            "no_rows": (failure for parameter in query.parameters for failure in self._no_rows(query, parameter)),
            "related": self._related(query),
            "engines": self._engines(query),
        }
        return [Outcome(name, tuple(failures[name])) for name in CHECKS]

    def _examples(self, query: SavedQuery, parameter: Parameter) -> Iterator[Text]:
        minimum = _MIN_EXAMPLES
        if parameter.class_ is not None:
            minimum = min(minimum, len(values_with_rows(self._store, query, parameter.name)))
        if len(parameter.examples) < minimum:
            yield _text("few_examples", name=parameter.name, minimum=minimum)
        for value in parameter.examples:
            given = f"{parameter.name}={value}"
            try:
                columns, rows = _table(self._store.query(self._bind(query, parameter.name, value)))
            except KgError as error:
                yield _text("error_with", value=given, error=error.message)
                continue
            if not rows:
                yield _text("example_without_rows", value=given)
            if query.key and set(query.key) <= set(columns):
                yield from _with_value(given, _key(query, columns, rows))

    def _no_rows(self, query: SavedQuery, parameter: Parameter) -> Iterator[Text]:
        value = parameter.value_without_rows
        if value is None:
            if not self._has_always_rows(query, parameter):
                yield _text("no_value_without_rows", name=parameter.name)
            return
        given = f"{parameter.name}={value}"
        try:
            _, rows = _table(self._store.query(self._bind(query, parameter.name, value)))
        except KgError as error:
            yield _text("error_with", value=given, error=error.message)
            return
        if count := sum(not is_not_stated(row) for row in rows):
            yield _text("value_has_rows", value=given, count=count)

    def _bind(self, query: SavedQuery, name: str, value: str) -> str:
        """Return a query's text with a value for one parameter, and the first example for other required ones."""
        values = {each.name: each.examples[0] for each in query.parameters if not each.optional and each.examples}
        return bind_query(self._store, query, values | {name: value})

    def _has_always_rows(self, query: SavedQuery, parameter: Parameter) -> bool:
        if parameter.class_ is None:
            return parameter.datatype == "xsd:boolean" and len(parameter.examples) == _MIN_EXAMPLES
        values = values_with_rows(self._store, query, parameter.name)
        return len(values) == len(class_members(self._store, expand(parameter.class_)))

    def _related(self, query: SavedQuery) -> Iterator[Text]:
        for name in query.related:
            if name not in self._library or name == query.name:
                yield _text("unknown_related", name=name)

    def _engines(self, query: SavedQuery) -> Iterator[Text]:
        """Yield how the engines differ on the query with its example values, and with each other value in its header.

        Values that cannot be bound are omitted: `examples` and `no_rows` report them.
        """
        yield from self._compare(query.text)
        for parameter in query.parameters:
            compared = {self._bound_or_none(query, parameter.name, parameter.example)}
            for value in filter(None, (*parameter.examples, parameter.value_without_rows)):
                text = self._bound_or_none(query, parameter.name, value)
                if text is not None and text not in compared:
                    compared.add(text)
                    yield from _with_value(f"{parameter.name}={value}", self._compare(text))

    def _bound_or_none(self, query: SavedQuery, name: str, value: str) -> str | None:
        try:
            return self._bind(query, name, value)
        except KgError:
            return None

    def _compare(self, text: str) -> Iterator[Text]:
        results: dict[str, Table | KgError] = {"kg": table_of(self._store.query(text))}
        try:
            results["rdflib"] = self.second.select(text)
        except QueryError as error:
            yield _text("error", error=error.message)
            return
        found = compare_tables(results)
        if found.differences:
            first, counts = found.differences[0], found.counts
            engine = "Oxigraph" if first.engine == "kg" else "rdflib"
            values = {"count": counts["kg"], "other_count": counts["rdflib"], "engine": engine, "row": first.row}
            yield _text("other_rows", **values)
        elif found.order:
            yield _text("other_order", number=found.order)
        elif not found.is_same:
            yield _text("other_columns", columns=" ".join(found.columns["rdflib"]))


def check_files(folder: Path, store: Dataset, files: Iterable[str | Path]) -> dict[str, list[Outcome]]:
    """Check query files, or saved queries by name, against the contract, and return the outcomes by file or name.

    Raises KgError if a file does not exist, ParseError if it cannot be read.
    """
    known = query_paths(folder)
    contract = Contract(store, set(known))
    outcomes = {}
    for file in files:
        path = known.get(str(file), Path(file))
        if not path.is_file():
            raise KgError(f"{file}: no such file, and no saved query", hint="list the saved ones with: kg queries")
        outcomes[str(file)] = contract.check(read_query(path))
    return outcomes


def _text(key: str, **values: object) -> Text:
    return message(__file__, key, "zh", **values), message(__file__, key, "en", **values)


def _with_value(value: str, failures: Iterator[Text]) -> Iterator[Text]:
    """Yield failures with the value of a parameter before each."""
    return ((f"{value}：{zh}", f"{value}: {en}") for zh, en in failures)


def _table(result: Result) -> tuple[list[str], list[Row]]:
    if not isinstance(result, QuerySolutions):
        raise QueryError("it is not a SELECT query")
    names = [variable.value for variable in result.variables]
    return names, [{name: row[name] for name in names} for row in result]


def _rows(rows: list[Row]) -> Iterator[Text]:
    if not rows:
        yield _text("no_rows")


def _columns(query: SavedQuery, columns: list[str]) -> Iterator[Text]:
    described = list(query.columns)
    if described != columns:
        yield _text("columns_differ", described=" ".join(described) or "—", columns=" ".join(columns))


def _key(query: SavedQuery, columns: list[str], rows: list[Row]) -> Iterator[Text]:
    if not query.key:
        yield _text("no_key")
    elif unknown := " ".join(name for name in query.key if name not in columns):
        yield _text("key_is_no_column", names=unknown)
    else:
        counts = Counter(tuple(str(row[name]) for name in query.key) for row in rows)
        repeated = [(values, count) for values, count in counts.items() if count > 1]
        yield from (_text("key_repeated", values=" ".join(values), count=count) for values, count in repeated[:1])


def _order(query: SavedQuery) -> Iterator[Text]:
    if not order_of(query.text):
        yield _text("no_order")
