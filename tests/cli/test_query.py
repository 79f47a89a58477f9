"""`kg query` and `kg queries`."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

    from kg.graph import Graph

SUB_PARKS = "SELECT ?park { ?park a zj:SubPark } ORDER BY ?park"


def test_a_table_shows_labels(real: Run) -> None:
    """A table gives entities by their label in the language asked for, and the number of rows."""
    zh = real("query", SUB_PARKS, "--lang", "zh")
    en = real("query", SUB_PARKS, "--lang", "en")
    assert (0, 0) == (zh.returncode, en.returncode)
    assert "张江国家自主创新示范区临港园" in zh.stdout
    assert "Lingang Park" in en.stdout
    assert "https://" not in zh.stdout + en.stdout
    assert "4 rows" in en.stderr


def test_every_format_gives_the_same_rows(real: Run) -> None:
    """CSV, TSV, JSON and XML give the terms themselves, Markdown the labels, each a row for each solution."""
    iris = [row["park"] for row in csv.DictReader(io.StringIO(real("query", SUB_PARKS, "-f", "csv").stdout))]
    assert 4 == len(iris)
    tsv = real("query", SUB_PARKS, "-f", "tsv").stdout.splitlines()[1:]
    assert [f"<{iri}>" for iri in iris] == tsv
    bindings = json.loads(real("query", SUB_PARKS, "-f", "json").stdout)["results"]["bindings"]
    assert iris == [binding["park"]["value"] for binding in bindings]
    root = ET.fromstring(real("query", SUB_PARKS, "-f", "xml").stdout)  # noqa: S314  -- our own output
    assert iris == [node.text for node in root.iter("{http://www.w3.org/2005/sparql-results#}uri")]
    assert 2 + 4 == len(real("query", SUB_PARKS, "-f", "md").stdout.splitlines())


def test_a_query_from_standard_input_or_a_file(real: Run, tmp_path: Path) -> None:
    """`-` reads standard input, FILE.rq a file; both give what the text itself gives."""
    path = tmp_path / "mine.rq"
    path.write_text(SUB_PARKS, encoding="utf-8")
    expected = real("query", SUB_PARKS, "-f", "csv").stdout
    assert expected == real("query", "-", "-f", "csv", stdin=SUB_PARKS).stdout
    assert expected == real("query", str(path), "-f", "csv").stdout


def test_construct_and_describe_give_triples(real: Run) -> None:
    """CONSTRUCT is Turtle by default, and any RDF format on request."""
    turtle = real("query", "CONSTRUCT { ?p a zj:SubPark } WHERE { ?p a zj:SubPark }")
    assert 0 == turtle.returncode
    assert turtle.stdout.count("a zj:SubPark") == 4
    lines = real("query", "DESCRIBE place:shanghai", "-f", "ntriples").stdout.splitlines()
    assert len(lines) > 5


def test_ask_gives_a_word(real: Run) -> None:
    """ASK answers true or false."""
    assert "true\n" == real("query", "ASK { park:zhangjiang-demonstration-zone ?p ?o }").stdout


def test_a_parameter_is_a_label_an_alias_a_curie_or_an_iri(real: Run, graph: Graph) -> None:
    """All names of an entity give the same answer."""
    names = (
        "国务院",
        "State Council",
        "state council",
        "inst:state-council",
        "https://w3id.org/zjkg/id/org/state-council",
    )
    answers = {real("query", "policy_documents", "-p", f"issuer={name}", "-f", "csv").stdout for name in names}
    assert 1 == len(answers)
    assert len(answers.pop().splitlines()) > 1
    assert graph.manifest is not None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["policy_document"], "policy_documents"),
        (["park_leaders"], "-p park="),
        (["policy_documents", "-p", "issuer=国务院局"], "国务院"),
        (["policy_documents", "-p", "isuer=国务院"], "issuer"),
        (["policy_documents", "-p", "issuer"], "NAME=VALUE"),
        (["policy_documents", "-p", "issuer=国务院", "-p", "since=last year"], "since"),
        (["SELECT ?x WHERE { ?x a foo:Bar }"], "foo"),
        (["SELECT ?x WHERE {\n  ?x a }"], "line 2"),
        (["SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"], "SERVICE"),
        (["INSERT DATA { <urn:a> <urn:b> <urn:c> }"], "INSERT"),
        (["DELETE WHERE { ?s ?p ?o }"], "DELETE"),
        (["LOAD <file:///etc/passwd>"], "LOAD"),
        (["nowhere.rq"], "nowhere.rq"),
        (["SELECT ?p { ?p a zj:SubPark }", "-f", "rdfxml"], "rdfxml"),
        (["park_leaders", "-p", "park=张江示范区", "-p", "park=张江科学城"], "given twice"),
        (["-p", "x=1", "SELECT ?p { ?p a zj:SubPark }"], "saved query"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_misuse_is_told(real: Run, args: list[str], said: str) -> None:
    """What cannot be run ends with 2 and a message that names the culprit or the remedy, and prints nothing else."""
    done = real("query", *args)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_pipe_is_silent(graph: Graph) -> None:
    """`kg query … | head -1` prints a line and no complaint."""
    command = [sys.executable, "-m", "kg", "query", "SELECT ?s ?p ?o { ?s ?p ?o }", "-f", "csv"]
    command += ["--project", str(graph.project.root), "--store", str(graph.project.store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert b"s,p,o" == process.stdout.readline().strip()
        process.stdout.close()
        assert (b"", -signal.SIGPIPE) == (process.stderr.read(), process.wait(300))


def test_queries_are_listed(real: Run, graph: Graph) -> None:
    """`kg queries` names every saved query, its summary and parameters; a word picks among them."""
    everything = real("queries", "--lang", "zh")
    assert 0 == everything.returncode
    saved = graph.queries()
    assert [] == [query.name for query in saved if query.name not in everything.stdout]
    assert [] == [query.name for query in saved if query.summary["zh"] not in everything.stdout]
    some = real("queries", "sector").stdout
    assert 0 < len(some) < len(everything.stdout)
    assert "0 saved queries" in real("queries", "nothing like this").stderr


def test_evidence_stands_beside_each_row(real: Run) -> None:
    """--with-evidence adds the passages and the words that each row rests on."""
    done = real("query", "targets", "--with-evidence", "-f", "csv")
    head, first, *_ = csv.reader(done.stdout.splitlines())
    assert ["passages", "words"] == head[-2:]
    assert first[-2].startswith("p36s")
    assert "“到2025年”" in first[-1]
    assert "5 rows" in done.stderr


def test_evidence_in_json_names_rule_and_premises(real: Run) -> None:
    """A row that rests on inference says by which rule and from which asserted triples."""
    text = "SELECT ?park { ?park zj:partOf park:zhangjiang-demonstration-zone } ORDER BY ?park"
    found = json.loads(real("query", text, "--with-evidence", "-f", "json").stdout)
    assert len(found["results"]["bindings"]) == len(found["evidence"])
    supports = [support for each in found["evidence"] for support in each["supports"]]
    assert all(support["rule"].startswith("prp-") for support in supports)
    sources = [source["source"] for support in supports for each in support["from"] for source in each["sources"]]
    assert any(source.startswith("p") and "s" in source for source in sources)


def test_a_file_is_written_whole_in_the_format_of_its_name(real: Run, tmp_path: Path) -> None:
    """--output writes what its suffix says, with a byte order mark if asked for, and says how many rows."""
    done = real("query", "targets", "-o", "answer.csv", "--bom", cwd=tmp_path)
    assert ("", "wrote answer.csv: 5 rows\n") == (done.stdout, done.stderr)
    assert (tmp_path / "answer.csv").read_bytes().startswith("\ufefftargetYear,".encode())
    assert 0 == real("query", "targets", "-o", "answer.xlsx", "--with-evidence", cwd=tmp_path).returncode
    assert (tmp_path / "answer.xlsx").read_bytes().startswith(b"PK")
    assert {"answer.csv", "answer.xlsx"} == {path.name for path in tmp_path.iterdir()}


def test_a_cut_answer_says_by_how_much(real: Run) -> None:
    """--limit writes the first rows, and says how many there are."""
    done = real("query", "targets", "--limit", "2", "-f", "csv")
    assert 3 == len(done.stdout.splitlines())
    assert "2 of 5 rows; --limit 0 writes all" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-o", "answer.doc"], "no format has the suffix '.doc'"),
        (["-o", "answer"], "its name has no suffix"),
        (["-o", "none/answer.csv"], "No such file or directory"),
        (["-o", "."], "is a directory"),
        (["--bom"], "--bom is for CSV"),
        (["--bom", "-f", "tsv"], "--bom is for CSV"),
        (["--limit", "-1"], "not in the range"),
        (["--with-evidence", "-f", "xml"], "cannot contain evidence"),
    ],
)
def test_an_output_that_cannot_be(real: Run, tmp_path: Path, args: list[str], said: str) -> None:
    """A file or format that cannot be is told, and nothing is left behind."""
    done = real("query", "targets", *args, cwd=tmp_path)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "DESCRIBE zj:Park"])
def test_only_rows_have_evidence(real: Run, text: str) -> None:
    """Another form of query has no rows to support."""
    done = real("query", text, "--with-evidence")
    assert 2 == done.returncode
    assert "only the rows of a SELECT query have evidence" in done.stderr


def test_a_query_ends_in_time(real: Run, tmp_path: Path) -> None:
    """--timeout ends a query that would not, with 124 and no partial file; a quick one is unaffected."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = real("query", endless, "--timeout", "1", "-o", "answer.csv", cwd=tmp_path)
    assert (124, "") == (done.returncode, done.stdout)
    assert "stopped after 1 s" in done.stderr
    assert [] == list(tmp_path.iterdir())
    assert 0 == real("query", "targets", "--timeout", "1e3").returncode


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e400", "abc", ""])
def test_a_time_that_cannot_be_waited(real: Run, seconds: str) -> None:
    """What is no number of seconds above 0 is misuse."""
    done = real("query", "targets", f"--timeout={seconds}")
    assert 2 == done.returncode
    assert "invalid timeout" in done.stderr


def test_rows_are_drawn_beside_the_answer(real: Run, tmp_path: Path) -> None:
    """--chart draws the rows in the language asked for, and the answer is printed as ever."""
    plain = real("query", "shares_and_their_wholes", "-f", "csv")
    done = real("query", "shares_and_their_wholes", "-f", "csv", "--chart", "shares.svg", "--lang", "zh", cwd=tmp_path)
    assert (0, plain.stdout) == (done.returncode, done.stdout)
    assert "已写入shares.svg" in done.stderr
    drawn = (tmp_path / "shares.svg").read_text(encoding="utf-8")
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314  -- our own output
    assert ["shares.svg"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["targets", "--chart", "x.gif"], "a chart is drawn as SVG or PNG"),
        (["targets", "--chart", "none/x.svg"], "there is no folder"),
        (["speakers_in_office", "--chart", "x.svg"], "no chart can be made of the columns person, role"),
        (["ASK { ?s ?p ?o }", "--chart", "x.svg"], "only the rows of a SELECT query can be drawn"),
    ],
)
def test_what_makes_no_chart_is_told(real: Run, tmp_path: Path, args: list[str], said: str) -> None:
    """A suffix, folder or answer that makes no chart is told, and nothing is printed or left."""
    done = real("query", *args, cwd=tmp_path)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("query", "ASK { ?s ?p ?o }", "--data"), ("infer",)])
def test_any_file_name_is_a_file(real: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A name that looks like RDF is the name of a file, and an empty one is an error."""
    (tmp_path / "[a].ttl").write_text("<urn:a> a <urn:T> .", encoding="utf-8")
    assert 0 == real(*command, "[a].ttl", cwd=tmp_path).returncode
    done = real(*command, "", cwd=tmp_path)
    assert (2, "") == (done.returncode, done.stdout)


def test_standard_input_is_query_or_data(real: Run) -> None:
    """It can be read once."""
    done = real("query", "-", "--data", "-")
    assert (2, True) == (done.returncode, "standard input cannot be query and data" in done.stderr)
