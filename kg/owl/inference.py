"""Inference: OWL 2 RL compiled to SPARQL 1.1, run where the data is.

`schema` reads the axioms and their closure; `class_membership` unfolds class expressions; `rules` and `contradictions`
compile axioms to patterns; `fixpoint` runs them; `incremental` updates an inferred dataset; `owlrl_engine` runs owlrl,
with which the tests compare.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import ViolationError
from kg.owl.contradictions import find_contradictions
from kg.owl.fixpoint import Run
from kg.rdf import graph_iri
from kg.runtime import SILENT

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.owl.contradictions import Contradiction
    from kg.rdf import MutableDataset
    from kg.runtime import Reporter

_MARKED = graph_iri("inferring/marked")


def infer(service: MutableDataset, target: NamedNode, *, reporter: Reporter = SILENT) -> bool:
    """Add the triples that OWL 2 RL entails from a dataset's default graph to it and to the graph `target`.

    Not added are triples that RDF cannot store (literal subjects), trivial ones (`x sameAs x`, `x a owl:Thing`), those
    with a blank node, and restated axioms; returns whether there were none of these. `reporter` receives each rule.
    Raises ViolationError, with the triples that cause it, if the data contradicts the ontology, and QueryError.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    schema = Run(service, (target,), reporter).close()
    reporter.advance(0, None, "contradictions")
    refuse_contradictions(find_contradictions(service, schema))
    reporter.advance(0, None, "triples that cannot be stored")
    return all_storable(service, target, target)


def refuse_contradictions(contradictions: list[Contradiction]) -> None:
    """Raise ViolationError if there are contradictions."""
    if contradictions:
        message = "the data contradicts the ontology:\n" + "\n".join(f"  {each}" for each in contradictions)
        raise ViolationError(message, hint="check the disjoint classes of the named entities")


def all_storable(service: MutableDataset, target: NamedNode, found: NamedNode) -> bool:
    """Remove from `target` the triples of the graph `found` that cannot be stored; return whether there were none."""
    _update(service, "mark_not_storable.ru", target, found)
    if not service.query(f"ASK {{ GRAPH {_MARKED} {{ ?s ?p ?o }} }}"):
        return True
    _update(service, "remove_not_storable.ru", target, found)
    return False


def _update(service: MutableDataset, name: str, target: NamedNode, found: NamedNode) -> None:
    text = (files("kg.owl") / name).read_text(encoding="utf-8")
    for variable, graph in (("?target", target), ("?found", found), ("?marked", _MARKED)):
        text = text.replace(variable, str(graph))
    service.update(text)
