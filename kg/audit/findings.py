"""The findings of the audit: faults, marks of numerals, dates and names, and the sections that list them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.audit.annotations import name
from kg.rdf import compact
from kg.runtime import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Fault:
    """A disagreement: its name, its passage and node (IRIs, or empty), the words concerned, and details.

    A detail is a text, or a pair of texts in Chinese and English.
    """

    name: str
    passage: str
    node: str = ""
    words: str = ""
    details: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, str, str, str]:
        """The order in a report: by passage, then by fault."""
        return (self.passage, self.name, self.node, self.words)

    def message(self, language: str) -> str:
        """Return problem and remedy, in `zh` or `en`."""
        values = {
            key: value if isinstance(value, str) else value[language == "en"] for key, value in self.details.items()
        }
        return message(__file__, f"fault_{self.name}", language, **values)

    def place(self) -> str:
        """Return the place as text: p05s2 observation:zone-area “约531平方公里”."""
        node = compact(self.node) if self.node else ""
        return " ".join(part for part in (name(self.passage), node, f"“{self.words}”" if self.words else "") if part)


@dataclass(frozen=True)
class Mark:
    """A numeral, date or name of a passage and its state.

    `state` is `figure` (`nodes` state it), `none` (not a figure, for the reason that `nodes` give) or `missing`.
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
    """One part of the audit: the number of items checked, the faults, and the marks."""

    name: str
    total: int
    faults: tuple[Fault, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def good(self) -> int:
        """The number of items without a fault."""
        return max(0, self.total - len({(fault.passage, fault.node, fault.words) for fault in self.faults}))


def section(name: str, total: int, faults: Iterable[Fault], marks: Iterable[Mark] = ()) -> Section:
    """Return a section with its faults in order."""
    return Section(name, total, tuple(sorted(faults, key=lambda fault: fault.order)), tuple(marks))


def both_languages(key: str, **values: object) -> tuple[str, str]:
    """Return a message of the audit in Chinese and in English."""
    return message(__file__, key, "zh", **values), message(__file__, key, "en", **values)
