"""Reads passages, facts, background and alignment from data/, with the file and named graph of each triple."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.rdf import compact, graph_iri, in_graph, read_rdf, stream_rdf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# the files and graphs in which each node is a subject
Places = Mapping[NamedNode | BlankNode | Triple, tuple[tuple[Path, NamedNode], ...]]

DOCUMENT = graph_iri("document")
_SUFFIXES = (".ttl", ".trig", ".nq")
_OWN = graph_iri("own")


@dataclass(frozen=True)
class Data:
    """The asserted quads, and for each subject the files and graphs that have triples of it."""

    quads: frozenset[Quad]
    places: Places = field(repr=False)

    def places_of(self, iri: str) -> tuple[tuple[Path, NamedNode], ...]:
        """Return the files and graphs that have triples of an IRI."""
        return self.places.get(NamedNode(iri), ()) if ":" in iri else ()

    def joined(self, other: Data) -> Data:
        """Return both datasets as one."""
        nodes = self.places.keys() | other.places.keys()
        places = {node: tuple(dict.fromkeys(self.places.get(node, ()) + other.places.get(node, ()))) for node in nodes}
        return Data(self.quads | other.quads, places)


def data_files(folder: Path) -> list[Path]:
    """Return the data files of a folder, in a fixed order. Raises KgError if there are none."""
    paths = sorted(path for suffix in _SUFFIXES for path in folder.glob(f"**/*{suffix}"))
    if not paths:
        raise _no_data(folder)
    return paths


def _no_data(folder: Path) -> KgError:
    return KgError(f"{folder} has no data", hint="a project states its facts in data/facts/*.trig")


def statements(path: Path) -> Iterator[Quad]:
    """Yield the quads of a data file; the triples of a Turtle file are in the graph of the document.

    Raises ParseError, and KgError for a triple outside a graph or a blank node.
    """
    for quad in stream_rdf(path):
        yield _placed(quad, path)


def read_data(folder: Path, *, about: Collection[str] | None = None) -> Data:
    """Read every data file of a folder, or only the triples about some nodes, given by IRI.

    Turtle files state the document and its passages; facts, background and alignment are TriG or N-Quads, each triple
    in a named graph. Raises ParseError, and KgError for a triple outside a graph, a blank node, or no data at all.
    """
    quads = [(path, quad) for path in data_files(folder) for quad in statements(path) if _is_about(quad, about)]
    if not quads and about is None:
        raise _no_data(folder)
    return _data(quads)


def _is_about(quad: Quad, nodes: Collection[str] | None) -> bool:
    return nodes is None or getattr(quad.subject, "value", None) in nodes


def read_file(path: Path) -> Data:
    """Read a user's RDF file; triples outside of a named graph are put into the graph `own`. Raises ParseError."""
    return _data(
        (path, in_graph(quad.triple, _OWN) if isinstance(quad.graph_name, DefaultGraph) else quad)
        for quad in read_rdf(path)
    )


def _data(located: Iterable[tuple[Path, Quad]]) -> Data:
    quads: set[Quad] = set()
    # the keys of a dictionary are unique and in order
    places: dict[NamedNode | BlankNode | Triple, dict[tuple[Path, NamedNode], None]] = defaultdict(dict)
    for path, quad in located:
        quads.add(quad)
        if isinstance(quad.graph_name, NamedNode):
            places[quad.subject][path, quad.graph_name] = None
    return Data(frozenset(quads), {node: tuple(own) for node, own in places.items()})


def _placed(quad: Quad, path: Path) -> Quad:
    if any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
        raise KgError(f"{path}: it has a blank node", hint="give the entity an IRI: facts are cited by it")
    if isinstance(quad.object, Triple):
        raise KgError(f"{path}: a triple is the object of a triple", hint="state it in the graph of its passage")
    if not isinstance(quad.graph_name, DefaultGraph):
        return quad
    if path.suffix == ".ttl":
        return in_graph(quad.triple, DOCUMENT)
    subject = compact(quad.subject.value) if isinstance(quad.subject, NamedNode) else str(quad.subject)
    raise KgError(
        f"{path}: a triple of {subject} is not in a named graph",
        hint="put it into the graph of the passage that states it: passage:p05s2 { … }",
    )
