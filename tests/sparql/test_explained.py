"""What the reader gives evidence for: queries in every spelling, on the real graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.explain import diagnose, supported
from kg.rdf import ZJ

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


def _text(shared: Path, name: str) -> str:
    (path,) = (shared / "cases" / "query").glob(f"{name}_*.rq")
    return path.read_text(encoding="utf-8")


def test_a_relative_iri_has_the_evidence_of_the_full_one(graph: Graph, shared: Path) -> None:
    """Rows and evidence do not depend on how an IRI is written."""
    relative, full = (supported(graph.store, _text(shared, name)) for name in ("q2", "q2b"))
    assert relative == full
    assert all(row.supports for row in relative[1])
    assert relative[1]


@pytest.mark.parametrize("name", ["q3", "q5", "q7"])
def test_other_spellings_have_evidence(graph: Graph, shared: Path, name: str) -> None:
    """What the engine runs has evidence in each row: `;` before a keyword, escapes, a middle dot in a name."""
    _, rows = supported(graph.store, _text(shared, name))
    assert all(row.supports for row in rows)


@pytest.mark.parametrize(
    ("name", "feature"), [("q8", "the reified triple"), ("q9", "VERSION"), ("q10", "@en--ltr"), ("q11", "LATERAL")]
)
def test_other_features_run_and_are_refused_by_name(graph: Graph, shared: Path, name: str, feature: str) -> None:
    """What SPARQL 1.2 adds runs without evidence; with it, the error names the feature and its place."""
    text = _text(shared, name)
    graph.store.query(text)
    with pytest.raises(QueryError) as caught:
        supported(graph.store, text)
    assert feature in caught.value.message
    assert "is not part of SPARQL 1.1 and is not supported, line " in caught.value.message


def test_a_sub_select_in_a_graph_has_the_evidence_of_that_graph(graph: Graph) -> None:
    """Each row is based on a triple that this graph states, and on no other statement of it."""
    name = next(graph.store.quads(None, NamedNode(f"{ZJ}approvedBy"))).graph_name
    _, rows = supported(graph.store, f"SELECT * {{ GRAPH {name} {{ {{ SELECT ?s ?o {{ ?s zj:approvedBy ?o }} }} }} }}")
    graphs = {source.name for row in rows for support in row.supports for source in support.sources}
    assert {str(name).strip("<>").rsplit("/", 1)[-1]} == graphs


def test_why_not_names_the_resolved_iri(graph: Graph) -> None:
    """A term that the graph does not hold is named as the query means it."""
    text = "BASE <https://w3id.org/zjkg/id/org/x> SELECT * { ?s zj:approvedBy <state-counsil> }"
    diagnosis = diagnose(graph.store, text)
    assert diagnosis is not None
    assert ["inst:state-counsil"] == [name for name, _ in diagnosis.unknown]
