"""The closure: what is read, what is refused, what is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.build.loaded_graph import load
from kg.errors import ParseError
from kg.project import read_file
from kg.rdf import flat_triples, graph_iri
from tests.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project


def test_every_part_has_its_graph(mini_project: Project) -> None:
    """Ontology, document, background, evidence and inferred triples stand in graphs of their own."""
    graphs = {quad.graph_name for quad in load(mini_project).quads}
    assert {graph_iri(name) for name in ("ontology", "document", "background", "evidence", "inferred")} <= graphs


def test_own_files_are_read_beside(mini_project: Project, tmp_path: Path) -> None:
    """A user's file adds its triples, in the graph `own`, and leaves the project's as they are."""
    path = tmp_path / "own.ttl"
    path.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .", encoding="utf-8")
    without, beside = load(mini_project), load(mini_project, own=[read_file(path)])
    assert {graph_iri("own")} == {quad.graph_name for quad in beside.quads - without.quads}
    assert set() == without.quads - beside.quads


def test_an_undefined_term_is_named_with_its_file(mini_project: Project, tmp_path: Path) -> None:
    """A term of our namespace that is not defined is refused: the message names term and file."""
    path = tmp_path / "own.ttl"
    path.write_text("<urn:x:a> a <https://w3id.org/zjkg/ontology#NoSuchThing> .", encoding="utf-8")
    with pytest.raises(ParseError, match=r"zj:NoSuchThing in .*own\.ttl"):
        load(mini_project, own=[read_file(path)])


def test_steps_are_told(mini_project: Project) -> None:
    """Whoever watches hears of reading and inferring, in this order."""
    recorder = Recorder()
    assert flat_triples(load(mini_project, reporter=recorder).quads)
    assert ["load", "infer"] == recorder.steps
