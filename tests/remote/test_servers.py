"""The same graph on independent servers: equal answers, equal verdicts, equal inferences, and back again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import KgError, ParameterError, ViolationError
from kg.graph import Graph
from kg.owl import infer
from kg.project import find_project, read_shapes
from kg.query import canonical_value, query_paths
from kg.rdf import INFERRED, TYPE, ZJ, graph_iri, read_rdf
from kg.remote.digest import digest
from kg.remote.transfer import count_of, pull, push
from kg.runtime import Reporter
from kg.validation import validate_dataset

if TYPE_CHECKING:
    from kg.remote.server import Server
    from tests.remote.conftest import Address

ROOT = Path(__file__).parent.parent.parent
ANSWERS = Path(__file__).parent.parent / "queries"
QUERIES = query_paths(ROOT / "queries")


def test_every_query_gives_the_reviewed_answer(server: Server) -> None:
    """The whole library, sent as it stands, gives the reviewed rows in order."""
    wrong = []
    for name, path in QUERIES.items():
        expected = parse_query_results(path=ANSWERS / f"{name}.tsv", format=QueryResultsFormat.TSV)
        found = server.endpoint.query(path.read_text(encoding="utf-8"))
        assert isinstance(expected, QuerySolutions)
        assert isinstance(found, QuerySolutions)
        if [tuple(map(canonical_value, row)) for row in expected] != [
            tuple(map(canonical_value, row)) for row in found
        ]:
            wrong.append(name)
    assert [] == wrong


def test_examples_of_parameters_give_the_same_rows(server: Server, graph: Graph) -> None:
    """Each query, with each example of each of its parameters, gives the rows of the embedded store."""
    there, wrong = Graph(find_project(ROOT), server=server), []
    for query in graph.queries():
        for name, example in ((each.name, str(text)) for each in query.parameters for text in each.examples):
            try:
                expected = _meanings(graph, query.name, {name: example})
            except ParameterError:  # it wants another parameter beside this one
                continue
            if expected != _meanings(there, query.name, {name: example}):
                wrong.append((query.name, name, example))
    assert [] == wrong


def _meanings(graph: Graph, query: str, values: dict[str, str]) -> list[tuple[object, ...]]:
    return [tuple(map(canonical_value, row.values())) for row in graph.query(query, values)]


def test_an_entity_is_shown_alike(server: Server, graph: Graph) -> None:
    """What the embedded store tells of an entity, with its sources, the server tells too."""
    assert graph.show("张江科学城").entity == Graph(find_project(ROOT), server=server).show("张江科学城").entity


def test_paths_are_found_alike(server: Server, graph: Graph) -> None:
    """Two entities are linked by the same chains of facts."""
    assert (
        graph.path("国务院", "张江科学城").paths
        == Graph(find_project(ROOT), server=server).path("国务院", "张江科学城").paths
    )


def test_an_export_states_the_same(server: Server, graph: Graph) -> None:
    """The graph of a passage leaves both with the same triples; a server may write a number in another form."""
    here, there = (
        each.export(graph="p05s2", format="ntriples") for each in (graph, Graph(find_project(ROOT), server=server))
    )
    found = [digest(quad.triple for quad in parse(each, RdfFormat.N_TRIPLES)) for each in (here, there)]
    assert found[0] == found[1]
    assert found[0].count > 20


def test_construct_gives_triples(server: Server, graph: Graph) -> None:
    """A CONSTRUCT query gives the triples that the embedded store gives."""
    text = "CONSTRUCT { ?park rdfs:label ?name } WHERE { ?park a zj:SubPark ; rdfs:label ?name }"
    found, expected = server.endpoint.query(text), graph.store.query(text)
    assert isinstance(found, QueryTriples)
    assert set(expected) == set(found)


def test_validation_finds_the_same(server: Server, graph: Graph) -> None:
    """Shapes and checks, run where the data lies, find what they find here."""
    shapes = read_shapes(ROOT / "shapes")
    assert validate_dataset(graph.store, shapes).findings == validate_dataset(server.endpoint, shapes).findings


def test_a_fault_is_found_where_it_lies(server: Server) -> None:
    """A seeded violation on the server is found there, and gone with its cause."""
    fault = "<urn:x:park> a zj:SubPark ; rdfs:label 'X'@en"
    server.endpoint.update(f"INSERT DATA {{ {fault} }}")
    report = validate_dataset(server.endpoint, read_shapes(ROOT / "shapes"))
    server.endpoint.update(f"DELETE DATA {{ {fault} }}")
    assert {"urn:x:park"} == {finding.node for finding in report.violations}


def test_inference_finds_the_same(server: Server) -> None:
    """What is inferred on the server, from nothing but what is stated, is what was inferred here."""
    before = digest(quad.triple for quad in server.endpoint.quads(graph=INFERRED))
    server.endpoint.update(
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {INFERRED} {{ ?s ?p ?o }} }} ; DROP SILENT GRAPH {INFERRED}"
    )
    assert count_of(server.endpoint, INFERRED) == 0
    infer(server.endpoint, INFERRED)
    assert before == digest(quad.triple for quad in server.endpoint.quads(graph=INFERRED))
    assert before.count > 1000


def test_a_contradiction_is_told_with_its_triples(server: Server) -> None:
    """An individual in classes that exclude each other, on the server, is named."""
    fault = "<urn:x:both> a zj:Person , zj:Park"
    server.endpoint.update(f"INSERT DATA {{ {fault} }}")
    try:
        with pytest.raises(ViolationError, match="urn:x:both"):
            infer(server.endpoint, graph_iri("test"))
    finally:
        server.endpoint.update(
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {graph_iri('test')} {{ ?s ?p ?o }} }} ; "
            f"DROP SILENT GRAPH {graph_iri('test')} ; DELETE WHERE {{ <urn:x:both> ?p ?o }}"
        )


def test_what_comes_back_is_what_was_sent(server: Server, graph: Graph, tmp_path: Path) -> None:
    """Each graph pulled has the count and digest of the one pushed."""
    found = pull(server.endpoint, server.graphs, tmp_path / "graph.nq")
    assert len(found) == len(graph.store.graphs())
    by_graph: dict[NamedNode, list[Triple]] = {}
    for quad in read_rdf(tmp_path / "graph.nq"):
        by_graph.setdefault(quad.graph_name, []).append(quad.triple)  # type: ignore[arg-type]
    sent = {each: digest(quad.triple for quad in graph.store.quads(graph=each)) for each in graph.store.graphs()}
    assert sent == {each: digest(triples) for each, triples in by_graph.items()}
    assert ["graph.nq"] == [path.name for path in tmp_path.iterdir()]


def test_other_data_is_not_replaced_unasked(server: Server, graph: Graph, tmp_path: Path) -> None:
    """A default graph with data of others is left alone."""
    ontology = graph_iri("ontology")
    server.endpoint.update(f"MOVE {ontology} TO <urn:x:aside>")
    try:
        with pytest.raises(KgError, match="has other data"):
            push(graph.store, server.endpoint, server.graphs, tmp_path / "journal.json")
    finally:
        server.endpoint.update(f"MOVE <urn:x:aside> TO {ontology}")


def test_a_push_goes_on_where_it_stopped(server: Server, graph: Graph, tmp_path: Path) -> None:
    """What was sent before the push was cut off is not sent again."""
    journal, sent = tmp_path / "journal.json", []

    class Interrupting(Reporter):
        def advance(self, done: int, total: int | None = None, item: str = "") -> None:
            del done, total
            sent.append(item)
            if len(sent) == 20:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(graph.store, server.endpoint, server.graphs, journal, reporter=Interrupting())
    assert journal.exists()
    calls = []
    original = server.graphs.put
    object.__setattr__(server.graphs, "put", lambda *args, **more: (calls.append(args[0]), original(*args, **more)))
    try:
        push(graph.store, server.endpoint, server.graphs, journal)
    finally:
        object.__delattr__(server.graphs, "put")
    assert graph_iri("push/0") not in calls
    assert len(set(calls)) > 20
    assert not journal.exists()


def test_a_triple_is_looked_up_by_any_part(server: Server, graph: Graph) -> None:
    """A pattern of subject, property or value matches what it matches here."""
    park = NamedNode(ZJ + "SubPark")
    assert set(graph.store.triples(None, TYPE, park)) == set(server.endpoint.triples(None, TYPE, park))
    triple = next(graph.store.triples(None, TYPE, park))
    assert [triple] == list(server.endpoint.triples(*triple))
    assert [] == list(server.endpoint.triples(triple.subject, None, Literal("no such value")))
    assert set(graph.store.quads(triple.subject)) == set(server.endpoint.quads(triple.subject))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["query", "park_approvals", "--endpoint"], "Zhangjiang"),
        (["show", "张江科学城", "--endpoint"], "张江科学城"),
        (["validate", "--endpoint"], "0 violations"),
        (["path", "国务院", "张江科学城", "--endpoint"], "→"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_commands_ask_the_server(server: Server, address: Address, arguments: list[str], told: str) -> None:
    """Each command tells of the server what it tells of the built graph."""
    command = [sys.executable, "-m", "kg", *arguments, server.endpoint.url, "--lang", "en"]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | ({"KG_AUTH": address.auth} if address.auth else {})
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert 0 == done.returncode, done.stderr
    assert told in done.stdout
