"""`kg validate`, on the graph and on files of a user's own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.project import read_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

    from kg.graph import Graph

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
    assert "  ex:park rdfs:label" in en.stdout
    assert "mine.ttl:4\n" in en.stdout
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


def test_a_syntax_error_is_a_finding(real: Run, tmp_path: Path) -> None:
    """A file that does not parse ends with 1; the report gives file, line and what was expected, and other files."""
    bad = _write(tmp_path, PREFIXES + "ex:park a zj:Park\nex:other a zj:Park .\n")
    done = real("validate", bad, _write(tmp_path, PREFIXES + "ex:a a zj:Parc .", "other.ttl"))
    assert (1, "") == (done.returncode, done.stderr)
    assert "mine.ttl:5\n      Syntax error: A dot is expected" in done.stdout
    assert "zj:Parc" in done.stdout


def test_an_undefined_term_is_a_finding(real: Run, tmp_path: Path) -> None:
    """A term of our namespace that is not defined ends with 1 and the nearest defined ones."""
    done = real("validate", _write(tmp_path, PREFIXES + "ex:park a zj:Parc ; zj:locatdIn ex:there .\n"))
    assert (1, "") == (done.returncode, done.stderr)
    assert "zj:Park" in done.stdout
    assert "zj:locatedIn" in done.stdout


def test_a_contradiction_is_a_violation(real: Run, tmp_path: Path) -> None:
    """Data that contradicts the ontology ends with 1 and names the node, in the requested format."""
    done = real("validate", _write(tmp_path, PREFIXES + "ex:park a zj:Park , zj:Person .\n"), "--format", "json")
    assert (1, "") == (done.returncode, done.stderr)
    (found,) = (one for one in json.loads(done.stdout)["findings"] if one["stage"] == "contradictions")
    assert "http://example.org/park" == found["node"]


def test_strict_fails_on_warnings(real: Run, tmp_path: Path) -> None:
    """`--strict` ends with 1 where there are only warnings."""
    path = _write(tmp_path, PREFIXES + PARK.replace("zj:asWritten", "rdfs:lable"))
    assert [0, 1] == [real("validate", path, *more).returncode for more in ((), ("--strict",))]


def test_a_missing_file(real: Run, tmp_path: Path) -> None:
    """A file that is not there ends with 2."""
    done = real("validate", str(tmp_path / "none.ttl"))
    assert 2 == done.returncode
    assert "none.ttl" in done.stderr


def test_an_empty_file_is_a_warning(real: Run, tmp_path: Path) -> None:
    """A file without statements is not silently found to conform."""
    done = real("validate", _write(tmp_path, "# nothing\n"))
    assert (0, "") == (done.returncode, done.stderr)
    assert "mine.ttl has no statements" in done.stdout
    assert "conforms" not in done.stdout


def test_the_ontology_conforms(real: Run, graph: Graph) -> None:
    """`--vocabulary` prints a line per check about the ontology, the findings with their reasons, and a verdict."""
    done = real("validate", "--vocabulary", "--lang", "en")
    assert (0, "") == (done.returncode, done.stderr)
    lines = done.stdout.splitlines()
    checks = [each for each in read_shapes(graph.project.shapes).checks if each.scope == "ontology"]
    assert ["result", "severity", "check", "decides"] == lines[0].split()
    assert [each.name for each in checks] == [line.split()[2] for line in lines[1 : len(checks) + 1]]
    assert {"ok"} < {line.split()[0] for line in lines[1 : len(checks) + 1]}
    assert "OOPS! P08 · FOOPS! VOC3 · ROBOT missing_label" in done.stdout
    assert lines[-1].startswith("conforms: 0 violations, ")
    assert lines[-1].endswith(f"{done.stdout.count('Accepted: ')} findings may stay for a stated reason")


def test_the_ontology_report_speaks_chinese(real: Run) -> None:
    """Headings, levels, remedies, reasons and verdict are in the language asked for."""
    done = real("validate", "--vocabulary", "--lang", "zh")
    assert 0 == done.returncode
    assert ["结果", "级别", "检查", "判定"] == done.stdout.splitlines()[0].split()
    assert "保留的理由：" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("符合：违规 0，")


def test_the_ontology_report_for_machines(real: Run) -> None:
    """`--format json` has each check with its result, and each finding with its place and reason."""
    done = real("validate", "--vocabulary", "--format", "json")
    report = json.loads(done.stdout)
    assert report["conforms"] is True
    by_name = {check["name"]: check for check in report["checks"]}
    assert {"name", "severity", "covers", "findings"} == set(by_name["circular_definition"])
    assert "OOPS! P24" in by_name["circular_definition"]["covers"]
    assert sum(check["findings"] for check in report["checks"]) == len(report["findings"])
    assert {"zh", "en"} == set(report["findings"][0]["justification"])
    assert report["findings"][0]["places"][0]["file"].startswith("ontology/")


@pytest.mark.parametrize(
    ("args", "message"),
    [(("mine.ttl",), "not mine.ttl: omit one of them"), (("--format", "turtle"), "use text, json, sarif or junit")],
)
def test_what_does_not_go_with_the_ontology(real: Run, tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    """A file of one's own, or a SHACL report, is refused with 2 and what to do."""
    _write(tmp_path, PREFIXES + PARK)
    done = real("validate", "--vocabulary", *args, cwd=tmp_path)
    assert (2, "") == (done.returncode, done.stdout)
    assert message in done.stderr


def test_a_defect_of_an_ontology(run: Run, mini: Path, graph: Graph) -> None:
    """A violation ends with 1; the report names term, remedy and file."""
    checks = graph.project.shapes / "checks"
    for name in ("missing_definition", "missing_is_defined_by"):
        text = (checks / f"{name}.rq").read_text(encoding="utf-8")
        (mini / "shapes" / "checks" / f"{name}.rq").write_text(text, encoding="utf-8")
    done = run("validate", "--vocabulary", "--project", str(mini))
    assert (1, "") == (done.returncode, done.stderr)
    assert "ok      violation  missing_definition" in done.stdout
    assert "8       violation  missing_is_defined_by" in done.stdout
    assert "  zj:Agent rdfs:isDefinedBy\n" in done.stdout
    assert "Write rdfs:isDefinedBy <https://w3id.org/zjkg/ontology>." in done.stdout
    assert re.search(r"ontology/mini\.ttl:[0-9]+ \(graph/ontology\)", done.stdout)
    assert done.stdout.splitlines()[-1].startswith("does not conform: 8 violations")


def test_no_check_of_an_ontology_is_told(run: Run, mini: Path) -> None:
    """A project whose checks are all about data is not silently found to conform."""
    done = run("validate", "--vocabulary", "--project", str(mini))
    assert 0 == done.returncode
    assert "shapes/checks has no check with “scope: ontology”" in done.stderr


def test_the_queries_are_shown(real: Run, graph: Graph) -> None:
    """`--show-sparql` prints SPARQL that any engine reads, a comment above each query, and validates nothing."""
    done = real("validate", "--show-sparql")
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("# SHACL compiled to SPARQL 1.1")
    blocks = done.stdout.split("\n\n")[1:]
    assert len(blocks) > 250
    assert all(block.startswith("# ") for block in blocks)
    # one of them, asked of the store that the graph is
    shown = next(block for block in blocks if block.startswith("# zjs:PolicyDocument: ") and "-governs" in block)
    rows = list(graph.store.select(shown.partition("\n")[2]))
    assert ["https://w3id.org/zjkg/id/document/state-council-reply-2013"] == [row["this"].value for row in rows]  # type: ignore[union-attr]


def test_the_queries_about_a_file(real: Run, tmp_path: Path) -> None:
    """With a file the queries are about what it describes."""
    done = real("validate", "--show-sparql", _write(tmp_path, PREFIXES + PARK))
    assert 0 == done.returncode
    assert "VALUES ?this { <http://example.org/park> }" in done.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [(("--vocabulary",), "--vocabulary, whose checks are queries"), (("--format", "json"), "--format json")],
)
def test_what_does_not_go_with_the_queries(real: Run, args: tuple[str, ...], message: str) -> None:
    """A report is no query."""
    done = real("validate", "--show-sparql", *args)
    assert (2, "") == (done.returncode, done.stdout)
    assert f"--show-sparql excludes {message}" in done.stderr


def test_what_is_left_to_pyshacl_is_told(run: Run, mini: Path) -> None:
    """A shape that no query says is validated all the same; the report names it with the reason."""
    shape = (
        "zjs:Loop a sh:NodeShape ; sh:targetClass zj:Agent ; sh:property [ sh:path rdfs:label ; sh:node zjs:Loop ] ."
    )
    prefixes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix zjs: <https://w3id.org/zjkg/shapes#> .\n" + PREFIXES
    )
    (mini / "shapes" / "loop.ttl").write_text(prefixes + shape, encoding="utf-8")
    en, zh = (run("validate", "--project", str(mini), "--lang", language) for language in ("en", "zh"))
    assert "validated by pyshacl: zjs:Loop (zjs:Loop refers to itself)" in en.stdout
    assert "由pyshacl验证：zjs:Loop" in zh.stdout
    told = json.loads(run("validate", "--project", str(mini), "--format", "json").stdout)
    assert [{"shape": "zjs:Loop", "reason": "zjs:Loop refers to itself"}] == told["handedOver"]


@pytest.mark.parametrize("by_shapes", [True, False])
def test_a_context_and_a_format_can_be_named(real: Run, tmp_path: Path, by_shapes: bool) -> None:  # noqa: FBT001
    """The remedy of a remote JSON-LD context works, and so does a file with a wrong suffix."""
    (tmp_path / "context.json").write_text('{"@context": {"name": "http://e/name"}}', encoding="utf-8")
    data = tmp_path / "mine.txt"
    data.write_text('{"@context": "http://remote.invalid/c", "@id": "http://e/a", "name": "x"}', encoding="utf-8")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e/S> sh:targetNode <http://e/a> ; "
        "sh:property [ sh:path <http://e/name> ; sh:maxCount 0 ] .",
        encoding="utf-8",
    )
    more = ("--shapes", str(shapes)) if by_shapes else ()
    refused = real("validate", str(data), *more, "--input-format", "jsonld")
    assert (2, True) == (refused.returncode, "--context FILE" in refused.stderr)
    done = real("validate", str(data), *more, "--input-format", "jsonld", "--context", str(tmp_path / "context.json"))
    assert (1 if by_shapes else 0) == done.returncode
    assert "http://e/name" in done.stdout


def test_what_shapes_do_not_target_does_not_conform_in_words(real: Run, tmp_path: Path) -> None:
    """The exit code is that of pyshacl, and the verdict says that nothing was judged."""
    (tmp_path / "d.ttl").write_text("<urn:a> a <urn:T> .", encoding="utf-8")
    (tmp_path / "s.ttl").write_text(
        "<urn:S> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <urn:U> .",
        encoding="utf-8",
    )
    done = real("validate", "d.ttl", "--shapes", "s.ttl", "--lang", "en", cwd=tmp_path)
    assert (0, "no shape judged any of it") == (done.returncode, done.stdout.splitlines()[-1].partition(":")[0])
