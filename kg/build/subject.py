"""The subject of a validation: the dataset, its shapes, the nodes to validate, and where they are written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kg.build.loaded_graph import open_loaded
from kg.errors import ParameterError
from kg.project import read_shapes
from kg.rdf import graph_iri, in_graph, read_sources
from kg.validation import project_statements, statements, validate_dataset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from kg.build.source import GraphSource
    from kg.project import Project, Shapes
    from kg.rdf import Dataset, RdfFile
    from kg.runtime import Reporter
    from kg.validation import Report

_OWN = graph_iri("own")


@dataclass(frozen=True)
class Subject:
    """A dataset to validate; `focus` are the only nodes to validate, those of `files`, or None for all."""

    dataset: Dataset
    shapes: Shapes
    project: Project
    files: tuple[RdfFile, ...] = field(default=(), repr=False)
    focus: Collection[NamedNode] | None = None

    def validate(self, engine: str, *, reporter: Reporter) -> Report:
        """Validate with an engine, as `validate_dataset` does; findings have their places."""
        report = validate_dataset(self.dataset, self.shapes, engine, focus=self.focus, reporter=reporter)
        own = report.placed(statements(self.files))
        return own.placed(project_statements(self.project, {one.node for one in own.findings if not one.places}))


@contextmanager
def open_subject(source: GraphSource, files: Collection[Path] = ()) -> Iterator[Subject]:
    """Open what is validated: a server's dataset, or a project's data with RDF files beside it, loaded and inferred.

    Raises KgError for files beside a server, ParseError for a file that cannot be read, ViolationError for data that
    contradicts the ontology.
    """
    project = source.project
    if source.server is not None:
        if files:
            raise ParameterError("a server is validated without files", hint="omit the files, or the server")
        yield Subject(source.server.endpoint, read_shapes(project.shapes), project)
        return
    own = read_sources(files, reporter=source.reporter)
    quads = [
        in_graph(quad.triple, _OWN) if isinstance(quad.graph_name, DefaultGraph) else quad
        for file in own
        for quad in file.quads
    ]
    focus = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)} if files else None
    with open_loaded(project, own=quads, reporter=source.reporter) as loaded:
        yield Subject(loaded.store, loaded.shapes, project, tuple(own), focus)
