"""The reference engine: the same entailments by owlrl, for comparison with the compiled rules."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import owlrl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ViolationError
from kg.rdf import OWL, RDF, RDFS, XSD, add_to_rdflib, from_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ERROR_MESSAGE = "http://www.daml.org/2002/03/agents/agent-ont#error"
_VOCABULARIES = (RDF, RDFS, OWL, XSD)
# Of the entailments between terms only the hierarchies are kept; the rest restates axioms.
_HIERARCHY = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
_TERM_TYPES = {
    OWL + name
    for name in "Class ObjectProperty DatatypeProperty AnnotationProperty AllDisjointClasses TransitiveProperty".split()
}
_EMPTY = {OWL + "Thing", OWL + "Nothing", RDFS + "Resource", RDFS + "Literal"}


def infer_by_owlrl(triples: Iterable[Triple]) -> set[Triple]:
    """Return the new triples that OWL 2 RL entails from `triples` (ontology and data together), as owlrl finds them.

    Not included are triples that RDF cannot store (literal subjects), trivial ones (`x sameAs x`, `x a owl:Thing`) and
    restated axioms. Raises ViolationError if the data contradicts the ontology.

    Source: OWL 2 Profiles, section 4.3, tables 4 to 9.
    """
    given = set(triples)
    buffer = io.BytesIO()
    serialize(given, buffer, RdfFormat.N_TRIPLES)
    graph = rdflib.Graph(bind_namespaces="none")
    with _values_as_written():
        graph.parse(data=buffer.getvalue(), format="nt")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    errors = sorted(str(text) for text in graph.objects(None, rdflib.URIRef(_ERROR_MESSAGE)))
    if errors:
        message = "the data contradicts the ontology:\n" + "\n".join(f"  {error}" for error in errors)
        raise ViolationError(message, hint="check the disjoint classes of the named entities")
    storable = rdflib.Graph(bind_namespaces="none")
    for triple in filter(_is_rdf, graph):
        storable.add(triple)
    lines = storable.serialize(format="nt", encoding="utf-8")
    closure = {quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)}
    terms = _terms(given)
    return {triple for triple in closure - given if _is_informative(triple, terms)}


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


def _is_rdf(triple: tuple[object, object, object]) -> bool:

    subject, predicate, value = triple
    return (
        isinstance(subject, rdflib.URIRef)
        and isinstance(predicate, rdflib.URIRef)
        and not isinstance(value, rdflib.BNode)
    )


def _terms(triples: set[Triple]) -> set[str]:
    return {
        triple.subject.value
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and triple.predicate.value == RDF + "type"
        and isinstance(triple.object, NamedNode)
        and triple.object.value in _TERM_TYPES
    }


def _is_informative(triple: Triple, terms: set[str]) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, NamedNode) or isinstance(value, BlankNode) or subject == value:
        return False
    if subject.value.startswith(_VOCABULARIES) or (isinstance(value, NamedNode) and value.value in _EMPTY):
        return False
    if subject.value in terms:
        return predicate.value in _HIERARCHY
    return not predicate.value.startswith(OWL) or not isinstance(value, Literal)
