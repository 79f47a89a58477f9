"""Each saved query against its reviewed answer, on two engines."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.query import CHECKS, Contract, RdflibEngine, SavedQuery, canonical_value, query_paths, read_queries, read_query

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import Quad

    from kg.graph import Graph

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "queries"
QUERIES = sorted(query_paths(ROOT / "queries"))


def _expected(name: str) -> tuple[list[str], list[tuple[object, ...]]]:
    path = ANSWERS / f"{name}.tsv"
    results = parse_query_results(path=path, format=QueryResultsFormat.TSV)
    assert isinstance(results, QuerySolutions)
    return [variable.value for variable in results.variables], [tuple(map(canonical_value, row)) for row in results]


class Remembering(RdflibEngine):
    """The second engine, which runs the same query once in all workers: some take seconds."""

    def __init__(self, quads: Collection[Quad], answers: Path) -> None:
        super().__init__(quads)
        self._answers = answers

    def select(self, text: str) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a query, or return its former answer."""
        path = self._answers / hashlib.sha256(text.encode()).hexdigest()
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                path.write_bytes(pickle.dumps(super().select(text)))
            return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301  -- our own file


@pytest.fixture(scope="session")
def contract(graph: Graph, of_run: Path) -> Contract:
    """The contract on the real graph, with its second engine loaded once."""
    found = Contract(graph.store, set(QUERIES))
    answers = of_run / "rdflib"
    answers.mkdir(exist_ok=True)
    found.second = Remembering(list(graph.store.quads()), answers)
    return found


@pytest.mark.parametrize("name", QUERIES)
def test_each_query_keeps_its_contract(contract: Contract, name: str) -> None:
    """Columns, key, examples, values without rows, order, relatives, and the same answer on two engines."""
    outcomes = contract.check(read_query(query_paths(ROOT / "queries")[name]))
    assert list(CHECKS) == [outcome.name for outcome in outcomes]
    assert [] == [failure for outcome in outcomes for _, failure in outcome.failures]


def test_there_are_enough_queries() -> None:
    """Every theme of the ontology has saved queries."""
    themes = {path.parent.name for path in query_paths(ROOT / "queries").values()}
    assert {"parks", "institutions", "policies", "events", "observations", "sectors", "claims", "evidence"} <= themes
    assert len(QUERIES) >= 80


def test_every_answer_has_its_query() -> None:
    """No reviewed answer outlives its query."""
    assert QUERIES == sorted(path.stem for path in ANSWERS.glob("*.tsv"))


@pytest.mark.parametrize("name", QUERIES)
def test_oxigraph_gives_the_reviewed_answer(graph: Graph, name: str) -> None:
    """The query with its example values, run by the embedded store, gives the reviewed rows in order."""
    columns, expected = _expected(name)
    result = graph.store.query(query_paths(ROOT / "queries")[name].read_text(encoding="utf-8"))
    assert isinstance(result, QuerySolutions)
    assert columns == [variable.value for variable in result.variables]
    assert expected == [tuple(map(canonical_value, row)) for row in result]
    assert expected


@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_gives_the_reviewed_answer(contract: Contract, name: str) -> None:
    """The same text, run by a second engine, gives the same rows in order."""
    assert _expected(name) == contract.second.select(query_paths(ROOT / "queries")[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_unique(name: str) -> None:
    """No row occurs twice in a result."""
    _, expected = _expected(name)
    assert len(expected) == len(set(expected))


@pytest.mark.parametrize("query", read_queries(ROOT / "queries"), ids=lambda query: query.name)
def test_examples_can_be_given_as_parameters(graph: Graph, query: SavedQuery) -> None:
    """Binding each parameter to its example gives the rows of the unchanged query."""
    values = {each.name: each.example for each in query.parameters if not each.optional}
    if not values or any(example.startswith('"') for example in values.values()):
        given = graph.query(read_query(query_paths(ROOT / "queries")[query.name]).text)
    else:
        given = graph.query(query.name, values)
    assert _expected(query.name)[1] == [tuple(map(canonical_value, row.values())) for row in given]
