"""Why a query has no rows: the failing part is the first, and what would match does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import QueryError
from kg.explain.why_not import diagnose
from kg.query import find_query, resolve

if TYPE_CHECKING:
    from kg.graph import Graph

STATE_COUNCIL = "<https://w3id.org/zjkg/id/org/state-council>"


@pytest.mark.parametrize(
    ("text", "line", "kind", "part"),
    [
        ("SELECT * {\n?p a zj:SubPark ;\n zj:locatedIn place:finland }", 2, "TRIPLE", "place/finland"),
        (
            "SELECT * {\n?p a zj:Park .\nFILTER(?p = zj:Park)\n?p rdfs:label ?x }",
            3,
            "FILTER",
            "FILTER (?p = zj:Park)",
        ),
        ("SELECT * { ?p a zj:Park\nMINUS { ?p a zj:Place } }", 2, "MINUS", "MINUS"),
        ("SELECT * { ?p a zj:Park\n{ ?p a zj:Person } UNION { ?p a zj:Unknown } }", 2, "UNION", "UNION"),
        ("SELECT * { ?p a zj:Park\nGRAPH graph:background { ?p a zj:Person } }", 2, "GRAPH", "GRAPH"),
        ("SELECT * { ?p a zj:Park\n{ SELECT ?p { ?p a zj:Person } } }", 2, "SELECT", "SELECT ?p"),
        ("SELECT * { ?p a zj:Park OPTIONAL { ?p zj:no ?x }\n?p zj:no ?y }", 2, "TRIPLE", "#no> ?y"),
    ],
)
def test_the_first_failing_part_is_found(graph: Graph, text: str, line: int, kind: str, part: str) -> None:
    """The failing part is found whatever its kind, with its line; conditions come after all patterns."""
    diagnosis = diagnose(graph.store, text)
    assert diagnosis is not None
    assert diagnosis.failing is not None
    assert (line, kind) == (diagnosis.line, diagnosis.failing.kind)
    assert part in diagnosis.failing.text


def test_a_parameter_without_rows(graph: Graph) -> None:
    """Of a saved query, the value of the parameter stands against it, and values that would match are told."""
    query = find_query(graph.project.queries, "policy_documents")
    text = query.bind(resolve(graph.store, query, {"issuer": "person:xi-jinping"}))
    diagnosis = diagnose(graph.store, text)
    assert diagnosis is not None
    assert any("VALUES ?issuer" in each.text for each in diagnosis.against)
    matches = {match.text: list(map(str, match.values)) for match in diagnosis.matches}
    assert STATE_COUNCIL in matches["?issuedBy"]


def test_what_would_match_matches(graph: Graph) -> None:
    """Each value that is offered in place of a part of the pattern gives solutions there."""
    diagnosis = diagnose(graph.store, f"SELECT ?d {{ ?d zj:issuedBy {STATE_COUNCIL} . ?d zj:issuedBy place:china }}")
    assert diagnosis is not None
    assert diagnosis.matches
    assert not diagnosis.alone
    for match in diagnosis.matches:
        for value in match.values:
            pattern = " ".join(str(value) if part == "?" else part for part in match.text.split())
            assert [*graph.store.select(f"SELECT * {{ ?d zj:issuedBy {STATE_COUNCIL} . {pattern} }}")]


def test_unknown_terms_are_told_with_those_like_them(graph: Graph) -> None:
    """A misspelt property or entity is told with the nearest that the graph holds."""
    diagnosis = diagnose(graph.store, "SELECT ?d { ?d zj:isuedBy inst:state-counsil }")
    assert diagnosis is not None
    assert ["zj:isuedBy", "inst:state-counsil"] == [term for term, _ in diagnosis.unknown]
    assert ["zj:issuedBy", "inst:state-council"] == [alike[0] for _, alike in diagnosis.unknown]


@pytest.mark.parametrize("end", ["LIMIT 0", "OFFSET 1000000", "GROUP BY ?p HAVING(COUNT(*) > 1000)"])
def test_what_cuts_all_rows(graph: Graph, end: str) -> None:
    """Where the pattern has solutions, what cuts or groups them away is to blame."""
    diagnosis = diagnose(graph.store, f"SELECT ?p {{ ?p a zj:Park }} {end}")
    assert diagnosis is not None
    assert diagnosis.failing is None


def test_a_query_with_rows_has_no_diagnosis(graph: Graph) -> None:
    """There is nothing to explain where there are rows."""
    assert diagnose(graph.store, "SELECT ?p { ?p a zj:Park }") is None


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "DESCRIBE zj:Park"])
def test_only_a_select_can_lack_rows(graph: Graph, text: str) -> None:
    """Other forms of query have no rows."""
    with pytest.raises(QueryError, match="only a SELECT query can lack rows"):
        diagnose(graph.store, text)
