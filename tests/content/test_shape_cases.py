"""Each shape and each check has valid and invalid cases, as data beside the tests: see tests/shapes/README.md."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Triple

from kg.project import Check, read_ontology, read_shapes
from kg.rdf import ID, RDF, SH, ZJ, compact, graph_iri, in_graph, read_rdf
from kg.shacl import validate_shapes
from kg.store import TripleStore
from tests.reasoning import infer
from tests.shape_cases import check_cases, shape_cases

ROOT = Path(__file__).parents[2]
ONTOLOGY = read_ontology(ROOT / "ontology")
SHAPES = read_shapes(ROOT / "shapes")
CASES = shape_cases()
CHECKS = dict(check_cases())
TEST = f"{ID}test/"
TARGETS = {SH + "targetClass", SH + "targetSubjectsOf", SH + "targetObjectsOf"}

Found = dict[str, set[str]]


def _names(kind: str) -> list[str]:
    return [name for name in CASES if name.split("/")[1].startswith(kind)]


def _moved(triple: Triple, case: str) -> Triple:
    """Move a triple into a namespace of its case, so that all cases can be validated in one pass."""
    return Triple(*(_moved_node(term, case) for term in triple))


def _moved_node(term: Any, case: str) -> Any:
    is_of_test = isinstance(term, NamedNode) and term.value.startswith(TEST)
    return NamedNode(f"{TEST}{case}/{term.value.removeprefix(TEST)}") if is_of_test else term


@pytest.fixture(scope="module")
def found() -> Found:
    """The shapes that report the entity under test, by case."""
    triples = {*ONTOLOGY.triples, *(_moved(triple, name) for name, case in CASES.items() for triple in case.triples)}
    store = TripleStore.in_memory(in_graph(triple, graph_iri("own")) for triple in triples | infer(triples))
    findings, _ = validate_shapes(store, SHAPES.triples)
    by_case: Found = defaultdict(set)
    for finding in findings:
        if not finding.node.startswith("http"):
            by_case["Entity/invalid-blank-node"].add(compact(finding.source))
        elif finding.node.startswith(TEST):
            shape, case, node = finding.node.removeprefix(TEST).split("/", 2)
            if node.startswith("it"):
                by_case[f"{shape}/{case}"].add(compact(finding.source))
    return by_case


@pytest.mark.parametrize("case", _names("valid"))
def test_a_valid_case_has_no_finding(found: Found, case: str) -> None:
    """No shape reports data that conforms to the shapes."""
    assert set() == found.get(case, set())


@pytest.mark.parametrize("case", _names("invalid"))
def test_an_invalid_case_is_found(found: Found, case: str) -> None:
    """Data that violates a rule is reported by the shapes of that rule and by no other."""
    expected = {compact(iri) for iri in CASES[case].reported_by}
    assert expected
    assert expected == found.get(case, set())


def test_every_shape_has_cases() -> None:
    """Each shape that has a target has a valid and an invalid case."""
    targeted = {
        compact(t.subject.value).removeprefix("zjs:")
        for t in SHAPES.triples
        if t.predicate.value in TARGETS and isinstance(t.subject, NamedNode)
    }
    told = {kind: {name.split("/")[0] for name in _names(kind)} for kind in ("valid", "invalid")}
    reported = {compact(iri).removeprefix("zjs:").split("-")[0] for case in CASES.values() for iri in case.reported_by}
    lacking = {name for name in targeted if name.split("-")[0] not in told["valid"] & (told["invalid"] | reported)}
    assert set() == lacking


def test_every_class_with_data_has_a_shape() -> None:
    """No class of ours is used in the data without a shape of its own."""
    shaped = {t.object.value for t in SHAPES.triples if t.predicate.value == SH + "targetClass"}  # type: ignore[union-attr]
    used = {
        quad.object.value
        for path in (ROOT / "data").glob("**/*.t*")
        for quad in read_rdf(path)
        if quad.predicate.value == RDF + "type"
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(ZJ)
    }
    assert [] == sorted(compact(iri) for iri in used - shaped)


def test_every_message_is_bilingual() -> None:
    """Whatever says what to do says it in zh and in en."""
    tags: dict[str, set[str]] = defaultdict(set)
    for triple in SHAPES.triples:
        if triple.predicate.value == SH + "message":
            tags[triple.subject.value].add(triple.object.language.lower()[:2])  # type: ignore[union-attr]
    assert len(tags) > 100
    assert [] == [node for node, languages in tags.items() if languages != {"zh", "en"}]


@pytest.mark.parametrize("check", SHAPES.checks, ids=lambda check: check.name)
@pytest.mark.parametrize("case", ["clean", "defect"])
def test_a_check_finds_its_defect(check: Check, case: str) -> None:
    """A check reports exactly the nodes that have its defect, and nothing in clean data."""
    # a check of the ontology is run on the case alone: the case is its ontology
    beside = ONTOLOGY.triples if check.scope == "data" else ()
    quads = [*(in_graph(triple, graph_iri("ontology")) for triple in beside), *CHECKS[check.name][case].quads]
    store = TripleStore.in_memory(quads)
    nodes = {node.value for row in store.select(check.text) if (node := row["node"])}  # type: ignore[union-attr]
    assert CHECKS[check.name][case].reports == nodes
    assert (case == "defect") == bool(nodes)
