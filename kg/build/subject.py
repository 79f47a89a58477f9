"""The subject of a validation: the dataset, its shapes, the nodes to validate, and where nodes are written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.build.loaded_graph import open_loaded
from kg.errors import ParameterError
from kg.project import read_data, read_file, read_shapes
from kg.validation import validate_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from kg.build.source import GraphSource
    from kg.project import Data, Shapes
    from kg.rdf import Dataset
    from kg.runtime import Reporter
    from kg.validation import Report


@dataclass(frozen=True)
class Subject:
    """A dataset to validate; `focus` are the only nodes to validate, or None for all.

    `data_about` returns where nodes, given by IRI, are written.
    """

    dataset: Dataset
    shapes: Shapes
    focus: Collection[NamedNode] | None
    data_about: Callable[[Iterable[str]], Data]

    def validate(self, engine: str, *, reporter: Reporter) -> Report:
        """Validate with an engine, as `validate_dataset` does."""
        return validate_dataset(self.dataset, self.shapes, engine, focus=self.focus, reporter=reporter)


@contextmanager
def open_subject(source: GraphSource, files: Collection[Path] = ()) -> Iterator[Subject]:
    """Open what is validated: a server's dataset, or a project's data with RDF files beside it, loaded and inferred.

    Raises KgError for files beside a server, ParseError for a file that cannot be read, ViolationError for data that
    contradicts the ontology.
    """
    if source.server is not None:
        if files:
            raise ParameterError("a server is validated without files", hint="omit the files, or the server")
        data = read_data(source.project.data)
        yield Subject(source.server.endpoint, read_shapes(source.project.shapes), None, lambda _: data)
        return
    own = [read_file(path) for path in files]
    for path, own_data in zip(files, own, strict=True):
        if not own_data.quads:
            source.reporter.warn(f"{path} has no triples")
    focus = {node for data in own for node in data.places if isinstance(node, NamedNode)} if files else None
    with open_loaded(source.project, own=own, reporter=source.reporter) as loaded:
        yield Subject(loaded.store, loaded.shapes, focus, loaded.data_about)
