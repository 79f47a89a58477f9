"""Writes the audit's report as JSON and Markdown, and its verdict and sections in one line each."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.audit.annotations import name
from kg.runtime import message

if TYPE_CHECKING:
    from kg.audit.arithmetic import Tension
    from kg.audit.findings import Fault, Mark, Section
    from kg.audit.report import AuditReport


def verdict(report: AuditReport, language: str) -> str:
    """Return in one line whether the graph agrees with the document, or that this is another document."""
    shared, total, count = report.anchoring.shared, len(report.anchoring.anchors), len(report.faults)
    if report.anchoring.is_other:
        return message(__file__, "other_document", language, shared=shared, total=total)
    key = ("agrees", "differs_once", "differs")[min(count, 2)]
    return message(__file__, key, language, count=count)


def summary(section: Section, report: AuditReport, language: str) -> str:
    """Return what a section checks; for numerals also how many are figures or not, for arithmetic how many disagree."""
    text = message(__file__, f"section_{section.name}", language)
    states = Counter(mark.state for mark in section.marks)
    if section.name == "numerals" and states["none"]:
        counts = {"figures": states["figure"], "none": states["none"]}
        return message(__file__, "numerals_summary", language, summary=text, **counts)
    if section.name == "arithmetic":
        return message(__file__, "arithmetic_summary", language, summary=text, count=len(report.review.tensions))
    return text


def tension_line(tension: Tension, report: AuditReport, language: str) -> str:
    """Return a tension as one line: what was computed, and the words of its figures with their passages."""
    located = (report.annotations.located(node) for node in tension.nodes)
    quotes = [f"{name(quote.passage)} “{quote.words}”" for quote in located if quote]
    return f"{tension.texts[language == 'en']}  [{'; '.join(quotes)}]"


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
        "sections": [_section(section, report, language) for section in report.sections],
        "tensions": [
            {
                "name": tension.name,
                "nodes": [*tension.nodes],
                "said": tension.texts[language == "en"],
                "noted": tension.is_noted,
            }
            for tension in report.review.tensions
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
    document = report.anchoring.document
    lines = [
        f"# {message(__file__, 'heading', language)}: {document.path.name}",
        "",
        f"**{verdict(report, language)}**" + ("." if language == "en" else ""),
        "",
        f"SHA-256 `{document.digest}`, {document.encoding}",
    ]
    if report.sections:
        lines += ["", message(__file__, "table_head", language), "| --- | ---: | --- |"]
    for section in report.sections:
        lines.append(f"| {section.name} | {section.good}/{section.total} | {summary(section, report, language)} |")
    for section in report.sections:
        if section.faults:
            lines += ["", f"## {section.name}", ""]
        for fault in section.faults:
            lines.append(f"- `{fault.name}` {_escaped(fault.place())}: {_escaped(fault.message(language))}")
    if report.sections and report.review.tensions:
        lines += ["", f"## {message(__file__, 'tensions_heading', language)}", ""]
        lines += [f"- {_escaped(tension_line(tension, report, language))}" for tension in report.review.tensions]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
