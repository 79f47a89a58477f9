"""The page: self-contained, the document in order, each mark with its state, all texts escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.audit.page import render, write_page
from kg.errors import KgError
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.audit.report import AuditReport
    from kg.project import Project

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
CRASHES: list[dict[str, Any]] = yaml.safe_load((HERE / "crashes.yaml").read_text(encoding="utf-8"))
VOID = {"meta", "input", "br", "link", "img"}

TEXTS = {"p01s1": "园区有企业12家。", "p02s1": "面积约5平方公里，近一半是绿地。", "p02s2": "2019年5月园区开园。"}
FACTS = """
passage:p01s1 { observation:firms a zj:LevelObservation ; rdfs:label "企业12家"@zh-Hans ; zj:asWritten "12家" ;
  zj:value 12.0 ; zj:unit unit:NUM ; zj:comparator comparator:as-stated . }
passage:p02s1 { observation:area a zj:LevelObservation ; rdfs:label "面积约5平方公里"@zh-Hans ;
  zj:asWritten "约5平方公里" ; zj:value 6200.0 ; zj:unit unit:KiloM2 ; zj:comparator comparator:approximately . }
passage:p02s2 { event:opening a zj:Event ; rdfs:label "园区开园"@zh-Hans ; zj:asWritten "2019年5月园区开园" ;
  zj:earliestDate "2019-05-01"^^xsd:date ; zj:latestDate "2019-05-31"^^xsd:date ; zj:datePrecision "month" . }
graph:background { observation:area rdfs:label "area of the park"@en .
  numeral:half a zj:NonFigure ; rdfs:label "一半"@zh-Hans ; zj:asWritten "一半" ; zj:evidence passage:p02s1 ;
    zj:reason "“一半”是约数。"@zh-Hans , "A half is a manner of speaking."@en . }
"""


class Reader(HTMLParser):
    """The content of a page: attributes of all elements, the text of each passage, and its marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.marks: list[tuple[str, str, str]] = []
        self.words = ""
        self.mismatched: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record an element, and whether it is a mark."""
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)
        if tag == "a" and self._within("text"):
            self.marks.append((self._row(), (element[1]["class"] or "").split()[1], ""))

    def handle_endtag(self, tag: str) -> None:
        """Record the end of an element, which must be the innermost one."""
        if not self.open or self.open[-1][0] != tag:
            self.mismatched.append(tag)
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Record the text of a passage and of its marks."""
        if self.open and self.open[-1][0] in ("style", "script"):
            return
        self.words += data
        if self._within("text"):
            row = self._row()
            self.texts[row] = self.texts.get(row, "") + data
            if self.open[-1][0] == "a":
                passage, state, text = self.marks.pop()
                self.marks.append((passage, state, text + data))

    def _within(self, name: str) -> bool:
        return any(name in (attributes.get("class") or "").split() for _, attributes in self.open)

    def _row(self) -> str:
        rows = [each for _, each in self.open if (each.get("class") or "").split()[:1] == ["row"]]
        return rows[-1]["id"] or ""

    def values(self, name: str) -> list[str]:
        """Return an attribute of all elements that have it."""
        return [value for _, each in self.elements if (value := each.get(name)) is not None]


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    """The real project, whose ontology the samples use."""
    return find_project(root)


@pytest.fixture(scope="module")
def shown(make: Callable[..., Any], project: Project) -> Callable[..., Reader]:
    """Return a function that renders a sample and reads the page."""

    def call(texts: dict[str, str], facts: str = "", now: str | None = None, language: str = "zh") -> Reader:
        sample = make(texts, facts)
        report = (sample if now is None else sample.of_text(now)).report()
        return Reader(render(report, project, language))

    return call


@pytest.fixture(scope="module")
def report(make: Callable[..., Any]) -> AuditReport:
    """The audit of the sample."""
    found: AuditReport = make(TEXTS, FACTS).report()
    return found


@pytest.fixture(scope="module")
def html(report: AuditReport, project: Project) -> str:
    """The page of the sample."""
    return render(report, project, "zh")


def test_self_contained(html: str) -> None:
    """The page loads nothing: no element that fetches, no address except its own anchors, no import in its style."""
    read = Reader(html)
    assert set() == {tag for tag, _ in read.elements} & {"link", "img", "iframe", "object", "embed", "base", "form"}
    assert [] == read.values("src")
    assert [] == [each for each in read.values("href") if not each.startswith("#")]
    assert [] == re.findall(r"@import|url\(|https?://|\bfetch\(|XMLHttpRequest", html)


def test_well_formed(html: str) -> None:
    """Each element is closed correctly, ids are unique, and the target of each link and reference exists."""
    read = Reader(html)
    assert ([], []) == (read.mismatched, read.open)
    ids = read.values("id")
    assert sorted(set(ids)) == sorted(ids)
    led = {each[1:] for each in read.values("href")} | set(" ".join(read.values("data-t")).split())
    led |= {*read.values("aria-describedby"), *read.values("aria-controls")}
    assert set() == led - set(ids)


def test_every_passage_in_order(html: str) -> None:
    """Every passage is on the page under its name, in reading order, with its exact text."""
    assert TEXTS == Reader(html).texts
    assert list(TEXTS) == list(Reader(html).texts)


def test_marks_have_their_states(html: str) -> None:
    """Numerals and dates have the states of the audit."""
    assert [
        ("p01s1", "figure", "12"),
        ("p02s1", "missing", "5"),
        ("p02s1", "none", "一"),
        ("p02s2", "figure", "2019年5月"),
    ] == Reader(html).marks


def test_what_a_mark_shows(html: str) -> None:
    """Figures are shown with comparator and unit, faults with their message, other numerals with the reason."""
    words = Reader(html).words
    for each in ("约 6,200 平方公里", "about 6,200 km²", "原文是5，zj:value是6200", "“一半”是约数。", "2019-05"):
        assert each in words


@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-Hans"), ("en", "en")])
def test_both_languages_are_there(report: AuditReport, project: Project, language: str, lang: str) -> None:
    """The page opens in the given language, and has the labels of both."""
    read = Reader(render(report, project, language))
    assert ("html", {"lang": lang, "data-lang": language}) == read.elements[0]
    assert "area of the park" in read.words
    assert "面积约5平方公里" in read.words


def test_a_name_around_a_numeral(shown: Callable[..., Reader]) -> None:
    """Of nested marks the inner one is shown, with the targets of both."""
    facts = """passage:p01s1 { park:pilot a zj:SubPark ; rdfs:label "十二园"@zh-Hans ; zj:asWritten "十二园" .
      observation:parks a zj:LevelObservation ; rdfs:label "十二园"@zh-Hans ; zj:asWritten "“十二园”" ; zj:value 12.0 ;
        zj:unit unit:NUM ; zj:comparator comparator:as-stated . }"""
    read = shown({"p01s1": "形成“十二园”格局。"}, facts)
    assert [("p01s1", "figure", "十二"), ("p01s1", "figure", "园")] == read.marks
    inner, outer = ({*each.split()} for each in read.values("data-t"))
    assert outer <= inner


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_shown(name: str, shown: Callable[..., Reader]) -> None:
    """The page shows every kind of fault, and is well-formed."""
    case = CASES[name]
    read = shown(case.get("texts") or {"p01s1": case["text"]}, case["facts"], case.get("now"))
    assert name in read.words
    assert ([], []) == (read.mismatched, read.open)


@pytest.mark.parametrize("case", CRASHES, ids=[each["what"] for each in CRASHES])
def test_nonsense_is_shown(case: dict[str, Any], shown: Callable[..., Reader]) -> None:
    """Nonsensical data is shown as it is."""
    read = shown({"p01s1": case["text"]}, case["facts"])
    assert {"p01s1": case["text"]} == read.texts
    assert ([], []) == (read.mismatched, read.open)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\"'><b onmouseover=x>", "&lt;i&gt;", "</style>", "{{ 7 }}"]
)
def test_everything_is_escaped(words: str, shown: Callable[..., Reader]) -> None:
    """The content of texts, labels, quotes and remarks is shown as it is, and is not markup."""
    literal = '"' + words.replace('"', '\\"') + '"'
    facts = f"""passage:p01s1 {{ park:pilot a zj:SubPark ; rdfs:label {literal}@zh-Hans ; zj:asWritten {literal} . }}
      graph:background {{ park:pilot rdfs:label {literal}@en . note:one a zj:ReviewNote ; zj:concerns park:pilot ;
      zj:remark {literal}@en . }}"""
    read = shown({"p01s1": f"园区叫{words}。"}, facts)
    assert {"p01s1": f"园区叫{words}。"} == read.texts
    assert read.words.count(words) >= 4
    assert (1, 1) == tuple([tag for tag, _ in read.elements].count(each) for each in ("script", "style"))
    assert ([], []) == (read.mismatched, read.open)
    assert [] == [name for _, each in read.elements for name in each if name.startswith("on")]


def test_a_document_that_moved_on(shown: Callable[..., Reader]) -> None:
    """Removed passages and uncovered text are shown in their places, and other passages where they are now."""
    texts = {"p01s1": "第一行说开工。", "p02s1": "次行说验收之事。", "p03s1": "末行说完工。"}
    read = shown(texts, "", "第一行说开工。\n末行说完工。\n另加一行文字。")
    rows = [each["id"] for _, each in read.elements if (each.get("class") or "").split()[:1] == ["row"]]
    states = [(each["class"] or "").split()[1:] for _, each in read.elements if each.get("id") in rows]
    assert ["p01s1", "p02s1", "p03s1", "text-15"] == rows
    assert [["same"], ["gone"], ["moved"], ["uncovered"]] == states
    assert "另加一行文字。" == read.texts["text-15"]


def test_same_bytes(report: AuditReport, make: Callable[..., Any], project: Project) -> None:
    """The same inputs make the same page."""
    assert render(report, project, "en") == render(make(TEXTS, FACTS).report(), project, "en")


def test_written_whole(tmp_path: Path, report: AuditReport, project: Project, html: str) -> None:
    """A page replaces the old one, and no other file is left."""
    path = tmp_path / "审核.html"
    path.write_text("before")
    write_page(path, report, project, "zh")
    assert html == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())


def test_a_link_stays_one(tmp_path: Path, report: AuditReport, project: Project) -> None:
    """If the path is a link, the target of the link is written."""
    (tmp_path / "link.html").symlink_to(tmp_path / "page.html")
    write_page(tmp_path / "link.html", report, project, "zh")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").is_file()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (".", "is a folder"),
        ("none/page.html", "No such file"),
        ("file/page.html", "Not a directory"),
        ("x" * 300, "long"),
    ],
)
def test_a_path_that_cannot_be(tmp_path: Path, path: str, message: str, report: AuditReport, project: Project) -> None:
    """The error for a path that cannot be written has the reason, and no file is left there."""
    (tmp_path / "file").touch()
    with pytest.raises(KgError, match=message) as caught:
        write_page(tmp_path / path, report, project, "zh")
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint
    assert ["file"] == [each.name for each in tmp_path.iterdir()]


def test_the_document_is_not_overwritten(shared: Path, real_sample: Any, project: Project) -> None:
    """A page cannot replace the document that it shows."""
    with pytest.raises(KgError, match="the document itself"):
        write_page(shared / "document.txt", real_sample.report(), project, "zh")


def test_the_real_document(real_sample: Any, project: Project) -> None:
    """The page of the real document has each passage with all its marks, in less than 1.5 MB."""
    report = real_sample.report()
    html = render(report, project, "en")
    assert len(html.encode()) < 1_500_000
    read = Reader(html)
    assert {each.passage.name: each.text for each in report.anchoring.anchors} == read.texts
    assert ([], []) == (read.mismatched, read.open)
    ids = read.values("id")
    assert sorted(set(ids)) == sorted(ids)
    assert set() == {each[1:] for each in read.values("href")} - set(ids)
    assert {"figure", "none"} == {state for _, state, _ in read.marks}
