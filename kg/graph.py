"""A graph, opened: one object with what the command line offers, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import answer, entity, export, info
from kg.build import current_store
from kg.project import find_project
from kg.queries import SavedQuery, find_query, read_queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.closure import Step
    from kg.entity import Entity
    from kg.info import Info
    from kg.project import Project
    from kg.store import Manifest, Result, TripleStore


class Graph:
    """A project's graph, built anew before it was opened if an input had changed."""

    def __init__(self, project: Project, store: TripleStore, manifest: Manifest) -> None:
        self.project = project
        self.store = store
        self.manifest = manifest

    @classmethod
    def open(
        cls,
        directory: Path | None = None,
        *,
        store: Path | None = None,
        step: Step | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> Graph:
        """Open the graph of a project: the one in `directory`, else the nearest upwards, else the one that ships.

        Raises KgError if there is none, or it cannot be built and was never built before.
        """
        project = find_project(directory, store)
        return cls(project, *current_store(project, step=step, warn=warn))

    def queries(self) -> list[SavedQuery]:
        """Return the saved queries, by theme and name."""
        return read_queries(self.project.queries)

    def query(self, query: str, /, **values: str) -> Result:
        """Run a saved query by name, with its parameters as a person writes them, or a SPARQL text.

        Raises KgError: an unknown name, an ambiguous label, a missing or ill-typed parameter, a syntax error.
        """
        is_name = query.replace("_", "").isalnum()
        return answer.answer(self.store, find_query(self.project.queries, query) if is_name else query, values)

    def show(self, name: str, *, everything: bool = False) -> Entity:
        """Return an entity, by label, CURIE or IRI, with its facts and where each comes from."""
        return entity.describe(self.store, entity.find_entity(self.store, name), everything=everything)

    def export(self, *, fmt: str = "turtle", graph: str = "all") -> bytes:
        """Return a group of graphs in an RDF format; equal graphs, equal bytes."""
        return export.export(self.store, fmt=fmt, graph=graph)

    def info(self) -> Info:
        """Return counts by class and graph, and versions."""
        return info.info(self.store, self.manifest)
