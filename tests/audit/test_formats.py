"""The report as JSON and Markdown: complete, in both languages, and escaped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.audit import formats
from kg.audit.formats import as_json, as_markdown, summary, tension_line, verdict
from kg.runtime import read_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.audit.report import AuditReport

GOOD = 'passage:p01s1 { inst:a a zj:PublicBody ; rdfs:label "管理处"@zh-Hans ; zj:asWritten "管理处" . }'
ODD = 'passage:p01s1 { inst:a a zj:PublicBody ; rdfs:label "管理处"@zh-Hans ; zj:asWritten "<b>*管|理_" . }'
SUM = """passage:p01s1 {
  observation:a a zj:LevelObservation ; zj:asWritten "30家" ;
    zj:value 30.0 ; zj:unit unit:NUM ; zj:comparator comparator:as-stated .
  observation:b a zj:LevelObservation ; rdfs:label "商店31家"@zh-Hans ; zj:asWritten "31家" ;
    zj:subsetOf observation:a ; zj:value 31.0 ; zj:unit unit:NUM ; zj:comparator comparator:as-stated . }
graph:background { note:n a zj:ReviewNote ; zj:concerns observation:a , observation:b .
  numeral:n a zj:NonFigure ; zj:asWritten "一批" ; zj:evidence passage:p01s1 ; zj:reason "泛指。"@zh-Hans . }"""

SECTIONS = "passages quotes numerals dates names grounds arithmetic contradictions".split()


@pytest.fixture(scope="module")
def report(make: Callable[..., Any]) -> Callable[..., AuditReport]:
    """Return a function that audits a passage."""

    def call(text: str, facts: str, now: str | None = None) -> AuditReport:
        sample = make({"p01s1": text}, facts)
        found: AuditReport = (sample if now is None else sample.of_text(now)).report()
        return found

    return call


@pytest.mark.parametrize(
    ("facts", "now", "zh", "en"),
    [
        (
            GOOD,
            None,
            "成立：没有遗漏，没有杜撰",
            "the graph agrees with the document: nothing is missing, nothing is invented",
        ),
        (ODD, None, "不成立：1处不符", "the graph does not agree with the document: 1 fault"),
        ("", "\n管理处。", "不成立：2处不符", "the graph does not agree with the document: 2 faults"),
        (
            *(GOOD, "道路。", "这是另一份文件：1个段句中只有0个相同"),
            "another document: it shares 0 of 1 passages with the annotated one",
        ),
    ],
    ids=["holds", "one fault", "two faults", "another document"],
)
def test_the_verdict(facts: str, now: str | None, zh: str, en: str, report: Callable[..., AuditReport]) -> None:
    """One line says whether the graph agrees with the document, or that it is another document."""
    found = report("管理处。", facts, now)
    assert (zh, en) == (verdict(found, "zh"), verdict(found, "en"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_sections_prove(language: str, report: Callable[..., AuditReport]) -> None:
    """Each section says what is checked; numerals and arithmetic also give counts."""
    found = report("企业30家，其中商店31家，还有一批摊点。", SUM)
    summaries = {each.name: summary(each, found, language) for each in found.sections}
    numerals = {"zh": "（2、1）", "en": " (2 and 1)"}[language]
    tensions = {"zh": "（1处不符）", "en": " (disagreements: 1)"}[language]
    texts = {name: read_messages(formats.__file__)[f"section_{name}"][language] for name in SECTIONS}
    assert texts | {"numerals": texts["numerals"] + numerals, "arithmetic": texts["arithmetic"] + tensions} == summaries


def test_a_tension(report: Callable[..., AuditReport]) -> None:
    """The line of a tension has the computation, and the words of its figures with their passages."""
    found = report("企业30家，其中商店31家，还有一批摊点。", SUM)
    (tension,) = found.review.tensions
    expected = "31=31, which differs from 30 by 1  [p01s1 “30家”; p01s1 “31家”]"
    assert expected == tension_line(tension, found, "en")
    assert tension_line(tension, found, "zh").startswith("31=31，与30相差1  [")


def test_json(report: Callable[..., AuditReport]) -> None:
    """As JSON the report has everything: document, verdict, sections with faults and marks, tensions."""
    found = report("企业30家，其中商店31家，还有一批摊点。", SUM.replace("31.0", "32.0"))
    data = json.loads(as_json(found, "en"))
    assert {"file", "encoding", "sha256", "isTheOneAnnotated", "passages", "shared"} == set(data["document"])
    assert (False, "the graph does not agree with the document: 1 fault") == (data["holds"], data["verdict"])
    numerals = next(each for each in data["sections"] if each["name"] == "numerals")
    assert (3, 2) == (numerals["total"], numerals["good"])
    (fault,) = numerals["faults"]
    assert ("value_differs", "p01s1", "31家") == (fault["fault"], fault["passage"], fault["words"])
    assert ["figure", "missing", "none"] == [mark["state"] for mark in numerals["marks"]]
    assert {"passage": "p01s1", "start": 2, "end": 4, "words": "30"}.items() <= numerals["marks"][0].items()
    assert [("parts_and_total", True)] == [(each["name"], each["noted"]) for each in data["tensions"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown(language: str, report: Callable[..., AuditReport]) -> None:
    """As Markdown it has a row for each section, a heading for each with faults, and the tensions."""
    found = report("企业30家，其中商店31家，还有一批摊点。", SUM.replace("31.0", "32.0"))
    lines = as_markdown(found, language).splitlines()
    assert len(SECTIONS) + 2 == sum(line.startswith("|") for line in lines)
    assert ["## numerals"] == [line for line in lines if line.startswith("## ")][:1]
    assert f"**{verdict(found, language)}**" in lines[2]
    assert sum(line.startswith("- ") for line in lines) == 2


def test_markdown_escapes(report: Callable[..., AuditReport]) -> None:
    """Texts of a document or its data do not become markup."""
    found = as_markdown(report("管理处。", ODD), "en")
    assert r"&lt;b>\*管\|理\_" in found
    assert "<b>" not in found


def test_markdown_of_another_document(report: Callable[..., AuditReport]) -> None:
    """For another document the report only says that it is another."""
    found = as_markdown(report("管理处。", GOOD, "道路。"), "en")
    assert "another document" in found
    assert "|" not in found
    assert "##" not in found
