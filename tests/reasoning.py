"""Inference on sets of triples, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.owl import infer as infer_into, name_nodes, restore_nodes
from kg.rdf import INFERRED, graph_iri, in_graph
from kg.store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple


def infer(triples: Iterable[Triple], *, axioms: bool = False) -> set[Triple]:
    """Return the new triples that the compiled rules entail."""
    named = name_nodes(list(triples), expressions=axioms)
    store = WritableStore.in_memory(in_graph(triple, graph_iri("stated")) for triple in named)
    infer_into(store, INFERRED, axioms=axioms)
    return set(restore_nodes(quad.triple for quad in store.quads(None, None, None, INFERRED)))
