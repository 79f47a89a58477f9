"""SPARQL conditions that a node conforms to a shape, including the shapes that it refers to."""

from __future__ import annotations

from itertools import count
from math import prod
from typing import TYPE_CHECKING

from kg.shacl.components import BY_NODE, BY_VALUE
from kg.shacl.constraint_query import no_solution
from kg.shacl.errors import NotCompilableError
from kg.shacl.logic import either, every, negated
from kg.shacl.property_path import Alternative, Closure, Path, Sequence, Step, may_be_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Term

    Test = Callable[[str], str]

# each value is a variable of its own, compared with all others: more than this are too slow
_MAX_VALUES = 8
# `some` writes one EXISTS for each alternative of a path, again for each further value
_MAX_ALTERNATIVES = 64


class Conditions:
    """Writes conditions, each with variables of its own."""

    def __init__(self, graph: ShapesGraph, hierarchy: Mapping[str, frozenset[str]]) -> None:
        self.graph, self.hierarchy = graph, hierarchy
        self._numbers = count(1)

    def fresh(self) -> str:
        """Return a variable that no other condition uses."""
        return f"?x{next(self._numbers)}"

    def conforms(self, node: Term, variable: str) -> str:
        """Return the condition that a variable conforms to a shape."""
        shape = self.graph.shape(node)
        if shape.deactivated:
            return "true"
        return every(*(self.satisfies(shape, constraint, variable) for constraint in shape.constraints))

    def satisfies(self, shape: Shape, constraint: Constraint, this: str) -> str:
        """Return the condition that a focus node satisfies a constraint of a shape. Raises NotCompilableError."""
        path, by_node = shape.path, BY_NODE.get(constraint.component)
        if by_node:
            return by_node(self, path, constraint, this)
        if constraint.component == "SPARQL":
            return no_solution(self.graph, shape, constraint, this, self.fresh())
        return negated(self.some(path, this, lambda value: negated(self.value_satisfies(constraint, this, value))))

    def value_satisfies(self, constraint: Constraint, this: str, value: str) -> str:
        """Return the condition that one value of a focus node satisfies a constraint."""
        return BY_VALUE[constraint.component](self, constraint, this, value)

    def some(self, path: Path | None, start: str, test: Test, end: str = "") -> str:
        """Return the condition that a path leads from a variable to some node that passes a test, or to the node `end`.

        Each step has an EXISTS of its own: within one EXISTS, an engine may start at the wrong end of the path.
        """
        if path is None:
            return every(f"sameTerm({start}, {end})" if end else "true", test(start))
        if isinstance(path, Step):
            return self._step(path, start, test, end)
        if isinstance(path, Alternative):
            return either(*(self.some(part, start, test, end) for part in path.parts))
        if isinstance(path, Sequence):
            first, *rest = path.parts
            after = Sequence(tuple(rest)) if len(rest) > 1 else rest[0]
            return self.some(first, start, lambda node: self.some(after, node, test, end))
        # not every engine matches an empty path from a node that the data does not contain
        stays = self.some(None, start, test, end) if may_be_empty(path) else "false"
        if path.kind == "?":
            return either(stays, self.some(path.part, start, test, end))
        return either(stays, self._exists(f"{start} ({path.part})+ {{0}}", test, end))

    def _step(self, path: Step, start: str, test: Test, end: str) -> str:
        if not path.inverse:
            return self._exists(f"{start} <{path.iri}> {{0}}", test, end)
        return "false" if end.startswith('"') else self._exists(f"{{0}} <{path.iri}> {start}", test, end)

    def _exists(self, pattern: str, test: Test, end: str) -> str:
        variable = end or self.fresh()
        condition = test(variable)
        if condition == "false":
            return "false"
        text = pattern.replace("{0}", variable)
        return f"EXISTS {{ {text} }}" if condition == "true" else f"EXISTS {{ {text} FILTER({condition}) }}"

    def at_least(self, number: int, path: Path | None, this: str, test: Test) -> str:
        """Return the condition that a path leads to `number` nodes that pass a test. Raises NotCompilableError."""
        if number == 0:
            return "true"
        if number == 1:
            return self.some(path, this, test)
        if number > _MAX_VALUES or _alternatives(path) ** number > _MAX_ALTERNATIVES:
            raise NotCompilableError(f"it counts to {number} within another shape")
        return self._some_others(number, path, this, test, ())

    def _some_others(self, number: int, path: Path | None, this: str, test: Test, seen: tuple[str, ...]) -> str:
        def is_another(value: str) -> str:
            own = every(*(f"!sameTerm({value}, {other})" for other in seen), test(value))
            return every(own, self._some_others(number - 1, path, this, test, (*seen, value))) if number > 1 else own

        return self.some(path, this, is_another)

    def counts(self, constraint: Constraint, value: str) -> str:
        """Return the condition that a value counts towards a qualified constraint."""
        siblings = (negated(self.conforms(sibling, value)) for sibling in constraint.siblings)
        return every(self.conforms(constraint.shapes[0], value), *siblings)


def _alternatives(path: Path | None) -> int:
    """Return the number of conditions that `some` writes for a path."""
    if isinstance(path, Alternative):
        return sum(map(_alternatives, path.parts))
    if isinstance(path, Sequence):
        return prod(map(_alternatives, path.parts))
    if isinstance(path, Closure):
        return {"+": 1, "*": 2, "?": 1 + _alternatives(path.part)}[path.kind]
    return 1
