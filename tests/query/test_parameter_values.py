"""Choices: the values of a parameter with which a query has rows."""

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


def test_each_choice_has_its_rows(graph: Graph) -> None:
    """Each choice gives as many rows as it says; each other member of the class gives none."""
    query = find_query(graph.project.queries, "policy_documents")
    found = {choice.term: choice.rows for choice in values_with_rows(graph.store, query, "issuer")}
    assert found[NamedNode("https://w3id.org/zjkg/id/org/state-council")] > 0
    bodies = class_members(graph.store, expand("zj:PublicBody"))
    assert set(found) < set(bodies)
    for body in bodies:
        assert found.get(body, 0) == len(list(graph.store.select(query.bind({"issuer": [body]}))))


def test_most_rows_come_first(graph: Graph) -> None:
    """Choices come by their number of rows that say something, then by IRI."""
    found = values_with_rows(graph.store, find_query(graph.project.queries, "sector_indicators"), "sector")
    assert sorted(found, key=lambda choice: (choice.rows_not_stated - choice.rows, choice.term.value)) == found
    assert any(choice.rows_not_stated for choice in found)
    assert any(choice.rows_not_stated < choice.rows for choice in found)


def test_a_value_cannot_be_listed(graph: Graph) -> None:
    """A parameter that takes a date or number has no choices; the error says what it takes."""
    query = find_query(graph.project.queries, "targets")
    with pytest.raises(ParameterError, match="year takes any xsd:integer, whose values cannot be listed"):
        values_with_rows(graph.store, query, "year")


def test_an_unknown_parameter_is_told(graph: Graph) -> None:
    """A misspelt parameter is told with those that the query has."""
    with pytest.raises(UnknownNameError, match="unknown parameter: yaer"):
        values_with_rows(graph.store, find_query(graph.project.queries, "targets"), "yaer")


def test_a_silent_row_says_so() -> None:
    """A row that tells that the document does not say is told apart."""
    assert is_not_stated({"a": TYPE, "b": NOT_STATED})
    assert not is_not_stated({"a": TYPE, "b": None})
