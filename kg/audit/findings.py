"""Findings of the audit: faults, by name, and the marks of numerals, dates and names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.audit.annotations import name
from kg.rdf import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# fault: problem and remedy, in Chinese and English
FAULTS: dict[str, tuple[str, str]] = {
    "quote_missing": (
        "引文不在该段句中；最接近的文字是“{near}”",
        "the quote does not stand in the passage; the nearest text is “{near}”",
    ),
    "quote_repeated": (
        "引文在该段句中出现{times}次：用zj:asWrittenPrefix或zj:asWrittenSuffix区分",
        "the quote stands {times} times in the passage: tell it apart by zj:asWrittenPrefix or zj:asWrittenSuffix",
    ),
    "quote_cut": (
        "引文切断了词语或括号：引文可能错位",
        "the quote cuts a word or a pair of brackets: it may be shifted",
    ),
    "quote_lacking": (
        "实体在该段句中有类型而无引文：补zj:asWritten",
        "the node is typed here without a quote: add zj:asWritten",
    ),
    "quote_adrift": (
        "引文中没有该实体的名称或表述（{names}）：引文可能错位",
        "the quote holds none of the node's names or wordings ({names}): it may be shifted",
    ),
    "numeral_missing": (
        "没有实体说明这个数：补观测，或在data/no-figures.trig中写明它不是统计数字的理由",
        "no node accounts for this numeral: add an observation, or say in data/no-figures.trig why it is no figure",
    ),
    "value_differs": ("原文是{said}，zj:value是{stated}", "the words say {said}, zj:value is {stated}"),
    "bound_differs": ("原文是{said}，{property}是{stated}", "the words say {said}, {property} is {stated}"),
    "terms_differ": ("原文的分数是{said}，图谱中是{stated}", "the words say the fraction {said}, the graph {stated}"),
    "comparator_differs": (
        "原文的限定是{said}，zj:comparator是{stated}",
        "the words say {said}, zj:comparator is {stated}",
    ),
    "unit_differs": ("原文的单位是{said}，zj:unit是{stated}", "the words say the unit {said}, zj:unit is {stated}"),
    "number_differs": ("原文是{said}，{property}是{stated}", "the words say {said}, {property} is {stated}"),
    "figure_cut": (
        "引文切断了数字的写法“{said}”：把限定词和单位也引上",
        "the quote cuts the figure “{said}”: quote its qualifier and unit too",
    ),
    "figure_crowded": (
        "引文含有多个数字（{said}）：只引本观测的数字",
        "the quote holds several figures ({said}): quote that of the observation alone",
    ),
    "figure_ungrounded": ("观测的引文中没有数字", "the observation's quote holds no numeral"),
    "no_figure_misplaced": (
        "“不是统计数字”的文字不在该段句中，或其中没有数字",
        "words listed as no figure do not stand in the passage, or hold no numeral",
    ),
    "no_figure_counted": (
        "这个数既列为非统计数字，又是{stated}的数值",
        "this numeral is listed as no figure, yet {stated} takes it as a value",
    ),
    "date_missing": ("没有带时间的实体说明这个日期", "no dated node accounts for this date"),
    "date_differs": ("原文是{said}，图谱中是{stated}", "the words say {said}, the graph {stated}"),
    "date_ungrounded": ("实体写有日期（{stated}），引文中却没有", "the node is dated ({stated}), its quote is not"),
    "passage_moved": (
        "段句现在在{new}（原在{old}）：用--write更新",
        "the passage stands at {new} now (was {old}): update with --write",
    ),
    "passage_changed": (
        "段句的文字变了：原在{old}，现在大约在{new}；改好事实后更新摘要为{digest}",
        "the text of the passage changed: was at {old}, is about at {new}; mend its facts, then its digest: {digest}",
    ),
    "passage_gone": ("段句的文字不见了：原在{old}", "the text of the passage is gone: was at {old}"),
    "passage_empty": (
        "段句既没有事实，也没有说明理由",
        "the passage has neither facts nor a reason for having none",
    ),
    "text_unannotated": (
        "这段文字（{new}）不属于任何段句：在data/document.ttl中加一个段句",
        "this text ({new}) belongs to no passage: add one in data/document.ttl",
    ),
    "name_missing": (
        "{kind}不是任何实体的标签、别名或引语",
        "this {kind} is no node's label, alternative label or quotation",
    ),
    "label_ungrounded": (
        "{property} “{stated}”不在该段句中：译名和组成的名称写在data/background/",
        "{property} “{stated}” does not stand in the passage: translations and composed names go to data/background/",
    ),
    "name_ungrounded": (
        "组成的名称“{stated}”用了原文没有的词“{said}”",
        "the composed name “{stated}” has words that the document lacks: “{said}”",
    ),
    "number_ungrounded": ("{property} {stated}在引文中没有对应的数", "{property} {stated} has no numeral in the quote"),
    "relation_ungrounded": (
        "{property}指向{stated}，而该段句没有提到它，也没有解释说明理由",
        "{property} leads to {stated}, which the passage does not name and no interpretation gives a reason for",
    ),
    "entity_ungrounded": (
        "没有段句说明该实体，它也不是编者的说明",
        "no passage types this entity, and it is no remark of the editors",
    ),
    "tension_unnoted": (
        "与{others}不相符：{zh}；为它们写一条zj:ReviewNote",
        "does not agree with {others}: {en}; write a zj:ReviewNote on them",
    ),
    "contradiction": (
        "与{stated}矛盾：“{said}”与“{other}”",
        "contradicts {stated}: “{said}” and “{other}”",
    ),
}


@dataclass(frozen=True)
class Fault:
    """Something that does not agree: its name, passage and node (IRIs, or empty), the words, and details."""

    name: str
    passage: str
    node: str = ""
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, str, str, str]:
        """The order in a report: by passage, then by fault."""
        return (self.passage, self.name, self.node, self.words)

    def message(self, language: str) -> str:
        """Return problem and remedy, in `zh` or `en`."""
        return FAULTS[self.name][language == "en"].format_map(self.details)

    def place(self) -> str:
        """Return the place as text: p05s2 observation:zone-area “约531平方公里”."""
        node = compact(self.node) if self.node else ""
        return " ".join(part for part in (name(self.passage), node, f"“{self.words}”" if self.words else "") if part)


@dataclass(frozen=True)
class Mark:
    """A numeral, date or name of a passage and its state.

    `state` is `figure` (the nodes account for it), `none` (no figure, for the reason that the nodes give) or `missing`.
    Offsets are in the passage's text; `edges` are those of the numeral with its qualifier and unit.
    """

    passage: str
    start: int
    end: int
    words: str
    state: str
    nodes: tuple[str, ...]
    edges: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the audit: the number of things checked, the faults, and the marks."""

    name: str
    total: int
    faults: tuple[Fault, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def good(self) -> int:
        """How many of the things have no fault."""
        return max(0, self.total - len({(fault.passage, fault.node, fault.words) for fault in self.faults}))


def section(name: str, total: int, faults: Iterable[Fault], marks: Iterable[Mark] = ()) -> Section:
    """Return a section with its faults in order."""
    return Section(name, total, tuple(sorted(faults, key=lambda fault: fault.order)), tuple(marks))
