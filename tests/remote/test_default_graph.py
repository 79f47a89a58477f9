"""A named graph in the place of a default graph: what is sent names it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.remote.default_graph import query_parameters, update_parameters, with_named_default
from kg.remote.known_servers import services

FLAT = NamedNode("urn:merge")
GRAPHS = [NamedNode("urn:a"), NamedNode("urn:b")]


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT DATA { <urn:s> a <urn:c> }", "INSERT DATA { GRAPH <urn:merge> { <urn:s> a <urn:c> } }"),
        ("DROP SILENT DEFAULT", "DROP SILENT GRAPH <urn:merge>"),
        (
            "DELETE { ?s ?p ?o . GRAPH <urn:a> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
            "DELETE { GRAPH <urn:merge> { ?s ?p ?o . } GRAPH <urn:a> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE WHERE { <urn:s> ?p ?o }",
            "DELETE  { GRAPH <urn:merge> { <urn:s> ?p ?o } } WHERE { <urn:s> ?p ?o }",
        ),
        (
            "INSERT { ?s ?p ?o } WHERE { GRAPH <urn:a> { ?s ?p ?o } }",
            "INSERT { GRAPH <urn:merge> { ?s ?p ?o } } WHERE { GRAPH <urn:a> { ?s ?p ?o } }",
        ),
    ],
)
def test_templates_name_the_merge(update: str, expected: str) -> None:
    """What was meant for the default graph goes into the flat graph; triples of a named graph are unchanged."""
    assert expected == with_named_default(update, FLAT)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * { ?s ?p ?o }", []),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", ["urn:a", "urn:b"]),
        ("SELECT * { GRAPH <urn:b> { ?s ?p ?o } }", ["urn:b"]),
        ("SELECT ('GRAPH' AS ?word) {}", []),
    ],
)
def test_a_query_is_told_what_it_sees(query: str, named: list[str]) -> None:
    """The flat graph is the default graph, and the other graphs are named only for a query that uses them."""
    expected = [("default-graph-uri", "urn:merge"), *(("named-graph-uri", each) for each in named)]
    assert expected == query_parameters(query, FLAT, lambda: GRAPHS)


def test_a_query_with_a_dataset_is_left_alone() -> None:
    """FROM says what is seen; the protocol would overrule it."""
    assert [] == query_parameters("SELECT * FROM <urn:a> { ?s ?p ?o }", FLAT, lambda: GRAPHS)


def test_an_update_says_what_its_patterns_see() -> None:
    """The parameters of an update are those of a query under other names; USING beside them is refused."""
    found = update_parameters("INSERT { ?s ?p ?o } WHERE { GRAPH <urn:x> { ?s ?p ?o } }", FLAT, lambda: GRAPHS)
    assert [("using-graph-uri", "urn:merge"), ("using-named-graph-uri", "urn:x")] == found
    with pytest.raises(QueryError, match="USING"):
        update_parameters("INSERT { ?s ?p ?o } USING <urn:x> WHERE { ?s ?p ?o }", FLAT, lambda: GRAPHS)


@pytest.mark.parametrize(
    ("store", "has_merge"),
    [
        ("http://h/ds/data", False),
        ("http://h/store", False),
        ("http://h/sparql-graph-crud-auth", True),
        ("http://h/repositories/zj/rdf-graphs/service", True),
        ("http://h/elsewhere", False),
    ],
)
def test_known_servers_have_a_default_graph_or_none(store: str, has_merge: bool) -> None:  # noqa: FBT001  -- a parameter
    """Where a server shows the union of its graphs, the merge stands in a graph; a user may say so of any other."""
    assert has_merge == (services(store=store).flat_graph is not None)
    assert FLAT == services(store=store, flat_graph=FLAT).flat_graph
