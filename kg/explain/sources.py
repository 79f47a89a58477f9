"""Sources: the passages and graphs that have a triple, with the words as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.rdf import AS_WRITTEN, is_passage

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.rdf import Dataset


@dataclass(frozen=True)
class Source:
    """A passage (its id) or a graph of the dataset that has a triple, and the words as written."""

    name: str
    words: tuple[str, ...] = ()

    @property
    def is_passage(self) -> bool:
        """Whether it is a passage of the document."""
        return self.name not in ("background", "alignment", "document", "ontology", "inferred", "evidence")

    @property
    def is_asserted(self) -> bool:
        """Whether the triple is asserted there, not derived."""
        return self.name not in ("inferred", "evidence")

    def __str__(self) -> str:
        """Return the source as text: `p05s2 “约531平方公里”`."""
        return " ".join([self.name, *(f"“{words}”" for words in self.words)])


def find_sources(store: Dataset, triple: Triple) -> list[Source]:
    """Return the sources of a triple, passages first, with the words of its subject or object."""
    return SourceFinder(store).sources(triple)


class SourceFinder:
    """Finds the sources of triples of one store; the words of a node in a passage are looked up once."""

    def __init__(self, store: Dataset) -> None:
        self._store = store
        self._words: dict[tuple[NamedNode, NamedNode], tuple[str, ...]] = {}

    def sources(self, triple: Triple, graph: NamedNode | None = None) -> list[Source]:
        """Return the sources of a triple, in one graph or in all: passages first, with the words of its nodes."""
        if places := self._store.places(triple, graph):
            return [Source(place) for place in places]
        subject, predicate, value = triple
        graphs = sorted(
            (quad.graph_name for quad in self._store.quads(subject, predicate, value, graph)),
            key=lambda graph: (not is_passage(graph), graph.value),  # type: ignore[arg-type,union-attr]
        )
        return [self._source(triple, graph) for graph in graphs if isinstance(graph, NamedNode)]

    def _source(self, triple: Triple, graph: NamedNode) -> Source:
        name = graph.value.rsplit("/", 1)[-1]
        if not is_passage(graph):
            return Source(name)
        for node in (triple.subject, triple.object):
            if isinstance(node, NamedNode) and (words := self._written(node, graph)):
                return Source(name, words)
        return Source(name)

    def _written(self, node: NamedNode, graph: NamedNode) -> tuple[str, ...]:
        if (node, graph) not in self._words:
            quads = self._store.quads(node, AS_WRITTEN, None, graph)
            self._words[node, graph] = tuple(sorted({quad.object.value for quad in quads}))  # type: ignore[union-attr]
        return self._words[node, graph]
