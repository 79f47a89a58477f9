"""The values of a parameter with which a query has rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.errors import ParameterError, UnknownNameError
from kg.query.parameter_values import class_members, is_not_stated, values_with_rows
from kg.query.saved_queries import find_query
from kg.rdf import NOT_STATED, TYPE, expand

if TYPE_CHECKING:
    from kg.graph import Graph


def test_each_value_has_its_rows(graph: Graph) -> None:
    """Each value gives the stated number of rows; other members of the class give none."""
    query = find_query(graph.project.queries, "policy_documents")
    found = {choice.term: choice.rows for choice in values_with_rows(graph.store, query, "issuer")}
    assert found[NamedNode("https://w3id.org/zjkg/id/org/state-council")] > 0
    bodies = class_members(graph.store, expand("zj:PublicBody"))
    assert set(found) < set(bodies)
    for body in bodies:
        assert found.get(body, 0) == len(list(graph.store.select(query.bind({"issuer": [body]}))))


def test_most_rows_come_first(graph: Graph) -> None:
    """Values are sorted by their number of stated rows, then by IRI."""
    found = values_with_rows(graph.store, find_query(graph.project.queries, "sector_indicators"), "sector")
    assert sorted(found, key=lambda choice: (choice.rows_not_stated - choice.rows, choice.term.value)) == found
    assert any(choice.rows_not_stated for choice in found)
    assert any(choice.rows_not_stated < choice.rows for choice in found)


def test_a_value_cannot_be_listed(graph: Graph) -> None:
    """Values of a date or number cannot be listed; the error names the type."""
    query = find_query(graph.project.queries, "targets")
    with pytest.raises(ParameterError, match="year takes any xsd:integer, whose values cannot be listed"):
        values_with_rows(graph.store, query, "year")


def test_an_unknown_parameter_is_told(graph: Graph) -> None:
    """The error for a misspelt parameter suggests those of the query."""
    with pytest.raises(UnknownNameError, match="unknown parameter: yaer"):
        values_with_rows(graph.store, find_query(graph.project.queries, "targets"), "yaer")


def test_a_row_that_is_not_stated_is_recognised() -> None:
    """A row that says that the document does not state the answer is recognised."""
    assert is_not_stated({"a": TYPE, "b": NOT_STATED})
    assert not is_not_stated({"a": TYPE, "b": None})
