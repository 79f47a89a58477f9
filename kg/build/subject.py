"""The subject of a validation: the dataset, its shapes, the files of a user beside it, and what is wrong with them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.build.loaded_graph import open_stated
from kg.errors import ParameterError
from kg.owl import infer
from kg.project import read_shapes
from kg.rdf import DERIVED, INFERRED, in_graph
from kg.shacl import coverage, term_text
from kg.validation import FOCUS, OWN, Fault, UserFiles, judge_terms, project_statements, validate_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.build.source import GraphSource
    from kg.owl import Contradiction
    from kg.project import Project, Shapes
    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.shacl import Finding
    from kg.validation import Report


@dataclass(frozen=True)
class Subject:
    """A dataset to validate; with `files`, only what they state, and `faults` are those that shapes do not report.

    `independent` are the findings of shapes without the statements at fault, None if there are none of these.
    """

    dataset: Dataset
    shapes: Shapes
    project: Project
    files: UserFiles = field(default_factory=lambda: UserFiles(()), repr=False)
    faults: tuple[Fault, ...] = ()
    independent: frozenset[str] | None = field(default=None, repr=False)

    @property
    def iris(self) -> list[NamedNode] | None:
        """The nodes with IRIs that the files describe, None without files."""
        return [node for node in self.files.nodes if isinstance(node, NamedNode)] if self.files.files else None

    def compared(self, engine: str, *, reporter: Reporter) -> Report:
        """Validate by shapes alone, with an engine: the nodes with IRIs that the files describe, or all nodes."""
        return validate_dataset(self.dataset, self.shapes, engine, focus=self.iris, reporter=reporter)

    def validate(self, engine: str, *, strict: bool = False, reporter: Reporter) -> Report:
        """Validate with an engine, as `validate_dataset` does, and return all findings with their places."""
        if not self.files.files or engine != "kg":
            report = self.compared(engine, reporter=reporter)
        else:
            report = validate_dataset(self.dataset, self.shapes, marked=FOCUS, keep=self._concerns, reporter=reporter)
        within = {"focus": FOCUS, "stated": OWN} if self.files.files else {}
        judged = coverage(self.shapes.triples, self.dataset, **within)
        faults = [*self.faults, *self.files.unjudged(judged, self.faults)]
        report = report.placed(self.files.statements).with_faults(faults).distinct()
        unplaced = {finding.node for finding in report.findings if not finding.places}
        report = report.placed(project_statements(self.project, unplaced))
        return replace(report, coverage=judged, warnings_fail=strict)

    def _concerns(self, finding: Finding) -> bool:
        """Return whether a finding of a shape is about the files, and not about a statement that is a fault already.

        On nodes of the project, what is no violation is the project's own, unless the files state the property.
        """
        if self.independent is not None and _key(finding) not in self.independent:
            return False
        if finding.severity == "violation" or (finding.node, finding.path) in self._properties:
            return True
        return finding.node not in self._shared

    @cached_property
    def _properties(self) -> set[tuple[str, str]]:
        return {(term_text(triple.subject), triple.predicate.value) for triple in self.files.triples}

    @cached_property
    def _shared(self) -> set[str]:
        """The nodes of the files that the project describes, too."""
        graphs = {OWN, FOCUS, *DERIVED}
        return {
            node.value
            for node in self.files.nodes
            if isinstance(node, NamedNode) and any(quad.graph_name not in graphs for quad in self.dataset.quads(node))
        }


@contextmanager
def open_subject(source: GraphSource, own: UserFiles) -> Iterator[Subject]:
    """Open what is validated: a server's dataset, or a project's data with RDF files beside it, loaded and inferred.

    Raises KgError for files beside a server, ParseError for a file of the project that cannot be read. From a statement
    at fault nothing is inferred, so that one fault does not cause others.
    """
    project = source.project
    if source.server is not None:
        if own.files:
            raise ParameterError("a server is validated without files", hint="omit the files, or the server")
        yield Subject(source.server.endpoint, read_shapes(project.shapes), project)
        return
    with open_stated(project, reporter=source.reporter) as stated:
        store, shapes = stated.store, stated.shapes.for_users() if own.files else stated.shapes
        store.add(own.quads())
        faults = judge_terms(store, own.statements)
        wrong = {in_graph(triple, OWN) for fault in faults if fault.is_excluded for triple in fault.triples}
        store.change(removed=[*wrong, *(Quad(*quad.triple) for quad in wrong)], added=own.marks(faults))
        contradictions: list[Contradiction] = []
        with source.reporter.step("infer"):
            infer(store, INFERRED, contradictions=contradictions, reporter=source.reporter)
        independent = None
        if wrong:
            report = validate_dataset(store, shapes, marked=FOCUS)
            independent = frozenset(map(_key, report.findings))
            store.add(wrong)
        told = (*own.unread(), *faults, *own.contradictory(contradictions))
        yield Subject(store, shapes, project, own, told, independent)


def _key(finding: Finding) -> str:
    return f"{finding.source} {finding.node} {finding.path} {finding.value}"
