"""Graphs of rdflib: converts triples in both directions, with the same blank nodes and values as written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def add_to_rdflib(graph: rdflib.Graph, triples: Iterable[Triple]) -> None:
    """Add triples to a graph of rdflib; triples about triples are left out."""
    for triple in triples:
        if not isinstance(triple.subject, Triple) and not isinstance(triple.object, Triple):
            graph.add((_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)))


def as_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return triples as a graph of rdflib."""
    graph = rdflib.Graph()
    add_to_rdflib(graph, triples)
    return graph


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """Yield the triples of a graph of rdflib that RDF allows: no literal is a subject."""
    for subject, predicate, value in graph:
        if not isinstance(subject, rdflib.Literal) and isinstance(predicate, rdflib.URIRef):
            yield Triple(_from_rdflib(subject), NamedNode(str(predicate)), _from_rdflib(value))


def _to_rdflib(term: NamedNode | BlankNode | Literal) -> rdflib.IdentifiedNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    is_plain = term.datatype.value == str(rdflib.XSD.string)
    return rdflib.Literal(term.value, datatype=None if is_plain else rdflib.URIRef(term.datatype.value))


def _from_rdflib(term: Any) -> Any:  # noqa: ANN401  -- any term of rdflib, and the same term of pyoxigraph
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
