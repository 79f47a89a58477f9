"""Findings: results of shapes and of defect queries in one format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kg.rdf import SH, language_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal

SEVERITIES = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
STAGES = ("syntax", "terms", "contradictions", "shapes")
_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Place:
    """Where a statement is written: the file, its line (0: unknown), and the named graph ("": none).

    `prefixes` are those of the file, for names in messages.
    """

    file: str
    line: int = 0
    graph: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Finding:
    """One result of a validation: focus node, path, value, the shape or check that reported it, and its message.

    `stage` is what was validated: `syntax`, `terms`, `contradictions` or `shapes`, which includes checks. `places` are
    the statements at fault.
    """

    severity: str
    node: str
    path: str
    value: str
    source: str
    message: Mapping[str, str]
    stage: str = "shapes"
    places: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The sort key of a report: most severe first, then by node."""
        return (_RANK[self.severity], self.node, self.source, self.path, self.value)


def check_finding(
    row: Mapping[str, object], *, source: str, severity: str, problem: Mapping[str, str], solution: Mapping[str, str]
) -> Finding:
    """Return one row (`node`, `property`, `value`) of a defect query as a finding."""
    message = {"zh": problem["zh"] + solution["zh"], "en": f"{problem['en']} {solution['en']}"}
    node, path, value = (term_text(row.get(name)) for name in ("node", "property", "value"))
    return Finding(severity, node, path, value, source, message)


def term_text(term: object) -> str:
    """Return a term as a finding shows it: an IRI, a lexical form or `_:label`, "" for None."""
    return "" if term is None else str(term if isinstance(term, BlankNode) else getattr(term, "value", term))


def bilingual(texts: Iterable[Literal]) -> dict[str, str]:
    """Return messages by language, `zh` and `en`; a missing language gets the text of the other."""
    texts = list(texts)
    messages: dict[str, str] = {}
    for text in texts:
        for language in ("zh", "en"):
            if language_matches(text.language, language):
                messages.setdefault(language, text.value)
    plain = next((text.value for text in texts if not text.language), "")
    fallback = messages.get("en") or plain or messages.get("zh", "") or (texts[0].value if texts else "")
    return {"zh": messages.get("zh", fallback), "en": messages.get("en", fallback)}
