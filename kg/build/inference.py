"""Inference from RDF files as a job: by the compiled rules, by owlrl, or by both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ParameterError, UnknownNameError
from kg.owl import (
    INFERENCE_ENGINES,
    InferenceComparison,
    compare_engines,
    infer,
    infer_by_owlrl,
    name_nodes,
    restore_nodes,
)
from kg.rdf import INFERRED, flat_triples, graph_iri, in_graph
from kg.store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.rdf import RdfFile
    from kg.runtime import Reporter

_STATED = graph_iri("own")


def infer_files(
    files: Iterable[RdfFile], *, axioms: bool, engine: str = "kg", compare: bool = False, reporter: Reporter
) -> set[Triple] | InferenceComparison:
    """Return the triples that OWL 2 RL entails from RDF files together and that they do not state.

    `axioms` includes what restates the ontology, `engine` is one of INFERENCE_ENGINES; `compare` returns instead what
    the engines derive differently. Raises ViolationError if the data contradicts the ontology, UnknownNameError for an
    unknown engine.
    """
    if engine not in INFERENCE_ENGINES:
        raise UnknownNameError("engine", engine, INFERENCE_ENGINES, hint=f"use {' or '.join(INFERENCE_ENGINES)}")
    read = list(files)
    if not read:
        raise ParameterError("nothing to infer from", hint="name RDF files, or connect to a server")
    with reporter.step("load"):
        stated = flat_triples(quad for file in read for quad in file.quads)
    with reporter.step("infer"):
        if compare:
            return compare_engines(stated, lambda triples: _infer(triples, axioms=True, reporter=reporter))
        if engine == "owlrl":
            return infer_by_owlrl(stated, axioms=axioms)
        return _infer(stated, axioms=axioms, reporter=reporter)


def _infer(triples: set[Triple], *, axioms: bool, reporter: Reporter) -> set[Triple]:
    named = name_nodes(triples, expressions=axioms)
    store = WritableStore.in_memory(in_graph(triple, _STATED) for triple in named)
    infer(store, INFERRED, axioms=axioms, reporter=reporter)
    return set(restore_nodes(quad.triple for quad in store.quads(graph=INFERRED)))
