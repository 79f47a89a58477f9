"""Named graphs: the IRIs of passages and derived graphs, and the evidence links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.rdf.terms import EVIDENCE, ID, TYPE, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

PASSAGES = f"{ID}passage/"
INFERRED = graph_iri("inferred")
LINKS = graph_iri("evidence")
# the graphs that a build derives; their statements are not asserted
DERIVED = (INFERRED, LINKS)


def derive_links(quads: Iterable[Quad]) -> set[Quad]:
    """Return an evidence link from each node to each passage that states its type, in the graph `evidence`."""
    return {
        Quad(quad.subject, EVIDENCE, quad.graph_name, LINKS)
        for quad in quads
        if quad.predicate == TYPE and isinstance(quad.graph_name, NamedNode) and is_passage(quad.graph_name)
    }


def is_passage(graph: NamedNode) -> bool:
    """Return whether a named graph is the graph of a passage."""
    return graph.value.startswith(PASSAGES)
