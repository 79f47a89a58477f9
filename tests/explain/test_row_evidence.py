"""Support: every triple that a row's pattern matched is found, and each is stated where it is said to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError
from kg.explain.row_evidence import supported
from kg.query import query_paths
from kg.rdf import ID, PREFIXES, is_passage
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from kg.explain.row_evidence import Support
    from kg.graph import Graph
    from kg.rdf import Object

SAVED = query_paths(Path(__file__).parents[2] / "queries")


def _triples(node: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the triple patterns of rdflib's algebra, outside of what must be absent, conditions and sub-selects."""
    if getattr(node, "name", "") == "BGP":
        yield from node.triples
    if not hasattr(node, "name") or node.name == "ToMultiSet":
        return
    for name, value in node.items():
        if name != "expr" and (node.name, name) != ("Minus", "p2"):
            yield from _triples(value)


def _bound(pattern: tuple[Any, Any, Any], row: Mapping[str, Object | None]) -> tuple[Any, ...] | None:
    """Return a pattern with the values of a row, or None if a part is no column or has no value."""
    found = []
    for term in pattern:
        if isinstance(term, rdflib.Variable):
            found.append(row.get(str(term)))
        elif isinstance(term, rdflib.URIRef):
            found.append(NamedNode(str(term)))
        elif isinstance(term, rdflib.Literal) and term.datatype is None and term.language is None:
            found.append(Literal(str(term)))
        else:
            return None
    return None if None in found else tuple(found)


@pytest.mark.parametrize("name", sorted(SAVED))
def test_every_asserted_support_is_found(graph: Graph, name: str) -> None:
    """What another reader finds bound by a row, and a passage states, is among the row's supports with that passage."""
    text = SAVED[name].read_text(encoding="utf-8")
    patterns = list(_triples(prepareQuery(text, initNs=PREFIXES).algebra))
    columns, rows = supported(graph.store, text)
    assert [dict(row) for row in graph.store.select(text)] == [dict(row.values) for row in rows]
    assert columns == list(rows[0].values)
    for row in rows:
        found = {support.triple: {source.name for source in support.sources} for support in row.supports}
        for bound in filter(None, (_bound(pattern, row.values) for pattern in patterns)):
            for quad in graph.store.quads(*bound):
                if isinstance(quad.graph_name, NamedNode) and is_passage(quad.graph_name):
                    # a pattern under GRAPH asks for one source, which another pattern of the row may not
                    assert quad.triple in found
        assert row.supports


@pytest.mark.parametrize("name", sorted(SAVED))
def test_each_support_is_stated_where_it_is_said_to_be(graph: Graph, name: str) -> None:
    """A support stands in each graph that is named, an inferred one follows from triples that do."""
    _, rows = supported(graph.store, SAVED[name].read_text(encoding="utf-8"))

    def check(support: Support) -> None:
        for source in support.sources:
            where = NamedNode(f"{ID}{'passage' if source.is_passage else 'graph'}/{source.name}")
            assert next(graph.store.quads(*support.triple, where), None) is not None
        assert all(source.is_asserted for source in support.sources) or (support.rule and support.premises)
        for premise in support.premises:
            assert not premise.rule
            assert all(source.is_asserted for source in premise.sources)
            check(premise)

    for support in {support for row in rows for support in row.supports}:
        check(support)


def _supports(graph: Graph, text: str) -> list[tuple[dict[str, str], set[str]]]:
    """Return rows as texts, each with its supports as the last parts of their terms."""
    _, rows = supported(graph.store, text)
    return [
        (
            {name: getattr(value, "value", "") for name, value in row.values.items()},
            {" ".join(map(_last, support.triple)) for support in row.supports},
        )
        for row in rows
    ]


def _last(term: object) -> str:
    return _text(term).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def test_grouped_rows_rest_on_their_group(graph: Graph) -> None:
    """A row of a grouped query rests on the solutions of its own group alone, also within a sub-select."""
    inner = "SELECT ?issuer (COUNT(?d) AS ?n) { ?d zj:issuedBy ?issuer } GROUP BY ?issuer"
    for text in (f"{inner} ORDER BY ?issuer", f"SELECT ?issuer ?n {{ {{ {inner} }} }} ORDER BY ?issuer"):
        for values, supports in _supports(graph, text):
            assert int(values["n"]) == len(supports)
            assert all(each.endswith(values["issuer"].rsplit("/", 1)[-1]) for each in supports)


def test_a_cut_answer_has_the_supports_of_its_rows(graph: Graph) -> None:
    """Rows that LIMIT leaves out lend nothing to those that it leaves."""
    ((values, supports),) = _supports(graph, "SELECT ?d ?i { ?d zj:issuedBy ?i } ORDER BY ?d ?i LIMIT 1")
    assert {f"{values['d'].rsplit('/', 1)[-1]} issuedBy {values['i'].rsplit('/', 1)[-1]}"} == supports


def test_an_optional_part_supports_where_it_matched(graph: Graph) -> None:
    """An optional part that did not match supports nothing; what must be absent never does."""
    text = "SELECT ?e ?d { ?e a zj:Event OPTIONAL { ?e zj:earliestDate ?d } MINUS { ?e a zj:SpeechEvent } } ORDER BY ?e"
    found = _supports(graph, text)
    assert {True, False} == {bool(values["d"]) for values, _ in found}
    for values, supports in found:
        assert (2 if values["d"] else 1) == len(supports)


def test_a_path_supports_with_its_steps(graph: Graph) -> None:
    """A path supports a row with each triple on its way."""
    found = _supports(graph, "SELECT ?s { person:xi-jinping ^zj:speaker/zj:statementText ?s } ORDER BY ?s")
    assert found
    for _, supports in found:
        assert {"speaker", "statementText"} == {each.split()[1] for each in supports}


def test_a_graph_asked_for_is_the_only_source(graph: Graph) -> None:
    """A pattern under GRAPH is supported by that graph alone, though others state the same."""
    _, rows = supported(graph.store, "SELECT ?g ?t { GRAPH ?g { place:shanghai a ?t } } ORDER BY ?g ?t")
    assert len({row.values["g"] for row in rows}) > 1
    for row in rows:
        (support,) = row.supports
        names = {source.name for source in support.stated}
        assert support.rule or {_text(row.values["g"]).rsplit("/", 1)[-1]} == names


def test_passages_come_by_how_much_they_state(graph: Graph) -> None:
    """The passage that states most of what a row rests on comes first, with the words as written."""
    _, rows = supported(graph.store, SAVED["shares_and_their_wholes"].read_text(encoding="utf-8"))
    for row in rows:
        first, words = next(iter(row.passages.items()))
        assert _text(row.values["words"]) in words
        assert first.startswith("p")


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "DESCRIBE zj:Park"])
def test_only_rows_have_evidence(text: str) -> None:
    """Another form of query has no rows to support."""
    with pytest.raises(QueryError, match="only the rows of a SELECT query have evidence"):
        supported(TripleStore.in_memory([]), text)


def test_no_rows_no_supports(graph: Graph) -> None:
    """An empty answer is one."""
    assert (["s"], []) == supported(graph.store, "SELECT ?s { ?s a zj:NoSuchClass }")
