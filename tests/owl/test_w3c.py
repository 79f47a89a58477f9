"""The W3C's test cases of OWL 2 in the profile RL, by the compiled rules and by owlrl; w3c.yaml has the differences."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

import pytest
import rdflib
import yaml
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import ViolationError
from kg.owl import infer_by_owlrl
from kg.rdf import OWL, flat_triples, graph_iri, in_graph
from kg.store import TripleStore
from tests.reasoning import infer

FILE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "owl2" / "all.rdf"
KNOWN = yaml.safe_load((Path(__file__).parent / "w3c.yaml").read_text(encoding="utf-8"))
TEST = "http://www.w3.org/2007/OWL/testOntology#"
KINDS = ("PositiveEntailmentTest", "NegativeEntailmentTest", "InconsistencyTest", "ConsistencyTest")
ENGINES = {"compiled": infer, "owlrl": infer_by_owlrl}


@lru_cache
def _tests() -> dict[str, dict[str, list[str]]]:
    """Return the tests of the profile RL that are written in RDF/XML, by name, with their properties."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in rdflib.Graph().parse(FILE):
        name = "type" if predicate == rdflib.RDF.type else predicate.removeprefix(TEST)
        found[str(subject)][name].append(value.removeprefix(TEST))
    for test in list(found.values()):
        for imported in test["importedOntology"]:
            test["rdfXmlPremiseOntology"] += found[imported]["rdfXmlInputOntology"]
    return {
        test["identifier"][0]: test
        for test in found.values()
        if "RL" in test["profile"] and test["rdfXmlPremiseOntology"]
    }


def _cases(kind: str) -> list[str]:
    return sorted(name for name, test in _tests().items() if kind in test["type"]) if FILE.is_file() else []


def _read(texts: list[str]) -> set[Triple]:
    return {
        triple
        for text in texts
        for triple in flat_triples(parse(text.encode(), RdfFormat.RDF_XML, base_iri="http://example.org/"))
    }


@cache
def _closure(name: str, engine: str) -> set[Triple] | None:
    """Return what an engine derives from the premise of a test, with the premise; None for a contradiction."""
    test = _tests()[name]
    stated = _read(test["rdfXmlPremiseOntology"])
    try:
        return stated | ENGINES[engine](stated, axioms=True)
    except ViolationError:
        return None


def _follows(name: str, engine: str, conclusion: str) -> bool:
    """Return whether a closure has the triples of a conclusion, whose blank nodes stand for any node.

    That an ontology is one is no part of the conclusion.
    """
    closure = _closure(name, engine)
    assert closure is not None
    store = TripleStore.in_memory(in_graph(triple, graph_iri("closure")) for triple in closure)
    wanted = [triple for triple in _read([conclusion]) if triple.object != NamedNode(OWL + "Ontology")]
    return bool(store.query(f"ASK {{ {' '.join(f'{triple} .' for triple in wanted)} }}"))


def _passes(kind: str, name: str, engine: str) -> bool:
    test = _tests()[name]
    if kind == "PositiveEntailmentTest":
        return _follows(name, engine, test["rdfXmlConclusionOntology"][0])
    if kind == "NegativeEntailmentTest":
        return not _follows(name, engine, test["rdfXmlNonConclusionOntology"][0])
    return (_closure(name, engine) is None) == (kind == "InconsistencyTest")


@pytest.mark.skipif(not FILE.is_file(), reason="../shared/w3c/owl2/all.rdf is not there")
@pytest.mark.parametrize("kind", KINDS)
def test_each_failure_is_explained(kind: str) -> None:
    """The tests that fail are those of w3c.yaml, and owlrl passes no further ones."""
    ours, theirs = ({name for name in _cases(kind) if not _passes(kind, name, engine)} for engine in ENGINES)
    assert sorted(KNOWN.get(kind) or ()) == sorted(ours)
    assert ours <= theirs
