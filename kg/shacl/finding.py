"""Findings: what a shape or a defect query found, told alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rdf import SH, language_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal

SEVERITIES = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """One result of a validation: a focus node, where on it, which shape or check found it, and what to do."""

    severity: str
    node: str
    path: str
    value: str
    source: str
    message: Mapping[str, str]

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The place of the finding in a report: the gravest first, then by node."""
        return (_RANK[self.severity], self.node, self.source, self.path, self.value)


def check_finding(
    row: Mapping[str, object], *, source: str, severity: str, problem: Mapping[str, str], solution: Mapping[str, str]
) -> Finding:
    """Return the finding that one row (`node`, `property`, `value`) of a defect query stands for."""
    message = {"zh": problem["zh"] + solution["zh"], "en": f"{problem['en']} {solution['en']}"}
    node, path, value = (term_text(row.get(name)) for name in ("node", "property", "value"))
    return Finding(severity, node, path, value, source, message)


def term_text(term: object) -> str:
    """Return a term as a finding shows it: an IRI or a lexical form, nothing for no term."""
    return "" if term is None else str(getattr(term, "value", term))


def bilingual(texts: Iterable[Literal]) -> dict[str, str]:
    """Return what messages say in zh and in en, each standing in for the other where it is lacking."""
    texts = list(texts)
    found: dict[str, str] = {}
    for text in texts:
        for language in ("zh", "en"):
            if language_matches(text.language, language):
                found.setdefault(language, text.value)
    plain = next((text.value for text in texts if not text.language), "")
    anything = found.get("en") or plain or found.get("zh", "") or (texts[0].value if texts else "")
    return {"zh": found.get("zh", anything), "en": found.get("en", anything)}
