"""SPARQL constraints: one query about all focus nodes finds what pyshacl finds node by node."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal
from reports import by_pyshacl, compiled, store_of, triples

from kg.errors import KgError
from kg.rdf import SH
from kg.shacl.validator import compile_for, validate_shapes

DATA = """
:a a :T ; :p 1 , 2 ; :q :b . :b a :T ; :p 5 ; :q :c . :c a :T ; :r "x"@en . :d a :T . :e :p 9 ; :q :a .
"""
DECLARED = """
:o a <http://www.w3.org/2002/07/owl#Ontology> ; sh:declare [ sh:prefix "x" ; sh:namespace "http://e/"^^xsd:anyURI ] .
"""


def _shape(query: str, more: str = "", message: str = 'sh:message "m"@en') -> str:
    constraint = f'[ {message} ; sh:prefixes :o ; sh:select """{query}""" ]'
    return f"{DECLARED}:S a sh:NodeShape ; sh:targetClass :T ; sh:sparql {constraint} {more} ."


QUERIES = [
    "SELECT $this ?value { $this x:p ?value FILTER(?value > 1) }",
    "SELECT $this { $this x:p ?v . $this x:p ?w FILTER(?v < ?w) }",
    "SELECT $this ?value WHERE { { $this x:p ?value } UNION { $this x:q ?value } }",
    "SELECT $this ?value WHERE { { ?value x:q $this } UNION { FILTER(EXISTS { $this x:r ?r }) BIND(1 AS ?value) } }",
    "SELECT $this ?value { $this x:q ?other OPTIONAL { $this x:p ?value FILTER(?value > 1) } }",
    "SELECT $this { FILTER NOT EXISTS { $this x:p ?v } }",
    "SELECT $this { FILTER NOT EXISTS { { $this x:p ?v } UNION { $this x:q ?v } } }",
    "SELECT $this ?path ?value { $this ?path ?value FILTER(isLITERAL(?value)) }",
    "SELECT DISTINCT $this ?value { $this x:q+ ?value }",
    "SELECT ?this (?v + 1 AS ?value) WHERE { $this x:p ?v }",
    "SELECT $this ?value { $this x:p ?value . # $this { \n FILTER(STR(?value) != '}') }",
    "SELECT $this ?value { $this x:p ?value } ORDER BY ?value",
    "SELECT * { $this x:q ?value }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_all_focus_nodes_at_once(query: str) -> None:
    """One query about all focus nodes has the solutions of a query per node, also where a group does not bind $this."""
    data, shapes = triples(DATA), triples(_shape(query))
    expected, report = by_pyshacl(data, shapes)
    assert expected
    assert report == compiled(data, shapes)[1]
    assert [] == compile_for(store_of(data), shapes).not_compiled


def test_variables_in_messages_are_replaced() -> None:
    """Variables in a message are replaced by the values of the solution, in all languages."""
    message = 'sh:message "{$this} has {?value}, {?other}"@en , "{?this}：{$value}"@zh'
    data = triples(DATA)
    shapes = triples(_shape("SELECT $this ?value { $this x:p ?value FILTER(?value = 5) }", message=message))
    _, report = validate_shapes(store_of(data), shapes)
    told = {each.object for each in report if each.predicate.value == SH + "resultMessage"}
    assert {Literal("http://e/b has 5, {?other}"), Literal("http://e/b：5")} == told
    assert by_pyshacl(data, shapes)[1] == compiled(data, shapes)[1]


def test_path_is_replaced_in_a_query() -> None:
    """$PATH is the path of the property shape; results have that path, and a value only if the solution has one."""
    query = "SELECT $this ?value { $this $PATH ?value . ?value x:p ?n }"
    for path in (":q", "[ sh:inversePath :q ]", "( :q :q )"):
        shapes = triples(_shape(query).replace("sh:NodeShape", f"sh:PropertyShape ; sh:path {path}"))
        assert by_pyshacl(triples(DATA), shapes)[1] == compiled(triples(DATA), shapes)[1]


@pytest.mark.parametrize(
    "outer", ["sh:not [ {} ]", "sh:or ( [ {} ] [ sh:class :U ] )", "sh:property [ sh:path :q ; {} ]"]
)
def test_a_query_within_another_shape(outer: str) -> None:
    """A shape that another one refers to may have a SPARQL constraint."""
    inner = 'sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this { $this x:p ?value FILTER(?value > 1) }" ]'
    shapes = triples(f"{DECLARED}:S a sh:NodeShape ; sh:targetClass :T ; {outer.format(inner)} .")
    assert by_pyshacl(triples(DATA), shapes)[1] == compiled(triples(DATA), shapes)[1]
    assert [] == compile_for(store_of(triples(DATA)), shapes).not_compiled


def test_a_query_within_two_shapes() -> None:
    """The variables of a query are not those of the shapes around it."""
    inner = 'sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this ?value { $this x:p ?value FILTER(?value > 1) }" ]'
    outer = "sh:property [ sh:path :q ; sh:property [ sh:path :q ; {} ] ; sh:node [ sh:property [ sh:path :q ; {} ] ] ]"
    shapes = triples(f"{DECLARED}:S a sh:NodeShape ; sh:targetClass :T ; {outer.format(inner, inner)} .")
    findings, report = compiled(triples(DATA), shapes)
    assert findings
    assert by_pyshacl(triples(DATA), shapes)[1] == report


def test_a_deactivated_query_finds_nothing() -> None:
    """A deactivated constraint is ignored."""
    shapes = triples(_shape(QUERIES[0], message="sh:deactivated true"))
    assert [] == validate_shapes(store_of(triples(DATA)), shapes)[0]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT $this { $this x:p ?v } GROUP BY $this HAVING(COUNT(?v) > 1)", "its query uses COUNT"),
        ("SELECT $this { { SELECT $this (MAX(?v) AS ?m) { $this x:p ?v } GROUP BY $this } }", "contains another query"),
        ("SELECT $this { $this x:p ?v } LIMIT 1", "its query uses LIMIT"),
    ],
)
def test_a_query_about_one_node_runs_in_pyshacl(query: str, reason: str) -> None:
    """A query with another meaning for many nodes runs in pyshacl, and the reason is reported."""
    data, shapes = triples(DATA), triples(_shape(query))
    ((shape, actual),) = compile_for(store_of(data), shapes).not_compiled
    assert ("http://e/S", True) == (shape.node.value, reason in actual)
    assert by_pyshacl(data, shapes)[1] == compiled(data, shapes)[1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { VALUES ?v { 1 } }",
        "SELECT $this { $this x:p ?v MINUS { $this x:q ?w } }",
        "SELECT $this { SERVICE <http://e/> { $this x:p ?v } }",
        "ASK { $this x:p ?v }",
        "SELECT $this { $this x:p ?v",
        "SELECT $this { $this x:p }",
        "SELECT $this { $this nowhere:p ?v }",
        "SELECT $this { $this $PATH ?v }",
    ],
)
def test_a_bad_query_is_an_error(query: str) -> None:
    """A query that the standard forbids, or that is not valid, is an error that names the shape."""
    with pytest.raises(KgError, match=r"^a shape is not well formed: <http://e/S>: \S"):
        validate_shapes(store_of(triples(DATA)), triples(_shape(query)))
