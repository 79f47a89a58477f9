"""The source of a graph: a project's store, opened and built when needed, or a SPARQL server."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode

from kg._version import __version__
from kg.build.opening import open_store
from kg.build.sentences import in_reading_order, read_sentences, sentence
from kg.errors import KgError, UnknownNameError
from kg.project import PASSAGE
from kg.rdf import LANGUAGES, TYPE, expand
from kg.runtime import SILENT
from kg.store import Manifest, TripleStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import Quad

    from kg.project import Project
    from kg.rdf import Dataset
    from kg.remote import Server
    from kg.runtime import Reporter


class GraphSource:
    """A project's store or a server, opened at the first use; the store is built first if an input changed."""

    def __init__(
        self, project: Project, *, server: Server | None = None, lang: str = "en", reporter: Reporter = SILENT
    ) -> None:
        self._project = project
        self._is_closed = False
        self.lang = self.language(lang)
        self.reporter = reporter
        self.server = server

    def close(self) -> None:
        """Close the store and the connections; every further use raises KgError."""
        self._is_closed = True
        self._forget()
        if self.server is not None:
            self.server.close()

    def _forget(self) -> None:
        """Open the store and read the sentences anew at the next use."""
        for name in ("_opened", "texts"):
            self.__dict__.pop(name, None)

    def __enter__(self) -> Self:
        self._ensure_open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _opened(self) -> tuple[Dataset, Manifest]:
        if self.server is not None:
            url = self.server.endpoint.url
            return self.server.endpoint, Manifest(url, url, __version__, "")
        return open_store(self.project, reporter=self.reporter)

    def opener(self) -> Callable[[], Dataset]:
        """Return a function that opens the store in another process."""
        return partial(TripleStore.open, self.project.store / self.manifest.generation)

    def _open(self) -> tuple[Dataset, Manifest]:
        self._ensure_open()
        return self._opened

    def _ensure_open(self) -> None:
        if self._is_closed:
            raise KgError(f"the graph of {self._project.root} is closed", hint="open it again: kg.open()")

    @property
    def project(self) -> Project:
        """The folders of the content and of the store. Raises KgError after `close`."""
        self._ensure_open()
        return self._project

    def language(self, lang: str | None) -> str:
        """Return a language of results, the graph's own if None. Raises UnknownNameError if there is no such one."""
        language = lang or self.lang
        if language not in LANGUAGES:
            raise UnknownNameError("language", language, LANGUAGES, hint=f"use {' or '.join(LANGUAGES)}")
        return language

    @property
    def store(self) -> Dataset:
        """The dataset, for patterns and plain SPARQL. Raises KgError after `close`, or if it cannot be built."""
        return self._open()[0]

    def stated(self) -> list[Quad]:
        """Return the quads of the dataset with their literals as they are stated."""
        return list(self.store.quads())

    @property
    def manifest(self) -> Manifest:
        """The versions and the digest of the inputs that the store was built from. Raises as `store` does."""
        return self._open()[1]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The sentences that a build attached, by SHA-256; empty if none are attached."""
        return read_sentences(self.project.store)

    def sentences(self, passages: Iterable[str]) -> Mapping[str, str | None]:
        """Return the sentences of passages, given by ids such as p05s2, in reading order; None if not attached."""
        return in_reading_order(self.store, self.texts, passages)

    def sentence(self, passage: str) -> str | None:
        """Return the sentence of a passage, given by its id, CURIE or IRI; None if it is not attached.

        Raises UnknownNameError if there is no such passage.
        """
        nodes = (triple.subject for triple in self.store.triples(None, TYPE, PASSAGE))
        names = {node.value.rsplit("/", 1)[-1]: node for node in nodes if isinstance(node, NamedNode)}
        node = expand(passage) or names.get(passage)
        if node is None or node not in names.values():
            raise UnknownNameError("passage", passage, names)
        return sentence(self.store, self.texts, node)
