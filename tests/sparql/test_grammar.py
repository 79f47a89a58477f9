"""The grammar of SPARQL 1.1: what is read, what is refused and why, in all forms of query."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Variable

from kg.errors import QueryError
from kg.sparql.parser import read_query, read_select

CASES = yaml.safe_load((Path(__file__).parent / "grammar.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["name"])
def test_a_query_is_read(case: dict[str, object]) -> None:
    """The patterns of a query are those that are written out in plain form beside it."""
    plain = [f"SELECT * {{ {pattern} }}" for pattern in case["patterns"]]  # type: ignore[attr-defined]
    expected = [str(pattern) for text in plain for pattern in read_select(text).patterns]
    assert expected == [str(pattern) for pattern in read_select(str(case["text"])).patterns]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_a_text_is_refused(case: dict[str, str]) -> None:
    """The error says what is wrong, and where."""
    with pytest.raises(QueryError) as caught:
        read_query(case["text"])
    assert case["says"] in f"{caught.value.message}, "
    assert "line 1, column " in caught.value.message


@pytest.mark.parametrize(
    ("text", "form", "patterns"),
    [
        ("ASK { ?s zj:p ?o FILTER NOT EXISTS { ?o zj:q ?r } }", "ASK", 2),
        ("CONSTRUCT { ?s zj:p [ zj:q _:a ] } WHERE { ?s zj:p _:a } ORDER BY ?s LIMIT 1", "CONSTRUCT", 1),
        ("CONSTRUCT FROM <http://e/> WHERE { ?s zj:p ?o ; zj:q 1 . }", "CONSTRUCT", 2),
        ("CONSTRUCT { } { }", "CONSTRUCT", 0),
        ("DESCRIBE ?s <http://e/> zj:x { ?s zj:p ?o } VALUES ?o { 1 UNDEF }", "DESCRIBE", 1),
        ("DESCRIBE * FROM NAMED <http://e/> WHERE { ?s zj:p ?o }", "DESCRIBE", 1),
        ("SELECT (EXISTS { ?s zj:p ?x } AS ?y) { ?s zj:q ?o BIND(!EXISTS { ?o zj:r ?s } AS ?z) }", "SELECT", 3),
    ],
)
def test_all_forms_are_read(text: str, form: str, patterns: int) -> None:
    """A query of any form has its form and all its patterns, but those of a template."""
    query = read_query(text)
    assert (form, patterns) == (query.form, len(query.patterns))
    assert (query.select is not None) == (form == "SELECT")


def test_blank_nodes_have_names_of_their_own() -> None:
    """Labels that differ only in signs, and variables that look like our names, stay apart."""
    (first, second, third, fourth) = read_select(
        "SELECT * { _:a.b zj:p ?x . _:a-b zj:p ?x . _:1 zj:p ?x . [] zj:p ?__1 }"
    ).patterns
    names = {pattern.subject for pattern in (first, second, third, fourth)} | {Variable("x"), Variable("__1")}
    assert len(names) == 6


def test_a_sub_select_within_a_graph_matches_in_that_graph() -> None:
    """Its patterns, and the query for its solutions, are about the graph."""
    (element,) = read_select("SELECT * { GRAPH ?g { SELECT ?s { ?s zj:p ?o } LIMIT 1 } }").elements
    (select,) = element.selects
    assert [Variable("g")] == [pattern.graph for pattern in select.patterns]
    assert "GRAPH ?g {" in select.solutions()


def test_too_many_brackets_are_an_error() -> None:
    """A text that nests beyond what can be read is an error of ours."""
    with pytest.raises(QueryError, match="nests too many brackets"):
        read_query("SELECT * { FILTER(" + "(" * 9000 + "1")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (MAX(?o) AS ?m) { ?s zj:p ?o, -1 FILTER(!(-?o + - 2 < 3) && ?o NOT IN (1, +2)) }",
        "SELECT * { ?s zj:p ?o } ORDER BY DESC(?o) LIMIT 1 OFFSET 2 VALUES (?a ?b) { (1 UNDEF) }",
        "SELECT ?t { ?s ?p ?o } GROUP BY (STR(?s) AS ?t) HAVING(COUNT(*) > 1) (AVG(?o) = 2)",
        "BASE <http://e/> PREFIX e: <#> CONSTRUCT { ?s a (1 [ e:p 'a'@en ]) } { GRAPH ?g { ?s ^e:p/!(a|^e:q)* ?o } }",
        "DESCRIBE ?s { { SELECT * { ?s ?p ?o MINUS { ?s <http://e/> '1'^^xsd:integer } } } UNION { BIND(1 AS ?s) } }",
    ],
)
def test_a_part_of_a_query_is_an_error_of_ours(text: str) -> None:
    """A query that ends anywhere is read, or refused by a QueryError: no other exception escapes."""
    read_query(text)
    for end in range(len(text)):
        with contextlib.suppress(QueryError):
            read_query(text[:end])
