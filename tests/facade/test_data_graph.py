"""The graph of a user's RDF files: one dataset, its prefixes, its places, and what it refuses."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import rdflib

import kg
from kg.errors import KgError, ParseError
from tests.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

PEOPLE = """@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<> a ex:File .
ex:anna a foaf:Person ; foaf:name "Anna" ; foaf:knows ex:ben .
ex:ben foaf:knows ex:chen , _:x .
"""
MORE = """@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:tastes { ex:chen ex:likes ex:tea . }
ex:chen rdfs:label "陈"@zh .
_:x ex:likes ex:milk .
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A Turtle file, and a compressed TriG file."""
    people, more = tmp_path / "people.ttl", tmp_path / "more.trig.gz"
    people.write_text(PEOPLE, encoding="utf-8")
    more.write_bytes(gzip.compress(MORE.encode()))
    return [people, more]


@pytest.fixture
def graph(files: list[Path]) -> Graph:
    """The graph of both files."""
    return kg.open(data=[*files])


def _values(graph: Graph, query: str) -> list[tuple[str, ...]]:
    return [tuple(str(term) for term in row.values()) for row in graph.query(query)]


def test_the_default_graph_is_the_union_of_the_files(graph: Graph) -> None:
    """A pattern is matched in all files and their named graphs, which GRAPH tells apart."""
    query = "SELECT ?x ?y { ex:anna foaf:knows/foaf:knows ?x . ?x ex:likes ?y }"
    assert [("<http://example.org/chen>", "<http://example.org/tea>")] == _values(graph, query)
    named = _values(graph, "SELECT ?g ?y { GRAPH ?g { ?x ?p ?y } }")
    assert [("<http://example.org/tastes>", "<http://example.org/tea>")] == named


def test_blank_nodes_of_two_files_are_different(graph: Graph) -> None:
    """A blank node is one file's, though another file uses its name."""
    assert not graph.query("ASK { ?someone foaf:knows ?x . ?x ex:likes ex:milk }")


def test_results_are_abbreviated_with_the_prefixes_of_the_files(graph: Graph) -> None:
    """Tables, entities and RDF use the files' prefixes, and labels where there are some."""
    table = str(graph.query("SELECT ?x ?y { ?x ex:likes ?y FILTER(ISIRI(?x)) }"))
    assert ["陈", "ex:tea"] == table.splitlines()[-1].split()
    assert "ex:tea" in str(graph.show("陈"))
    assert "ex:chen ex:likes ex:tea ." in graph.query("CONSTRUCT WHERE { ?x ex:likes ex:tea }").render("turtle")
    assert "ex:chen ex:likes ex:tea ." in graph.export(graph="ex:tastes").decode()


def test_a_fact_has_its_file_and_line(graph: Graph, files: list[Path]) -> None:
    """`show`, `path` and evidence name the file and the line that state a triple."""
    people, more = files
    assert f"{people}:5" in str(graph.show("ex:ben"))
    chain = graph.path("ex:anna", "ex:tea")
    assert (3, [f"{people}:4", f"{people}:5", f"{more}:3"]) == (
        chain.distance,
        [link[0].sources[0].name for link in chain.chains[0].links],
    )
    answer = graph.query("SELECT ?x { GRAPH ex:tastes { ?x ex:likes ?y } ?z foaf:knows ?x }", with_evidence=True)
    assert [f"{more}:3", f"{people}:5"] == sorted(answer.cited)


def test_an_export_has_the_statements_of_the_files(graph: Graph, tmp_path: Path) -> None:
    """Statements stay inside or outside of their named graphs; reading an export gives the same statements."""
    graph.export(tmp_path / "all.nq")
    again = kg.open(data=tmp_path / "all.nq")
    assert graph.export(format="nquads") == again.export(format="nquads")
    assert 9 == len(_values(graph, "SELECT ?s ?p ?o { ?s ?p ?o }"))


def test_a_query_has_a_timeout(graph: Graph) -> None:
    """A query of data files can run in a child process."""
    assert 3 == len(graph.query("SELECT ?x { ?y foaf:knows ?x }", timeout=60))
    with pytest.raises(KgError, match=r"stopped after 0\.01 s"):
        graph.query("SELECT ?x { ?y foaf:knows ?x }", timeout=0.01)


def test_saved_queries_and_explanations(graph: Graph) -> None:
    """The saved queries of a project run; an empty answer is explained with the files' prefixes."""
    assert 0 == len(graph.query("policy_documents"))
    assert [] == list(graph.choices("policy_documents", "issuer"))
    why_not = str(graph.why_not("SELECT * { ?x ex:likes ?y . ?y ex:likez ?z }"))
    assert "    ?y ex:likez ?z ." in why_not


@pytest.mark.parametrize(
    "source",
    [
        "@prefix ex: <http://e/> . ex:a ex:b ex:c .",
        b"@prefix ex: <http://e/> . ex:a ex:b ex:c .",
        rdflib.Graph().parse(data="@prefix ex: <http://e/> . ex:a ex:b ex:c .", format="turtle"),
    ],
)
def test_text_bytes_and_rdflib_graphs_are_data(source: str | bytes | rdflib.Graph) -> None:
    """Data need not be a file; the prefixes are known."""
    assert [("<http://e/c>",)] == _values(kg.open(data=source), "SELECT ?o { ex:a ex:b ?o }")


def test_what_the_files_entail() -> None:
    """Nothing is inferred for queries; `infer` returns what follows."""
    graph = kg.open(
        data="@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        ":p a owl:SymmetricProperty . :a :p :b ."
    )
    assert not graph.query("ASK { :b :p :a }")
    assert ":b :p :a ." in str(graph.infer())


def test_prefixes_with_two_namespaces_are_warned_about() -> None:
    """The first of two namespaces of a prefix is used, and a warning says so; so it does of data without triples."""
    recorder = Recorder()
    graph = kg.open(data=["PREFIX e: <http://one/> e:a e:b e:c .", "PREFIX e: <http://two/>"], reporter=recorder)
    assert graph.query("ASK { e:a e:b e:c }")
    two = "the prefix e: is http://one/ in the text, which is used, and http://two/ in the text"
    assert ["the text has no triples", two] == recorder.warnings


@pytest.mark.parametrize("method", ["ask", "why", "validate", "check_query", "audit", "build", "push", "info"])
def test_what_needs_a_project_is_refused(graph: Graph, method: str) -> None:
    """Methods that need a project's data or ontology name the files and the remedy."""
    with pytest.raises(KgError, match=r"is not for data files: .*people\.ttl") as caught:
        getattr(graph, method)("x", "y", "z")
    assert caught.value.hint


def test_misuse_is_explained(files: list[Path]) -> None:
    """A file in place of a project or a query, and no data at all, are errors with the remedy."""
    with pytest.raises(KgError) as caught:
        kg.open(files[0])
    assert f"kg.open(data=['{files[0]}'])" in caught.value.hint
    with pytest.raises(KgError, match="not a query") as caught:
        kg.open(data=[*files]).query(files[0])
    assert "--data" in caught.value.hint
    with pytest.raises(KgError, match="data is empty"):
        kg.open(data=[])
    with pytest.raises(KgError, match="can be read once"):
        kg.open(data=["-", "-"])
    with pytest.raises(ParseError, match="the text:1:"):
        kg.open(data="<a> <b> .")


def test_statements_are_exported_as_they_are_written() -> None:
    """Literals keep their lexical form and their line, though the store has a number as a value."""
    graph = kg.open(data='<urn:x:a> <urn:x:p> 1.10 , "01"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    assert "01 , 1.10 ." in graph.export().decode()
    assert '"01"' in graph.export(format="ntriples").decode()
    facts = graph.show("urn:x:a").to_dict()["facts"]
    assert ["the text:1"] * 2 == [source["source"] for fact in facts for source in fact["sources"]]


@pytest.mark.parametrize("iri", ["urn:isbn:9780", "mailto:a@example.org", "tag:e,2026:x"])
def test_an_entity_may_have_an_iri_of_any_scheme(iri: str) -> None:
    """`show` takes the IRI as the file has it, with or without brackets."""
    graph = kg.open(data=f'<{iri}> <http://www.w3.org/2000/01/rdf-schema#label> "it" .')
    for given in (iri, f"<{iri}>"):
        assert iri == graph.show(given).to_dict()["iri"]
