"""The W3C's tests of SHACL Core and SHACL-SPARQL, by both engines; w3c.yaml lists the known differences."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from reports import store_of

import kg
from kg.rdf import RDF, SH, TYPE
from kg.shacl.validator import compile_for

if TYPE_CHECKING:
    from pyoxigraph import Triple

SUITE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "shacl"
KNOWN = yaml.safe_load((Path(__file__).parent / "w3c.yaml").read_text(encoding="utf-8"))
SHT = "http://www.w3.org/ns/shacl-test#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
COMPARED = ("focusNode", "resultPath", "value", "sourceShape", "sourceConstraintComponent", "resultSeverity")


def _is_test(path: Path) -> bool:
    return "sht:Validate" in path.read_text(encoding="utf-8")


TESTS = [
    path.relative_to(SUITE).with_suffix("").as_posix() for path in sorted(SUITE.glob("*/*/*.ttl")) if _is_test(path)
]


@lru_cache
def _read(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())]


def _objects(triples: list[Triple], subject: object, predicate: str) -> list[object]:
    return [each.object for each in triples if each.subject == subject and each.predicate.value == predicate]


def _case(name: str) -> tuple[list[Path], Counter[object] | None]:
    """Return the files of data and shapes, and the expected results of a test; None if a failure is expected."""
    triples = _read(SUITE / f"{name}.ttl")
    (test,) = (each.subject for each in triples if each.object == NamedNode(SHT + "Validate"))
    (action,), (result,) = _objects(triples, test, MF + "action"), _objects(triples, test, MF + "result")
    files = [
        Path(_objects(triples, action, SHT + kind)[0].value.removeprefix("file://"))  # type: ignore[attr-defined]
        for kind in ("dataGraph", "shapesGraph")
    ]
    return files, None if result == NamedNode(SHT + "Failure") else _results(triples, result)


def _results(triples: list[Triple], report: object) -> Counter[object]:
    def shown(term: object) -> str:
        """Return a term as text; a blank node as the path that it describes."""
        if not isinstance(term, BlankNode):
            return str(term)
        steps = [each for each in triples if each.subject == term]
        is_path = any(each.predicate.value in (RDF + "first", RDF + "rest") for each in steps)
        is_path = is_path or any(each.predicate.value.endswith("Path") for each in steps)
        return "[" + " ".join(sorted(f"{each.predicate} {shown(each.object)}" for each in steps if is_path)) + "]"

    return Counter(
        tuple((name, shown(value)) for name in COMPARED for value in _objects(triples, result, SH + name))
        for result in _objects(triples, report, SH + "result")
    )


def _found(files: list[Path], engine: str) -> Counter[object] | None:
    """Return the results of an engine, None if it fails."""
    try:
        report = list(kg.validate(files[0], shapes=files[1], engine=engine).graph)  # type: ignore[union-attr]
    except kg.KgError:
        return None
    (node,) = (each.subject for each in report if each.object == NamedNode(SH + "ValidationReport"))
    assert _are_typed(report)
    return _results(report, node)


def _are_typed(report: list[Triple]) -> bool:
    """Return whether all results have the type of a result."""
    results = {each.object for each in report if each.predicate.value == SH + "result"}
    typed = {each.subject for each in report if each.predicate == TYPE and each.object.value.endswith("Result")}  # type: ignore[union-attr]
    return results <= typed


def test_the_suite_is_complete(shared: Path) -> None:
    """All tests of the suite run, and all known differences are tests of it."""
    assert shared / "w3c" / "shacl" == SUITE
    assert {"core": 98, "sparql": 23} == Counter(name.split("/")[0] for name in TESTS)
    assert {name for engine in KNOWN.values() for name in engine} <= set(TESTS)


@pytest.mark.parametrize("engine", ["kg", "pyshacl"])
@pytest.mark.parametrize("name", TESTS)
def test_the_report_is_the_expected_one(name: str, engine: str) -> None:
    """An engine reports the expected results, or fails where it must, except for the known differences."""
    files, expected = _case(name)
    agrees = expected == _found(files, engine)
    assert agrees is (name not in KNOWN[engine]), KNOWN[engine].get(name, "")


@pytest.mark.parametrize("name", [name for name in TESTS if name.startswith("core/")])
def test_every_shape_of_the_suite_compiles(name: str) -> None:
    """All of SHACL Core compiles."""
    data, shapes = map(_read, _case(name)[0])
    assert [] == compile_for(store_of(data), shapes).not_compiled
