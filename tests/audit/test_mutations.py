"""Seeded faults on the real data: each one is found and named, at its passage or node."""

# ruff: noqa: E501  -- the table has one seeded fault a line
from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.audit.annotations import annotate
from kg.audit.dates import audit_dates
from kg.audit.figures import audit_numerals
from kg.audit.lexicon import read_lexicon
from kg.audit.quotes import audit_quotes
from kg.terms import AS_WRITTEN, ID, LABEL, PREFIXES, TYPE, XSD, ZJ, graph_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Material = Any
    Change = Callable[[Iterable[Quad]], list[Quad]]

DECIMAL = NamedNode(XSD + "decimal")
DATE = NamedNode(XSD + "date")


def _zj(name: str) -> NamedNode:
    return NamedNode(ZJ + name)


def _iri(curie: str) -> NamedNode:
    prefix, local = curie.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def _object(node: str, predicate: str, value: str | NamedNode | None, graph: str | None = None) -> Change:
    """Give a node's property another value (of the same datatype), or none."""

    def change(quads: Iterable[Quad]) -> list[Quad]:
        changed = []
        for quad in quads:
            hit = quad.subject == _iri(node) and quad.predicate == _zj(predicate)
            if not hit or (graph and not quad.graph_name.value.endswith(graph)):
                changed.append(quad)
            elif isinstance(value, NamedNode):
                changed.append(Quad(quad.subject, quad.predicate, value, quad.graph_name))
            elif value is not None:
                literal = Literal(value, datatype=quad.object.datatype)
                changed.append(Quad(quad.subject, quad.predicate, literal, quad.graph_name))
        assert changed != list(quads)
        return changed

    return change


def _without(*, node: str | None = None, graph: str | None = None) -> Change:
    """Take away all statements of a node, or of a passage."""

    def change(quads: Iterable[Quad]) -> list[Quad]:
        return [
            quad
            for quad in quads
            if not (node and quad.subject == _iri(node)) and not (graph and quad.graph_name.value.endswith(graph))
        ]

    return change


def _with(graph: str, *statements: tuple[str, NamedNode, Literal | NamedNode]) -> Change:
    """Add statements to a passage's graph, or to the background."""
    name = NamedNode(f"{ID}passage/{graph}") if graph.startswith("p") else graph_iri(graph)

    def change(quads: Iterable[Quad]) -> list[Quad]:
        return [*quads, *(Quad(_iri(node), predicate, value, name) for node, predicate, value in statements)]

    return change


OBSERVATION = "observation:"
# what: the change, the fault that must be found, and the passage or node that it must name
FAULTS: dict[str, tuple[Change, str, str]] = {
    "digit changed": (_object("observation:zone-area", "value", "513"), "value_differs", "zone-area"),
    "digit of a count": (_object("observation:listed-company-count", "value", "308"), "value_differs", "listed-company-count"),
    "yi for wan": (_object("observation:technology-company-count", "value", "1000000000"), "value_differs", "technology-company-count"),
    "wan for yi": (_object("observation:ipo-proceeds", "value", "23000000"), "value_differs", "ipo-proceeds"),
    "percent as 78": (_object("observation:biomedicine-output-share-of-shanghai", "value", "78"), "value_differs", "biomedicine-output-share"),
    "bare thousand": (_object("observation:shanghai-leading-talents", "value", "10000"), "value_differs", "shanghai-leading-talents"),
    "trillion": (_object("observation:revenue-2020", "value", "620000000000"), "value_differs", "revenue-2020"),
    "chinese numeral": (_object("observation:sub-park-count", "value", "21"), "value_differs", "sub-park-count"),
    "fraction value": (_object("observation:star-market-company-share", "value", "0.125"), "value_differs", "star-market-company-share"),
    "denominator": (_object("observation:star-market-company-share", "denominator", "8"), "terms_differ", "star-market-company-share"),
    "numerator lost": (_object("observation:equity-financing-national-share", "numerator", None), "terms_differ", "equity-financing"),
    "unit dropped": (_object("observation:employees", "unit", None), "unit_differs", "employees"),
    "unit of yuan": (_object("observation:biomedicine-output-2020", "unit", _iri("unit:NUM")), "unit_differs", "biomedicine-output-2020"),
    "unit of a rate": (_object("observation:valid-invention-patents-per-10000-persons", "unit", _iri("unit:NUM")), "unit_differs", "per-10000"),
    "comparator lost": (_object("observation:revenue-2020", "comparator", _iri("comparator:as-stated")), "comparator_differs", "revenue-2020"),
    "at least for more": (_object("observation:high-end-talent-city-share", "comparator", _iri("comparator:greater-than")), "comparator_differs", "high-end"),
    "about for nearly": (_object("observation:five-batches-investment", "comparator", _iri("comparator:approximately")), "comparator_differs", "five-batches"),
    "comparator gone": (_object("observation:class-1-drug-share", "comparator", None), "comparator_differs", "class-1-drug-share"),
    "bound moved": (_object("observation:pct-patent-applications", "lowerBound", "2200"), "bound_differs", "pct-patent"),
    "rank changed": (_object("observation:large-science-facility-rank", "rank", "2"), "number_differs", "facility-rank"),
    "order changed": (_object("principle:independent-innovation", "order", "3"), "number_differs", "independent-innovation"),
    "figure number": (_object("figure:figure-7", "figureNumber", "8"), "number_differs", "figure-7"),
    "observation gone": (_without(node="observation:new-listed-companies"), "numeral_missing", "p33s4"),
    "no figure unlisted": (_without(node="numeral:c919"), "numeral_missing", "p32s8"),
    "figure hidden": (
        _with("background",
              ("numeral:fake", TYPE, _zj("NonFigure")),
              ("numeral:fake", AS_WRITTEN, Literal("330家")),
              ("numeral:fake", _zj("reason"), Literal("It is a name.", language="en")),
              ("numeral:fake", _zj("evidence"), NamedNode(f"{ID}passage/p07s3"))),
        "no_figure_counted", "numeral/fake"),
    "no figure elsewhere": (_object("numeral:arj21", "evidence", NamedNode(f"{ID}passage/p01s1")), "no_figure_misplaced", "p01s1"),
    "passage emptied": (_without(graph="passage/p32s8"), "passage_empty", "p32s8"),
    "caption lost": (_without(graph="passage/p23s1"), "name_missing", "p23s1"),
    "title lost": (_without(node="document:development-outline-2013-2020"), "name_missing", "p11s1"),
    "quoted name lost": (_without(node="product:jiuqiyi"), "name_missing", "p32s5"),
    "month moved": (_object("event:visit-shanghai-2019", "earliestDate", "2019-12-01"), "date_differs", "visit-shanghai-2019"),
    "year moved": (_object("period:2020", "latestDate", "2021-12-31"), "date_differs", "2020"),
    "plan moved": (_object("period:13th-five-year-plan", "earliestDate", "2015-01-01"), "date_differs", "13th"),
    "precision": (_object("event:development-outline-approval", "datePrecision", "year"), "date_differs", "development-outline-approval"),
    "target moved": (_object("target:globally-important-park-2035", "latestDate", "2036-12-31"), "date_differs", "2035"),
    "date taken away": (_without(node="event:spatial-adjustment-2012"), "date_missing", "p05s2"),
    "date made up": (
        _with("p32s8", ("event:c919-first-flight", _zj("earliestDate"), Literal("2017-05-05", datatype=DATE))),
        "date_ungrounded", "c919-first-flight"),
    "quote misspelt": (_object("park:zhangjiang-science-city", "asWritten", "以张江科技城为核心", "p07s2"), "quote_missing", "p07s2"),
    "quote of another passage": (_object("park:zhangjiang-science-city", "asWritten", "张江科学会堂", "p07s2"), "quote_missing", "p07s2"),
    "quote too short": (_object("observation:employees", "asWritten", "238万人"), "figure_cut", "employees"),
    "quote with two figures": (_object("observation:new-star-market-companies", "asWritten", "32家，占全国1/7"), "figure_crowded", "new-star-market-companies"),
    "quote without the figure": (_object("observation:national-incubators", "asWritten", "国家级孵化器"), "figure_ungrounded", "national-incubators"),
    "suffix lost": (_object("place:china", "asWrittenSuffix", None, "p33s4"), "quote_repeated", "p33s4"),
    "quote lost": (_object("sector:marine", "asWritten", None), "quote_lacking", "marine"),
    "quote of something else": (_object("sector:marine", "asWritten", "能源"), "quote_adrift", "marine"),
    "label misspelt": (
        _with("p33s3", ("product:zhangjiang-index", LABEL, Literal("张江指标", language="zh-Hans"))), "label_ungrounded", "p33s3"),
    "translation in a passage": (
        _with("p33s3", ("product:zhangjiang-index", LABEL, Literal("Index", language="en"))), "label_ungrounded", "p33s3"),
    "wording changed": (_object("principle:pioneering", "statementText", "始终将敢闯敢试作为核心任务"), "label_ungrounded", "pioneering"),
    "composed name with other words": (
        _with("background", ("indicator:total-area", LABEL, Literal("火箭占地面积", language="zh-Hans"))), "name_ungrounded", "total-area"),
    "entity with borrowed quote": (
        _with("p07s2", ("inst:fake", TYPE, _zj("Company")), ("inst:fake", AS_WRITTEN, Literal("科研院所"))), "quote_adrift", "fake"),
    "entity with invented quote": (
        _with("p07s2", ("inst:fake", TYPE, _zj("Company")), ("inst:fake", AS_WRITTEN, Literal("火箭公司"))), "quote_missing", "fake"),
    "entity in the background": (_with("background", ("inst:fake", TYPE, _zj("Company"))), "entity_ungrounded", "fake"),
    "entity at the end of a relation": (
        _with("p07s2", ("park:zhangjiang-science-city", _zj("directPartOf"), _iri("park:fake"))), "entity_ungrounded", "fake"),
    "relation to what is not named": (
        _with("p07s2", ("park:zhangjiang-science-city", _zj("locatedIn"), _iri("inst:pinduoduo"))), "relation_ungrounded", "p07s2"),
    "relation of what is not named": (
        _with("p01s1", ("inst:pinduoduo", _zj("locatedIn"), _iri("park:zhangjiang-demonstration-zone"))), "relation_ungrounded", "p01s1"),
    "rank of a made-up order": (
        _with("p33s3", ("product:zhangjiang-index", _zj("firstOfKind"), Literal("true"))), "number_ungrounded", "zhangjiang-index"),
    "second value": (
        _with("p32s6", *((("observation:again", predicate, value)) for predicate, value in (
            (_zj("observationOf"), _iri("park:zhangjiang-demonstration-zone")),
            (_zj("indicator"), _iri("indicator:gross-industrial-output")),
            (_zj("sector"), _iri("sector:biomedicine")),
            (_zj("unit"), _iri("currency:CNY")),
            (_zj("period"), _iri("period:2020")),
            (_zj("value"), Literal("120000000000", datatype=DECIMAL))))),
        "contradiction", "again"),
    "note on growth lost": (_without(node="note:revenue-growth"), "tension_unnoted", "revenue-growth-total"),
    "notes on service institutions lost": (_without(graph="graph/background"), "tension_unnoted", "national-innovation-service-institutions"),
    "offset by one": (_object("passage:p05s2", "startOffset", "276"), "passage_changed", "p05s2"),
    "digest changed": (_object("passage:p05s2", "sha256", "0" * 64), "passage_changed", "p05s2"),
}  # fmt: skip


def _named(report: object, name: str, where: str) -> bool:
    return any(fault.name == name and where in f"{fault.passage} {fault.node}" for fault in report.faults)  # type: ignore[attr-defined]


def test_there_is_no_fault_to_begin_with(material: Material) -> None:
    """The real data holds against the real document, section by section."""
    report = material.audit()
    assert [] == [fault.place() for fault in report.faults]
    assert report.holds
    counts = {each.name: (each.total, each.good) for each in report.sections}
    assert all(total == good and total > 0 for total, good in counts.values()), counts
    assert (74, True) == (report.anchoring.shared, report.anchoring.whole)


@pytest.mark.parametrize("what", FAULTS)
def test_a_seeded_fault_is_found_and_named(material: Material, what: str) -> None:
    """Each fault put into the data is found, by its name and place, and told in both languages."""
    change, name, where = FAULTS[what]
    report = material.audit(change(material.quads))
    assert not report.holds
    assert _named(report, name, where), [(fault.name, fault.place()) for fault in report.faults]
    assert all(fault.message("zh") and fault.message("en") for fault in report.faults)


TEXTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a digit": (lambda text: text.replace("531", "351"), "numeral_missing"),
    "a unit": (lambda text: text.replace("2600亿", "2600万"), "quote_missing"),
    "a year": (lambda text: text.replace("到2025年", "到2026年"), "date_missing"),
    "a name": (lambda text: text.replace("九期一", "九期二"), "name_missing"),
    "a sentence lost": (lambda text: text.replace("创新成本持续降低，创新效率不断提高。", ""), "passage_gone"),
    "a sentence more": (lambda text: text.replace("历史沿革", "历史沿革\n又一行字"), "text_unannotated"),
    "other line ends": (lambda text: text.replace("\n", "\r\n"), "passage_moved"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_changed_text_is_found(material: Material, what: str) -> None:
    """What an edition of the document changes is found and named."""
    change, name = TEXTS[what]
    text = change(material.document.text)
    assert text != material.document.text
    assert name in {fault.name for fault in material.audit(text=text).faults}


def _observations(material: Material) -> list[str]:
    return sorted({quad.subject.value for quad in material.quads if quad.predicate == _zj("value")})


def test_no_wrong_value_unit_or_comparator_is_accounted_for(material: Material) -> None:
    """Each observation's value, unit and comparator, changed one at a time, is told, and its numeral is not accounted for."""
    lexicon = read_lexicon(material.ontology.triples)
    texts = material.audit().annotations.texts
    wrong: dict[NamedNode, Callable[[str], Literal | NamedNode]] = {
        _zj("value"): lambda value: Literal(str(Decimal(value) * 10), datatype=DECIMAL),
        _zj("unit"): lambda _: _iri("unit:HR"),
        _zj("comparator"): lambda _: _iri("comparator:leading"),
    }
    missed = []
    for node in _observations(material):
        for predicate, other in wrong.items():
            changed = [
                Quad(q.subject, q.predicate, other(q.object.value), q.graph_name)
                if q.subject.value == node and q.predicate == predicate
                else q
                for q in material.quads
            ]
            numerals = audit_numerals(annotate(changed, texts), lexicon)
            accounted = any(mark.state == "figure" and node in mark.nodes for mark in numerals.marks)
            if accounted or not any(fault.node == node for fault in numerals.faults):
                missed.append((node, predicate.value))
    assert [] == missed


def test_a_shifted_quote_is_found(material: Material) -> None:
    """A quote of the data (every fourth), moved by one character either way in its passage, is told."""
    report = material.audit()
    lexicon, texts = read_lexicon(material.ontology.triples), report.annotations.texts
    missed = []
    for quote in [each for found in report.annotations.quotes.values() for each in found][::4]:
        text = texts[quote.passage]
        for start in (quote.start - 1, quote.start + 1):
            words = text[start : start + len(quote.words)]
            whole = f"{quote.context[0]}{words}{quote.context[1]}"
            if start < 0 or len(words) < len(quote.words) or text.count(whole) != 1:
                continue  # another fault: it is not there, or more than once
            passage = [
                Quad(q.subject, q.predicate, Literal(words), q.graph_name)
                if (q.predicate, q.subject.value, q.object.value) == (AS_WRITTEN, quote.node, quote.words)
                else q
                for q in material.quads
                if q.graph_name.value == quote.passage or "/passage/" not in q.graph_name.value or q.predicate != TYPE
            ]
            annotations = annotate(passage, {quote.passage: text})
            numerals, dates = audit_numerals(annotations, lexicon), audit_dates(annotations)
            quotes = audit_quotes(annotations, [*numerals.marks, *dates.marks])
            if not any(each.faults for each in (numerals, dates, quotes)):
                missed.append((quote.passage, quote.node, words))
    assert [] == missed
