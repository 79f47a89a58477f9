"""The audit's report as JSON and Markdown."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.audit.annotations import name

if TYPE_CHECKING:
    from kg.audit.arithmetic import Tension
    from kg.audit.findings import Fault, Mark, Section
    from kg.audit.report import AuditReport

# section: what it checks, in Chinese and English
PROOFS: dict[str, tuple[str, str]] = {
    "passages": ("段句都在原处，有事实或无事实的理由", "passages in their places, with facts or a reason for none"),
    "quotes": (
        "引文在其段句中恰好出现一次，不切断词语，说的是其实体",
        "quotes stand exactly once in their passages, whole, and name their node",
    ),
    "numerals": (
        "数字有等值的实体，或有理由说明不是统计数字",
        "numerals with a node of equal value, or a reason for being no figure",
    ),
    "dates": ("日期有同一区间和精度的实体", "date expressions have a node of equal interval and precision"),
    "names": (
        "标题、引号内名称和图题是实体的名称或引语",
        "titles, quoted names and captions are what a node is called or says",
    ),
    "grounds": (
        "图谱的陈述在其段句中有依据，或有理由",
        "statements of the graph are grounded in their passage, or have a reason",
    ),
    "arithmetic": (
        "可相互推算的数字经过重算，不符处都有说明",
        "figures that imply each other recomputed, each tension noted",
    ),
    "contradictions": (
        "同一指标、范围和时段没有两个数值",
        "figures without another value for the same indicator, scope and period",
    ),
}


def verdict(report: AuditReport, language: str) -> str:
    """Return in one sentence which document it is, and whether the graph agrees with it."""
    shared, total = report.anchoring.shared, len(report.anchoring.anchors)
    if report.anchoring.is_other:
        zh = f"这是另一份文件：{total}个段句中只有{shared}个相同"
        return (
            zh
            if language == "zh"
            else f"another document: it shares {shared} of {total} passages with the one annotated"
        )
    count = len(report.faults)
    if count:
        return (
            f"不成立：{count}处不符"
            if language == "zh"
            else f"the graph does not hold: {count} fault{'s' * (count > 1)}"
        )
    return "成立：没有遗漏，没有杜撰" if language == "zh" else "the graph holds: nothing left out, nothing made up"


def summary(section: Section, report: AuditReport, language: str) -> str:
    """Return what a section checks and, for numerals and arithmetic, what its count consists of."""
    proof = PROOFS[section.name][language == "en"]
    states = Counter(mark.state for mark in section.marks)
    if section.name == "numerals" and states["none"]:
        figures, none = states["figure"], states["none"]
        return f"{proof}（{figures}、{none}）" if language == "zh" else f"{proof} ({figures} and {none})"
    if section.name == "arithmetic":
        tensions = len(report.review.tensions)
        return (
            f"{proof}（{tensions}处不符）"
            if language == "zh"
            else f"{proof} ({tensions} tension{'s' * (tensions != 1)})"
        )
    return proof


def tension_line(tension: Tension, report: AuditReport, language: str) -> str:
    """Return a tension as one line: what was computed, and the words of its figures with their passages."""
    quoted = []
    for node in tension.nodes:
        found = next(
            (quote for each in report.annotations.quotes.values() for quote in each if quote.node == node), None
        )
        if found:
            quoted.append(f"{name(found.passage)} “{found.words}”")
    return f"{tension.said[language == 'en']}  [{'; '.join(quoted)}]"


def as_json(report: AuditReport, language: str) -> str:
    """Return the whole report as JSON: sections, faults, marks of numerals, dates and names, and tensions."""
    anchoring = report.anchoring
    whole = {
        "document": {
            "file": str(anchoring.document.path),
            "encoding": anchoring.document.encoding,
            "sha256": anchoring.document.digest,
            "isTheOneAnnotated": anchoring.whole,
            "passages": len(anchoring.anchors),
            "shared": anchoring.shared,
        },
        "holds": report.holds,
        "verdict": verdict(report, language),
        "sections": [_section(each, report, language) for each in report.sections],
        "tensions": [
            {"name": each.name, "nodes": [*each.nodes], "said": each.said[language == "en"], "noted": each.is_noted}
            for each in report.review.tensions
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _section(section: Section, report: AuditReport, language: str) -> dict[str, Any]:
    return {
        "name": section.name,
        "proves": summary(section, report, language),
        "total": section.total,
        "good": section.good,
        "faults": [_fault(fault, language) for fault in section.faults],
        "marks": [_mark(mark) for mark in section.marks],
    }


def _fault(fault: Fault, language: str) -> dict[str, str | None]:
    return {
        "fault": fault.name,
        "passage": name(fault.passage) or None,
        "node": fault.node or None,
        "words": fault.words or None,
        "message": fault.message(language),
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "passage": name(mark.passage),
        "start": mark.start,
        "end": mark.end,
        "words": mark.words,
        "state": mark.state,
        "nodes": [*mark.nodes],
    }


def as_markdown(report: AuditReport, language: str) -> str:
    """Return the report as Markdown: a table of sections, the faults, the tensions."""
    zh = language == "zh"
    anchoring = report.anchoring
    lines = [
        f"# {'审核' if zh else 'Audit'}: {anchoring.document.path.name}",
        "",
        f"**{verdict(report, language)}**" + ("" if zh else "."),
        "",
        f"SHA-256 `{anchoring.document.digest}`, {anchoring.document.encoding}",
    ]
    if report.sections:
        lines += ["", "| 项目 | 符合 | 说明 |" if zh else "| part | good | what it proves |", "| --- | ---: | --- |"]
        lines += [
            f"| {each.name} | {each.good}/{each.total} | {summary(each, report, language)} |"
            for each in report.sections
        ]
    for section in report.sections:
        if section.faults:
            lines += ["", f"## {section.name}", ""]
            lines += [
                f"- `{fault.name}` {_escaped(fault.place())}: {_escaped(fault.message(language))}"
                for fault in section.faults
            ]
    if report.sections and report.review.tensions:
        lines += ["", "## 不相符的数字" if zh else "## Figures that do not agree", ""]
        lines += [f"- {_escaped(tension_line(each, report, language))}" for each in report.review.tensions]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
