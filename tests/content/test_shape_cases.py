"""Each shape and each check has valid and invalid cases, as data beside the tests: see tests/shapes/README.md."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.project import Check, read_ontology, read_shapes
from kg.rdf import RDF, SH, ZJ, compact, expand, graph_iri, in_graph, read_rdf
from kg.shacl import validate_shapes
from kg.store import TripleStore
from tests.reasoning import infer

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "shapes"
ONTOLOGY = read_ontology(ROOT / "ontology")
SHAPES = read_shapes(ROOT / "shapes")
FILES = sorted(path for path in CASES.glob("*/*.ttl"))
EXPECTED = re.compile(r"# expect: (.+)")
TEST = "https://w3id.org/zjkg/id/test/"
TARGETS = {SH + "targetClass", SH + "targetSubjectsOf", SH + "targetObjectsOf"}

Found = dict[str, set[str]]


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _expected(path: Path) -> set[str]:
    match = EXPECTED.match(path.read_text(encoding="utf-8"))
    return set(match[1].replace(",", " ").split()) if match else set()


def _iri(name: str) -> str:
    known = expand(name)
    return name.replace("test:", TEST) if known is None else known.value


def _triples(path: Path) -> set[Triple]:
    """Read a case into a namespace of its own, so that all cases can be validated in one pass."""
    text = path.read_text(encoding="utf-8").replace(TEST, f"{TEST}{_id(path)}/")
    return {quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)}


@pytest.fixture(scope="module")
def found() -> Found:
    """The shapes that report the entity under test, by case."""
    triples = set(ONTOLOGY.triples).union(*map(_triples, FILES))
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


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("valid")], ids=_id)
def test_a_valid_case_has_no_finding(found: Found, path: Path) -> None:
    """Data that keeps to the shapes is reported by none."""
    assert set() == found.get(_id(path), set())


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("invalid")], ids=_id)
def test_an_invalid_case_is_found(found: Found, path: Path) -> None:
    """Data that breaks a rule is reported by the shapes of that rule and by no other."""
    expected = _expected(path)
    assert expected
    assert expected == found.get(_id(path), set())


def test_every_shape_has_cases() -> None:
    """Each shape that has a target has a valid and an invalid case."""
    targeted = {
        compact(t.subject.value).removeprefix("zjs:")
        for t in SHAPES.triples
        if t.predicate.value in TARGETS and isinstance(t.subject, NamedNode)
    }
    told = {kind: {path.parent.name for path in FILES if path.stem.startswith(kind)} for kind in ("valid", "invalid")}
    reported = {name.removeprefix("zjs:").split("-")[0] for path in FILES for name in _expected(path)}
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
    path = CASES / "checks" / check.name / f"{case}.trig"
    # a check of the ontology sees the case alone: the case is its ontology
    beside = ONTOLOGY.triples if check.scope == "data" else ()
    store = TripleStore.in_memory([*(in_graph(triple, graph_iri("ontology")) for triple in beside), *read_rdf(path)])
    nodes = {node.value for row in store.select(check.text) if (node := row["node"])}  # type: ignore[union-attr]
    assert {_iri(name) for name in _expected(path)} == nodes
    assert (case == "defect") == bool(nodes)
