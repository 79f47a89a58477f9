"""The compiler: shapes in, SPARQL 1.1 queries out, each of whose rows is a violation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.shacl.errors import NotCompilableError
from kg.shacl.logic import every, negated
from kg.shacl.planner.proofs import Proofs
from kg.shacl.property_path import Step
from kg.shacl.shape import ShapesGraph
from kg.shacl.targets import focus_group, target_test
from kg.shacl.violation_queries import Focus, Query, Rows, may_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.shacl.planner.statistics import Profile
    from kg.shacl.shape import Constraint, Shape
    from kg.shacl.shape_triples import Node

    Hierarchy = Mapping[str, frozenset[str]]


# microseconds for a value in a scan, and for a focus node whose values are looked up
_SCAN_COST = 0.9
_SCAN_COSTS = {"MaxCount": 1.7, "UniqueLang": 2.7, "LessThan": 5.0, "LessThanOrEquals": 5.0, "Disjoint": 4.0}
_LOOK_UP_COST = 5.0


@dataclass
class Part:
    """A constraint of a shape with targets.

    `condition` says that it is kept to, where `begin` has bound what it is about; `end` says of that whether it is
    looked at at all. Without a condition its queries alone can say.
    """

    condition: str
    begin: str
    end: str
    make: Callable[[], list[Query]]

    @cached_property
    def queries(self) -> list[Query]:
        """The queries for its violations; written only when they are asked for, as most constraints are kept to."""
        return self.make()


@dataclass(frozen=True)
class Screen:
    """A query that asks at once which of many parts are violated anywhere.

    It gives one row for each combination that occurs, with a column `c0`, `c1`, … for each part, true where the part
    is kept to.
    """

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CompiledShape:
    """A shape with targets, compiled: the queries of `parts` are asked in any case, those of a screen if it says so."""

    shape: Shape
    screens: tuple[Screen, ...]
    parts: tuple[Part, ...]

    @property
    def queries(self) -> Iterator[Query]:
        """All queries for violations."""
        for part in (*(part for screen in self.screens for part in screen.parts), *self.parts):
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
    shapes: Iterable[Triple],
    hierarchy: Hierarchy,
    *,
    profile: Profile | None = None,
    focus: Iterable[str] | None = None,
    graph: ShapesGraph | None = None,
    which: Callable[[Shape], bool] = lambda _: True,
) -> CompiledShapes:
    """Compile a shapes graph for data with a class hierarchy: the classes below each class, itself included or not.

    With a `profile` of the data each query begins where there is least to look at, and what the profile proves to be
    kept to is left out. With `focus` the queries ask only about those nodes. `which` picks the shapes, and `graph` is
    the shapes graph where it was read before. Raises MalformedShapeError if a shape is not well formed.
    """
    source = tuple(shapes)
    graph = graph or ShapesGraph.of(source)
    nodes = None if focus is None else frozenset(focus)
    proofs = None if profile is None else Proofs(graph, hierarchy, profile)
    compiled: list[CompiledShape] = []
    handed_over: list[tuple[Shape, str]] = []
    for shape in graph.targeted():
        if not which(shape):
            continue
        try:
            _refuse_beyond(graph, shape, ())
            compiled.append(_Compiler(graph, hierarchy, shape, nodes, proofs).compiled())
        except NotCompilableError as error:
            handed_over.append((shape, str(error)))
    return CompiledShapes(graph, tuple(compiled), handed_over, source, nodes)


def _refuse_beyond(graph: ShapesGraph, shape: Shape, within: tuple[Node, ...]) -> None:
    """Raise NotCompilableError if a shape, or one that it refers to, is recursive or uses more than SPARQL can say."""
    if shape.node in within:
        raise NotCompilableError(f"{graph.triples.name(shape.node)} refers to itself")
    if shape.beyond:
        raise NotCompilableError(f"{graph.triples.name(shape.node)} uses {' and '.join(shape.beyond)}")
    for constraint in shape.constraints:
        for node in (*constraint.shapes, *constraint.siblings):
            _refuse_beyond(graph, graph.shape(node), (*within, shape.node))


class _Compiler:
    """Writes the queries of one shape with targets."""

    def __init__(
        self,
        graph: ShapesGraph,
        hierarchy: Hierarchy,
        shape: Shape,
        nodes: frozenset[str] | None,
        proofs: Proofs | None,
    ) -> None:
        self._graph, self._hierarchy, self._shape = graph, hierarchy, shape
        self._nodes, self._proofs = nodes, proofs
        self._classes = proofs.target_classes(shape) if proofs else None
        self._rows = Rows(graph, hierarchy)
        # most constraints are about the same classes
        self._focus = cache(self._focus_on)

    def compiled(self) -> CompiledShape:
        alike: dict[tuple[str, str], list[Part]] = {}
        rest: list[Part] = []
        for part in self._parts(self._shape, self._classes):
            if part.condition:
                alike.setdefault((part.begin, part.end), []).append(part)
            else:
                rest.append(part)
        # the query of a part that is alone asks as much as a screen
        rest += [part for parts in alike.values() if len(parts) == 1 for part in parts]
        screens = [_screen(begin, end, parts) for (begin, end), parts in alike.items() if len(parts) > 1]
        return CompiledShape(self._shape, tuple(screens), tuple(rest))

    def _parts(self, shape: Shape, classes: tuple[str, ...] | None) -> Iterator[Part]:
        """Yield the constraints of a shape that instances of some classes may violate; None are all target nodes."""
        for constraint in shape.constraints:
            left = classes
            if self._proofs and classes is not None:
                left = self._proofs.unproven(shape, constraint, classes)
            inner = self._graph.shape(constraint.shapes[0]) if constraint.component == "Property" else None
            if left == ():
                continue
            if inner is None or shape.path is not None:
                yield self._part(shape, constraint, left)
            elif not inner.deactivated:
                yield from self._parts(inner, left)

    def _focus_on(self, classes: tuple[str, ...] | None) -> Focus:
        only = None if classes == self._classes else classes
        group = focus_group(self._shape, self._hierarchy, self._nodes, only)
        return Focus(group, ("?this",), target_test(self._shape, self._hierarchy))

    def _number(self, classes: tuple[str, ...] | None) -> int:
        """Return how many nodes there are to look at, or more."""
        if self._proofs is None:
            return 0
        profile = self._proofs.profile
        if classes is None:
            return profile.number_of_targets(self._shape, self._hierarchy)
        return sum(map(profile.instances, classes))

    def _part(self, shape: Shape, constraint: Constraint, classes: tuple[str, ...] | None) -> Part:
        focus = self._focus(classes)
        if self._is_scanned(shape, constraint, self._number(classes)):
            condition = self._rows.scan_condition(shape, constraint, focus)
            begin = f"{focus.node} {shape.path} {focus.value} ."
            return Part(condition, begin, focus.test, lambda: [self._rows.scan(shape, constraint, focus)])
        queries = [] if self._is_screened(shape, constraint) else self._rows.of(shape, constraint, focus)
        if not queries:
            try:
                condition = self._rows.conditions().holds(shape, constraint, focus.node)
                return Part(condition, focus.group, "", lambda: self._rows.of(shape, constraint, focus))
            except NotCompilableError:  # what no condition says, a query of its own may say
                queries = self._rows.of(shape, constraint, focus)
        return Part("", focus.group, "", lambda: queries)

    def _is_scanned(self, shape: Shape, constraint: Constraint, number: int) -> bool:
        """Say whether it is quicker to look at all values of a property than at those of each focus node."""
        if self._proofs is None or not isinstance(shape.path, Step) or not may_scan(shape, constraint):
            return False
        values = self._proofs.profile.properties.get(shape.path.iri, 0)
        return values * _SCAN_COSTS.get(constraint.component, _SCAN_COST) < number * _LOOK_UP_COST

    @staticmethod
    def _is_screened(shape: Shape, constraint: Constraint) -> bool:
        # comparisons over long paths are quick only in a query of their own
        compares = constraint.count > 1 or constraint.component in ("MaxCount", "QualifiedMaxCount", "UniqueLang")
        is_long = compares and not isinstance(shape.path, Step)
        return constraint.component != "SPARQL" and not is_long


def _screen(begin: str, end: str, parts: list[Part]) -> Screen:
    names = [f"?c{number}" for number in range(len(parts))]
    binds = " ".join(f"BIND({part.condition} AS {name})" for part, name in zip(parts, names, strict=True))
    test = every(negated(f"({' && '.join(names)})"), end or "true")
    return Screen(f"SELECT DISTINCT {' '.join(names)} WHERE {{ {begin} {binds} FILTER({test}) }}", tuple(parts))
