"""Property paths: the triples that one runs along, held against the ends that the engine finds."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.sparql.parser import read_select
from kg.sparql.paths import Path, trace
from kg.store import TripleStore

# a small graph with a cycle, a fork that joins again, and a literal
EDGES = ["a p b", "b p c", "c p a", "a q d", "d q e", "a p f", "f q e", "e r 1", "b q 1", "g p g"]
PATHS = [
    "p",
    "^p",
    "p/q",
    "p|q",
    "p*",
    "p+",
    "p?",
    "(p|q)+",
    "^(p/q)",
    "p/q/r",
    "!p",
    "!(p|q)",
    "!^p",
    "!(p|^q)",
    "(p/q)*",
]
PATHS += ["(^p/q)?", "p*/q", "^p*", "((p|^q)/q)+"]


def _node(name: str) -> NamedNode | Literal:
    return Literal(name) if name.isdigit() else NamedNode(f"http://e/{name}")


def _triple(edge: str) -> Triple:
    subject, predicate, value = map(_node, edge.split())
    return Triple(subject, predicate, value)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store() -> TripleStore:
    """The small graph."""
    return TripleStore.in_memory(
        Quad(triple.subject, triple.predicate, triple.object, NamedNode("http://e/graph"))
        for triple in map(_triple, EDGES)
    )


def _read(path: str) -> Path | NamedNode:
    text = "".join(f"<http://e/{each}>" if each.isalpha() else each for each in path)
    (pattern,) = read_select(f"SELECT * {{ ?s {text} ?o }}").patterns
    assert isinstance(pattern.predicate, (Path, NamedNode))
    return pattern.predicate


@pytest.mark.parametrize("path", PATHS)
def test_a_path_runs_where_the_engine_finds_ends(store: TripleStore, path: str) -> None:
    """Between two nodes a path runs along triples just where the engine says that it leads, and these suffice."""
    read = _read(path)
    nodes = sorted({node for edge in EDGES for node in edge.split() if node not in "pqr"})
    for start in map(_node, nodes):
        for end in map(_node, nodes):
            row = f"VALUES (?s ?o) {{ ({start} {end}) }}"
            ends = [*store.select(f"SELECT * {{ {row} ?s {read} ?o }}")]
            along = trace(store, read, start, end)
            assert along <= set(store.triples())
            if not ends:
                assert frozenset() == along
                continue
            if not along:
                assert start == end  # a path of no steps
                continue
            # without any other triple of the graph the path still leads there
            few = TripleStore.in_memory(Quad(*triple, DefaultGraph()) for triple in along)
            assert [*few.select(f"SELECT * {{ {row} ?s {read} ?o }}")]


def test_all_ways_of_a_sequence_count(store: TripleStore) -> None:
    """Where a sequence leads to a node by two ways, both are there; of a repeated step only the shortest."""
    both = trace(store, _read("(p|q)/q"), _node("a"), _node("e"))
    assert set(map(_triple, ["a q d", "d q e", "a p f", "f q e"])) == both
    assert {_triple("a p b")} == trace(store, _read("p+"), _node("a"), _node("b"))


def test_a_path_is_written_as_it_was_read() -> None:
    """A path as text reads as the same path."""
    for path in PATHS:
        read = _read(path)
        (again,) = read_select(f"SELECT * {{ ?s {read} ?o }}").patterns
        assert read == again.predicate
