"""Violation queries: writes the queries whose rows are the violations of one constraint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.shacl.components import BY_VALUE, compared, not_allowed
from kg.shacl.conditions import Conditions
from kg.shacl.constraint_query import own_variable, read_query, violation_query
from kg.shacl.logic import every, negated
from kg.shacl.property_path import Step, may_be_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.shacl.shape import Constraint, Shape, ShapesGraph


@dataclass(frozen=True)
class Focus:
    """Focus nodes: a group that binds `keys`: the nodes along the path to the focus node, which is the last key.

    `test` is the condition that a node is a focus node, "" if there is none.
    """

    group: str
    keys: tuple[str, ...]
    test: str = ""

    @property
    def node(self) -> str:
        """The variable of the focus node."""
        return self.keys[-1]

    @property
    def value(self) -> str:
        """A variable for the values, different from those of outer focus nodes."""
        return "?value" if len(self.keys) == 1 else f"?value{len(self.keys)}"


@dataclass(frozen=True)
class Query:
    """A query whose rows are the violations of one constraint.

    Each row binds `keys`, the last of which is the focus node, `value` if a value violates the constraint, and `path`
    if the constraint names the property. `details` are queries for the nested violations of a row, joined by
    `row_keys`.
    """

    shape: Shape
    constraint: Constraint
    text: str
    keys: tuple[str, ...]
    value: str
    details: tuple[Query, ...] = ()

    @property
    def row_keys(self) -> tuple[str, ...]:
        """The columns that identify a row: the keys and the value."""
        return self.keys if self.value in ("", self.keys[-1]) else (*self.keys, self.value)


class QueryWriter:
    """Writes the queries for violations.

    A query starts from the focus nodes. A scan starts from all values of a property and tests only the subjects of
    violating values for being focus nodes.
    """

    def __init__(self, graph: ShapesGraph, hierarchy: Mapping[str, frozenset[str]]) -> None:
        self._graph, self._hierarchy = graph, hierarchy

    def conditions(self) -> Conditions:
        """Return a writer of conditions for one query."""
        return Conditions(self._graph, self._hierarchy)

    def scan_condition(self, shape: Shape, constraint: Constraint, focus: Focus) -> str:
        """Return the condition that a value of a scan satisfies a constraint, "" if values cannot be tested singly."""
        if constraint.component not in BY_VALUE or constraint.component in _PAIRS or shape.path is None:
            return ""
        return self.conditions().value_satisfies(constraint, focus.node, focus.value)

    def scan(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        """Return a scan for the violations of a constraint that `may_scan`. Raises NotCompilableError."""
        node, value = focus.node, focus.value
        triple = f"{node} {shape.path} {value} ."
        if constraint.component == "MaxCount":
            rows = f"SELECT {node} WHERE {{ {triple} }} GROUP BY {node} HAVING(COUNT(*) > {constraint.count})"
            return self._query(shape, constraint, focus, f"{{ {rows} }} FILTER({focus.test})")
        if constraint.component == "UniqueLang":
            tagged = f'{triple} BIND(LCASE(LANG({value})) AS ?lang) FILTER(?lang != "")'
            rows = f"SELECT {node} ?lang WHERE {{ {tagged} }} GROUP BY {node} ?lang HAVING(COUNT(*) > 1)"
            return self._query(shape, constraint, focus, f"{{ {rows} }} FILTER({focus.test})", more="?lang")
        if constraint.component in _PAIRS:
            fails = negated(compared(self._graph, constraint, value, "?other"))
            body = f"{triple} {node} {constraint.parameter} ?other FILTER({fails} && {focus.test})"
            return self._query(shape, constraint, focus, body, value, "?other")
        fails = negated(self.conditions().value_satisfies(constraint, node, value))
        return self._query(shape, constraint, focus, f"{triple} FILTER({fails} && {focus.test})", value)

    def _write_all(self, shape: Shape, focus: Focus) -> list[Query]:
        if shape.deactivated:
            return []
        return [query for constraint in shape.constraints for query in self.write(shape, constraint, focus)]

    def write(self, shape: Shape, constraint: Constraint, focus: Focus) -> list[Query]:
        """Return the queries for the violations of a constraint at focus nodes. Raises NotCompilableError."""
        if constraint.component == "Property":
            return self._write_all(self._graph.shape(constraint.shapes[0]), self._values_as_focus(shape, focus))
        if constraint.component == "SPARQL" and self._graph.triples.flag(constraint.parameter, "deactivated"):
            return []
        if constraint.component in BUILDERS:
            return [BUILDERS[constraint.component](self, shape, constraint, focus)]
        return [self._each_value(shape, constraint, focus)]

    def _query(
        self, shape: Shape, constraint: Constraint, focus: Focus, body: str, value: str = "", more: str = ""
    ) -> Query:
        columns = " ".join(dict.fromkeys([*focus.keys, *([value] if value else []), *more.split()]))
        return Query(shape, constraint, f"SELECT DISTINCT {columns} WHERE {{ {body} }}", focus.keys, value)

    def _values(self, shape: Shape, focus: Focus) -> tuple[str, str]:
        """Return a pattern for the value nodes of the focus nodes, and the variable of these."""
        if shape.path is None:
            return focus.group, focus.node
        value = focus.value
        pattern = f"{focus.group} {focus.node} {shape.path} {value} ."
        if not may_be_empty(shape.path):
            return pattern, value
        # not every engine matches an empty path from a node that the data does not contain
        return f"{{ {pattern} }} UNION {{ {focus.group} BIND({focus.node} AS {value}) }}", value

    def _values_as_focus(self, shape: Shape, focus: Focus, condition: str = "") -> Focus:
        pattern, value = self._values(shape, focus)
        if value == focus.node:
            return Focus(f"{{ {pattern} FILTER({condition}) }}", focus.keys) if condition else focus
        keys = (*focus.keys, value)
        test = f" FILTER({condition})" if condition else ""
        return Focus(f"{{ SELECT DISTINCT {' '.join(keys)} WHERE {{ {pattern}{test} }} }}", keys)

    def _each_value(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        pattern, value = self._values(shape, focus)
        fails = negated(self.conditions().value_satisfies(constraint, focus.node, value))
        query = self._query(shape, constraint, focus, f"{pattern} FILTER({fails})", value)
        if constraint.component != "Node":
            return query
        inner = self._values_as_focus(shape, focus, fails)
        details = tuple(self._write_all(self._graph.shape(constraint.shapes[0]), inner))
        return Query(shape, constraint, query.text, query.keys, value, details)

    def _pairs(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        pattern, value = self._values(shape, focus)
        fails = negated(compared(self._graph, constraint, value, "?other"))
        body = f"{pattern} {focus.node} {constraint.parameter} ?other FILTER({fails})"
        return self._query(shape, constraint, focus, body, value, "?other")

    def _closed(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        pattern, value = self._values(shape, focus)
        body = f"{pattern} {value} ?path ?object FILTER({not_allowed(constraint, '?path', '?object')})"
        return self._query(shape, constraint, focus, body, "?object", f"{value} ?path")

    def _equals(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        pattern, value = self._values(shape, focus)
        other, reached = constraint.parameter, "?reached" if value == focus.node else value
        lacks = f"{{ {pattern} FILTER NOT EXISTS {{ {focus.node} {other} {value} }}"
        lacks += f" BIND({value} AS {reached}) }}" if value == focus.node else " }"
        is_value = self.conditions().some(shape.path, focus.node, lambda _: "true", reached)
        body = f"{lacks} UNION {{ {focus.group} {focus.node} {other} {reached} FILTER({negated(is_value)}) }}"
        return self._query(shape, constraint, focus, body, reached)

    def _has_value(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        fails = negated(self.conditions().satisfies(shape, constraint, focus.node))
        return self._query(shape, constraint, focus, f"{focus.group} FILTER({fails})")

    def _unique_lang(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        pattern, value = self._values(shape, focus)
        keys = " ".join(focus.keys)
        rows = f"{{ SELECT DISTINCT {keys} {value} WHERE {{ {pattern} }} }} BIND(LCASE(LANG({value})) AS ?lang)"
        grouped = f'WHERE {{ {rows} FILTER(?lang != "") }} GROUP BY {keys} ?lang HAVING(COUNT({value}) > 1)'
        return Query(shape, constraint, f"SELECT {keys} ?lang {grouped}", focus.keys, "")

    def _counted(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        """Return a query for the focus nodes with too few or too many values, or too few or too many that conform."""
        at_least, counts = "Min" in constraint.component, "true"
        pattern, value = self._values(shape, focus)
        if constraint.shapes:
            counts = self.conditions().counts(constraint, value)
        keys = " ".join(focus.keys)
        if at_least and not may_be_empty(shape.path):
            if constraint.count == 1:
                fails = negated(self.conditions().satisfies(shape, constraint, focus.node))
                return self._query(shape, constraint, focus, f"{focus.group} FILTER({fails})")
            pattern = f"{focus.group} OPTIONAL {{ {focus.node} {shape.path} {value} }}"
        rows = f"{{ SELECT DISTINCT {keys} {value} WHERE {{ {pattern} }} }}"
        counted = every(f"BOUND({value})", counts)
        outside = f"SUM(?counts) {'<' if at_least else '>'} {constraint.count}"
        body = f"{rows} BIND(IF({counted}, 1, 0) AS ?counts)"
        text = f"SELECT {keys} WHERE {{ {body} }} GROUP BY {keys} HAVING({outside})"
        return Query(shape, constraint, text, focus.keys, "")

    def _sparql(self, shape: Shape, constraint: Constraint, focus: Focus) -> Query:
        query = read_query(self._graph, shape, constraint)
        text = violation_query(query, focus.group, focus.keys, focus.node)
        return Query(shape, constraint, text, focus.keys, own_variable("value", focus.keys))


# components that compare values of two properties, and those that cannot be scanned
_PAIRS = ("LessThan", "LessThanOrEquals")
_NO_SCAN = ("Node", "Property", "Closed")


def may_scan(shape: Shape, constraint: Constraint) -> bool:
    """Return whether a scan of a property finds the violations of a constraint."""
    component = constraint.component
    is_by_value = component in BY_VALUE and component not in _NO_SCAN
    return isinstance(shape.path, Step) and (is_by_value or component in ("MaxCount", "UniqueLang"))


BUILDERS: dict[str, Callable[[QueryWriter, Shape, Constraint, Focus], Query]] = {
    "LessThan": QueryWriter._pairs,  # noqa: SLF001  -- its own table
    "LessThanOrEquals": QueryWriter._pairs,  # noqa: SLF001
    "Closed": QueryWriter._closed,  # noqa: SLF001
    "Equals": QueryWriter._equals,  # noqa: SLF001
    "HasValue": QueryWriter._has_value,  # noqa: SLF001
    "UniqueLang": QueryWriter._unique_lang,  # noqa: SLF001
    "MinCount": QueryWriter._counted,  # noqa: SLF001
    "MaxCount": QueryWriter._counted,  # noqa: SLF001
    "QualifiedMinCount": QueryWriter._counted,  # noqa: SLF001
    "QualifiedMaxCount": QueryWriter._counted,  # noqa: SLF001
    "SPARQL": QueryWriter._sparql,  # noqa: SLF001
}
