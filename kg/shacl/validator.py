"""Validation: shapes compiled to SPARQL, what does not compile handed to pyshacl, and defect queries told alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kg.runtime import SILENT
from kg.shacl.compiler import CompiledShapes, compile_shapes
from kg.shacl.incremental import affected, classes_of, is_local, may_target
from kg.shacl.planner.statistics import read_hierarchy, read_profile
from kg.shacl.report import findings, report_triples
from kg.shacl.run import run_compiled
from kg.shacl.shape import ShapesGraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.shacl.finding import Finding

# so many nodes are looked at one by one in less time than all of a graph
_MOST_NODES = 5_000


def validate_shapes(
    service: Dataset,
    shapes: Iterable[Triple],
    focus: Iterable[str] | None = None,
    *,
    reporter: Reporter = SILENT,
) -> tuple[list[Finding], list[Triple]]:
    """Validate the default graph of a service (closure and ontology included) against shapes.

    With `focus` only those nodes are looked at. `reporter` receives the number of shapes that are done.
    Returns the findings, the gravest first, and the validation report. Raises MalformedShapeError,
    a KgError, if a shape is not well formed; QueryError if the service fails.

    The report equals pyshacl's but for the messages of shapes that have none of their own, which each words in its
    own way.

    Source: Shapes Constraint Language (SHACL), section 3.
    """
    return run_shapes(compile_for(service, shapes, focus=focus), service, reporter=reporter)


def validate_change(service: Dataset, shapes: Iterable[Triple], changed: Iterable[Triple]) -> list[Finding]:
    """Validate what a change can have made worse in a dataset that conformed, where it is the dataset after it.

    `changed` are the triples that came or went. Looked at are the nodes that shapes can judge in another way, and all
    nodes by shapes with a query of their own, or if there are too many of them. Raises as validate_shapes does.
    """
    source = tuple(shapes)
    graph = ShapesGraph.of(source)
    local = {shape.node: shape for shape in graph.targeted() if is_local(graph, shape)}
    changed = tuple(changed)
    nodes = affected(graph, local.values(), changed, service)
    # no query can name a blank node
    if len(nodes) > _MOST_NODES or any(isinstance(end, BlankNode) for each in changed for end in each):
        return validate_shapes(service, source)[0]
    hierarchy, kinds = read_hierarchy(service), classes_of(nodes, service)
    near = {node for node, shape in local.items() if may_target(shape, kinds, hierarchy)}
    here = compile_shapes(source, hierarchy, focus=nodes, graph=graph, which=lambda shape: shape.node in near)
    anywhere = compile_shapes(source, hierarchy, graph=graph, which=lambda shape: shape.node not in local)
    return [finding for each in (here, anywhere) for finding in run_shapes(each, service)[0]]


def compile_for(service: Dataset, shapes: Iterable[Triple], *, focus: Iterable[str] | None = None) -> CompiledShapes:
    """Compile shapes for the data of a service, whose classes and numbers are asked for first.

    Raises MalformedShapeError, and QueryError if the service fails.
    """
    profile = read_profile(service) if focus is None else None
    return compile_shapes(shapes, read_hierarchy(service), profile=profile, focus=focus)


def run_shapes(
    compiled: CompiledShapes, service: Dataset, *, reporter: Reporter = SILENT
) -> tuple[list[Finding], list[Triple]]:
    """Validate as validate_shapes does, by shapes that are compiled already. Raises as it does."""
    results = [] if compiled.focus == frozenset() else run_compiled(compiled, service, reporter)
    told = list(findings(results, compiled.graph))
    more: list[Triple] = []
    if compiled.handed_over and compiled.focus != frozenset():
        from kg.shacl.pyshacl_engine import validate_by_pyshacl  # noqa: PLC0415  -- only what does not compile needs it

        only = {shape.node for shape, _ in compiled.handed_over}
        others, more = validate_by_pyshacl(service.triples(), compiled.source, focus=compiled.focus, only=only)
        told += others
    return sorted(told, key=lambda finding: finding.order), report_triples(results, compiled.graph, service, more)
