"""The reference engine: the same entailments by owlrl, for comparison with the compiled rules."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import owlrl
import rdflib
from pyoxigraph import NamedNode, Triple

from kg.errors import ViolationError
from kg.owl.axioms import SAME, THING
from kg.owl.named_nodes import find_expressions
from kg.owl.schema import NOTHING
from kg.rdf import OWL, RDF, RDFS, TYPE, XSD, add_to_rdflib, from_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf import Object

_ERROR_MESSAGE = "http://www.daml.org/2002/03/agents/agent-ont#error"
_NAMESPACES = (RDF, RDFS, OWL, XSD)
_RESTATING = {RDFS + "domain", RDFS + "range", OWL + "equivalentClass", OWL + "equivalentProperty"}
_HIERARCHY = {RDFS + "subClassOf", RDFS + "subPropertyOf"}


def infer_by_owlrl(triples: Iterable[Triple], *, axioms: bool = False) -> set[Triple]:
    """Return the new triples that OWL 2 RL entails from `triples` (ontology and data together), as owlrl finds them.

    Not included are triples that RDF has no form for and those that equate a term with itself; without `axioms` also
    not those that restate the ontology. Raises ViolationError if the data contradicts the ontology.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    given = set(triples)
    graph = rdflib.Graph(bind_namespaces="none")
    with _values_as_written():
        add_to_rdflib(graph, given)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    if errors := sorted(str(text) for text in graph.objects(None, rdflib.URIRef(_ERROR_MESSAGE))):
        raise ViolationError("the data contradicts the ontology:\n" + "\n".join(f"  {error}" for error in errors))
    closure = {t for t in from_rdflib(graph) if t.predicate != SAME or t.subject != t.object} - given
    if axioms:
        return closure
    expressions = find_expressions(given)
    return {triple for triple in closure if not _restates(triple, expressions)}


def infer_rdfs(triples: Iterable[Triple]) -> set[Triple]:
    """Return the new triples that RDFS and its axioms entail from `triples`, as pyshacl infers them with owlrl.

    Source: RDF 1.1 Semantics, section 9.
    """
    given = set(triples)
    graph = rdflib.Graph(bind_namespaces="none")
    with _values_as_written():
        add_to_rdflib(graph, given)
        owlrl.DeductiveClosure(_Rdfs).expand(graph)
    return set(from_rdflib(graph)) - given


class _Rdfs(owlrl.RDFS_Semantics):  # type: ignore[misc]
    """RDFS without the rules about datatypes, as in pyshacl."""

    def one_time_rules(self) -> None:
        """Add nothing."""


@contextmanager
def _values_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting values (`01` to `1`, a date without its zone), which would look like new facts."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _restates(triple: Triple, expressions: set[Object]) -> bool:
    """Return whether a triple restates an axiom: nothing about an individual follows from it that is not derived."""
    subject, predicate, value = triple
    is_term = isinstance(subject, NamedNode) and subject.value.startswith(_NAMESPACES)
    if predicate == TYPE:
        return value in expressions or value == THING or is_term
    if predicate.value in _HIERARCHY:
        return value in (subject, THING) or subject == NOTHING or bool({subject, value} & expressions)
    return predicate.value in _RESTATING or (is_term and predicate.value == OWL + "disjointWith")
