"""A graph, opened: one object with what the command line offers, for programs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg import ask as questions, build, explain, project as projects, query as queries, rdf
from kg._version import __version__
from kg.errors import UnknownNameError
from kg.store import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg import remote, runtime


class Graph:
    """A project's graph, built anew before it was opened if an input had changed."""

    def __init__(self, project: projects.Project, store: rdf.Dataset, manifest: Manifest) -> None:
        self.project = project
        self.store = store
        self.manifest = manifest

    @classmethod
    def open(
        cls,
        directory: Path | None = None,
        *,
        store: Path | None = None,
        step: runtime.Step | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> Graph:
        """Open the graph of a project: the one in `directory`, else the nearest upwards, else the one that ships.

        Raises KgError if there is none, or it cannot be built and was never built before.
        """
        found = projects.find_project(directory, store)
        return cls(found, *build.current_store(found, step=step, warn=warn))

    @classmethod
    def at(cls, server: remote.Server, directory: Path | None = None) -> Graph:
        """Take the graph that a SPARQL server holds, with the saved queries of a project: see `kg.connect`."""
        url = server.endpoint.url
        return cls(projects.find_project(directory), server.endpoint, Manifest(url, url, __version__, ""))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts that `kg build --document` attached, by SHA-256; empty where it attached none."""
        return build.read_sentences(self.project.store)

    def queries(self) -> list[queries.SavedQuery]:
        """Return the saved queries, by theme and name."""
        return queries.read_queries(self.project.queries)

    def query(self, query: str, /, **values: str) -> rdf.Result:
        """Run a saved query by name, with its parameters as a person writes them, or a SPARQL text.

        Raises KgError: an unknown name, an ambiguous label, a missing or ill-typed parameter, a syntax error.
        """
        is_name = query.replace("_", "").isalnum()
        found = queries.find_query(self.project.queries, query, cache=self.project.headers) if is_name else query
        return queries.run_query(self.store, found, values)

    @cached_property
    def _asker(self) -> questions.Asker:

        return questions.Asker(self.store, self.queries(), questions.read_lexicon(self.project.queries))

    def ask(self, question: str) -> questions.Understanding:
        """Return how a question in Chinese or English is understood: the saved query that answers it, or candidates.

        Nothing is run. Raises KgError for a question that says nothing or too much.
        """
        return self._asker.ask(question)

    def show(self, name: str, *, everything: bool = False) -> explain.Entity:
        """Return an entity, by label, CURIE or IRI, with its facts and where each comes from."""
        return explain.describe_entity(self.store, queries.find_entity(self.store, name), everything=everything)

    def why(self, subject: str, predicate: str, value: str) -> explain.Why:
        """Tell whether a triple holds and what it rests on, down to the passages; its terms as a person writes them."""
        return explain.explain_triple(self.store, subject, predicate, value)

    def path(
        self, start: str, end: str, *, longest: int = 4, limit: int = 5, everything: bool = False
    ) -> explain.Paths:
        """Return the shortest chains of facts between two entities, given by label, CURIE or IRI."""
        return explain.find_paths(self.store, start, end, longest=longest, limit=limit, everything=everything)

    def text(self, passage: str) -> str | None:
        """Return the sentence of a passage, given by its id (p05s2), CURIE or IRI.

        None where no document is attached, or the one attached does not hold the passage word for word: see
        `kg build --document`. Raises UnknownNameError if there is no such passage.
        """
        known = [triple.subject for triple in self.store.triples(None, rdf.TYPE, projects.PASSAGE)]
        names = {node.value.rsplit("/", 1)[-1]: node for node in known if isinstance(node, NamedNode)}
        found = rdf.expand(passage) or names.get(passage)
        if found not in known:
            raise UnknownNameError("passage", passage, names)
        return build.sentence(self.store, self.texts, found)

    def cited(self, shown: explain.Entity) -> Mapping[str, str | None]:
        """Return the passages that an entity's facts cite, by id, in reading order, each with its text."""
        names = {source.name for source in shown.mentions if source.is_passage}
        names |= {source.name for fact in shown.facts for source in fact.sources if source.is_passage}
        if shown.iri.value.startswith(rdf.PASSAGES):
            names.add(shown.iri.value.removeprefix(rdf.PASSAGES))
        return self.sentences(names)

    def sentences(self, passages: Iterable[str]) -> Mapping[str, str | None]:
        """Return passages, given by their ids, in reading order, each with its text, or None where none is attached."""
        return build.in_reading_order(self.store, self.texts, passages)

    def export(self, *, fmt: str = "turtle", graph: str = "all") -> bytes:
        """Return a group of graphs in an RDF format; equal graphs, equal bytes."""
        return rdf.export_graphs(self.store, fmt=fmt, graph=graph)

    def info(self) -> build.Info:
        """Return counts by class and graph, versions, and how many passages have their text attached."""
        return build.count_graph(self.store, self.manifest, self.texts)
