"""Conditions: what a SPARQL FILTER says of a node that keeps to a shape, however deep the shape is."""

from __future__ import annotations

from itertools import count
from math import prod
from typing import TYPE_CHECKING

from kg.shacl.components import EACH, WHOLE
from kg.shacl.constraint_query import holds_for
from kg.shacl.errors import NotCompilableError
from kg.shacl.logic import either, every, negated
from kg.shacl.property_path import Alternative, Closure, Path, Sequence, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Term

    Test = Callable[[str], str]

# each further value is a further variable: more of them than this are too slow to compare with each other
_MOST_VALUES = 8
# each way along a path is asked for by itself, and again for each further value
_MOST_WAYS = 64


class Conditions:
    """Writes conditions; each asks for its own variables."""

    def __init__(self, graph: ShapesGraph, hierarchy: Mapping[str, frozenset[str]]) -> None:
        self.graph, self.hierarchy = graph, hierarchy
        self._numbers = count(1)

    def fresh(self) -> str:
        """Return a variable that is used nowhere else."""
        return f"?x{next(self._numbers)}"

    def conforms(self, node: Term, variable: str) -> str:
        """Return the condition that a variable conforms to a shape."""
        shape = self.graph.shape(node)
        if shape.deactivated:
            return "true"
        return every(*(self.holds(shape, constraint, variable) for constraint in shape.constraints))

    def holds(self, shape: Shape, constraint: Constraint, this: str) -> str:
        """Return the condition that a focus node keeps to a constraint of a shape. Raises NotCompilableError."""
        path, whole = shape.path, WHOLE.get(constraint.component)
        if whole:
            return whole(self, path, constraint, this)
        if constraint.component == "SPARQL":
            return holds_for(self.graph, shape, constraint, this, self.fresh())
        return negated(self.some(path, this, lambda value: negated(self.value_holds(constraint, this, value))))

    def value_holds(self, constraint: Constraint, this: str, value: str) -> str:
        """Return the condition that one value of a focus node keeps to a constraint."""
        return EACH[constraint.component](self, constraint, this, value)

    def some(self, path: Path | None, start: str, test: Test, end: str = "") -> str:
        """Return the condition that a path leads from a variable to a node of which a test holds, or to one `end`.

        Each step asks in an EXISTS of its own: in one, an engine may begin at the wrong end.
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
        stays = "false" if path.kind == "+" else self.some(None, start, test, end)
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
        """Return the condition that a path leads to so many nodes of which a test holds. Raises NotCompilableError."""
        if number == 0:
            return "true"
        if number == 1:
            return self.some(path, this, test)
        if number > _MOST_VALUES or _ways(path) ** number > _MOST_WAYS:
            raise NotCompilableError(f"it counts to {number} within another shape")
        return self._more(number, path, this, test, ())

    def _more(self, number: int, path: Path | None, this: str, test: Test, found: tuple[str, ...]) -> str:
        def is_another(value: str) -> str:
            own = every(*(f"!sameTerm({value}, {other})" for other in found), test(value))
            return every(own, self._more(number - 1, path, this, test, (*found, value))) if number > 1 else own

        return self.some(path, this, is_another)

    def counted(self, constraint: Constraint, value: str) -> str:
        """Return the condition that a value counts for a qualified constraint."""
        siblings = (negated(self.conforms(each, value)) for each in constraint.siblings)
        return every(self.conforms(constraint.shapes[0], value), *siblings)


def _ways(path: Path | None) -> int:
    """Return how many conditions `some` writes for a path."""
    if isinstance(path, Alternative):
        return sum(map(_ways, path.parts))
    if isinstance(path, Sequence):
        return prod(map(_ways, path.parts))
    if isinstance(path, Closure):
        return {"+": 1, "*": 2, "?": 1 + _ways(path.part)}[path.kind]
    return 1
