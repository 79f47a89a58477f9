"""Validation of a dataset, in the embedded store or on a server, by shapes and checks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import shacl
from kg.rdf import CONCURRENT_QUERIES
from kg.runtime import SILENT
from kg.shacl import compile_for, compile_shapes, queries_as_text, read_hierarchy, run_shapes, validate_change
from kg.sparql import Matching
from kg.validation.checks import run_check
from kg.validation.findings import justification
from kg.validation.reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pyoxigraph import NamedNode, Quad

    from kg.project import Shapes
    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.shacl import Finding


def validate_dataset(
    dataset: Dataset,
    shapes: Shapes,
    engine: str = "kg",
    *,
    focus: Iterable[NamedNode] | None = None,
    marked: NamedNode | None = None,
    keep: Callable[[Finding], bool] = lambda _: True,
    reporter: Reporter = SILENT,
) -> Report:
    """Validate a dataset by shapes and checks, with `focus` those nodes only, by shapes only.

    `marked` is a graph that marks the nodes in focus, blank nodes too, for compiled shapes; `keep` decides what is
    reported.

    `engine` runs the shapes: `kg` compiles them, `pyshacl` is for comparison; checks are queries in both. Justified
    findings about the ontology are omitted: `check_ontology` returns them with their reasons. Raises QueryError, and
    KgError for a malformed shape.
    """
    with reporter.step("validate"):
        not_compiled: tuple[tuple[str, str], ...] = ()
        if engine == "pyshacl":
            findings, graph = shacl.validate_by_pyshacl(
                dataset.triples(), shapes.triples, focus=_iris(focus), advanced=True
            )
        else:
            compiled = compile_for(dataset, shapes.triples, focus=marked or _iris(focus))
            findings, graph = run_shapes(compiled, dataset, keep=keep, reporter=reporter)
            not_compiled = tuple((compiled.name(shape), reason) for shape, reason in compiled.not_compiled)
        for check in shapes.checks if focus is None and marked is None else ():
            findings += [finding for finding in run_check(dataset, check) if not justification(check, finding)]
    found = tuple(sorted(findings, key=lambda finding: finding.order))
    return Report(found, tuple(graph), not_compiled, tuple(shacl.notes(shapes.triples, run=("target", "expression"))))


def violations_in(dataset: Dataset, shapes: Shapes, *, reporter: Reporter = SILENT) -> list[Finding]:
    """Return the violations that `validate_dataset` finds, without running checks of a lower severity."""
    with reporter.step("validate"), ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        checks = [check for check in shapes.checks if check.severity == "violation"]
        defects = [pool.submit(run_check, dataset, check) for check in checks]
        findings, _ = run_shapes(compile_for(dataset, shapes.triples), dataset, reporter=reporter)
        return _violations([*findings, *(finding for future in defects for finding in future.result())])


def violations_after(
    dataset: Dataset, shapes: Shapes, changed: Collection[Quad], *, reporter: Reporter = SILENT
) -> list[Finding]:
    """Return the violations that a change may have caused in a dataset that conformed before it.

    `dataset` is the dataset after the change, `changed` the added and removed quads of named graphs. For speed only:
    nodes that the change cannot affect are not validated.
    """
    matching = Matching(changed)
    with reporter.step("validate"), ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        defects = [
            pool.submit(run_check, dataset, replace(check, text=text))
            for check in shapes.checks
            if check.severity == "violation" and (text := matching.narrowed(check.text, "node")) is not None
        ]
        findings = validate_change(dataset, shapes.triples, {quad.triple for quad in changed})
        return _violations([*findings, *(finding for future in defects for finding in future.result())])


def shapes_as_sparql(dataset: Dataset, shapes: Shapes, *, focus: Iterable[NamedNode] | None = None) -> str:
    """Return the compiled shapes as SPARQL 1.1 queries, each under a comment, for any server with the same closure.

    Each row of a query is a violation. The queries that `validate_dataset` omits because of this dataset's statistics
    are included, since they may find violations in another dataset.
    """
    return queries_as_text(compile_shapes(shapes.triples, read_hierarchy(dataset), focus=_iris(focus)))


def _violations(findings: list[Finding]) -> list[Finding]:
    violations = [finding for finding in findings if finding.severity == "violation"]
    return sorted(violations, key=lambda finding: finding.order)


def _iris(focus: Iterable[NamedNode] | None) -> list[str] | None:
    return None if focus is None else [node.value for node in focus]
