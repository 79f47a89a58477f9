"""Excel: read back by another library, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KgError
from kg.rdf import XSD, compact
from kg.results import excel as spreadsheet
from kg.results.output_formats import write_result
from kg.results.rows import Citation, ResultInfo, RowEvidence, Rows, Term

if TYPE_CHECKING:
    from openpyxl import Workbook

PARK = NamedNode("https://w3id.org/zjkg/id/park/zhangjiang-science-city")


def _typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def _book(
    rows: list[list[Term | None]], evidence: list[RowEvidence] | None = None, about: ResultInfo | None = None
) -> bytes:
    output = io.BytesIO()
    columns = [f"c{at}" for at in range(len(rows[0]))]
    write_result(
        Rows(columns, rows, evidence), output, fmt="xlsx", label=lambda node: f"“{compact(node.value)}”", about=about
    )
    return output.getvalue()


def _read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def _cells(content: bytes, sheet: str = "answer") -> list[list[Any]]:
    return [[cell.value for cell in row] for row in _read(content)[sheet].iter_rows()]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (_typed("12", "integer"), 12),
        (_typed("0.125", "decimal"), 0.125),
        (_typed("1500", "double"), 1500),
        (_typed("-0.5", "decimal"), -0.5),
        (_typed("2300000000000", "decimal"), 2_300_000_000_000),
        (_typed("1234567890123456789", "integer"), "1234567890123456789"),
        (_typed("NaN", "double"), "NaN"),
        (_typed("INF", "double"), "INF"),
        (_typed("1E400", "decimal"), "1E400"),
        (_typed("x", "integer"), "x"),
        (_typed("true", "boolean"), True),
        (_typed("0", "boolean"), False),
        (_typed("2015-05-01", "date"), dt.datetime(2015, 5, 1)),  # noqa: DTZ001  -- a cell has no zone
        (_typed("1858-01-01", "date"), "1858-01-01"),
        (_typed("2015-13-01", "date"), "2015-13-01"),
        (Literal("=1+1"), "=1+1"),
        (Literal("@SUM(A1)", language="en"), "@SUM(A1)"),
        (Literal("http://e/"), "http://e/"),
        (Literal("007"), "007"),
        (Literal("张江\n科学城"), "张江\n科学城"),
        (BlankNode("b"), "_:b"),
        (None, None),
    ],
)
def test_a_value_is_of_its_type(term: Term | None, expected: object) -> None:
    """Numbers, dates and booleans are typed cells, other numbers than Excel has are text, and no text is a formula."""
    (_, *rows) = _read(_book([[term, Literal("x")]]))["answer"].iter_rows()
    cell = rows[0][0]
    assert (expected, type(expected)) == (cell.value, type(cell.value))
    assert cell.data_type != "f"


def test_an_entity_is_its_label_and_its_iri() -> None:
    """A column with entities becomes two, with headings that a person reads."""
    about = ResultInfo(headings={"c0": "园区"})
    cells = _cells(_book([[PARK, Literal("a")], [Literal("no entity"), None]], about=about))
    assert ["园区", "园区 IRI", "c1"] == cells[0]
    assert ["“park:zhangjiang-science-city”", PARK.value, "a"] == cells[1]
    assert ["no entity", None, None] == cells[2]


def test_evidence_has_a_sheet() -> None:
    """Each source of each triple is a row, with the conclusion that a premise supports."""
    stated = Triple(PARK, NamedNode("http://e/p"), Literal("x"))
    follows = Triple(PARK, NamedNode("http://e/q"), PARK)
    leaf = Citation(stated, (("p05s2", ("约", "x"), "整句。"), ("p06s1", (), None)))
    evidence = RowEvidence(
        {"p05s2": ("约", "x")}, (leaf, Citation(follows, (("inferred", (), None),), "prp-trp", (leaf,)))
    )
    content = _book([[PARK]], [evidence], ResultInfo(facts={"query": "q"}, language="zh"))
    head, *lines = _cells(content, "依据")
    assert ["行", "主体", "属性", "客体", "规则", "据以推出", "来源", "原文", "句子"] == head
    assert [
        1,
        "“park:zhangjiang-science-city”",
        "“<http://e/p>”",
        "x",
        None,
        None,
        "p05s2",
        "约 · x",
        "整句。",
    ] == lines[0]
    assert ["p05s2", "p06s1", "inferred", "p05s2", "p06s1"] == [line[6] for line in lines]
    assert "prp-trp" == lines[2][4]
    assert lines[3][5].startswith("park:zhangjiang-science-city")
    assert ["c0", "c0 IRI", "passages", "words"] == _cells(content, "结果")[0]
    assert [["query", "q"]] == _cells(content, "查询")[1:]


def test_the_head_stays_in_sight() -> None:
    """The first row is frozen with filters, and columns are as wide as their cells."""
    sheet = _read(_book([[Literal("张" * 20), Literal("x")]]))["answer"]
    assert ("A2", "A1:B2") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert sheet.column_dimensions["A"].width > 40 > sheet.column_dimensions["B"].width


def test_equal_answers_equal_bytes() -> None:
    """The file contains no time of creation."""
    assert _book([[PARK]]) == _book([[PARK]])


def test_a_long_text_is_cut_with_a_sign() -> None:
    """What is longer than a cell can be is cut, and shows it."""
    ((_,), (cell,)) = _cells(_book([[Literal("长" * 40_000)]]))
    assert (32_767, "…") == (len(cell), cell[-1])


def test_too_many_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a sheet can have are an error with a remedy."""
    monkeypatch.setattr(spreadsheet, "_MAX_ROWS", 2)
    with pytest.raises(KgError, match="3 rows: a sheet has at most 2") as caught:
        _book([[PARK]] * 3)
    assert "write CSV" in caught.value.hint


@settings(max_examples=30)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_comes_back(texts: list[str]) -> None:
    """Any text is written unchanged."""
    cells = _cells(_book([[Literal(text)] for text in texts]))
    assert texts == [row[0] for row in cells[1:]]
