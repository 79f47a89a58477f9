"""Each saved query against its reviewed answer, on two engines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.queries import SavedQuery, query_paths, read_queries, read_query

if TYPE_CHECKING:
    from kg.graph import Graph

ROOT = Path(__file__).parent.parent
ANSWERS = Path(__file__).parent / "queries"
QUERIES = sorted(query_paths(ROOT / "queries"))
NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "integer", "positiveInteger", "double")}
NUMBERS |= {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("nonNegativeInteger", "int", "long")}


def _value(lexical: str, datatype: str, language: str | None) -> object:
    """Return what a literal means: engines write the same number and language tag differently."""
    if datatype in NUMBERS:
        return Decimal(lexical).normalize()
    return (lexical, datatype.rsplit("#", 1)[-1], (language or "").lower())


def _oxigraph(term: NamedNode | BlankNode | Literal | None) -> object:
    if isinstance(term, Literal):
        return _value(term.value, term.datatype.value, term.language)
    return None if term is None else term.value


def _rdflib(term: rdflib.term.Node | None) -> object:
    if isinstance(term, rdflib.Literal):
        plain = rdflib.RDF.langString if term.language else rdflib.XSD.string
        return _value(str(term), str(term.datatype or plain), term.language)
    return None if term is None else str(term)


def _expected(name: str) -> tuple[list[str], list[tuple[object, ...]]]:
    path = ANSWERS / f"{name}.tsv"
    results = parse_query_results(path=path, format=QueryResultsFormat.TSV)
    assert isinstance(results, QuerySolutions)
    return [variable.value for variable in results.variables], [tuple(map(_oxigraph, row)) for row in results]


@pytest.fixture(scope="session")
def dataset(graph: Graph) -> rdflib.Dataset:
    """The whole graph in rdflib: its default graph and its named graphs."""
    found = rdflib.Dataset().parse(data=graph.export(fmt="nquads"), format="nquads")
    found.default_graph.parse(data=graph.export(fmt="ntriples"), format="nt")
    return found


def test_there_are_enough_queries() -> None:
    """Every theme of the ontology has saved queries."""
    themes = {path.parent.name for path in query_paths(ROOT / "queries").values()}
    assert {"parks", "institutions", "policies", "events", "observations", "sectors", "claims", "evidence"} <= themes
    assert len(QUERIES) >= 25


def test_every_answer_has_its_query() -> None:
    """No reviewed answer outlives its query."""
    assert QUERIES == sorted(path.stem for path in ANSWERS.glob("*.tsv"))


@pytest.mark.parametrize("name", QUERIES)
def test_oxigraph_gives_the_reviewed_answer(graph: Graph, name: str) -> None:
    """The query as it stands, run by the embedded store, gives the reviewed rows in order."""
    columns, expected = _expected(name)
    result = graph.store.query(query_paths(ROOT / "queries")[name].read_text(encoding="utf-8"))
    assert isinstance(result, QuerySolutions)
    assert columns == [variable.value for variable in result.variables]
    assert expected == [tuple(map(_oxigraph, row)) for row in result]
    assert expected


@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_gives_the_reviewed_answer(dataset: rdflib.Dataset, name: str) -> None:
    """The same text, run by a second engine, gives the same rows in order."""
    columns, expected = _expected(name)
    result = dataset.query(query_paths(ROOT / "queries")[name].read_text(encoding="utf-8"))
    assert columns == [str(variable) for variable in result.vars or ()]
    assert expected == [tuple(map(_rdflib, row)) for row in result]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_unique(name: str) -> None:
    """No row of an answer stands twice: its grain is real."""
    _, expected = _expected(name)
    assert len(expected) == len(set(expected))


@pytest.mark.parametrize("query", read_queries(ROOT / "queries"), ids=lambda query: query.name)
def test_examples_can_be_given_as_parameters(graph: Graph, query: SavedQuery) -> None:
    """Binding each parameter to its own example gives the answer of the query as it stands."""
    values = {each.name: each.example for each in query.parameters if not each.optional}
    if not values or any(example.startswith('"') for example in values.values()):
        given = graph.store.query(read_query(query_paths(ROOT / "queries")[query.name]).text)
    else:
        given = graph.query(query.name, **values)
    assert isinstance(given, QuerySolutions)
    assert _expected(query.name)[1] == [tuple(map(_oxigraph, row)) for row in given]
