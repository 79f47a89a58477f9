"""The statements of several RDF files, each with its place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.rdf.rdf_file import RdfFile


def located_quads(files: Sequence[RdfFile]) -> list[tuple[Quad, str]]:
    """Return the quads of files with their places; a blank node whose name is in several files is renamed."""
    names = Counter(name for file in files for name in _blank_names(file))
    return [
        (_renamed(quad, names, number), f"{file.name}:{line}" if line else file.name)
        for number, file in enumerate(files, start=1)
        for quad, line in zip(file.quads, file.lines, strict=True)
    ]


def _blank_names(file: RdfFile) -> set[str]:
    return {node.value for quad in file.quads for node in _terms(quad) if isinstance(node, BlankNode)}


def _terms(quad: Quad) -> Iterator[object]:
    yield from (quad.subject, quad.object, quad.graph_name)


def _renamed(quad: Quad, names: Mapping[str, int], number: int) -> Quad:
    if not any(isinstance(term, BlankNode) and names[term.value] > 1 for term in _terms(quad)):
        return quad
    terms = (
        BlankNode(f"{term.value}.{number}") if isinstance(term, BlankNode) and names[term.value] > 1 else term
        for term in quad
    )
    return Quad(*terms)  # type: ignore[arg-type]
