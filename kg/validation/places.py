"""The places of findings: the statements of their nodes, with file, line and named graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Quad

from kg.project import DOCUMENT, data_files
from kg.rdf import TYPE, graph_iri, stream_lines
from kg.shacl import Place, term_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.project import Project
    from kg.rdf import RdfFile
    from kg.shacl import Finding

ONTOLOGY = graph_iri("ontology")


class Statement(NamedTuple):
    """A statement of a file, and the line on which it ends."""

    quad: Quad
    place: Place


def statements(files: Iterable[RdfFile]) -> Iterator[Statement]:
    """Yield the statements of files."""
    for file in files:
        for quad, line in zip(file.quads, file.lines, strict=True):
            graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
            yield Statement(quad, Place(file.name, line, graph, file.prefixes))


def project_statements(project: Project, nodes: Collection[str]) -> Iterator[Statement]:
    """Yield the statements of a project's data and ontology about nodes, given by IRI. Raises ParseError."""
    folders = ((data_files(project.data), DOCUMENT), (sorted(project.ontology.glob("**/*.ttl")), ONTOLOGY))
    for path, graph in ((path, graph) for paths, graph in folders for path in paths if nodes):
        for quad, line in stream_lines(path):
            if getattr(quad.subject, "value", None) in nodes:
                named = graph if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
                yield Statement(quad, Place(project.relative(path), line, named.value))


def placed(findings: Iterable[Finding], written: Iterable[Statement]) -> list[Finding]:
    """Return findings with their places: the statements with path and value, else with the path, else of the node.

    The place of a node is that of its types, once for each file and graph; else of what points to it.
    """
    by_subject, by_value = defaultdict[str, list[Statement]](list), defaultdict[str, list[Statement]](list)
    for statement in written:
        by_subject[term_text(statement.quad.subject)].append(statement)
        by_value[term_text(statement.quad.object)].append(statement)
    return [
        finding if finding.places else _placed(finding, by_subject.get(finding.node) or by_value.get(finding.node, []))
        for finding in findings
    ]


def _placed(finding: Finding, written: list[Statement]) -> Finding:
    of_path = [one for one in written if one.quad.predicate.value == finding.path]
    of_value = [one for one in of_path if term_text(one.quad.object) == finding.value]
    if exact := of_value or of_path:
        return replace(finding, places=tuple(dict.fromkeys(one.place for one in exact)))
    first: dict[tuple[str, str], Place] = {}
    for one in sorted(written, key=lambda one: one.quad.predicate != TYPE):
        first.setdefault((one.place.file, one.place.graph), one.place)
    return replace(finding, places=tuple(first.values()))
