"""The report: each fault provoked once, alone, with its messages in both languages; and nonsensical data."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given, strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.audit import findings
from kg.audit.dates import EARLIEST, LATEST
from kg.audit.figures import LOWER, VALUE
from kg.audit.findings import Fault, section
from kg.errors import KgError
from kg.rdf import ID, XSD
from kg.runtime import read_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.audit.report import AuditReport

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
CRASHES: list[dict[str, Any]] = yaml.safe_load((HERE / "crashes.yaml").read_text(encoding="utf-8"))
COUNTED = """passage:p01s1 {
  observation:whole a zj:LevelObservation ; zj:asWritten "30家" ; zj:value 30.0 ;
    zj:unit unit:NUM ; zj:comparator comparator:as-stated .
  observation:level a zj:LevelObservation ; zj:asWritten "12家" ; zj:value 12.0 ; zj:subsetOf observation:whole ;
    zj:unit unit:NUM ; zj:comparator comparator:as-stated .
  observation:share a zj:ShareObservation ; zj:asWritten "占40%" ; zj:value 0.4 ; zj:relatedLevel observation:level ;
    zj:unit unit:UNITLESS ; zj:comparator comparator:as-stated .
  period:then a zj:Period ; zj:asWritten "2014年" ; zj:datePrecision "year" ;
    zj:earliestDate "2014-01-01"^^xsd:date ; zj:latestDate "2014-12-31"^^xsd:date . }"""
FAULTS = {
    key.removeprefix("fault_"): texts
    for key, texts in read_messages(findings.__file__).items()
    if key.startswith("fault_")
}
OFFICE = 'passage:p01s1 { inst:office a zj:PublicBody ; rdfs:label "管理处"@zh-Hans ; zj:asWritten "管理处" . }'


@pytest.fixture(scope="module")
def provoked(make: Callable[..., Any]) -> Callable[[str], AuditReport]:
    """Return a function that audits a case."""

    def call(name: str) -> AuditReport:
        case = CASES[name]
        sample = make(case.get("texts") or {"p01s1": case["text"]}, case["facts"])
        return (sample.of_text(case["now"]) if "now" in case else sample).report()

    return call


def test_every_fault_has_a_case() -> None:
    """Each kind of fault has a case."""
    assert set(FAULTS) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_fault(name: str, provoked: Callable[[str], AuditReport]) -> None:
    """Each fault is reported at its place, and no other fault is reported."""
    faults = provoked(name).faults
    expected = {name, *CASES[name].get("also", ())}
    assert expected == {fault.name for fault in faults}
    assert [CASES[name]["at"]] == [fault.place() for fault in faults if fault.name == name]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", CASES)
def test_a_message(name: str, language: str, provoked: Callable[[str], AuditReport]) -> None:
    """Each message has all values of its placeholders, in Chinese and in English."""
    fault = next(fault for fault in provoked(name).faults if fault.name == name)
    needed = set(re.findall(r"\{(\w+)\}", FAULTS[name][language]))
    assert set() == needed - set(fault.details)
    assert "{" not in fault.message(language)
    assert all(fault.details[each] for each in needed)


@pytest.mark.parametrize("name", FAULTS)
def test_both_languages_take_the_same_details(name: str) -> None:
    """A translation has the placeholders of its original."""
    zh, en = (set(re.findall(r"\{(\w+)\}", FAULTS[name][language])) for language in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("case", CRASHES, ids=[each["what"] for each in CRASHES])
def test_nonsense_is_reported(case: dict[str, Any], make: Callable[..., Any]) -> None:
    """Nonsensical data does not stop the audit: only its errors are reported."""
    faults = make({"p01s1": case["text"]}, case["facts"]).report().faults
    assert case["faults"] == sorted({fault.name for fault in faults})
    assert all(fault.message(language) for fault in faults for language in ("zh", "en"))


NUMBERS = (
    st.text(max_size=8)
    | st.text("0123456789.-+eEINFan", max_size=12)
    | st.decimals(allow_nan=True, allow_infinity=True).map(str)
    | st.decimals(allow_nan=False, allow_infinity=False).map(lambda value: f"{value:f}"[:40])
)


@given(NUMBERS, st.sampled_from("share level whole".split()))
@example("0." + "3" * 5000, "share")
@example("9" * 5000, "level")
@example("-0.000000000000000001", "share")
@example("-1", "whole")
def test_any_number_is_reported(make: Callable[..., Any], text: str, node: str) -> None:
    """Any stated value, bound or date is reported, and the audit does not fail."""
    sample = make({"p01s1": "2014年共有企业30家，其中商店12家，占40%。"}, COUNTED)
    iri = NamedNode(f"{ID}observation/{node}")
    old = {quad for quad in sample.quads if quad.subject == iri and quad.predicate == VALUE}
    (value,) = old
    odd = {
        Quad(iri, predicate, Literal(text, datatype=NamedNode(XSD + datatype)), value.graph_name)
        for predicate, datatype in ((VALUE, "decimal"), (LOWER, "decimal"), (EARLIEST, "date"), (LATEST, "date"))
    }
    assert [] == sample.faults()
    faults = sample.changed(old, odd).report().faults
    assert {"bound_differs", "date_ungrounded"} <= {fault.name for fault in faults}
    assert all(fault.message(language) for fault in faults for language in ("zh", "en"))


def test_a_graph_that_agrees(make: Callable[..., Any]) -> None:
    """Without faults every section is good, and the graph agrees with the document."""
    report = make({"p01s1": "管理处负责登记。"}, OFFICE).report()
    expected = "passages quotes numerals dates names grounds arithmetic contradictions".split()
    assert expected == [each.name for each in report.sections]
    assert [(each.total, each.total) for each in report.sections] == [(e.good, e.total) for e in report.sections]
    assert (True, [], []) == (report.holds, report.faults, report.marks)


def test_another_document(make: Callable[..., Any]) -> None:
    """For another document there are no sections and no faults, and the graph does not agree with it."""
    report = make({"p01s1": "管理处负责登记。"}, OFFICE).of_text("道路竣工。").report()
    assert (True, (), [], False) == (report.anchoring.is_other, report.sections, report.faults, report.holds)


def test_a_passage_with_a_reason(make: Callable[..., Any]) -> None:
    """A passage without facts may have a reason."""
    reason = 'graph:background { passage:p01s1 zj:reason "客套话。"@zh-Hans , "A courtesy."@en }'
    interpretation = (
        'graph:background { interpretation:none a zj:Interpretation ; zj:reason "见各段。"@zh-Hans ;'
        " zj:interpretedProperty zj:reason }"
    )
    assert [("passage_empty", "p01s1")] == make({"p01s1": "欢迎光临。"}).faults()
    assert [] == make({"p01s1": "欢迎光临。"}, reason + interpretation).faults()


def test_no_passages(make: Callable[..., Any]) -> None:
    """Data without passages is an error."""
    sample = make({"p01s1": "管理处负责登记。"}, OFFICE)
    with pytest.raises(KgError, match="0 documents"):
        replace(sample, quads=frozenset()).report()


def test_no_ontology(make: Callable[..., Any]) -> None:
    """Without an ontology there are no comparators and classes; this is reported, and the audit does not fail."""
    sample = make({"p01s1": "企业约12家。"}, CASES["value_differs"]["facts"].replace("21.0", "12.0"))
    empty = replace(sample, ontology=replace(sample.ontology, triples=frozenset()))
    names = {name for name, _ in empty.faults()}
    assert {"relation_ungrounded", "unit_differs"} <= names


def test_the_order_of_faults() -> None:
    """Faults are sorted by passage, then by name."""
    faults = [Fault("b", "p2"), Fault("b", "p1", "n", "y"), Fault("b", "p1", "n", "x"), Fault("a", "p1")]
    found = section("quotes", 4, faults).faults
    assert [("p1", "a", ""), ("p1", "b", "x"), ("p1", "b", "y"), ("p2", "b", "")] == [
        (each.passage, each.name, each.words) for each in found
    ]


@pytest.mark.parametrize(
    ("total", "faults", "good"),
    [
        (3, (), 3),
        (3, (Fault("a", "p1"),), 2),
        (3, (Fault("a", "p1", "n", "w"), Fault("b", "p1", "n", "w")), 2),
        (1, (Fault("a", "p1"), Fault("a", "p2")), 0),
    ],
    ids=["none", "one", "two of one thing", "more than things"],
)
def test_how_many_are_good(total: int, faults: tuple[Fault, ...], good: int) -> None:
    """An item with two faults counts once, and the number of good items is never negative."""
    assert good == section("quotes", total, faults).good


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (Fault("a", ""), ""),
        (Fault("a", "https://w3id.org/zjkg/id/passage/p1s1"), "p1s1"),
        (Fault("a", "", "https://w3id.org/zjkg/id/org/office", "管理处"), "inst:office “管理处”"),
        (Fault("a", "", "https://example.org/x"), "<https://example.org/x>"),
    ],
)
def test_a_place(fault: Fault, place: str) -> None:
    """A place has passage, node and words; unknown parts are left out."""
    assert place == fault.place()
