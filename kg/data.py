"""The data: passages, facts, background and alignment, read from data/ with the graph each triple stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg import rdf
from kg.errors import KgError
from kg.terms import compact, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Places = Mapping[NamedNode | BlankNode | Triple, tuple[tuple[Path, NamedNode], ...]]

_DOCUMENT = graph_iri("document")
_OWN = graph_iri("own")


@dataclass(frozen=True)
class Data:
    """The asserted dataset, and for each subject the places it is written: (file, graph)."""

    quads: frozenset[Quad]
    places: Places = field(repr=False)

    def places_of(self, iri: str) -> tuple[tuple[Path, NamedNode], ...]:
        """Return where the node of that IRI is written; nowhere if it is none."""
        return self.places.get(NamedNode(iri), ()) if ":" in iri else ()

    def joined(self, other: Data) -> Data:
        """Return both datasets as one."""
        nodes = self.places.keys() | other.places.keys()
        places = {node: tuple(dict.fromkeys(self.places.get(node, ()) + other.places.get(node, ()))) for node in nodes}
        return Data(self.quads | other.quads, places)


def read_data(folder: Path) -> Data:
    """Read every Turtle and TriG file of the folder.

    Turtle files state the document and its passages; facts, background and alignment are TriG, each triple in a
    named graph. Raises ParseError, and KgError for a TriG triple outside a graph or a blank node.
    """
    paths = sorted([*folder.glob("**/*.ttl"), *folder.glob("**/*.trig")])
    found = [(path, _placed(quad, path)) for path in paths for quad in rdf.read(path)]
    if not found:
        raise KgError(f"{folder} holds no data", hint="a project states its facts in data/facts/*.trig")
    return _data(found)


def read_file(path: Path) -> Data:
    """Read a user's own RDF file; what stands in no graph is put into the graph `own`. Raises ParseError."""
    return _data(
        (path, rdf.placed(quad.triple, _OWN) if isinstance(quad.graph_name, DefaultGraph) else quad)
        for quad in rdf.read(path)
    )


def _data(found: Iterable[tuple[Path, Quad]]) -> Data:
    quads: set[Quad] = set()
    # a dictionary keeps the places in order, each once
    places: dict[NamedNode | BlankNode | Triple, dict[tuple[Path, NamedNode], None]] = defaultdict(dict)
    for path, quad in found:
        quads.add(quad)
        if isinstance(quad.graph_name, NamedNode):
            places[quad.subject][path, quad.graph_name] = None
    return Data(frozenset(quads), {node: tuple(where) for node, where in places.items()})


def _placed(quad: Quad, path: Path) -> Quad:
    if any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
        raise KgError(f"{path}: a blank node is used", hint="give the entity an IRI: facts are cited by it")
    if isinstance(quad.object, Triple):
        raise KgError(f"{path}: a triple stands within a triple", hint="state it in the graph of its passage")
    if not isinstance(quad.graph_name, DefaultGraph):
        return quad
    if path.suffix == ".ttl":
        return rdf.placed(quad.triple, _DOCUMENT)
    subject = compact(quad.subject.value) if isinstance(quad.subject, NamedNode) else str(quad.subject)
    raise KgError(
        f"{path}: a triple of {subject} stands outside a graph",
        hint="put it into the graph of the passage that states it: passage:p05s2 { … }",
    )
