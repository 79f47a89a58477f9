"""Inference on sets of triples, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import infer as reasoner
from kg.evidence import INFERRED
from kg.rdf import placed
from kg.store import Workspace
from kg.terms import graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple


def infer(triples: Iterable[Triple]) -> set[Triple]:
    """Return the new triples that the compiled rules entail."""
    store = Workspace.in_memory(placed(triple, graph_iri("stated")) for triple in triples)
    reasoner.infer(store, INFERRED)
    return {quad.triple for quad in store.quads(None, None, None, INFERRED)}
