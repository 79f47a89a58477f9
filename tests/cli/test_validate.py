"""`kg validate`, on the graph and on files of a user's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rdflib

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PREFIXES = """@prefix zj: <https://w3id.org/zjkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
"""
PARK = 'ex:park a zj:Park ; rdfs:label "某园"@zh-Hans , "some park"@en ; zj:asWritten "某园" .\n'
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def _write(folder: Path, text: str, name: str = "mine.ttl") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_graph_conforms(real: Run) -> None:
    """The graph itself has no violation."""
    done = real("validate")
    assert (0, "") == (done.returncode, done.stderr)
    assert "conforms: 0 violations" in done.stdout


def test_own_data_that_conforms(real: Run, tmp_path: Path) -> None:
    """A file that keeps to the shapes ends with 0."""
    assert 0 == real("validate", _write(tmp_path, PREFIXES + PARK)).returncode


def test_own_data_that_violates(real: Run, tmp_path: Path) -> None:
    """A file that violates a shape ends with 1; the report names node, remedy and file, in the language asked for."""
    path = _write(tmp_path, PREFIXES + 'ex:park a zj:Park ; rdfs:label "甲"@zh-Hans , "乙"@zh-Hans , "a"@en .\n')
    zh = real("validate", path, "--lang", "zh")
    en = real("validate", path, "--lang", "en")
    assert (1, 1) == (zh.returncode, en.returncode)
    assert "http://example.org/park" in en.stdout
    assert "mine.ttl" in en.stdout
    assert zh.stdout != en.stdout


def test_reports_for_machines(real: Run, tmp_path: Path) -> None:
    """`--format turtle` is a standard SHACL report, `--format json` the same findings with their places."""
    path = _write(tmp_path, PREFIXES + "ex:park a zj:Park .\n")
    turtle = rdflib.Graph().parse(data=real("validate", path, "--format", "turtle").stdout, format="turtle")
    report = json.loads(real("validate", path, "--format", "json").stdout)
    assert rdflib.Literal("false", datatype=rdflib.XSD.boolean) in set(turtle.objects(None, SH.conforms))
    assert report["conforms"] is False
    assert len(list(turtle.objects(None, SH.result))) == len(report["findings"])
    assert {"http://example.org/park"} == {finding["node"] for finding in report["findings"]}
    assert path.endswith(report["findings"][0]["places"][0]["file"].rsplit("/", 1)[-1])


def test_other_formats_are_read(real: Run, tmp_path: Path) -> None:
    """JSON-LD, N-Triples and TriG are validated like Turtle."""
    graph = rdflib.Graph().parse(data=PREFIXES + PARK, format="turtle")
    formats = (("a.jsonld", "json-ld"), ("a.nt", "nt"), ("a.rdf", "xml"))
    files = [_write(tmp_path, graph.serialize(format=fmt), name) for name, fmt in formats]
    done = real("validate", *files)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_syntax_error_is_placed(real: Run, tmp_path: Path) -> None:
    """A file that does not parse ends with 2, and the message gives file, line, column and what was expected."""
    done = real("validate", _write(tmp_path, PREFIXES + "ex:park a zj:Park\nex:other a zj:Park .\n"))
    assert (2, "") == (done.returncode, done.stdout)
    assert "mine.ttl:5:1: A dot is expected" in done.stderr


def test_an_undefined_term_is_refused(real: Run, tmp_path: Path) -> None:
    """A term of our namespace that is not defined ends with 2 and the nearest defined ones."""
    done = real("validate", _write(tmp_path, PREFIXES + "ex:park a zj:Parc ; zj:locatdIn ex:there .\n"))
    assert (2, "") == (done.returncode, done.stdout)
    assert "zj:Parc in " in done.stderr
    assert "zj:Park" in done.stderr
    assert "zj:locatedIn" in done.stderr


def test_a_contradiction_is_a_violation(real: Run, tmp_path: Path) -> None:
    """Data that contradicts the ontology ends with 1 and names the node."""
    done = real("validate", _write(tmp_path, PREFIXES + "ex:park a zj:Park , zj:Person .\n"))
    assert 1 == done.returncode
    assert "http://example.org/park" in done.stdout + done.stderr


def test_a_missing_file(real: Run, tmp_path: Path) -> None:
    """A file that is not there ends with 2."""
    done = real("validate", str(tmp_path / "none.ttl"))
    assert 2 == done.returncode
    assert "none.ttl" in done.stderr


def test_an_empty_file_is_told(real: Run, tmp_path: Path) -> None:
    """A file without triples is not silently found to conform."""
    done = real("validate", _write(tmp_path, "# nothing\n"))
    assert 0 == done.returncode
    assert "mine.ttl describes nothing" in done.stderr
