"""The report: what shapes and checks find in a closure or an ontology, and how a finding is told to an editor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import ViolationError
from kg.project import Data, read_data, read_ontology, read_shapes
from kg.rdf import CONCURRENT_QUERIES, ID, compact, derive_links, graph_iri, in_graph
from kg.runtime import SILENT
from kg.shacl import (
    CompiledShapes,
    Finding,
    check_finding,
    compile_for,
    compile_shapes,
    queries_as_text,
    read_hierarchy,
    run_shapes,
    validate_change,
)
from kg.sparql import Matching
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from kg.project import Check, Places, Project, Shapes
    from kg.rdf import Dataset
    from kg.runtime import Reporter

# a node of the background can stand in many files
_MOST_PLACES = 3
_ONTOLOGY = graph_iri("ontology")


@dataclass(frozen=True)
class Report:
    """The findings of a validation, the gravest first, with SHACL's part as the triples of a standard report.

    `handed_over` are the shapes that did not compile to SPARQL, each with the reason.
    """

    findings: tuple[Finding, ...]
    graph: tuple[Triple, ...]
    handed_over: tuple[tuple[str, str], ...] = ()

    @property
    def violations(self) -> list[Finding]:
        """The findings that must not be."""
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.violations


@dataclass(frozen=True)
class Outcome:
    """What one check found."""

    check: Check
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class OntologyReport:
    """What each check about the ontology found, by the check's name, and the data that says where it is written."""

    outcomes: tuple[Outcome, ...]
    data: Data

    @property
    def findings(self) -> list[tuple[Finding, Mapping[str, str] | None]]:
        """The findings, the gravest first, each with the reason for which it may stay, if there is one."""
        found = [(finding, justification(each.check, finding)) for each in self.outcomes for finding in each.findings]
        return sorted(found, key=lambda pair: pair[0].order)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not any(each.findings for each in self.outcomes if each.check.severity == "violation")


def validate_dataset(
    dataset: Dataset, shapes: Shapes, *, focus: Iterable[NamedNode] | None = None, reporter: Reporter = SILENT
) -> Report:
    """Run shapes and checks over a dataset, in the store or on a server.

    With `focus` only those nodes are validated, by shapes alone. A finding about the ontology that is justified is left
    out: `check_ontology` returns it with its reason.

    """
    with reporter.step("validate"):
        compiled = _compiled(dataset, shapes, focus)
        findings, graph = run_shapes(compiled, dataset, reporter=reporter)
        if focus is None:
            for each in shapes.checks:
                findings += [found for found in _defects(dataset, each) if not justification(each, found)]
    handed_over = tuple((compiled.name(shape), reason) for shape, reason in compiled.handed_over)
    return Report(tuple(sorted(findings, key=lambda finding: finding.order)), tuple(graph), handed_over)


def violations_in(dataset: Dataset, shapes: Shapes, *, reporter: Reporter = SILENT) -> list[Finding]:
    """Return the violations in a dataset, the same as `validate_dataset` finds, and look for nothing less grave."""
    with reporter.step("validate"), ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        defects = [pool.submit(_all_defects, dataset, each) for each in shapes.checks if each.severity == "violation"]
        found, _ = run_shapes(_compiled(dataset, shapes, None), dataset, reporter=reporter)
        return _violations([*found, *(finding for each in defects for finding in each.result())])


def violations_after(
    dataset: Dataset, shapes: Shapes, changed: Collection[Quad], *, reporter: Reporter = SILENT
) -> list[Finding]:
    """Return the violations that a change can have brought into a dataset without any; it is the one after the change.

    `changed` are the quads of named graphs that came or went. Looked at is what they can make a difference to.
    """
    matching = Matching(changed)
    with reporter.step("validate"), ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        defects = [
            pool.submit(_all_defects, dataset, replace(each, text=text))
            for each in shapes.checks
            if each.severity == "violation" and (text := matching.narrowed(each.text, "node")) is not None
        ]
        found = validate_change(dataset, shapes.triples, {quad.triple for quad in changed})
        return _violations([*found, *(finding for each in defects for finding in each.result())])


def _all_defects(dataset: Dataset, check: Check) -> list[Finding]:
    return list(_defects(dataset, check))


def _violations(found: list[Finding]) -> list[Finding]:
    return sorted((each for each in found if each.severity == "violation"), key=lambda finding: finding.order)


def shapes_as_sparql(dataset: Dataset, shapes: Shapes, *, focus: Iterable[NamedNode] | None = None) -> str:
    """Return the queries that `check` asks of a dataset for shapes, as one text with a comment above each.

    They are plain SPARQL 1.1 for any server whose default graph holds the closure; each row is a violation. Those that
    `check` leaves out, since the numbers of this dataset answer them, are among them: another dataset has others.
    """
    return queries_as_text(compile_shapes(shapes.triples, read_hierarchy(dataset), focus=_names(focus)))


def _compiled(dataset: Dataset, shapes: Shapes, focus: Iterable[NamedNode] | None) -> CompiledShapes:
    return compile_for(dataset, shapes.triples, focus=_names(focus))


def _names(focus: Iterable[NamedNode] | None) -> list[str] | None:
    return None if focus is None else [node.value for node in focus]


def check_ontology(project: Project, *, reporter: Reporter = SILENT) -> OntologyReport:
    """Run the checks about the ontology on a project's ontology and data as they are written, without inference.

    Raises ParseError if a file cannot be read.
    """
    with reporter.step("load"):
        ontology = read_ontology(project.ontology)
        data = read_data(project.data)
        checks = [each for each in read_shapes(project.shapes).checks if each.scope == "ontology"]
        if not checks:
            folder = project.relative(project.shapes / "checks")
            reporter.warn(f"{folder} has no check with “scope: ontology”, so nothing was checked")
        terms = {in_graph(triple, _ONTOLOGY) for triple in ontology.triples}
        store = TripleStore.in_memory({*data.quads, *terms, *derive_links(data.quads)})
    with reporter.step("validate"):
        outcomes = tuple(Outcome(each, tuple(_defects(store, each))) for each in checks)
    written: Places = {
        NamedNode(iri): tuple((path, _ONTOLOGY) for path in paths) for iri, paths in ontology.places.items()
    }
    return OntologyReport(outcomes, data.joined(Data(frozenset(), written)))


def _defects(store: Dataset, check: Check) -> Iterator[Finding]:
    for row in store.select(check.text):
        yield check_finding(
            row, source=check.name, severity=check.severity, problem=check.problem, solution=check.solution
        )


def justification(check: Check, finding: Finding) -> Mapping[str, str] | None:
    """Return why a finding may stay, if its check says so of the finding's line or of how that begins."""
    line = _line(finding)
    return next((why for name, why in check.justified.items() if line == name or line.startswith(f"{name} ")), None)


def describe_finding(
    finding: Finding, data: Data, project: Project, language: str = "en", why: Mapping[str, str] | None = None
) -> str:
    """Return one finding as text: node, property and value, what to do, why it may stay, and where it stands."""
    where = [f"{project.relative(file)} ({_graph_name(graph)})" for file, graph in places(finding, data, project)]
    stays = {"en": "It stays: ", "zh": "保留的理由："}[language]
    lines = [finding.message[language], *([stays + why[language]] if why else []), *where[:_MOST_PLACES]]
    if len(where) > _MOST_PLACES:
        lines.append(f"… and {len(where) - _MOST_PLACES} more places")
    return "\n".join([f"  {_line(finding)}", *(f"      {line}" for line in lines)])


def violation_error(project: Project, violations: list[Finding]) -> ViolationError:
    """Return the error that tells of violations, each with the place where its node is written."""
    data = read_data(project.data, about={each.node for each in violations})
    lines = "\n".join(describe_finding(each, data, project) for each in violations)
    plural = "s" if len(violations) > 1 else ""
    message = f"{len(violations)} violation{plural}; nothing was stored\n{lines}"
    return ViolationError(message, hint="the whole report: kg validate")


def places(finding: Finding, data: Data, project: Project) -> list[tuple[Path, NamedNode]]:
    """Return where the node of a finding is written: file and graph."""
    if found := data.places_of(finding.node):
        return list(found)
    return [(path, _ONTOLOGY) for path in read_ontology(project.ontology).places.get(finding.node, ())]


def _line(finding: Finding) -> str:
    path = f" {_name(finding.path)}" if finding.path else ""
    value = f" = {_name(finding.value)}" if finding.value else ""
    return f"{_name(finding.node)}{path}{value}"


def _name(text: str) -> str:
    return compact(text) if text.startswith(("http://", "https://")) else text


def _graph_name(graph: NamedNode) -> str:
    return graph.value.removeprefix(ID)
