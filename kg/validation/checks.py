"""Checks: runs defect queries on a dataset, or on the ontology as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.project import read_data, read_ontology, read_shapes
from kg.rdf import derive_links, in_graph
from kg.runtime import SILENT
from kg.shacl import check_finding
from kg.store import TripleStore
from kg.validation.places import ONTOLOGY, placed, project_statements
from kg.validation.reports import OntologyReport, Outcome

if TYPE_CHECKING:
    from kg.project import Check, Project
    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.shacl import Finding


def run_check(dataset: Dataset, check: Check) -> list[Finding]:
    """Return the findings of a check in a dataset. Raises QueryError."""
    return [
        check_finding(row, source=check.name, severity=check.severity, problem=check.problem, solution=check.solution)
        for row in dataset.select(check.text)
    ]


def check_ontology(project: Project, *, reporter: Reporter = SILENT) -> OntologyReport:
    """Run the checks about the ontology on a project's ontology and data as they are written, without inference.

    Raises ParseError if a file cannot be read.
    """
    with reporter.step("load"):
        ontology = read_ontology(project.ontology)
        data = read_data(project.data)
        checks = [check for check in read_shapes(project.shapes).checks if check.scope == "ontology"]
        if not checks:
            folder = project.relative(project.shapes / "checks")
            reporter.warn(f"{folder} has no check with “scope: ontology”, so nothing was checked")
        terms = {in_graph(triple, ONTOLOGY) for triple in ontology.triples}
        store = TripleStore.in_memory({*data, *terms, *derive_links(data)})
    with reporter.step("validate"):
        found = [(check, run_check(store, check)) for check in checks]
    written = list(project_statements(project, {finding.node for _, findings in found for finding in findings}))
    return OntologyReport(tuple(Outcome(check, tuple(placed(findings, written))) for check, findings in found))
