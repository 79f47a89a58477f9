"""The closure: what is read, what is refused, what is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.build.loaded_graph import load
from kg.errors import ParseError
from kg.rdf import PASSAGES, ZJ, flat_triples, graph_iri
from tests.recorder import Recorder

if TYPE_CHECKING:
    from kg.project import Project


def test_every_part_has_its_graph(mini_project: Project) -> None:
    """Ontology, document, background, evidence and inferred triples stand in graphs of their own."""
    graphs = {quad.graph_name for quad in load(mini_project).quads}
    assert {graph_iri(name) for name in ("ontology", "document", "background", "evidence", "inferred")} <= graphs


def test_an_undefined_term_is_named_with_its_file(mini_project: Project) -> None:
    """A term of our namespace that is not defined is refused: the message names term and file."""
    (mini_project.data / "facts" / "own.trig").write_text(
        f"<{PASSAGES}p01s1> {{ <urn:x:a> a <{ZJ}NoSuchThing> }}", encoding="utf-8"
    )
    with pytest.raises(ParseError, match=r"zj:NoSuchThing in .*own\.trig"):
        load(mini_project)


def test_steps_are_told(mini_project: Project) -> None:
    """Whoever watches hears of reading and inferring, in this order."""
    recorder = Recorder()
    assert flat_triples(load(mini_project, reporter=recorder).quads)
    assert ["load", "infer"] == recorder.steps
