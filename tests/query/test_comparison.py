"""Comparison of the query engines: what is the same, and the reason of each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

import kg
from kg.errors import KgError, ParameterError, QueryError, UnknownNameError
from kg.query import RdflibEngine, compare_engines
from kg.rdf import in_graph, read_source

if TYPE_CHECKING:
    from kg.graph import Graph

DATA = """@prefix : <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :p 1.10 , 3 , "x"@en , "y"@de ; :q _:b . _:b :p 2 , "a" . :c :p "2020-01-01"^^xsd:date , true .
:d :n 1 , 2 . :e :n 1 , 2 .
"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The graph of a file with values of many kinds and a blank node."""
    return kg.open(data=DATA)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?y { ?x :p ?y }",
        "SELECT ?z ?y { ?z :q ?x . ?x :p ?y } ORDER BY ?y",
        "SELECT (COUNT(*) AS ?n) { ?x :none ?y }",
        "SELECT ?x (COUNT(*) AS ?n) { ?x :none ?y } GROUP BY ?x",
        "SELECT ?x {}",
        "CONSTRUCT { ?x :r [ :v ?y ] } { ?x :p ?y }",
        "DESCRIBE :d",
        "ASK { :a :p 3 }",
        "ASK { :a :none 3 }",
        "SELECT ?x { ?x :p+ ?y } ORDER BY ?x",
    ],
)
def test_the_engines_return_the_same(graph: Graph, query: str) -> None:
    """Rows, triples up to blank nodes, and answers of ASK are compared."""
    found = graph.query(query, compare=True)
    assert found.comparison.is_same, str(found)
    assert "the engines return the same" in str(found)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT ?x { ?x :n ?y } ORDER BY ?y", "order"),
        ("SELECT ?y { ?x :p ?y } ORDER BY ?y", "incomparable"),
        ("SELECT ?x ?y { ?x :p ?y } LIMIT 2", "limit"),
        ("SELECT (STR(?y) AS ?s) { ?x :p ?y }", "stored"),
        ("SELECT (1 / 3 AS ?third) {}", "precision"),
        ('SELECT (GROUP_CONCAT(STR(?y); SEPARATOR="|") AS ?s) { ?x :p ?y FILTER(!isNumeric(?y)) }', "aggregates"),
        ("SELECT (UUID() AS ?u) {}", "volatile"),
        ("SELECT ?y FROM <urn:g> { ?x :p ?y }", "from"),
    ],
)
def test_a_difference_has_its_reason(graph: Graph, query: str, reason: str) -> None:
    """Where SPARQL leaves the result open, or an engine keeps values in another way, the comparison says so."""
    view = graph.query(query, compare=True)
    assert (reason, True) == (view.comparison.reason or ("same" if view.comparison.is_same else ""), view.is_explained)
    assert view.to_dict()["reason"]


def test_a_difference_without_a_reason_is_reported(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    """Rows that one engine alone returns are listed, with the engine."""
    monkeypatch.setattr(RdflibEngine, "query", lambda *_: graph.store.query("SELECT ?x ?y { ?x :n ?y FILTER(?y > 1) }"))
    view = graph.query("SELECT ?x ?y { ?x :n ?y }", compare=True)
    assert not view.is_explained
    assert {("kg", ("urn:x:d", 1)), ("kg", ("urn:x:e", 1))} == {(row.engine, row.row) for row in view}
    assert "no known reason" in str(view)
    assert "returned by kg only: 2" in str(view)


def test_rdflib_runs_a_query_on_the_data_as_written(graph: Graph) -> None:
    """The reference engine has the literals of the file, and its answer has every format."""
    answer = graph.query("SELECT ?y { :a :p ?y FILTER(isNumeric(?y)) } ORDER BY ?y", engine="rdflib")
    assert ["1.10", "3"] == [row["y"].value for row in answer]
    assert "y\r\n1.10\r\n3\r\n" == answer.render("csv")
    assert graph.query("ASK { :a :p 1.1 }", engine="rdflib", timeout=60)
    assert ":d" in graph.query("DESCRIBE :d", engine="rdflib").render()


def test_the_named_graphs_of_rdflib() -> None:
    """GRAPH and the flat default graph are those of the embedded store."""
    quads = [in_graph(quad.triple, NamedNode("urn:g")) for quad in read_source(DATA).quads]
    engine = RdflibEngine(quads)
    assert (["g"], [("urn:g",)]) == engine.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert engine.select("ASK { ?s <urn:x:q> ?o }") == (["answer"], [(True,)])


@pytest.mark.parametrize("query", ["SELECT ?x", "CLEAR ALL", "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }"])
def test_what_neither_engine_runs_is_an_error(graph: Graph, query: str) -> None:
    """A syntax error, an update and SERVICE are refused, before rdflib could reach the network."""
    with pytest.raises(QueryError):
        graph.query(query, compare=True)
    with pytest.raises(QueryError):
        graph.query(query, engine="rdflib")


def test_options_that_exclude_each_other(graph: Graph) -> None:
    """An unknown engine and evidence by rdflib are refused."""
    with pytest.raises(UnknownNameError, match="jena"):
        graph.query("ASK {}", engine="jena")
    with pytest.raises(ParameterError, match="no evidence"):
        graph.query("ASK {}", engine="rdflib", with_evidence=True)


def test_an_error_of_one_engine_is_a_difference(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error inside rdflib is reported, and is no known reason."""

    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("rdflib.Dataset.query", fail)
    found = compare_engines(graph.store, "ASK {}", graph.stated())
    assert (["rdflib"], False) == ([*found.errors], found.is_explained)
    with pytest.raises(KgError, match="rdflib cannot run the query: RecursionError"):
        graph.query("ASK {}", engine="rdflib")
