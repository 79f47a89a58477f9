"""The façade as a program uses it: typed, from threads and from asyncio, with answers that can be read again."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

import kg
from kg import views
from kg.errors import KgError, ParameterError, UnknownNameError

if TYPE_CHECKING:
    from kg.graph import Graph

HERE = Path(__file__).parent
PLACES = "SELECT ?place { ?place a zj:Place } ORDER BY ?place"


def test_a_program_with_every_method_is_typed() -> None:
    """A user's program passes mypy --strict."""
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "build/mypy", str(HERE / "every_method.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    assert 0 == done.returncode, done.stdout


def test_a_program_with_every_method_runs(mini: Path, annotated: Path, tmp_path: Path) -> None:
    """Each method does what the type checker expects of it."""
    done = subprocess.run(
        [sys.executable, str(HERE / "every_method.py"), str(mini), str(annotated), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parents[1],
        env={"PYTHONPATH": str(HERE.parents[1])},
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_an_answer_can_be_read_again(graph: Graph) -> None:
    """An answer is a sequence: it gives the same rows each time, written or read."""
    answer = graph.query(PLACES)
    first = answer.render("csv")
    assert list(answer) == list(answer)
    assert len(answer) == len(first.splitlines()) - 1
    assert first == answer.render("csv")
    assert {"place"} == {*answer.columns}
    assert answer.to_dicts()[0]["place"].startswith("https://")
    assert "<table>" in answer._repr_html_()


def test_an_answer_describes_its_columns(graph: Graph) -> None:
    """A saved query's answer has a description for each column, in the language asked for."""
    answer = graph.query("policy_documents", issuer="国务院", lang="zh")
    assert set(answer.columns) == set(answer.descriptions)
    assert graph.query("policy_documents", {"issuer": "国务院"}).rows == answer.rows


def test_evidence_is_aligned_with_the_rows(graph: Graph) -> None:
    """Each row has its evidence, also where only some rows are kept."""
    answer = graph.query("policy_documents", issuer="国务院", with_evidence=True, limit=2)
    assert answer.evidence is not None
    assert len(answer) == len(answer.evidence) == 2
    assert answer.cited


def test_triples_and_yes_or_no_are_answers(graph: Graph) -> None:
    """CONSTRUCT gives rows of three columns, ASK one value."""
    triples = graph.query("CONSTRUCT WHERE { ?s a zj:ScienceCity }")
    assert ("subject", "predicate", "object") == triples.columns
    assert "park:zhangjiang-science-city" in triples.render("turtle")
    assert not graph.query("ASK { ?s a zj:Nothing }")
    assert [{"answer": Literal(True)}] == list(graph.query("ASK { ?s a zj:ScienceCity }"))  # noqa: FBT003


@pytest.mark.parametrize("text", [PLACES, "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s a zj:Place }"])
def test_a_time_limit_gives_the_same_answer(graph: Graph, text: str) -> None:
    """A query that ends in time gives in a child process what it gives here."""
    assert graph.query(text).render("json" if text[0] != "C" else "ntriples") == graph.query(text, timeout=60).render(
        "json" if text[0] != "C" else "ntriples"
    )


def test_a_time_limit_ends_a_query(graph: Graph) -> None:
    """A query that takes too long is an error with the exit code of a timeout."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(KgError, match="stopped after 1 s") as caught:
        graph.query(endless, timeout=1)
    assert 124 == caught.value.exit_code


def test_errors_of_the_child_are_raised(graph: Graph) -> None:
    """A syntax error is the same with a time limit."""
    with pytest.raises(KgError, match="not valid SPARQL"):
        graph.query("SELECT ?x { ?x", timeout=60)


def test_a_graph_is_used_from_threads(graph: Graph) -> None:
    """Several threads may query one graph."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: graph.query(PLACES).to_dicts(), range(16)))
    assert all(answer == answers[0] for answer in answers)


def test_a_graph_is_used_from_asyncio(graph: Graph) -> None:
    """A coroutine calls the façade in a thread."""

    async def ask_twice() -> list[int]:
        calls = (asyncio.to_thread(lambda: len(graph.query(PLACES))) for _ in range(2))
        return list(await asyncio.gather(*calls))

    first, second = asyncio.run(ask_twice())
    assert first == second > 0


def test_an_answer_is_read_in_another_thread(graph: Graph) -> None:
    """An answer of a worker thread is read in the main thread, and the other way round, also triples."""
    construct = "CONSTRUCT { ?place a zj:Place } WHERE { ?place a zj:Place }"
    with ThreadPoolExecutor(1) as pool:
        for text in (PLACES, construct):
            rows, unread = [*graph.query(text)], graph.query(text)
            assert rows == [*pool.submit(graph.query, text).result()] == pool.submit(list, unread).result()
            assert rows == [*unread]


def test_a_limit_does_not_change_the_number_of_rows(graph: Graph) -> None:
    """A limited answer that was read tells how many rows there are when it is written, as an unread one does."""
    read, unread = graph.query(PLACES, limit=2), graph.query(PLACES, limit=2)
    assert 2 == len(read) == len(read.rows)
    count = read.write(io.BytesIO(), "csv")
    assert count == unread.write(io.BytesIO(), "csv")
    assert count is not None
    assert count.total is not None
    assert 2 == count.written < count.total


def test_a_closed_graph_is_an_error(mini: Path) -> None:
    """After close each method raises an error that says how to open the graph again; rows that were read stay."""
    with kg.open(mini) as graph:
        answer, unread = graph.query(PLACES), graph.query(PLACES)
        rows = list(answer)
        unread.write(mini / "places.csv")
    assert rows == list(answer)
    uses = (graph.info, graph.queries, graph.validate, graph.export, graph.__enter__, lambda: graph.texts)
    for call in (*uses, lambda: graph.query(PLACES), lambda: list(unread), lambda: graph.show("上海")):
        with pytest.raises(KgError, match="is closed") as caught:
            call()
        assert "kg.open()" in caught.value.hint


@pytest.mark.parametrize("url", [None, ""])
def test_a_server_needs_an_address(url: str | None) -> None:
    """Without an address there is no server to open."""
    with pytest.raises(ParameterError, match="no address of a server is given"):
        kg.connect(url)


def test_a_file_is_no_project(mini: Path) -> None:
    """kg.open of a file names the file and how a file is used."""
    with pytest.raises(KgError, match=r"document\.ttl is a file") as caught:
        kg.open(mini / "data" / "document.ttl")
    assert "validate" in caught.value.hint


def test_a_folder_that_is_no_project_is_an_error(tmp_path: Path) -> None:
    """kg.open of another folder names what it lacks."""
    with pytest.raises(KgError, match="ontology/"):
        kg.open(str(tmp_path))


@pytest.mark.parametrize("value", [object(), {"a": 1}, b"bytes", [None]])
def test_a_value_of_another_type_is_an_error(graph: Graph, value: object) -> None:
    """A parameter's value of a type that has no RDF term names the parameter and the types that do."""
    with pytest.raises(ParameterError, match="issuer"):
        graph.query("policy_documents", issuer=value)  # type: ignore[arg-type]


def test_terms_are_values(graph: Graph) -> None:
    """A parameter takes terms of pyoxigraph and of rdflib, and lists."""
    iri = "https://w3id.org/zjkg/id/org/state-council"
    expected = graph.query("policy_documents", issuer="国务院").rows
    for value in (NamedNode(iri), rdflib.URIRef(iri), ["国务院"], [NamedNode(iri)]):
        assert expected == graph.query("policy_documents", issuer=value).rows


def test_an_argument_of_another_type_is_a_mistake_in_the_program(graph: Graph) -> None:
    """An argument that the annotation does not allow is Python's own error, and not one that a user can correct."""
    calls = (kg.open, kg.connect, graph.show, graph.ask, graph.validate, graph.audit, graph.export)
    for call in calls:
        with pytest.raises((TypeError, AttributeError)):
            call(5)  # type: ignore[operator]


def test_none_is_a_parameter_that_is_not_given(graph: Graph) -> None:
    """An optional parameter may be None; a required one is then missing, as if it were omitted."""
    expected = graph.query("policy_documents", issuer="国务院")
    answer = graph.query("policy_documents", issuer="国务院", until=None)
    assert (expected.rows, expected.about) == (answer.rows, answer.about)
    assert graph.query("policy_documents").rows == graph.query("policy_documents", {"issuer": None}).rows
    with pytest.raises(ParameterError, match="park_leaders needs park"):
        graph.query("park_leaders", park=None)


def test_a_time_of_a_day_is_a_value(graph: Graph, tmp_path: Path) -> None:
    """A datetime is the day of a date parameter, and an xsd:dateTime of a dateTime parameter, also in ASK."""
    noon = dt.datetime(2015, 5, 25, 12, tzinfo=dt.UTC)
    by_day = graph.query("policy_documents", until=noon.date())
    assert by_day.rows == graph.query("policy_documents", until=noon).rows
    query = tmp_path / "is_later.rq"
    query.write_text(
        "#+ summary: {zh: 较晚吗, en: Is it later}\n#+ grain: one row\n#+ tags: [t]\n#+ params:\n"
        "#+   time: {datatype: xsd:dateTime, label: {zh: 时间, en: time}}\n"
        'ASK { VALUES ?time { "2014-01-01T00:00:00Z"^^xsd:dateTime }'
        ' FILTER(?time > "2015-01-01T00:00:00Z"^^xsd:dateTime) }',
        encoding="utf-8",
    )
    assert graph.query(query, time=noon)
    assert not graph.query(query, time=noon.replace(year=2014))


def test_unknown_names_are_errors(graph: Graph) -> None:
    """Each method that takes a name raises the same error for an unknown one."""
    for call in (
        lambda: graph.query("no_such_query"),
        lambda: graph.choices("no_such_query", "park"),
        lambda: graph.show("nobody at all"),
        lambda: graph.why("nobody at all", "a", "zj:Place"),
        lambda: graph.path("nobody at all", "上海"),
        lambda: graph.sentence("p99s9"),
    ):
        with pytest.raises(UnknownNameError):
            call()


@pytest.mark.parametrize(
    ("suffix", "fmt"), [(".nq", "nquads"), (".TRIG", "trig"), (".owl", "rdfxml"), (".jsonld", "jsonld")]
)
def test_the_suffix_of_a_file_decides_its_format(graph: Graph, tmp_path: Path, suffix: str, fmt: str) -> None:
    """A file of RDF is written in the format of its suffix, by `export` and by `infer`; a named format counts more."""
    path, ontology = tmp_path / f"x{suffix}", tmp_path / "o.ttl"
    graph.export(path, graph="asserted")
    assert path.read_bytes() == graph.export(format=fmt, graph="asserted") != graph.export(graph="asserted")
    graph.export(path, graph="asserted", format="turtle")
    assert path.read_bytes() == graph.export(graph="asserted")
    ontology.write_text("@prefix : <http://e/> . :p a <http://www.w3.org/2002/07/owl#SymmetricProperty> . :a :p :b .")
    triples = kg.infer(ontology)
    triples.write(path)
    assert path.read_bytes().decode() == triples.render(fmt)


@pytest.mark.parametrize("name", ["x.foo", "x", "x.csv"])
def test_a_suffix_that_no_rdf_format_has_is_refused(graph: Graph, tmp_path: Path, name: str) -> None:
    """Nothing is written to a file whose suffix is not known, unless a format is named."""
    with pytest.raises(KgError, match="no RDF format has") as caught:
        graph.export(tmp_path / name)
    assert ".nq" in caught.value.hint
    with pytest.raises(KgError, match="no RDF format has"):
        views.TriplesView([]).write(tmp_path / name)
    assert [] == list(tmp_path.iterdir())
    graph.export(tmp_path / name, format="nquads")
    assert (tmp_path / name).exists()


def test_triples_are_limited_as_rows_are(graph: Graph) -> None:
    """`limit` keeps as many triples of a CONSTRUCT query, read or written."""
    text = "CONSTRUCT { ?place a zj:Place } WHERE { ?place a zj:Place }"
    assert 2 == len(graph.query(text, limit=2)) == len(graph.query(text, limit=2).render("ntriples").splitlines())


@pytest.mark.parametrize(("option", "value"), [("limit", -1), ("timeout", 0), ("timeout", -1), ("lang", "fr")])
def test_an_option_out_of_range_is_refused(graph: Graph, option: str, value: object) -> None:
    """A limit below 0, a timeout that is not positive and a language that the graph does not have are errors."""
    with pytest.raises(KgError, match=str(value)):
        graph.query(PLACES, None, **{option: value})  # type: ignore[arg-type]


def test_a_language_is_one_of_the_graph(graph: Graph, mini: Path) -> None:
    """Each method with `lang`, and `kg.open`, refuse a language without labels, and name the languages."""
    calls = (
        lambda: kg.open(mini, lang="fr"),
        lambda: graph.show("张江科学城", lang="fr"),
        lambda: graph.ask("张江示范区是谁批准的", lang="fr"),
        lambda: graph.queries(lang="fr"),
        lambda: graph.info(lang="fr"),
        lambda: graph.validate(lang="fr"),
    )
    for call in calls:
        with pytest.raises(UnknownNameError, match="unknown language: fr") as caught:
            call()
        assert "zh or en" in caught.value.hint


def test_a_whole_float_is_a_number(graph: Graph) -> None:
    """A year that a data frame has as a float means the same as the number."""
    assert graph.query("targets", year=2025.0).rows == graph.query("targets", year=2025).rows != []
