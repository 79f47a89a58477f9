"""The real graph and its shapes: compiled shapes and pyshacl agree on the graph and on seeded faults."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from reports import by_pyshacl, compiled, store_of

from kg.project import read_shapes
from kg.rdf import TYPE, XSD, ZJ
from kg.shacl.compiler import compile_shapes
from kg.shacl.planner.statistics import read_hierarchy
from kg.shacl.run import run_compiled
from kg.shacl.validator import compile_for, run_shapes, validate_shapes
from tests.recorder import Recorder

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.store import TripleStore

# pyshacl refuses a comparison with a blank node, and orders literals of different kinds by the names of their
# datatypes, where the standard requires a violation; so the faults of these properties have values of the same kind
COMPARED = {
    NamedNode(ZJ + name)
    for name in (
        "startOffset endOffset earliestDate latestDate lowerBound upperBound value numerator denominator order "
        "paragraphNumber"
    ).split()
}


@pytest.fixture(scope="module")
def data(graph: Graph) -> list[Triple]:
    """The sorted triples of the real graph."""
    return sorted(graph.store.triples(), key=str)


@pytest.fixture(scope="module")
def shapes(graph: Graph) -> frozenset[Triple]:
    """Its shapes."""
    return read_shapes(graph.project.shapes).triples


@pytest.fixture(scope="module")
def faulty(data: list[Triple]) -> TripleStore:
    """The real graph with faults."""
    return store_of(_seeded(data, 7))


def _seeded(data: list[Triple], seed: int) -> list[Triple]:
    """Return the data with about one triple in twelve removed, changed, or repeated with another value."""
    chance = random.Random(seed)  # noqa: S311  -- the same faults each time
    values = [
        *(each.object for each in data),
        Literal("x"),
        Literal("2", datatype=NamedNode(XSD + "date")),
        BlankNode(),
    ]
    found: list[Triple] = []
    for triple in data:
        fault = chance.random()
        if fault > 0.08 or isinstance(triple.subject, BlankNode) or (fault > 0.01 and triple.predicate in COMPARED):
            found.append(triple)
            continue
        if fault > 0.01:
            found.append(Triple(triple.subject, triple.predicate, chance.choice(values)))
        if fault > 0.04 and triple.predicate != TYPE:
            found.append(triple)
    return found


def test_all_shapes_compile(data: list[Triple], shapes: frozenset[Triple]) -> None:
    """No shape of the project needs pyshacl."""
    made = compile_for(store_of(data), shapes)
    assert [] == made.not_compiled
    assert len(made.shapes) > 90


def test_both_give_the_same_report(data: list[Triple], shapes: frozenset[Triple]) -> None:
    """The report on the unchanged graph equals pyshacl's."""
    assert by_pyshacl(data, shapes)[1] == compiled(data, shapes)[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_both_find_the_same_faults(data: list[Triple], shapes: frozenset[Triple], seed: int) -> None:
    """Findings and report on seeded faults equal pyshacl's, with all messages in all languages."""
    seeded = _seeded(data, seed)
    (expected, expected_report), (found, report) = by_pyshacl(seeded, shapes), compiled(seeded, shapes)
    assert len(expected) > 200
    assert len({each.source for each in expected}) > 50
    assert _comparable(expected) == _comparable(found)
    assert expected_report == report


def _comparable(findings: list) -> Counter[object]:  # type: ignore[type-arg]
    def name(text: str) -> str:
        return text if ":" in text or not text.isalnum() or len(text) < 28 else "a blank node"

    return Counter(
        (each.severity, name(each.node), each.path, name(each.value), each.source, *each.message.values())
        for each in findings
    )


def test_statistics_and_workers_change_no_result(faulty: TripleStore, shapes: frozenset[Triple]) -> None:
    """With and without statistics, with one worker and with four, the findings are the same."""
    plain = compile_shapes(shapes, read_hierarchy(faulty))
    sized = compile_for(faulty, shapes)
    assert plain.shapes != sized.shapes
    expected = run_shapes(plain, faulty)[0]
    assert len(expected) > 200
    assert expected == run_shapes(sized, faulty)[0]
    by_one, by_four = (run_compiled(sized, faulty, workers=workers) for workers in (1, 4))
    assert [(each.focus, each.value) for each in by_one] == [(each.focus, each.value) for each in by_four]


def test_a_focus_gives_a_part_of_the_findings(faulty: TripleStore, shapes: frozenset[Triple]) -> None:
    """The findings with a focus are the findings on those nodes without one."""
    everything, _ = validate_shapes(faulty, shapes)
    nodes = {each.node for each in everything if each.node.startswith("http")}
    some = sorted(nodes)[::3]
    found, _ = validate_shapes(faulty, shapes, some)
    assert [each for each in everything if each.node in set(some)] == found


def test_progress_is_reported(faulty: TripleStore, shapes: frozenset[Triple]) -> None:
    """Each shape is reported before it runs, and the end of the run."""
    recorder = Recorder()
    validate_shapes(faulty, shapes, reporter=recorder)
    number = recorder.progress[0][1]
    assert number is not None
    assert list(range(number + 1)) == [done for done, _, _ in recorder.progress]
    assert ("zjs:Actor", "") == (recorder.progress[0][2], recorder.progress[-1][2])
