"""The W3C's tests of SHACL Core, by compiled shapes and by pyshacl; w3c.yaml lists the known differences."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from reports import store_of

from kg.rdf import RDF, SH, TYPE
from kg.shacl.pyshacl_engine import validate_by_pyshacl
from kg.shacl.validator import compile_for, validate_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    Validate = Callable[[list[Triple], list[Triple]], list[Triple]]

SUITE = Path(__file__).parent.parent.parent.parent / "shared" / "w3c" / "shacl" / "core"
KNOWN = yaml.safe_load((Path(__file__).parent / "w3c.yaml").read_text(encoding="utf-8"))
SHT = "http://www.w3.org/ns/shacl-test#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
COMPARED = ("focusNode", "resultPath", "value", "sourceShape", "sourceConstraintComponent", "resultSeverity")


def _is_test(path: Path) -> bool:
    return "sht:Validate" in path.read_text(encoding="utf-8")


TESTS = [path.relative_to(SUITE).with_suffix("").as_posix() for path in sorted(SUITE.glob("*/*.ttl")) if _is_test(path)]


@lru_cache
def _read(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())]


def _objects(triples: list[Triple], subject: object, predicate: str) -> list[object]:
    return [each.object for each in triples if each.subject == subject and each.predicate.value == predicate]


def _case(name: str) -> tuple[list[Triple], list[Triple], Counter[object]]:
    """Return data, shapes and expected results of a test."""
    triples = _read(SUITE / f"{name}.ttl")
    (test,) = (each.subject for each in triples if each.object == NamedNode(SHT + "Validate"))
    (action,), (result,) = _objects(triples, test, MF + "action"), _objects(triples, test, MF + "result")
    graphs = [
        _read(Path(_objects(triples, action, SHT + kind)[0].value.removeprefix("file://")))  # type: ignore[attr-defined]
        for kind in ("dataGraph", "shapesGraph")
    ]
    return graphs[0], graphs[1], _results(triples, result)


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


def _found(report: list[Triple]) -> Counter[object]:
    (node,) = (each.subject for each in report if each.object == NamedNode(SH + "ValidationReport"))
    assert _are_typed(report)
    return _results(report, node)


def _are_typed(report: list[Triple]) -> bool:
    """Return whether all results have the type of a result."""
    results = {each.object for each in report if each.predicate.value == SH + "result"}
    typed = {each.subject for each in report if each.predicate == TYPE and each.object.value.endswith("Result")}  # type: ignore[union-attr]
    return results <= typed


ENGINES: dict[str, Validate] = {
    "compiled": lambda data, shapes: validate_shapes(store_of(data), shapes)[1],
    "pyshacl": lambda data, shapes: validate_by_pyshacl(data, shapes)[1],
}


def test_the_suite_is_complete(shared: Path) -> None:
    """All tests of the suite run, and all known differences are tests of it."""
    assert shared / "w3c" / "shacl" / "core" == SUITE
    assert 98 == len(TESTS)
    assert {name for engine in KNOWN.values() for name in engine} <= set(TESTS)


@pytest.mark.filterwarnings("ignore:.*")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TESTS)
def test_the_report_is_the_expected_one(name: str, engine: str) -> None:
    """An engine reports the expected results, except for the known differences."""
    data, shapes, expected = _case(name)
    agrees = expected == _found(ENGINES[engine](data, shapes))
    assert agrees is (name not in KNOWN[engine]), KNOWN[engine].get(name, "")


@pytest.mark.parametrize("name", TESTS)
def test_every_shape_of_the_suite_compiles(name: str) -> None:
    """All of SHACL Core compiles."""
    data, shapes, _ = _case(name)
    assert [] == compile_for(store_of(data), shapes).not_compiled
