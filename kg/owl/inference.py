"""Inference: OWL 2 RL compiled to SPARQL 1.1, run where the data lies.

`schema` reads the axioms and closes them; `membership` unfolds class expressions; `rules` and `contradictions` turn
axioms into patterns; `fixpoint` runs them; `maintenance` keeps a closed dataset closed; `reference` is owlrl, which
tests hold the results against.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import ViolationError
from kg.rdf import graph_iri
from kg.runtime import SILENT

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.owl.contradictions import Contradiction
    from kg.rdf import MutableDataset
    from kg.runtime import Reporter

_NOTED = graph_iri("inferring/unsaid")


def infer(service: MutableDataset, target: NamedNode, *, reporter: Reporter = SILENT) -> bool:
    """Put the triples that OWL 2 RL entails from a dataset's default graph there and into the graph `target`.

    Left out is what RDF cannot store (literal subjects), what says nothing (`x sameAs x`, `x a owl:Thing`), what has
    a blank node, and restated axioms; returned is whether there was none of it. `reporter` receives each rule.
    Raises ViolationError, with the triples that cause it, if the data contradicts the ontology, and QueryError.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    from kg.owl.contradictions import find_contradictions  # noqa: PLC0415  -- only a build infers
    from kg.owl.fixpoint import Run  # noqa: PLC0415

    schema = Run(service, (target,), reporter).close()
    reporter.advance(0, None, "contradictions")
    refuse(find_contradictions(service, schema))
    reporter.advance(0, None, "triples that cannot be stored")
    return all_sayable(service, target, target)


def refuse(found: list[Contradiction]) -> None:
    """Raise ViolationError if there are contradictions."""
    if found:
        message = "the data contradicts the ontology:\n" + "\n".join(f"  {each}" for each in found)
        raise ViolationError(message, hint="look at the disjoint classes that the named entities fall into")


def all_sayable(service: MutableDataset, target: NamedNode, found: NamedNode) -> bool:
    """Say whether all triples of the graph `found` are facts to store, and remove from `target` those that are none."""
    _update(service, "mark_not_storable.ru", target, found)
    if not service.query(f"ASK {{ GRAPH {_NOTED} {{ ?s ?p ?o }} }}"):
        return True
    _update(service, "remove_not_storable.ru", target, found)
    return False


def _update(service: MutableDataset, name: str, target: NamedNode, found: NamedNode) -> None:
    text = (files("kg.owl") / name).read_text(encoding="utf-8")
    for variable, graph in (("?target", target), ("?found", found), ("?noted", _NOTED)):
        text = text.replace(variable, str(graph))
    service.update(text)
