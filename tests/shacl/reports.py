"""Shared functions: comparable reports of compiled shapes and of pyshacl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.rdf import SH, graph_iri, in_graph
from kg.shacl.pyshacl_engine import validate_by_pyshacl
from kg.shacl.validator import validate_shapes
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.shacl.finding import Finding

MESSAGE = SH + "message"
RESULT_MESSAGE = SH + "resultMessage"
SOURCES = (SH + "sourceShape", SH + "sourceConstraint")
PREFIXES = """
@prefix : <http://e/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def triples(turtle: str) -> list[Triple]:
    """Return the triples of a Turtle text with the prefixes of the tests."""
    return [quad.triple for quad in parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE)]


def store_of(data: Iterable[Triple]) -> TripleStore:
    """Return a store of triples in memory."""
    return TripleStore.in_memory(in_graph(triple, graph_iri("own")) for triple in data)


def compiled(data: Iterable[Triple], shapes: Iterable[Triple]) -> tuple[list[Finding], set[str]]:
    """Return the findings and the comparable report of compiled shapes."""
    shapes = list(shapes)
    findings, report = validate_shapes(store_of(data), shapes)
    return findings, comparable(report, shapes)


def by_pyshacl(data: Iterable[Triple], shapes: Iterable[Triple]) -> tuple[list[Finding], set[str]]:
    """Return the findings and the comparable report of pyshacl on the same data, read from a store."""
    shapes = list(shapes)
    findings, report = validate_by_pyshacl(store_of(data).triples(), shapes)
    return findings, comparable(report, shapes)


def comparable(report: Iterable[Triple], shapes: Iterable[Triple]) -> set[str]:
    """Return a report with canonical blank nodes, so that isomorphic reports are equal.

    Messages of shapes that state none or are blank nodes are omitted, since each engine has its own.
    """
    report = list(report)
    with_message = {
        triple.subject
        for triple in shapes
        if triple.predicate.value == MESSAGE and isinstance(triple.subject, NamedNode)
    }
    results = {
        triple.subject for triple in report if triple.predicate.value in SOURCES and triple.object in with_message
    }
    kept = [triple for triple in report if triple.predicate.value != RESULT_MESSAGE or triple.subject in results]
    dataset = Dataset(Quad(*triple, DefaultGraph()) for triple in kept)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def named(*names: str) -> list[NamedNode]:
    """Return nodes in the namespace of the tests."""
    return [NamedNode(f"http://e/{name}") for name in names]
