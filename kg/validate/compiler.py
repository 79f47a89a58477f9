"""The compiler: shapes in, SPARQL 1.1 queries out, each of whose rows is a violation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.validate.errors import BeyondSparqlError
from kg.validate.path import Step
from kg.validate.rows import Focus, Query, Rows
from kg.validate.shape import ShapesGraph
from kg.validate.targets import focus_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.validate.shape import Constraint, Shape
    from kg.validate.triples import Node

    Hierarchy = Mapping[str, frozenset[str]]


@dataclass
class Part:
    """A constraint at the focus nodes of a shape: the condition that they keep to it, if one query can ask for many."""

    condition: str
    make: Callable[[], list[Query]]

    @cached_property
    def queries(self) -> list[Query]:
        """The queries for its violations; written only when they are asked for, as most constraints are kept to."""
        return self.make()


@dataclass(frozen=True)
class CompiledShape:
    """A shape with targets, compiled.

    `screen` asks at once which of `screened` are violated anywhere: one row for each combination that occurs, a column
    `c0`, `c1`, … for each part, true where it is kept to. The queries of the others are asked in any case.
    """

    shape: Shape
    screen: str
    screened: tuple[Part, ...]
    unscreened: tuple[Part, ...]

    @property
    def queries(self) -> Iterator[Query]:
        """All queries for violations."""
        for part in (*self.screened, *self.unscreened):
            yield from part.queries


@dataclass(frozen=True)
class CompiledShapes:
    """A compiled shapes graph, and the shapes that pyshacl takes over, each with the reason.

    `focus` are the only nodes asked about, or None for all.
    """

    graph: ShapesGraph
    shapes: tuple[CompiledShape, ...]
    handed_over: list[tuple[Shape, str]]
    source: tuple[Triple, ...] = field(repr=False)
    focus: frozenset[str] | None = None

    def name(self, shape: Shape) -> str:
        """Return how a shape is told to people."""
        return self.graph.triples.name(shape.node)


def compile_shapes(
    shapes: Iterable[Triple], hierarchy: Hierarchy, *, focus: Iterable[str] | None = None
) -> CompiledShapes:
    """Compile a shapes graph for data with a class hierarchy: the classes below each class, itself included or not.

    With `focus` the queries ask only about those nodes. Raises MalformedShapeError if a shape is not well formed.
    """
    source = tuple(shapes)
    graph = ShapesGraph.of(source)
    nodes = None if focus is None else frozenset(focus)
    compiled: list[CompiledShape] = []
    handed_over: list[tuple[Shape, str]] = []
    for shape in graph.targeted():
        try:
            _refuse_beyond(graph, shape, ())
            compiled.append(
                _Compiler(graph, hierarchy).shape(shape, Focus(focus_group(shape, hierarchy, nodes), ("?this",)))
            )
        except BeyondSparqlError as error:
            handed_over.append((shape, str(error)))
    return CompiledShapes(graph, tuple(compiled), handed_over, source, nodes)


def _refuse_beyond(graph: ShapesGraph, shape: Shape, within: tuple[Node, ...]) -> None:
    """Raise BeyondSparqlError if a shape, or one that it refers to, is recursive or uses more than SPARQL can say."""
    if shape.node in within:
        raise BeyondSparqlError(f"{graph.triples.name(shape.node)} refers to itself")
    if shape.beyond:
        raise BeyondSparqlError(f"{graph.triples.name(shape.node)} uses {' and '.join(shape.beyond)}")
    for constraint in shape.constraints:
        for node in (*constraint.shapes, *constraint.siblings):
            _refuse_beyond(graph, graph.shape(node), (*within, shape.node))


class _Compiler:
    """Writes the queries of one shape with targets."""

    def __init__(self, graph: ShapesGraph, hierarchy: Hierarchy) -> None:
        self._graph, self._rows = graph, Rows(graph, hierarchy)

    def shape(self, shape: Shape, focus: Focus) -> CompiledShape:
        parts = list(self._parts(shape, focus))
        if len(parts) == 1:  # its one query asks as much as a screen
            return CompiledShape(shape, "", (), tuple(parts))
        screened = [part for part in parts if part.condition]
        names = [f"?c{number}" for number in range(len(screened))]
        binds = " ".join(f"BIND({part.condition} AS {name})" for part, name in zip(screened, names, strict=True))
        screen = f"SELECT DISTINCT {' '.join(names)} WHERE {{ {focus.group} {binds} FILTER(!({' && '.join(names)})) }}"
        rest = tuple(part for part in parts if not part.condition)
        return CompiledShape(shape, screen if screened else "", tuple(screened), rest)

    def _parts(self, shape: Shape, focus: Focus) -> Iterator[Part]:
        for constraint in shape.constraints:
            inner = self._graph.shape(constraint.shapes[0]) if constraint.component == "Property" else None
            if inner is None or shape.path is not None:
                yield self._part(shape, constraint, focus)
            elif not inner.deactivated:
                yield from self._parts(inner, focus)

    def _part(self, shape: Shape, constraint: Constraint, focus: Focus) -> Part:
        queries = [] if self._is_screened(shape, constraint) else self._rows.of(shape, constraint, focus)
        if not queries:
            try:
                condition = self._rows.conditions().holds(shape, constraint, focus.node)
                return Part(condition, lambda: self._rows.of(shape, constraint, focus))
            except BeyondSparqlError:  # what no condition says, a query of its own may say
                queries = self._rows.of(shape, constraint, focus)
        return Part("", lambda: queries)

    @staticmethod
    def _is_screened(shape: Shape, constraint: Constraint) -> bool:
        # comparisons over long paths are quick only in a query of their own
        compares = constraint.count > 1 or constraint.component in ("MaxCount", "QualifiedMaxCount", "UniqueLang")
        is_long = compares and not isinstance(shape.path, Step)
        return constraint.component != "SPARQL" and not is_long
