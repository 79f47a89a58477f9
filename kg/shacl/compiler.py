"""The compiler: translates shapes into SPARQL 1.1 queries whose rows are violations."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.shacl.errors import NotCompilableError
from kg.shacl.logic import every, negated
from kg.shacl.planner.proofs import Proofs
from kg.shacl.property_path import Step
from kg.shacl.shape import ShapesGraph
from kg.shacl.targets import focus_group, target_test
from kg.shacl.violation_queries import Focus, Query, QueryWriter, may_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.shacl.planner.statistics import Profile
    from kg.shacl.shape import Constraint, Shape
    from kg.shacl.shape_triples import Node
    from kg.shacl.targets import FocusNodes

    Hierarchy = Mapping[str, frozenset[str]]


# microseconds per value of a scan, and per focus node whose values are looked up, as measured
_SCAN_COST = 0.9
_SCAN_COSTS = {"MaxCount": 1.7, "UniqueLang": 2.7, "LessThan": 5.0, "LessThanOrEquals": 5.0, "Disjoint": 4.0}
_LOOK_UP_COST = 5.0


@dataclass
class Part:
    """One constraint of a shape with targets.

    `pattern` binds the focus nodes, or their values, `target_test` is a filter that decides whether they are targets,
    and `condition` is true where the constraint is satisfied. Without a condition only `queries` can decide.
    """

    condition: str
    pattern: str
    target_test: str
    write_queries: Callable[[], list[Query]]

    @cached_property
    def queries(self) -> list[Query]:
        """The queries for its violations, written when first used, since most constraints are satisfied."""
        return self.write_queries()


@dataclass(frozen=True)
class BatchQuery:
    """A query that tests many parts at once, so that only the violated ones are queried for violations.

    One row per combination of results that occurs, one column `c0`, `c1`, … per part: true where it is satisfied.
    """

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CompiledShape:
    """A compiled shape: `parts` are always queried, the parts of a batch query only if it reports a violation."""

    shape: Shape
    batches: tuple[BatchQuery, ...]
    parts: tuple[Part, ...]

    @property
    def queries(self) -> Iterator[Query]:
        """All queries for violations."""
        for part in (*(part for batch in self.batches for part in batch.parts), *self.parts):
            yield from part.queries


@dataclass(frozen=True)
class CompiledShapes:
    """A compiled shapes graph, and the shapes that run in pyshacl, each with the reason.

    `focus` are the IRIs of the nodes that are validated, or the graph that marks them; None for all target nodes.
    """

    graph: ShapesGraph
    shapes: tuple[CompiledShape, ...]
    not_compiled: list[tuple[Shape, str]]
    source: tuple[Triple, ...] = field(repr=False)
    focus: FocusNodes | None = None

    def name(self, shape: Shape) -> str:
        """Return the name of a shape in messages."""
        return self.graph.triples.name(shape.node)


def compile_shapes(
    shapes: Iterable[Triple],
    hierarchy: Hierarchy,
    *,
    profile: Profile | None = None,
    focus: Iterable[str] | NamedNode | None = None,
    graph: ShapesGraph | None = None,
    which: Callable[[Shape], bool] = lambda _: True,
    handed_over: str = "",
) -> CompiledShapes:
    """Compile a shapes graph for data with a class hierarchy (the subclasses of each class, transitive).

    With a `profile` of the data, each query starts from the smallest set of nodes, and constraints that the profile
    proves satisfied are omitted. With `focus`, only those nodes are validated. `which` selects shapes; `graph` is the
    parsed shapes graph, if there is one already; `handed_over` is the reason why no shape is compiled, if there is one.
    Raises MalformedShapeError if a shape is not well formed.
    """
    source = tuple(shapes)
    graph = graph or ShapesGraph.of(source)
    nodes = focus if focus is None or isinstance(focus, NamedNode) else frozenset(focus)
    proofs = None if profile is None else Proofs(graph, hierarchy, profile)
    compiled: list[CompiledShape] = []
    not_compiled: list[tuple[Shape, str]] = []
    for shape in graph.targeted:
        if not which(shape):
            continue
        try:
            _check_compilable(graph, shape, (), handed_over)
            compiled.append(_Compiler(graph, hierarchy, shape, nodes, proofs).compiled())
        except NotCompilableError as error:
            not_compiled.append((shape, str(error)))
    return CompiledShapes(graph, tuple(compiled), not_compiled, source, nodes)


def _check_compilable(graph: ShapesGraph, shape: Shape, within: tuple[Node, ...], handed_over: str = "") -> None:
    """Raise NotCompilableError if a shape, or one that it refers to, is recursive or uses an unsupported feature.

    `handed_over` is a reason for all shapes.
    """
    if handed_over:
        raise NotCompilableError(handed_over)
    if shape.node in within:
        raise NotCompilableError(f"{graph.triples.name(shape.node)} refers to itself")
    if shape.unsupported:
        raise NotCompilableError(f"{graph.triples.name(shape.node)} uses {' and '.join(shape.unsupported)}")
    for constraint in shape.constraints:
        for node in (*constraint.shapes, *constraint.siblings):
            _check_compilable(graph, graph.shape(node), (*within, shape.node))


class _Compiler:
    """Writes the queries of one shape with targets."""

    def __init__(
        self,
        graph: ShapesGraph,
        hierarchy: Hierarchy,
        shape: Shape,
        nodes: FocusNodes | None,
        proofs: Proofs | None,
    ) -> None:
        self._graph, self._hierarchy, self._shape = graph, hierarchy, shape
        self._nodes, self._proofs = nodes, proofs
        self._classes = proofs.target_classes(shape) if proofs else None
        self._writer = QueryWriter(graph, hierarchy)
        # most constraints of a shape have the same target classes
        self._focus = cache(self._focus_on)

    def compiled(self) -> CompiledShape:
        by_pattern: dict[tuple[str, str], list[Part]] = {}
        rest: list[Part] = []
        for part in self._parts(self._shape, self._classes):
            if part.condition:
                by_pattern.setdefault((part.pattern, part.target_test), []).append(part)
            else:
                rest.append(part)
        # a batch query for a single part would cost as much as its own query
        rest += [part for parts in by_pattern.values() if len(parts) == 1 for part in parts]
        batches = [_batch_query(*key, parts) for key, parts in by_pattern.items() if len(parts) > 1]
        return CompiledShape(self._shape, tuple(batches), tuple(rest))

    def _parts(self, shape: Shape, classes: tuple[str, ...] | None) -> Iterator[Part]:
        """Yield the constraints of a shape that instances of some classes (None: all target nodes) may violate."""
        for constraint in shape.constraints:
            remaining = classes
            if self._proofs and classes is not None:
                remaining = self._proofs.needs_query(shape, constraint, classes)
            inner = self._graph.shape(constraint.shapes[0]) if constraint.component == "Property" else None
            if remaining == ():
                continue
            if inner is None or shape.path is not None:
                yield self._part(shape, constraint, remaining)
            elif not inner.deactivated:
                yield from self._parts(inner, remaining)

    def _focus_on(self, classes: tuple[str, ...] | None) -> Focus:
        only = None if classes == self._classes else classes
        group = focus_group(self._shape, self._hierarchy, self._nodes, only)
        return Focus(group, ("?this",), target_test(self._shape, self._hierarchy))

    def _target_count(self, classes: tuple[str, ...] | None) -> int:
        """Return an upper bound for the number of target nodes."""
        if self._proofs is None:
            return 0
        profile = self._proofs.profile
        if classes is None:
            return profile.count_targets(self._shape, self._hierarchy)
        return sum(map(profile.instances, classes))

    def _part(self, shape: Shape, constraint: Constraint, classes: tuple[str, ...] | None) -> Part:
        focus = self._focus(classes)
        if self._is_scanned(shape, constraint, self._target_count(classes)):
            condition = self._writer.scan_condition(shape, constraint, focus)
            pattern = f"{focus.node} {shape.path} {focus.value} ."
            return Part(condition, pattern, focus.test, lambda: [self._writer.scan(shape, constraint, focus)])
        queries = [] if self._is_batched(shape, constraint) else self._writer.write(shape, constraint, focus)
        if not queries:
            try:
                condition = self._writer.conditions().satisfies(shape, constraint, focus.node)
                if condition == "true":  # nothing can violate it, such as a least count of 0
                    return Part("", focus.group, "", list)
                return Part(condition, focus.group, "", lambda: self._writer.write(shape, constraint, focus))
            except NotCompilableError:  # no condition expresses it, but a query of its own may
                queries = self._writer.write(shape, constraint, focus)
        return Part("", focus.group, "", lambda: queries)

    def _is_scanned(self, shape: Shape, constraint: Constraint, number: int) -> bool:
        """Return whether a scan of all values of a property is faster than a look-up for each focus node."""
        if self._proofs is None or not isinstance(shape.path, Step) or not may_scan(shape, constraint):
            return False
        values = self._proofs.profile.properties.get(shape.path.iri, 0)
        return values * _SCAN_COSTS.get(constraint.component, _SCAN_COST) < number * _LOOK_UP_COST

    @staticmethod
    def _is_batched(shape: Shape, constraint: Constraint) -> bool:
        # comparisons over long paths are fast only in a query of their own
        compares = constraint.count > 1 or constraint.component in ("MaxCount", "QualifiedMaxCount", "UniqueLang")
        compares_paths = compares and not isinstance(shape.path, Step)
        return constraint.component != "SPARQL" and not compares_paths


def _batch_query(pattern: str, target_test: str, parts: list[Part]) -> BatchQuery:
    names = [f"?c{number}" for number in range(len(parts))]
    binds = " ".join(f"BIND({part.condition} AS {name})" for part, name in zip(parts, names, strict=True))
    test = every(negated(f"({' && '.join(names)})"), target_test or "true")
    return BatchQuery(f"SELECT DISTINCT {' '.join(names)} WHERE {{ {pattern} {binds} FILTER({test}) }}", tuple(parts))
