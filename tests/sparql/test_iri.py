"""IRIs: references resolved as RFC 3986 shows it, and as the engine does it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st
from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.sparql.iri import resolve
from kg.sparql.parser import read_select
from kg.store import TripleStore

TABLES = yaml.safe_load((Path(__file__).parent / "iris.yaml").read_text(encoding="utf-8"))
BASE = "http://a/b/c/d;p?q"
CASES = [(BASE, *pair) for name in ("normal", "abnormal") for pair in TABLES[name].items()] + TABLES["bases"]


@pytest.mark.parametrize(("base", "reference", "expected"), CASES)
def test_a_reference_is_resolved(base: str, reference: str, expected: str) -> None:
    """The examples of the RFC, normal and abnormal, and bases of other schemes."""
    assert expected == resolve(reference, base)


@given(st.text(st.sampled_from(list("ab./?#")), max_size=12))
def test_the_engine_resolves_alike(reference: str) -> None:
    """An IRI of a pattern is the one that the engine looks for."""
    text = f"BASE <{BASE}> SELECT ?x {{ BIND(<{reference}> AS ?x) }}"
    try:
        rows = list(TripleStore.in_memory([]).select(text))
    except QueryError:  # not a valid reference
        return
    assert [{"x": NamedNode(resolve(reference, BASE))}] == rows


def test_a_base_is_relative_to_the_base_before_it() -> None:
    """BASE and PREFIX are resolved against the last BASE."""
    text = "BASE <http://a/b/c> BASE <../d/> PREFIX x: <e#> BASE </> SELECT * { <f> x:g ?h }"
    (pattern,) = read_select(text).patterns
    assert ("http://a/f", "http://a/d/e#g") == (pattern.subject.value, pattern.predicate.value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * {\n  ?s <x/y> ?o }", "line 2, column 6"),
        ("BASE <x/y> SELECT * { ?s ?p ?o }", "line 1, column 6"),
        ("PREFIX a:\n<x/y> SELECT * { ?s a:b ?o }", "line 2, column 1"),
    ],
)
def test_a_relative_iri_needs_a_base(text: str, place: str) -> None:
    """The error names the IRI, its place and the remedy, from the reader and from the store."""
    for read in (read_select, TripleStore.in_memory([]).query):
        with pytest.raises(QueryError) as caught:
            read(text)
        assert f"the IRI <x/y> is relative and the query declares no BASE, {place}" == caught.value.message
        assert "BASE" in caught.value.hint
