"""Charts: which rows are drawn and how, in reproducible bytes, and the errors."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.project import read_ontology
from kg.query import find_query
from kg.rdf import ID, NOT_STATED, PREFIXES, SIGN, XSD, label
from kg.results.charts import drawing as charts, fonts
from kg.results.charts.chart_data import read_chart
from kg.results.charts.chart_text import ChartText
from kg.results.charts.drawing import draw_chart
from kg.results.charts.text_wrapping import width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph import Graph
    from kg.results.charts.chart_data import Chart

ROOT = Path(__file__).parents[3]
SIGNS = {t.subject.value: t.object.value for t in read_ontology(ROOT / "ontology").triples if t.predicate == SIGN}  # type: ignore[union-attr]
ZH, EN = ChartText("zh", SIGNS), ChartText("en", SIGNS)
DRAWN = "shares_and_their_wholes stated_figures growth_rates timeline targets park_history collection_counts".split()


def entity(name: str) -> NamedNode:
    """An entity with its name in its IRI, where `named` finds it."""
    return NamedNode(f"{ID}thing/{quote(name)}")


def named(node: NamedNode) -> str:
    """The name of an entity."""
    return unquote(node.value.rsplit("/", 1)[-1])


def typed(text: str, datatype: str = "decimal") -> Literal:
    """A literal."""
    return Literal(text, datatype=NamedNode(XSD + datatype))


def comparator(name: str) -> NamedNode:
    """A comparator."""
    return NamedNode(f"{ID}comparator/{name}")


def chart(columns: str, *rows: Sequence[Any], texts: ChartText = EN) -> Chart:
    """The chart of rows."""
    names = columns.split()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return read_chart(names, found, label=named, headings={"value": "value"}, texts=texts)


def answer(graph: Graph, query: str, language: str) -> dict[str, Any]:
    """What `draw` is given of a saved query."""
    result = graph.query(query, {"park": "张江示范区"} if query == "park_history" else {})
    return {
        "columns": list(result.columns),
        "rows": list(result),
        "label": lambda node: label(graph.store, node, language),
        "title": find_query(graph.project.queries, query).summary[language],
        "source": "zjkg",
        "headings": {"value": "数值" if language == "zh" else "value"},
        "warn": pytest.fail,
        "language": language,
    }


@pytest.mark.skipif(
    not list(fonts._installed()) and os.environ.get("CI") != "true",  # noqa: SLF001  -- asks what draw asks
    reason="no Chinese font is installed: apt install fonts-noto-cjk",
)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", DRAWN)
def test_words_lie_on_the_page_and_apart(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, language: str
) -> None:
    """No title is cut, no name or value runs into another."""
    saved = Figure.savefig
    boxes: list[tuple[str, Any]] = []
    pages: list[Any] = []

    def measured(figure: Figure, *args: object, **options: object) -> None:
        saved(figure, *args, **options)  # type: ignore[arg-type]
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        texts = [each for each in figure.findobj(Text) if each.get_text() and each.get_visible()]
        boxes.extend((each.get_text(), each.get_window_extent(renderer)) for each in texts)
        pages.append(figure.bbox)

    monkeypatch.setattr(Figure, "savefig", measured)
    draw_chart(tmp_path / "chart.png", **answer(graph, query, language))
    assert len(boxes) > 10
    outside = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > pages[0].x1 or box.y1 > pages[0].y1]
    assert outside == []
    assert [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if a.padded(-1).overlaps(b.padded(-1))] == []


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<?xml"), (".PNG", b"\x89PNG")])
def test_equal_rows_make_equal_bytes(graph: Graph, tmp_path: Path, suffix: str, begins: bytes) -> None:
    """A chart changes only with its rows, in any process; it contains no date."""
    paths = [tmp_path / f"{number}{suffix}" for number in range(2)]
    for path in paths:
        draw_chart(path, **answer(graph, "growth_rates", "en"))
    first, second = (path.read_bytes() for path in paths)
    assert first.startswith(begins)
    assert first == second
    assert b"dc:date" not in first
    assert sorted(tmp_path.iterdir()) == paths


def test_shares_are_written_as_in_the_document(graph: Graph) -> None:
    """A third is 1/3, after the sign of the comparator."""
    given = answer(graph, "shares_and_their_wholes", "zh")
    found = read_chart(given["columns"], given["rows"], label=given["label"], headings=given["headings"], texts=ZH)
    (panel,) = found.panels
    texts = {bar.name: bar.text for bar in panel.bars}
    assert panel.is_share
    assert len(texts) == 18
    assert texts["全国约1/3的1类创新药"] == "≈ 1/3"
    assert texts["全市80%以上的高端人才"] == "≥ 80%"
    assert texts["企业留学归国和外籍人才占从业人员3.2%"] == "3.2%"
    assert found.notes == ("符号：> 超过；≈ 约；≥ 以上",)


def test_units_are_never_mixed(graph: Graph) -> None:
    """Each unit has its own axis, and each figure of the document one bar."""
    given = answer(graph, "stated_figures", "zh")
    found = read_chart(given["columns"], given["rows"], label=given["label"], headings=given["headings"], texts=ZH)
    units = [row["unit"] for row in given["rows"] if row["value"] is not None]
    assert [panel.heading for panel in found.panels] == [
        f"数值（{given['label'](each)}）" for each in dict.fromkeys(units)
    ]
    assert [panel.heading for panel in found.panels if panel.is_share] == ["数值（比率）"]
    texts = {bar.name: bar.text for panel in found.panels for bar in panel.bars}
    assert texts["IPO募资总额2300亿元"] == "2,300亿"
    assert texts["近10万家科技企业"] == "< 10万"
    assert found.notes[0] == "另有 3 行没有“数值”，未画出。"


def test_events_are_drawn_once_with_their_dates(graph: Graph) -> None:
    """An event that has two agents is one span; a month is written as a month."""
    given = answer(graph, "park_history", "zh")
    found = read_chart(given["columns"], given["rows"], label=given["label"], headings={}, texts=ZH)
    assert (len(given["rows"]), len(found.spans)) == (9, 7)
    assert found.spans[0].text == "2011年1月"
    assert (found.spans[1].first, found.spans[1].last) == (dt.date(2011, 1, 1), dt.date(2011, 12, 31))


def test_a_year_is_a_place_in_time(graph: Graph) -> None:
    """A bar as long as 2025 beside one as long as 2035 would say nothing."""
    given = answer(graph, "targets", "en")
    found = read_chart(given["columns"], given["rows"], label=given["label"], headings={}, texts=EN)
    assert [span.text for span in found.spans] == ["2025", "2025", "2035", "2035", "2035"]


def test_the_first_column_that_varies_is_the_length() -> None:
    """A constant beside a figure is none."""
    found = chart(
        "place constant value", [entity("a"), typed("7"), typed("1")], [entity("b"), typed("7"), typed("2.50")]
    )
    assert [(bar.name, bar.text) for bar in found.panels[0].bars] == [("a", "1"), ("b", "2.5")]


def test_a_figure_is_named_by_the_columns_before_it(graph: Graph) -> None:
    """The number of the whole is not shown as that of its part, nor is the number of a picture as an amount."""
    given = answer(graph, "parts_of_counts", "en")
    found = read_chart(given["columns"], given["rows"], label=given["label"], headings={}, texts=EN)
    whole = {
        label(graph.store, row["whole"], "en"): EN.number(Decimal(row["wholeValue"].value)) for row in given["rows"]
    }
    assert {bar.name: bar.text for bar in found.panels[0].bars} == whole
    given = answer(graph, "pictures", "en")
    with pytest.raises(KgError, match="no chart can be made"):
        read_chart(given["columns"], given["rows"], label=given["label"], headings={}, texts=EN)


def test_names_tell_rows_apart() -> None:
    """One column where it suffices, several where it takes them; a passage is no name."""
    rows = [
        [entity(a), entity(b), NamedNode(f"{ID}passage/p{n}"), typed(str(n))]
        for n, (a, b) in enumerate(["xy", "xz", "yz"])
    ]
    assert [bar.name for bar in chart("place sector passage value", *rows).panels[0].bars] == [
        "x · y",
        "x · z",
        "y · z",
    ]
    counts = [[entity(a), entity(b), typed("5")] for a, b in ("xk", "yk")]
    assert [bar.name for bar in chart("signatory class value", *counts).panels[0].bars] == ["x", "y"]
    counts = [[entity(a), entity(b), typed("5")] for a, b in ("xk", "yk", "xm", "ym")]
    names = [bar.name for bar in chart("signatory class value", *counts).panels[0].bars]
    assert names == ["x · k", "y · k", "x · m", "y · m"]
    passages = [[NamedNode(f"{ID}passage/p{n}"), entity("k"), typed("5")] for n in range(3)]
    assert [bar.name for bar in chart("passage kind value", *passages).panels[0].bars] == ["p0", "p1", "p2"]
    only = [[entity("x"), entity("k"), typed("5")], [entity("x"), entity("m"), typed("5")]]
    assert [bar.name for bar in chart("place indicator value", *only).panels[0].bars] == ["k", "m"]


def test_texts_name_rows_that_have_no_entity() -> None:
    """A query that returns labels as texts can be drawn."""
    found = chart("name value", [Literal("五个", language="zh"), typed("1")], [Literal("b"), typed("2")])
    assert [bar.name for bar in found.panels[0].bars] == ["五个", "b"]


def test_what_the_document_does_not_state_is_left_out() -> None:
    """A row of id:not-stated is no figure."""
    found = chart("place value", [entity("a"), typed("1")], [NOT_STATED, typed("9")], [entity("b"), typed("3")])
    assert [bar.name for bar in found.panels[0].bars] == ["a", "b"]
    assert found.notes == ()


@pytest.mark.parametrize("text", ["NaN", "INF", "-INF", "1E400", "many"])
def test_what_is_no_length_is_left_out_and_said(text: str) -> None:
    """No bar is endless."""
    found = chart(
        "place value", [entity("a"), typed("1")], [entity("b"), typed(text, "double")], [entity("c"), typed("2")]
    )
    assert [bar.name for bar in found.panels[0].bars] == ["a", "c"]
    assert found.notes == ("Not drawn: 1 row without “value”.",)


def test_more_than_sixty_are_cut_and_it_is_said(tmp_path: Path) -> None:
    """A chart of only the first rows has a note."""
    rows = [[entity(f"n{number}"), typed(str(number))] for number in range(61)]
    assert chart("place value", *rows, texts=ZH).notes == ("只画出前 60 项，共 61 项。",)
    found = chart("place value", *rows)
    assert (len(found.panels[0].bars), found.notes) == (60, ("The first 60 of 61 are drawn.",))
    assert chart("place value", *rows[:60]).notes == ()
    days = [[entity(f"n{day}"), typed(f"2015-{day // 28 + 1:02}-{day % 28 + 1:02}", "date")] for day in range(61)]
    assert len(chart("event date", *days).spans) == 60
    draw_rows(tmp_path / "many.png", "place value", rows)


@pytest.mark.parametrize(
    ("name", "sign"),
    [("at-least", "≥ "), ("greater-than", "> "), ("approximately", "≈ "), ("approaching", "< ")],
)
def test_a_value_has_the_sign_of_its_comparator(name: str, sign: str) -> None:
    """The sign that the ontology gives a comparator is written before the value, and a note explains it."""
    found = chart("place value comparator", [entity("a"), typed("1500"), comparator(name)])
    assert found.panels[0].bars[0].text == f"{sign}1,500"
    assert found.notes == (f"Signs: {sign}{name}",)
    stated = chart("place value comparator", [entity("a"), typed("1500"), comparator("as-stated")])
    assert (stated.panels[0].bars[0].text, stated.notes) == ("1,500", ())


def test_shares_are_told_from_small_numbers() -> None:
    """Between 0 and 1 everywhere, and not just 0 and 1; a unit decides where there is one."""
    ratio, count = (NamedNode(PREFIXES["unit"] + name) for name in ("UNITLESS", "NUM"))
    assert chart("place value", [entity("a"), typed("0.2")], [entity("b"), typed("1")]).panels[0].is_share
    assert not chart("place value", [entity("a"), typed("0")], [entity("b"), typed("1")]).panels[0].is_share
    assert not chart("place value", [entity("a"), typed("0.2")], [entity("b"), typed("1.1")]).panels[0].is_share
    found = chart("place value unit", [entity("a"), typed("1.2"), ratio], [entity("b"), typed("0.5"), count])
    assert [(panel.heading, panel.is_share) for panel in found.panels] == [
        ("value (UNITLESS)", True),
        ("value (NUM)", False),
    ]


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        ("230000000000", "2,300亿", "230 bn"),
        ("6200000000000", "6.2万亿", "6.2 tn"),
        ("2380000", "238万", "2.38 mn"),
        ("2300", "2,300", "2,300"),
        ("1234567", "1,234,567", "1,234,567"),
        ("-15000", "−1.5万", "−15,000"),
        ("0.00", "0", "0"),
        ("100", "100", "100"),
        ("0.3333333333333333", "0.3333…", "0.3333…"),
    ],
)
def test_numbers_are_exact_and_readable(number: str, zh: str, en: str) -> None:
    """Large units are used if they are exact; cut decimals end in an ellipsis."""
    assert (ZH.number(Decimal(number)), EN.number(Decimal(number))) == (zh, en)


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ("2015-05-04", "2015-05-04", "2015年5月4日", "4 May 2015"),
        ("2015-02-01", "2015-02-28", "2015年2月", "Feb 2015"),
        ("2015-01-01", "2015-12-31", "2015年", "2015"),
        ("2011-01-01", "2015-12-31", "2011年 – 2015年", "2011 – 2015"),
        ("2015-05-04", "2015-06-30", "2015年5月4日 – 2015年6月30日", "4 May 2015 – 30 Jun 2015"),
    ],
)
def test_dates_are_as_fine_as_they_are_known(first: str, last: str, zh: str, en: str) -> None:
    """A month is not written as its days."""
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert (ZH.dates(*days), EN.dates(*days)) == (zh, en)


def test_lines_break_where_a_reader_breaks_them() -> None:
    """Words are not broken, no closing mark begins a line, and a cut text ends in an ellipsis."""
    lines = wrap_text("more than 1,000 high-level overseas talents", 36)
    assert lines == ["more than 1,000 high-level", "overseas talents"]
    lines = wrap_text("国务院批复同意《张江国家自主创新示范区发展规划纲要(2013-2020年)》", 40)
    assert "".join(lines) == "国务院批复同意《张江国家自主创新示范区发展规划纲要(2013-2020年)》"
    assert all(width(line) <= 40 and line[0] not in "》)" and line[-1] not in "《(" for line in lines)
    cut = wrap_text("x" * 500, 40)
    assert (len(cut), cut[-1][-1]) == (6, "…")
    assert all(width(line) <= 40 for line in cut)
    assert wrap_text("", 40) == [""]


def draw_rows(path: Path, columns: str, rows: Sequence[Sequence[Any]], **options: Any) -> None:
    """Draw rows of our own."""
    names = columns.split()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    given = {"label": named, "title": "t", "source": "s", "headings": {}, "warn": pytest.fail} | options
    draw_chart(path, names, found, **given)


@pytest.mark.parametrize("name", ["chart.pdf", "chart", "chart.svg.gz", ".png"])
def test_another_suffix_is_refused(tmp_path: Path, name: str) -> None:
    """The error names the two there are."""
    with pytest.raises(KgError) as caught:
        draw_rows(tmp_path / name, "place value", [[entity("a"), typed("1")]])
    assert caught.value.hint == "give the file a name that ends in .svg or .png"
    assert list(tmp_path.iterdir()) == []


def test_rows_without_a_chart_are_an_error(tmp_path: Path) -> None:
    """The columns there are, and those it would take; nothing is written."""
    with pytest.raises(KgError, match="no chart can be made of the columns place, sector") as caught:
        draw_rows(tmp_path / "chart.svg", "place sector", [[entity("a"), entity("b")]])
    assert "xsd:integer" in caught.value.hint
    with pytest.raises(KgError, match="no rows"):
        draw_rows(tmp_path / "chart.svg", "place value", [])
    with pytest.raises(KgError, match="no column names the rows"):
        draw_rows(tmp_path / "chart.svg", "value", [[typed("1")]])
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A missing folder, a folder in the file's place."""
    (tmp_path / "folder.png").mkdir()
    for path in (tmp_path / "nowhere" / "chart.png", tmp_path / "folder.png"):
        with pytest.raises(KgError) as caught:
            draw_rows(path, "place value", [[entity("a"), typed("1")]])
        assert str(path) in caught.value.message


def test_odd_labels_and_figures_are_drawn(tmp_path: Path) -> None:
    """Formulas, mark-up, negative and equal figures, the ends of the calendar."""
    rows = [[entity("$x^2$ & <b>_{"), typed("-5")], [entity("b"), typed("0")], [entity("c"), typed("3")]]
    draw_rows(tmp_path / "a.svg", "place value", rows)
    draw_rows(tmp_path / "b.png", "place value", [[entity("a"), typed("0")]])
    days = [[entity("a"), typed("0001-01-01", "date")], [entity("b"), typed("9999-12-31", "date")]]
    draw_rows(tmp_path / "c.png", "event date", days)
    draw_rows(tmp_path / "d.png", "event date", [[entity("a"), typed("2015-05-04Z", "date")]])
    assert len(list(tmp_path.iterdir())) == 4


def test_a_missing_chinese_font_is_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture is drawn, with boxes; English needs no such font."""
    monkeypatch.setattr(fonts, "CHINESE", ())
    warned: list[str] = []
    row = [[entity("张江"), typed("1")], [entity("上海"), typed("2")]]
    draw_rows(tmp_path / "chart.png", "place value", row, title="园区", warn=warned.append)
    assert len(warned) == 1
    assert "fonts-noto-cjk" in warned[0]
    draw_rows(tmp_path / "plain.png", "place value", [[entity("a"), typed("1")]])
    assert (tmp_path / "chart.png").is_file()


def test_a_home_that_cannot_be_written_is_no_matter(tmp_path: Path, root: Path) -> None:
    """Matplotlib finds another place for its cache, in silence."""
    program = (
        "from pathlib import Path; from pyoxigraph import Literal, NamedNode\n"
        "from kg.results.charts.drawing import draw_chart\n"
        "rows = [{'name': NamedNode('http://x/a'), 'value': Literal(1)}]\n"
        f"draw_chart(Path({str(tmp_path / 'a.png')!r}), ['name', 'value'], rows, label=str, title='t', source='s',"
        " headings={}, warn=print)\n"
    )
    environment = {**os.environ, "HOME": "/dev/null", "MPLCONFIGDIR": "/dev/null/matplotlib", "PYTHONPATH": str(root)}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False, cwd=root)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_only_a_drawing_loads_matplotlib(root: Path) -> None:
    """A query that draws nothing starts as fast as before."""
    program = "import sys, kg.results.charts.drawing; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)
    assert charts.SUFFIXES == (".svg", ".png")
