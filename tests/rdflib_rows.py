"""Rows of rdflib without the checks of abstract classes: the same answers in half the time.

rdflib looks up a variable of a row through `collections.abc`, and hashes a row by the exclusive or of its terms, so
that many rows have the same hash. What is replaced here is how a row is looked up, hashed, compared, merged and copied;
how a query is evaluated is not. `test_rdflib_rows.py` compares the answers.
"""
# ruff: noqa: SLF001  -- the methods of other classes

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Dataset, Literal, URIRef, Variable
from rdflib.plugins.sparql.sparql import Bindings, FrozenBindings, FrozenDict, QueryContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAMES, _VALUES = {Variable, BNode}, {URIRef, Literal}
_ROWS = {FrozenBindings, FrozenDict}
_COMPATIBLE = FrozenDict.compatible
REPLACED: dict[type, dict[str, Callable[..., Any]]] = {}


def speed_up() -> None:
    """Replace the methods for the rest of the process."""
    Variable.__new__ = staticmethod(_variable)
    Dataset.default_context = Dataset.default_graph  # the same without a warning for each triple
    for kind, methods in REPLACED.items():
        for name, method in methods.items():
            setattr(kind, name, method)


def _terms(row: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return row._d if type(row) in _ROWS else row  # type: ignore[attr-defined]


@cache
def _one(name: str) -> Variable:
    return str.__new__(Variable, name)


def _variable(_: type, value: str) -> Variable:
    """Return the one object of a name: a dictionary compares equal keys by identity first."""
    assert value
    return _one(str(value).removeprefix("?"))


def _hash(self: FrozenDict) -> int:
    if self._hash is None:
        self._hash = hash(frozenset(self._d.items()))
    return self._hash


def _equal(self: FrozenDict, other: object) -> bool:
    return type(other) in _ROWS and self._d == other._d  # type: ignore[attr-defined]


def _compatible(self: FrozenDict, other: Mapping[Any, Any]) -> bool:
    if type(other) is FrozenBindings and other.ctx.initBindings:
        return bool(_COMPATIBLE(self, other))
    values = _terms(other)
    return all(name not in values or values[name] == value for name, value in self._d.items())


def _merged(self: FrozenBindings, other: Mapping[Any, Any]) -> FrozenBindings:
    return FrozenBindings(self.ctx, {**self._d, **_terms(other)})


def _value(self: FrozenBindings, key: Any) -> Any:
    if type(key) in _VALUES:
        return key
    name = key if type(key) in _NAMES else Variable(key)
    return self._d[name] if name in self._d else (self.ctx.initBindings or {})[name]


def _forgotten(self: FrozenBindings, before: QueryContext, _except: Any = None) -> FrozenBindings:
    kept = {*(_except or ()), *(self.ctx.initBindings or ())}
    row = {name: value for name, value in self._d.items() if name in kept or before[name] is None}
    return FrozenBindings(self.ctx, row)


def _remembered(self: FrozenBindings, names: Any) -> FrozenBindings:
    return FrozenBindings(self.ctx, {name: value for name, value in self._d.items() if name in names})


def _flat(bindings: Any) -> dict[Any, Any]:
    if type(bindings) in _ROWS:
        return dict(bindings._d)
    if type(bindings) is not Bindings:
        return dict(bindings)
    found: dict[Any, Any] = {}
    level: Bindings | None = bindings
    while level is not None:
        found = {**level._d, **found}
        level = level.outer
    return found


def _bind(self: Bindings, outer: Bindings | None = None, d: Any = ()) -> None:
    self._d = _flat(d)
    self.outer = outer


def _bound(self: Bindings, key: Any) -> Any:
    level: Bindings | None = self
    while level is not None:
        if key in level._d:
            return level._d[key]
        level = level.outer
    raise KeyError(key)


def _of_context(self: QueryContext, key: Any) -> Any:
    if type(key) not in _NAMES:
        return key
    try:
        return _bound(self.bindings, key)
    except KeyError:
        return None


def _clone(self: QueryContext, bindings: Any = None) -> QueryContext:
    copy = QueryContext.__new__(QueryContext)
    copy.__dict__ |= self.__dict__
    copy.bindings = Bindings(d=bindings or self.bindings)
    copy.bindings.update(self.initBindings or {})
    copy._now = None
    return copy


def _solution(self: QueryContext, names: Any = None) -> FrozenBindings:
    row = _flat(self.bindings)
    return FrozenBindings(self, {name: value for name, value in row.items() if name in names} if names else row)


REPLACED |= {
    FrozenDict: {"__hash__": _hash, "__eq__": _equal, "compatible": _compatible},
    FrozenBindings: {
        "__getitem__": _value,
        "merge": _merged,
        "forget": _forgotten,
        "remember": _remembered,
        "project": _remembered,
    },
    Bindings: {"__init__": _bind, "__getitem__": _bound},
    QueryContext: {"__getitem__": _of_context, "clone": _clone, "solution": _solution},
}
