"""Validation: compiles shapes to SPARQL and runs them; shapes that cannot be compiled run in pyshacl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from kg import shacl
from kg.runtime import SILENT
from kg.shacl.compiler import CompiledShapes, compile_shapes
from kg.shacl.features import advanced_reason, refuse_javascript, refused_patterns, required_inference
from kg.shacl.planner.affected_nodes import affected, classes_of, is_local, may_target
from kg.shacl.planner.statistics import read_hierarchy, read_profile
from kg.shacl.report import findings, report_triples
from kg.shacl.run import run_compiled
from kg.shacl.shape import ShapesGraph
from kg.shacl.shape_triples import ShapeTriples
from kg.shacl.targets import SUBJECT, focus_group
from kg.shacl.written import as_written
from kg.sparql import Matching

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from pyoxigraph import Quad, Triple

    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.shacl.finding import Finding

# up to this number of nodes, validating the affected ones is faster than validating the whole dataset
_MAX_NODES = 5_000


def validate_shapes(
    dataset: Dataset,
    shapes: Iterable[Triple],
    focus: Iterable[str] | None = None,
    *,
    reporter: Reporter = SILENT,
) -> tuple[list[Finding], list[Triple]]:
    """Validate the default graph of a dataset (closure and ontology included) with shapes.

    With `focus`, only those nodes (IRIs) are validated. `reporter` receives the number of finished shapes. Returns
    the findings, most severe first, and the triples of the validation report. Raises MalformedShapeError if a shape is
    not well formed, and QueryError.

    The report equals pyshacl's, except for the messages of shapes that state none.

    Source: Shapes Constraint Language (SHACL), section 3.
    """
    return run_shapes(compile_for(dataset, shapes, focus=focus), dataset, reporter=reporter)


def validate_change(dataset: Dataset, shapes: Iterable[Triple], changed: Iterable[Triple]) -> list[Finding]:
    """Return the findings that a change may have caused in a dataset that conformed before it.

    `dataset` is the dataset after the change, `changed` the added and removed triples. Only the affected nodes are
    validated; shapes with SPARQL constraints, or all shapes if too many nodes are affected, validate all nodes.
    Raises as validate_shapes does.
    """
    source = tuple(shapes)
    graph = ShapesGraph.of(source)
    local = {shape.node: shape for shape in graph.targeted if is_local(graph, shape)}
    changed = tuple(changed)
    nodes = affected(graph, local.values(), changed, dataset)
    # a query cannot name a blank node
    if len(nodes) > _MAX_NODES or any(isinstance(end, BlankNode) for triple in changed for end in triple):
        return validate_shapes(dataset, source)[0]
    hierarchy, kinds = read_hierarchy(dataset), classes_of(nodes, dataset)
    affected_shapes = {node for node, shape in local.items() if may_target(shape, kinds, hierarchy)}
    on_nodes = compile_shapes(
        source, hierarchy, focus=nodes, graph=graph, which=lambda shape: shape.node in affected_shapes
    )
    on_all = compile_shapes(source, hierarchy, graph=graph, which=lambda shape: shape.node not in local)
    return [finding for compiled in (on_nodes, on_all) for finding in run_shapes(compiled, dataset)[0]]


def compile_for(
    dataset: Dataset,
    shapes: Iterable[Triple],
    *,
    focus: Iterable[str] | NamedNode | None = None,
    advanced: bool = True,
    rules: bool = False,
    protected: Collection[Quad] = (),
    prefixes: Mapping[str, str] | None = None,
) -> CompiledShapes:
    """Compile shapes for a dataset, whose class hierarchy and statistics are read first.

    `focus` are the IRIs of the only nodes to validate, or the graph that marks them. Without `advanced`, custom
    targets and expressions are ignored; with `rules`, shapes with rules or functions are not compiled, so that these
    run. `protected` are the quads of the dataset whose literals are protected, as those of the shapes; `prefixes`
    those that queries need not declare. Raises MalformedShapeError and QueryError, and KgError for SHACL-JS and
    entailment regimes that are not supported.
    """
    source = tuple(shapes)
    triples = ShapeTriples(source)
    refuse_javascript(triples)
    required_inference(source, advanced=rules)
    reason = advanced_reason(triples) if rules else ""
    matching = Matching(protected) if protected else None
    graph = ShapesGraph(triples, advanced, matching, refused_patterns(triples, dataset), prefixes or {})
    profile = read_profile(dataset) if focus is None else None
    return compile_shapes(
        source, read_hierarchy(dataset), profile=profile, focus=focus, graph=graph, handed_over=reason
    )


def run_shapes(
    compiled: CompiledShapes,
    dataset: Dataset,
    *,
    abort: bool = False,
    keep: Callable[[Finding], bool] = lambda _: True,
    reporter: Reporter = SILENT,
) -> tuple[list[Finding], list[Triple]]:
    """Validate as validate_shapes does, with shapes that are already compiled. Raises as it does.

    With `abort`, the validation ends with the first constraint that is violated. `keep` decides what is reported.
    """
    results = [] if compiled.focus == frozenset() else run_compiled(compiled, dataset, reporter, abort=abort)
    kept = [
        (result, finding)
        for result, finding in zip(results, findings(results, compiled.graph), strict=True)
        if keep(finding)
    ]
    reported = [finding for _, finding in kept]
    more: list[Triple] = []
    if compiled.not_compiled and compiled.focus != frozenset() and not (abort and results):
        without = {shape.node for shape in compiled.graph.targeted} - {shape.node for shape, _ in compiled.not_compiled}
        others, more = shacl.validate_by_pyshacl(
            as_written(dataset.triples()),
            as_written(compiled.source),
            focus=_focus_iris(compiled, dataset),
            without=without,
            advanced=compiled.graph.advanced,
            prefixes=compiled.graph.prefixes,
            abort=abort,
        )
        reported += filter(keep, others)
    report = report_triples((result for result, _ in kept), compiled.graph, dataset, more)
    return sorted(reported, key=lambda finding: finding.order), list(as_written(report))


def _focus_iris(compiled: CompiledShapes, dataset: Dataset) -> Collection[str] | None:
    if not isinstance(compiled.focus, NamedNode):
        return compiled.focus
    marked = (quad.subject for quad in dataset.quads(value=SUBJECT, graph=compiled.focus))
    return {node.value for node in marked if isinstance(node, NamedNode)}


def has_targets(compiled: CompiledShapes, dataset: Dataset) -> bool:
    """Return whether some node of a dataset is the target of a shape. Raises QueryError."""
    graph, hierarchy = compiled.graph, read_hierarchy(dataset)
    groups = (focus_group(shape, hierarchy, compiled.focus) for shape in graph.targeted if shape.targets)
    has_custom = any(not shape.targets for shape in graph.targeted)
    return has_custom or any(any(dataset.select(f"SELECT ?this {group} LIMIT 1")) for group in groups)
