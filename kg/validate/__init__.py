"""Validation: shapes compiled to SPARQL, what does not compile handed to pyshacl, and defect queries told alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validate.compiler import CompiledShapes, compile_shapes
from kg.validate.finding import Finding, check_finding
from kg.validate.report import findings, report_triples
from kg.validate.run import run
from kg.validate.show import show
from kg.validate.sizes import Sizes, read_hierarchy, read_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from kg.service import Queryable

__all__ = [
    "CompiledShapes",
    "Finding",
    "Sizes",
    "check_finding",
    "compile_for",
    "compile_shapes",
    "read_hierarchy",
    "read_sizes",
    "run_shapes",
    "show",
    "validate_shapes",
]


def validate_shapes(
    service: Queryable,
    shapes: Iterable[Triple],
    focus: Iterable[str] | None = None,
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[list[Finding], list[Triple]]:
    """Validate the default graph of a service (closure and ontology included) against shapes.

    With `focus` only those nodes are looked at. `progress` is told how many shapes are done, of how many, and the
    name of the next. Returns the findings, the gravest first, and the validation report. Raises MalformedShapeError,
    a KgError, if a shape is not well formed; QueryError if the service fails.

    The report equals pyshacl's but for the messages of shapes that have none of their own, which each words in its
    own way.

    Source: Shapes Constraint Language (SHACL), section 3.
    """
    return run_shapes(compile_for(service, shapes, focus=focus), service, progress=progress)


def compile_for(service: Queryable, shapes: Iterable[Triple], *, focus: Iterable[str] | None = None) -> CompiledShapes:
    """Compile shapes for the data of a service, whose classes and sizes are asked for first.

    Raises MalformedShapeError, and QueryError if the service fails.
    """
    sizes = read_sizes(service) if focus is None else None
    return compile_shapes(shapes, read_hierarchy(service), sizes=sizes, focus=focus)


def run_shapes(
    compiled: CompiledShapes, service: Queryable, *, progress: Callable[[int, int, str], None] | None = None
) -> tuple[list[Finding], list[Triple]]:
    """Validate as validate_shapes does, by shapes that are compiled already. Raises as it does."""
    results = [] if compiled.focus == frozenset() else run(compiled, service, progress)
    told = list(findings(results, compiled.graph))
    more: list[Triple] = []
    if compiled.handed_over and compiled.focus != frozenset():
        from kg.validate.reference import validate_by_pyshacl  # noqa: PLC0415  -- only what does not compile needs it

        only = {shape.node for shape, _ in compiled.handed_over}
        others, more = validate_by_pyshacl(service.triples(), compiled.source, focus=compiled.focus, only=only)
        told += others
    return sorted(told, key=lambda finding: finding.order), report_triples(results, compiled.graph, service, more)
