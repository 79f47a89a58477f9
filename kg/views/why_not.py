"""The view of `why-not`: the part of a query's pattern that fails, and what would match, as text and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.rdf import compact, shorten
from kg.results import cell_text
from kg.views.base import Context, View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.explain import Diagnosis
    from kg.sparql import Element


@dataclass(frozen=True)
class WhyNotView(View):
    """Why a query has no rows; `diagnosis` is None if it has rows."""

    diagnosis: Diagnosis | None
    context: Context

    @property
    def has_rows(self) -> bool:
        """Whether the query has rows after all."""
        return self.diagnosis is None

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the failing part, unknown terms, what contradicts it, and what would match."""
        del width
        diagnosis, message = self.diagnosis, self.context.message
        if diagnosis is None or diagnosis.failing is None:
            yield message("has_rows" if diagnosis is None else "rows_cut")
            return
        yield styled(message("part_fails", line=diagnosis.line), "bold")
        yield from _element_lines(diagnosis.failing, "red", self.context.store.prefixes)
        for term, alike in diagnosis.unknown:
            yield message("unknown_term", term=term) + (
                message("did_you_mean", alike=", ".join(alike)) if alike else ""
            )
        if not diagnosis.unknown and not diagnosis.failing.is_condition:
            yield message("matches_alone" if diagnosis.alone else "matches_never")
        if diagnosis.against:
            yield message("rows_without")
            for element in diagnosis.against:
                yield from _element_lines(element, "yellow", self.context.store.prefixes)
        yield from self._match_lines(diagnosis)

    def _match_lines(self, diagnosis: Diagnosis) -> Iterator[str]:
        if diagnosis.matches:
            yield self.context.message("would_match")
        for match in diagnosis.matches:
            yield styled(f"    {match.text}", "green")
            for value in match.values:
                yield f"        {cell_text(value, self._label_and_curie)}"
            if not match.is_all:
                yield f"        {self.context.message('and_others')}"

    def _label_and_curie(self, iri: NamedNode) -> str:
        name, curie = self.context.label(iri), compact(iri.value, self.context.store.prefixes)
        return name if name == curie else f"{name}  {curie}"

    def to_dict(self) -> dict[str, Any]:
        """Return the diagnosis as data."""
        diagnosis = self.diagnosis
        if diagnosis is None:
            return {"rows": True}
        return {
            "rows": False,
            "failing": diagnosis.failing.text if diagnosis.failing else None,
            "kind": diagnosis.failing.kind if diagnosis.failing else None,
            "line": diagnosis.line or None,
            "matchesAlone": diagnosis.alone,
            "unknown": [{"term": term, "alike": list(alike)} for term, alike in diagnosis.unknown],
            "against": [element.text for element in diagnosis.against],
            "wouldMatch": [
                {
                    "pattern": match.text,
                    "values": [self._value_data(value) for value in match.values],
                    "all": match.is_all,
                }
                for match in diagnosis.matches
            ],
        }

    def _value_data(self, value: object) -> dict[str, str | None]:
        return {"value": str(value), "label": self.context.label(value) if isinstance(value, NamedNode) else None}


def _element_lines(element: Element, colour: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    for line in shorten(element.text, prefixes).splitlines():
        yield styled(f"    {line}", colour)
