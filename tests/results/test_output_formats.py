"""Output formats: solutions and triples in each of them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import KgError
from kg.rdf import ZJ, compact
from kg.results.cells import cell_text
from kg.results.output_formats import SOLUTION_FORMATS, write_result
from kg.results.rows import RowCount
from kg.store import TripleStore

if TYPE_CHECKING:
    from pyoxigraph import Triple

STORE = TripleStore.in_memory(
    [Quad(NamedNode(ZJ + "a"), NamedNode(ZJ + "b"), NamedNode(ZJ + "c"), NamedNode(ZJ + "g"))]
)
ROWS = 'SELECT ?name ?n { VALUES (?name ?n) { ("张江" 12) (zj:Park 7) ("a|b\\nc" UNDEF) } }'
NONE = "SELECT ?name ?n { FILTER(false) }"
TEXT_FORMATS = [fmt for fmt in SOLUTION_FORMATS if fmt != "xlsx"]
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=5)


def _label(node: NamedNode) -> str:
    return compact(node.value)


def _write(query: str, fmt: str | None, terminal: int | None = None) -> str:
    output = io.BytesIO()
    write_result(STORE.query(query), output, fmt=fmt, label=_label, terminal=terminal)
    return output.getvalue().decode()


def test_a_table_is_read_at_a_glance() -> None:
    """Entities are shown by their labels, numbers to the right, no value as nothing; no line is folded."""
    expected = """\
name       n
────────────
张江      12
zj:Park    7
"""
    assert expected == _write(ROWS.replace('("a|b\\nc" UNDEF)', ""), "table")
    long = "长" * 500
    assert long in _write(f'SELECT ?x {{ BIND("{long}" AS ?x) }}', None)


def test_a_table_fits_its_terminal() -> None:
    """On a terminal long cells are folded, none is cut."""
    text = "0123456789" * 6
    shown = re.sub(r"\x1b\[\d*m", "", _write(f'SELECT ?x {{ BIND("{text}" AS ?x) }}', "table", terminal=40))
    assert max(map(len, shown.splitlines())) <= 40
    assert text in re.sub(r"\s", "", shown)


@pytest.mark.parametrize("variable", ["NO_COLOR", None])
def test_a_table_has_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch, variable: str | None) -> None:
    """A pipe gets no escape codes, nor does a terminal get colours if NO_COLOR is set."""
    if variable:
        monkeypatch.setenv(variable, "1")
    assert "\x1b" not in _write(ROWS, "table")
    assert "\x1b[3" not in _write(ROWS, "table", terminal=80 if variable else None)


def test_markdown_keeps_its_columns() -> None:
    """A bar in a text is escaped and a line break becomes a space, so that each row has its cells."""
    expected = "| name | n |\n| --- | --- |\n| 张江 | 12 |\n| zj:Park | 7 |\n| a\\|b c |  |\n"
    assert expected == _write(ROWS, "md")


@given(st.lists(CELL, min_size=1, max_size=4))
def test_markdown_has_one_line_per_row(texts: list[str]) -> None:
    """The row of any text is one line."""
    values = " ".join(str(Literal(text)) for text in texts)
    assert 2 + len(texts) == len(_write(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", "md").splitlines())


@given(CELL)
def test_csv_gives_the_text_back(text: str) -> None:
    """A CSV reader reads the same values."""
    written = _write(f"SELECT ?x ?y {{ BIND({Literal(text)} AS ?x) BIND(1 AS ?y) }}", "csv")
    assert [["x", "y"], [text, "1"]] == list(csv.reader(io.StringIO(written, newline="")))


def test_json_is_the_standard_one() -> None:
    """JSON is SPARQL's own format, with types, and ends with a line break."""
    written = _write(ROWS, "json")
    first = json.loads(written)["results"]["bindings"][1]
    assert {"type": "uri", "value": f"{ZJ}Park"} == first["name"]
    assert written.endswith("}\n")


def test_tsv_and_xml_are_the_standard_ones() -> None:
    """TSV writes terms as in Turtle, XML as in SPARQL's result format."""
    assert f'?name\t?n\n"张江"\t12\n<{ZJ}Park>\t7\n' in _write(ROWS, "tsv")
    assert f"<uri>{ZJ}Park</uri>" in _write(ROWS, "xml")


@pytest.mark.parametrize("fmt", TEXT_FORMATS)
def test_no_solutions_still_have_a_head(fmt: str) -> None:
    """A result without rows names its variables, in each format."""
    written = _write(NONE, fmt)
    assert "name" in written
    assert written.endswith("\n")


@pytest.mark.parametrize("fmt", [None, *SOLUTION_FORMATS])
@pytest.mark.parametrize(("limit", "written"), [(0, 3), (2, 2), (3, 3), (9, 3)])
def test_rows_are_counted(fmt: str | None, limit: int, written: int) -> None:
    """Each format returns how many rows it wrote, and how many there were."""
    assert RowCount(written, 3) == write_result(STORE.query(ROWS), io.BytesIO(), fmt=fmt, label=_label, limit=limit)


def test_a_cut_answer_is_its_first_rows() -> None:
    """What is cut is the end."""
    output = io.BytesIO()
    write_result(STORE.query(ROWS), output, fmt="csv", label=_label, limit=2)
    whole = _write(ROWS, "csv")
    assert whole.startswith(output.getvalue().decode())
    assert 3 == output.getvalue().count(b"\r\n")


@pytest.mark.parametrize(("query", "expected"), [("ASK {}", "true"), ("ASK { FILTER(false) }", "false")])
@pytest.mark.parametrize("fmt", [None, *TEXT_FORMATS])
def test_yes_or_no_is_a_word(query: str, expected: str, fmt: str | None) -> None:
    """The result of ASK is `true` or `false`, in JSON and XML the standard's form."""
    written = _write(query, fmt)
    if fmt == "json":
        assert {"head": {}, "boolean": expected == "true"} == json.loads(written)
    elif fmt == "xml":
        assert f"<boolean>{expected}</boolean>" in written
    else:
        assert f"{expected}\n" == written


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        (None, "@prefix zj: <https://w3id.org/zjkg/ontology#> .\nzj:a zj:b zj:c .\n"),
        ("ntriples", f"<{ZJ}a> <{ZJ}b> <{ZJ}c> .\n"),
    ],
)
def test_triples_are_rdf(fmt: str | None, expected: str) -> None:
    """CONSTRUCT gives Turtle unless another RDF format is given."""
    assert expected == _write("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", fmt)


def test_a_format_must_fit_the_result() -> None:
    """Triples are no table and solutions no Turtle; the hint lists the formats that fit."""
    with pytest.raises(KgError, match=r"^triples cannot be written as table$") as caught:
        _write("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "table")
    assert "use turtle, trig, ntriples, nquads, jsonld, rdfxml" == caught.value.hint
    with pytest.raises(KgError, match=r"^solutions cannot be written as turtle$") as caught:
        _write(ROWS, "turtle")
    assert "use table, csv, tsv, json, xml, md, xlsx" == caught.value.hint
    with pytest.raises(KgError, match=r"^solutions cannot be written as turtle$"):
        _write("ASK {}", "turtle")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, ""),
        (NamedNode(ZJ + "Park"), "zj:Park"),
        (Literal("张江", language="zh"), "张江"),
        (Literal(12), "12"),
        (Literal(value=True), "true"),
        (Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")), "true"),
        (Literal("0", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")), "false"),
        (Literal("1"), "1"),
        (BlankNode("x"), "_:x"),
    ],
)
def test_a_cell_is_what_a_person_reads(term: NamedNode | BlankNode | Literal | Triple | None, expected: str) -> None:
    """An entity is its label, a value its words, however a boolean is written."""
    assert expected == cell_text(term, _label)
