"""The reference engine: the same entailments by owlrl, for comparison with the compiled rules."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import owlrl
import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError, ViolationError
from kg.owl.axioms import SAME, THING
from kg.owl.named_nodes import find_expressions
from kg.owl.schema import NOTHING
from kg.rdf import OWL, RDF, RDFS, TYPE, XSD, add_to_rdflib, from_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf import Object

_LOGGER = logging.getLogger("rdflib.term")
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
        closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
        try:
            closure.expand(graph)
        except Exception as error:
            text = f"owlrl cannot infer: {type(error).__name__}: {error}"
            raise KgError(text, hint="it requires well-formed axioms; omit --engine owlrl") from error
    if errors := sorted(str(text) for text in graph.objects(None, rdflib.URIRef(_ERROR_MESSAGE))):
        raise ViolationError("the data contradicts the ontology:\n" + "\n".join(f"  {error}" for error in errors))
    found = {t for t in from_rdflib(graph) if t.predicate != SAME or t.subject != t.object} - given
    if axioms:
        return found
    expressions = find_expressions(given)
    return {triple for triple in found if not _restates(triple, expressions)}


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
    """Keep rdflib from rewriting values (`01` to `1`), which would look like new facts, and from logging wrong ones."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    was_disabled, _LOGGER.disabled = _LOGGER.disabled, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, _LOGGER.disabled = before, was_disabled


def are_equal_values(one: Object, other: Object) -> bool:
    """Return whether two terms are different literals with the same value, as rdflib compares them."""
    if one == other or not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    values = [rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value)).value for term in (one, other)]
    return values[0] is not None and values[0] == values[1]


def _restates(triple: Triple, expressions: set[Object]) -> bool:
    """Return whether a triple restates an axiom: nothing about an individual follows from it that is not derived."""
    subject, predicate, value = triple
    is_term = isinstance(subject, NamedNode) and subject.value.startswith(_NAMESPACES)
    if predicate == TYPE:
        return value in expressions or value == THING or is_term
    if predicate.value in _HIERARCHY:
        return value in (subject, THING) or subject == NOTHING or bool({subject, value} & expressions)
    return predicate.value in _RESTATING or (is_term and predicate.value == OWL + "disjointWith")
