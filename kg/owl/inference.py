"""Inference: OWL 2 RL compiled to SPARQL 1.1, run where the data is.

`schema` reads the axioms and their closure; `class_membership` unfolds class expressions; `rules` and `contradictions`
compile axioms to patterns; `fixpoint` runs them; `incremental` updates an inferred dataset; `owlrl_engine` runs owlrl,
with which the tests compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ViolationError
from kg.owl.contradictions import find_contradictions
from kg.owl.fixpoint import Run
from kg.owl.named_nodes import restore_text
from kg.runtime import SILENT

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.owl.contradictions import Contradiction
    from kg.rdf import MutableDataset
    from kg.runtime import Reporter


class ContradictionError(ViolationError):
    """Data that contradicts its ontology."""

    def __init__(self, contradictions: list[Contradiction]) -> None:
        text = "the data contradicts the ontology:\n" + "\n".join(f"  {found}" for found in contradictions)
        super().__init__(restore_text(text), hint="check the disjoint classes of the named entities")
        self.contradictions = contradictions


def infer(
    service: MutableDataset,
    target: NamedNode,
    *,
    axioms: bool = False,
    contradictions: list[Contradiction] | None = None,
    reporter: Reporter = SILENT,
) -> None:
    """Add the triples that OWL 2 RL entails from a dataset's default graph to it and to the graph `target`.

    Not added are triples that RDF has no form for (literals as subjects) and those that equate a term with itself.
    `axioms` adds also what restates the ontology: `C rdfs:subClassOf C`, `x a owl:Thing`, derived domains and ranges.
    Blank nodes are never named in a rule: `named_nodes` gives them names first, so that the rules hold for them too.
    `reporter` receives each rule. With a list of `contradictions`, these are added to it instead of being raised.

    Raises ViolationError, with the triples that cause it, if the data contradicts the ontology, and QueryError.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    schema = Run(service, (target,), reporter, axioms=axioms).close()
    reporter.advance(0, None, "contradictions")
    found = find_contradictions(service, schema)
    if contradictions is None:
        refuse_contradictions(found)
    else:
        contradictions += found


def refuse_contradictions(contradictions: list[Contradiction]) -> None:
    """Raise ContradictionError if there are contradictions."""
    if contradictions:
        raise ContradictionError(contradictions)
