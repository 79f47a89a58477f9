"""`kg export`: other parsers read what we write, and find the same triples."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.rdf import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

    from kg.graph import Graph


@pytest.mark.parametrize(("fmt", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml")])
def test_a_second_parser_finds_every_triple(graph: Graph, fmt: str, parser: str) -> None:
    """The formats without graphs hold each triple of the default graph once."""
    expected = sum(1 for _ in graph.store.triples())
    assert expected == len(rdflib.Graph().parse(data=graph.export(format=fmt), format=parser))


@pytest.mark.parametrize(("fmt", "parser"), [("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_a_second_parser_finds_every_graph(graph: Graph, fmt: str, parser: str) -> None:
    """The formats with graphs hold each triple in each graph that states it."""
    expected = sum(1 for _ in graph.store.quads())
    dataset = rdflib.Dataset().parse(data=graph.export(format=fmt), format=parser)
    assert expected == sum(1 for _ in dataset.quads())


def test_turtle_keeps_the_evidence(graph: Graph) -> None:
    """Plain Turtle leads from a node to the passages that state what it is."""
    turtle = rdflib.Graph().parse(data=graph.export(format="turtle"), format="turtle")
    area = rdflib.URIRef("https://w3id.org/zjkg/id/observation/zone-area")
    evidence = rdflib.URIRef("https://w3id.org/zjkg/ontology#evidence")
    assert [rdflib.URIRef("https://w3id.org/zjkg/id/passage/p05s2")] == list(turtle.objects(area, evidence))


@pytest.mark.parametrize("group", [*GROUPS, "p05s2"])
def test_each_group_is_exported(graph: Graph, group: str) -> None:
    """Every group of graphs is there, and a passage by its id."""
    assert graph.export(format="ntriples", graph=group)


def test_asserted_and_inferred_are_all(graph: Graph) -> None:
    """Nothing is in no group: asserted, inferred, evidence and ontology make up all."""
    parts: set[bytes] = set()
    for group in ("asserted", "inferred", "evidence", "ontology"):
        parts |= set(graph.export(format="nquads", graph=group).splitlines())
    blank = {line for line in parts if b"_:" in line}
    everything = set(graph.export(format="nquads").splitlines())
    assert everything - parts <= {line for line in everything if b"_:" in line}
    assert parts - everything <= blank


def test_an_unknown_group_is_told(real: Run) -> None:
    """A group that does not exist ends with 2 and the list of those that do."""
    done = real("export", "--graph", "backgrounds")
    assert (2, "") == (done.returncode, done.stdout)
    assert "background" in done.stderr


def test_a_file_is_written_whole(real: Run, tmp_path: Path) -> None:
    """`-o FILE` writes what standard output would give; a folder that is not there is told, and nothing is left."""
    path = tmp_path / "graph.ttl"
    assert 0 == real("export", "-g", "alignment", "-o", str(path)).returncode
    assert real("export", "-g", "alignment").stdout == path.read_text(encoding="utf-8")
    failed = real("export", "-g", "alignment", "-o", str(tmp_path / "none" / "graph.ttl"))
    assert 2 == failed.returncode
    assert [path] == list(tmp_path.iterdir())


def test_a_broken_pipe_is_silent(graph: Graph) -> None:
    """`kg export | head -1` prints a line and no complaint."""
    command = [sys.executable, "-m", "kg", "export", "--store", str(graph.project.store)]
    command += ["--project", str(graph.project.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert (b"", -signal.SIGPIPE) == (process.stderr.read(), process.wait(300))
