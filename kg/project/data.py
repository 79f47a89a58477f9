"""Reads passages, facts, background and alignment from data/, each triple in its named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.rdf import compact, graph_iri, in_graph, stream_rdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENT = graph_iri("document")
_SUFFIXES = (".ttl", ".trig", ".nq")


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


def read_data(folder: Path) -> frozenset[Quad]:
    """Read every data file of a folder.

    Turtle files state the document and its passages; facts, background and alignment are TriG or N-Quads, each triple
    in a named graph. Raises ParseError, and KgError for a triple outside a graph, a blank node, or no data at all.
    """
    quads = frozenset(quad for path in data_files(folder) for quad in statements(path))
    if not quads:
        raise _no_data(folder)
    return quads


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
