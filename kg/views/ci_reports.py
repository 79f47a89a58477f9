"""Reports for continuous integration: findings as SARIF 2.1.0 and as JUnit XML.

Source: OASIS SARIF Version 2.1.0; the JUnit XML format of Ant, as CI servers read it.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from kg._version import __version__
from kg.validation import describe_finding, finding_title, short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.shacl import Finding, Place

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_TAGS = {"zh": "zh-CN", "en": "en-US"}
# what XML 1.0 does not allow
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sarif(findings: Sequence[Finding], warnings: Iterable[str], lang: str) -> dict[str, Any]:
    """Return findings as a SARIF log with one run; `warnings`, which are about no statement, are its notifications."""
    rules = list(dict.fromkeys(map(_rule, findings)))
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "kg", "version": __version__, "rules": [{"id": rule} for rule in rules]}},
                "language": _TAGS[lang],
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "warning", "message": {"text": text}} for text in warnings
                        ],
                    }
                ],
                "results": [_result(finding, rules, lang) for finding in findings],
            }
        ],
    }


def junit(findings: Sequence[Finding], fails: Callable[[Finding], bool], passed: Iterable[str], lang: str) -> str:
    """Return findings as JUnit XML: a test case each, which fails if `fails` says so; others have their text as output.

    `passed` are the names of checks without findings.
    """
    suite = ET.Element("testsuite", name="kg validate", tests="", failures="", errors="0")
    for name in passed:
        ET.SubElement(suite, "testcase", classname="kg validate", name=name)
    for finding in findings:
        case = ET.SubElement(suite, "testcase", classname=_rule(finding), name=_in_xml(_name(finding, lang)))
        if finding.places:
            case.set("file", finding.places[0].file)
            case.set("line", str(finding.places[0].line or 1))
        text = _in_xml(dedent(describe_finding(finding, lang)))
        if fails(finding):
            short = _in_xml(finding.message[lang])
            ET.SubElement(case, "failure", type=finding.severity, message=short).text = text
        else:
            ET.SubElement(case, "system-out").text = f"{finding.severity}\n{text}"
    failures = sum(map(fails, findings))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failures))
    root = ET.Element("testsuites", tests=str(len(suite)), failures=str(failures), errors="0")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _result(finding: Finding, rules: list[str], lang: str) -> dict[str, Any]:
    rule = _rule(finding)
    title, message = _name(finding, lang), finding.message[lang]
    logical = [{"fullyQualifiedName": finding.node}] if finding.node else []
    places = [_location(place, logical) for place in finding.places] or [{"logicalLocations": logical}]
    stated = {"node": finding.node, "path": finding.path, "value": finding.value, "stage": finding.stage}
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": message if title == message else f"{title}: {message}"},
        "locations": places,
        "properties": {name: value for name, value in stated.items() if value},
    }


def _location(place: Place, logical: list[dict[str, str]]) -> dict[str, Any]:
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    region = {"region": {"startLine": place.line}} if place.line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, **region}, "logicalLocations": logical}


def _rule(finding: Finding) -> str:
    """Return the shape or check that reported a finding; a shape without an IRI is `shape`."""
    return "shape" if finding.source.startswith("_:") or not finding.source else short_name(finding.source)


def _name(finding: Finding, lang: str) -> str:
    prefixes = finding.places[0].prefixes if finding.places else {}
    return finding_title(finding, prefixes) if finding.node else finding.message[lang]


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
