"""Data files: the graph of each triple, and what they must not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.errors import KgError, ParseError
from kg.project.data import read_data
from kg.rdf import ID, graph_iri

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project.project import Project

A, B, C = "<http://e/a>", "<http://e/b>", "<http://e/c>"
SHANGHAI = f"{ID}place/shanghai"


def _passage(name: str) -> NamedNode:
    return NamedNode(f"{ID}passage/{name}")


def _trig(folder: Path, text: str) -> Path:
    path = folder / "x.trig"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_triple_is_in_its_graph(mini_project: Project) -> None:
    """Triples of Turtle are in the graph of the document, those of TriG in the graphs of passages and background."""
    expected = {_passage("p01s1"), _passage("p01s2"), graph_iri("background"), graph_iri("document")}
    assert expected == {quad.graph_name for quad in read_data(mini_project.data)}


def test_the_document_is_what_turtle_states(mini_project: Project) -> None:
    """The passages are in the graph `document`."""
    stated = {q.subject for q in read_data(mini_project.data) if q.graph_name == graph_iri("document")}
    assert {_passage("p01s1"), _passage("p01s2")} == stated


@pytest.mark.parametrize(
    "text",
    [
        f"{C} {{ {A} {B} [] }}",
        f"{C} {{ _:x {B} {C} }}",
        f"{C} {{ {A} {B} ( {A} ) }}",
        f"_:x {{ {A} {B} {C} }}",
        f"{A} {B} [] .",
    ],
    ids=["object", "subject", "list", "graph", "outside a graph"],
)
def test_a_blank_node_is_refused(tmp_path: Path, text: str) -> None:
    """A blank node, which cannot be cited, is an error in any position; message and hint name file and remedy."""
    path = _trig(tmp_path, text)
    with pytest.raises(KgError, match=f"^{path}: it has a blank node$") as caught:
        read_data(tmp_path)
    assert caught.value.hint.startswith("give the entity an IRI")


@pytest.mark.parametrize("text", [f"{C} {{ {A} {B} <<( {A} {B} {C} )>> }}", f"{C} {{ {A} {B} <<( {A} {B} 1 )>> }}"])
def test_a_triple_within_a_triple_is_refused(tmp_path: Path, text: str) -> None:
    """A triple as the object of a triple (RDF 1.2) is an error, because named graphs state the evidence here."""
    path = _trig(tmp_path, text)
    with pytest.raises(KgError, match=f"^{path}: a triple is the object of a triple$"):
        read_data(tmp_path)


def test_a_triple_outside_a_graph_is_refused(tmp_path: Path) -> None:
    """A fact outside of a named graph is an error; the message names file and subject."""
    path = _trig(tmp_path, f"{A} {{ {A} {B} {C} }}\n<{SHANGHAI}> {B} {C} .")
    with pytest.raises(KgError, match=f"^{path}: a triple of place:shanghai is not in a named graph$") as caught:
        read_data(tmp_path)
    assert caught.value.hint.startswith("put it into the graph of the passage that states it")


def test_a_syntax_error_has_its_place(mini_project: Project) -> None:
    """Invalid TriG is an error with file, line and column."""
    _trig(mini_project.data, f"{A} {{ {A} {B} ")
    with pytest.raises(ParseError, match=r"x\.trig:1:\d+: "):
        read_data(mini_project.data)


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    """An empty folder is an error; the hint names the place of facts."""
    with pytest.raises(KgError, match=f"^{tmp_path} has no data$"):
        read_data(tmp_path)
