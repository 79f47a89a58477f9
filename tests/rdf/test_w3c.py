"""The W3C's tests of Turtle, TriG, N-Triples and RDF/XML 1.1; w3c.yaml lists the known differences."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from kg.errors import KgError
from kg.rdf import RDF, read_source

SUITE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "rdf11"
KNOWN = yaml.safe_load((Path(__file__).parent / "w3c.yaml").read_text(encoding="utf-8"))
FOLDERS = ("rdf-n-triples", "rdf-trig", "rdf-turtle", "rdf-xml")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"


@lru_cache
def _manifest(folder: str) -> dict[str, dict[str, str]]:
    """Return the descriptions of the tests of a suite by name: kind, action, result; and those of the suite by ``."""
    path = SUITE / folder / "manifest.ttl"
    found: dict[str, dict[str, str]] = {}
    for quad in parse(path=str(path), base_iri=f"{path.as_uri()}"):
        name = str(getattr(quad.subject, "value", "")).rpartition("manifest.ttl")[2].lstrip("#")
        key = quad.predicate.value.removeprefix(MF).removeprefix(RDF)
        found.setdefault(name, {})[key] = getattr(quad.object, "value", "").removeprefix(path.parent.as_uri() + "/")
    return {name: test for name, test in found.items() if "action" in test or not name}


TESTS = [f"{folder}/{name}" for folder in FOLDERS if SUITE.is_dir() for name in sorted(_manifest(folder)) if name]


def _canonical(statements: bytes) -> set[Quad]:
    dataset = Dataset(parse(statements, RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _passes(name: str) -> bool:
    """Return whether a file is read as its test wants: with the statements of its result, or with an error."""
    folder, _, test_name = name.partition("/")
    test, base = _manifest(folder)[test_name], _manifest(folder)[""].get("assumedTestBase", "")
    path = SUITE / folder / test["action"]
    try:
        quads = read_source(path).quads
    except KgError:
        return "Negative" in test["type"]
    if "Negative" in test["type"]:
        return False
    if "result" not in test:
        return True
    read = serialize(quads, format=RdfFormat.N_QUADS) or b""
    here = f"<{(SUITE / folder).resolve().as_uri()}/".encode()
    return _canonical((SUITE / folder / test["result"]).read_bytes()) == _canonical(
        read.replace(here, f"<{base}".encode())
    )


@pytest.mark.parametrize("name", TESTS)
def test_w3c(name: str, request: pytest.FixtureRequest) -> None:
    """Each file is read with the statements that the W3C expects, and each wrong one is an error."""
    if name in KNOWN:
        request.applymarker(pytest.mark.xfail(strict=True, reason=KNOWN[name]))
    assert _passes(name)


def test_the_suites_are_complete(shared: Path) -> None:
    """The manifests list this many tests; a known difference is one of them."""
    assert shared / "w3c" / "rdf11" == SUITE
    assert {} == {name: reason for name, reason in KNOWN.items() if name not in TESTS}
    assert 905 == len(TESTS)
