"""The reader of SELECT queries, held against rdflib's on the saved queries and on odd ones."""

from __future__ import annotations

import contextlib
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
import yaml
from hypothesis import given, strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError
from kg.query import query_paths
from kg.rdf import PREFIXES
from kg.sparql.parser import read_select
from kg.sparql.paths import Path
from kg.store import TripleStore

if TYPE_CHECKING:
    from kg.sparql.select import Pattern, Select

HERE = File(__file__).parent
SAVED = query_paths(HERE.parent.parent / "queries")
ODD = {each["name"]: each["text"] for each in yaml.safe_load((HERE / "queries.yaml").read_text(encoding="utf-8"))}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in SAVED.items()} | ODD
SIGNS: dict[type, str] = {SequencePath: "/", AlternativePath: "|", NegatedPath: "!"}
# in what must be absent there is nothing that a row rests on
ABSENT = {"Minus": "p2"}


def _ours(term: object) -> object:
    if isinstance(term, Variable):
        return "?" if term.value.startswith("__") else f"?{term.value}"
    if isinstance(term, Path):
        return (term.sign, *map(_ours, term.parts))
    if isinstance(term, Literal):
        return (term.value, term.datatype.value.rsplit("#")[-1], (term.language or "").lower())
    return str(term.value) if isinstance(term, NamedNode) else term


def _theirs(term: Any) -> object:
    if isinstance(term, (rdflib.BNode, rdflib.Variable)):
        return "?" if isinstance(term, rdflib.BNode) else f"?{term}"
    if isinstance(term, MulPath):
        return (term.mod, _theirs(term.path))
    if isinstance(term, InvPath):
        return ("^", _theirs(term.arg))
    if type(term) in SIGNS:
        return (SIGNS[type(term)], *map(_theirs, term.args))
    if isinstance(term, rdflib.Literal):
        kind = "langString" if term.language else str(term.datatype or "string").rsplit("#")[-1]
        return (str(term), kind, (term.language or "").lower())
    return str(term)


def _collected(node: Any, found: list[tuple[object, ...]], graph: object = None) -> None:
    """Gather the triples of rdflib's algebra, outside of what must be absent and of conditions."""
    if not hasattr(node, "name"):
        return
    if node.name == "BGP":
        found += [(*map(_theirs, triple), graph) for triple in node.triples]
    if node.name == "Filter" and getattr(node.expr, "name", "") == "Builtin_EXISTS":
        _collected(node.expr.graph, found, graph)
    inner = _theirs(node.term) if node.name == "Graph" else graph
    for name, value in node.items():
        if ABSENT.get(node.name) != name and name != "expr":
            _collected(value, found, inner)


def _patterns(select: Select) -> list[Pattern]:
    return [*select.patterns, *(pattern for inner in select.selects for pattern in _patterns(inner))]


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_patterns_as_rdflib(name: str) -> None:
    """Two readers find the same triple and path patterns, in the same graphs, outside of what must be absent."""
    expected: list[tuple[object, ...]] = []
    rdflib.NORMALIZE_LITERALS = False
    try:
        _collected(prepareQuery(TEXTS[name], initNs=PREFIXES).algebra, expected)
    finally:
        rdflib.NORMALIZE_LITERALS = True
    found = [
        tuple(map(_ours, (p.subject, p.predicate, p.object, p.graph))) for p in _patterns(read_select(TEXTS[name]))
    ]
    assert sorted(map(str, expected)) == sorted(map(str, found))


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_asked_for_solutions_is_valid(name: str) -> None:
    """The query for the solutions of the pattern is one that the engine runs."""
    TripleStore.in_memory([]).query(read_select(TEXTS[name]).solutions())


@pytest.mark.parametrize(
    ("text", "columns", "keys"),
    [
        ("SELECT * { ?s ?p ?o }", None, ()),
        ("SELECT ?s ?o { ?s ?p ?o }", ("s", "o"), ("s", "o")),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", ("s", "n"), ("s",)),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ("n",), ()),
        ("SELECT (STR(?s) AS ?t) { ?s ?p ?o }", ("t",), ("t",)),
    ],
)
def test_columns_and_keys(text: str, columns: tuple[str, ...] | None, keys: tuple[str, ...]) -> None:
    """A row is known by its columns, less those that aggregates make."""
    select = read_select(text)
    assert (columns, keys) == (select.columns, select.keys)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT has no rows to explain"),
        ("ASK { ?s ?p ?o }", "ASK has no rows"),
        ("DESCRIBE zj:x", "DESCRIBE has no rows"),
        ("SELECT * { ?s zj:p }", "a term was expected"),
        ("SELECT * { ?s ?p ?o", "'}' was expected"),
        ("SELECT * { ?s xx:p ?o }", "prefix xx: is not declared"),
        ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", "SERVICE is not known here"),
        ("SELECT * { ?s ?p 'a }", "is not a token"),
        ("SELECT * { ?s ?p ?o FILTER", "a condition was expected"),
        ("SELECT * { GRAPH 1 { ?s ?p ?o } }", "a graph is not a literal"),
        ("", "SELECT was expected"),
        ("SELECT", "columns were expected"),
        ("SELECT *", "'{' was expected"),
    ],
)
def test_what_cannot_be_explained_is_told(text: str, said: str) -> None:
    """Another form of query, or what is not valid, is an error that says where and what."""
    with pytest.raises(QueryError) as caught:
        read_select(text)
    assert said in caught.value.message


@given(st.text(st.sampled_from(list("SELECT*{}()[]?$<>:;,.'\"\\ \n#@^|/!+-a1_&=")), max_size=60))
def test_any_text_ends(text: str) -> None:
    """Whatever stands after SELECT, the reader comes to an end: with the parts of a query, or an error of ours."""
    with contextlib.suppress(QueryError):
        read_select(f"SELECT * {{ {text}")


def test_blank_nodes_are_variables() -> None:
    """A blank node is a variable in what is asked for the solutions, one for each label."""
    text = read_select("SELECT ?x { _:a zj:p ?x . _:a zj:q [] }").solutions()
    assert 2 == text.count("?__a ")
    assert BlankNode("a").value not in text.split()
