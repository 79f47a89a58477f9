"""The view of `query --compare`: what two engines return differently, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import runtime
from kg.rdf import compact
from kg.views.base import Context, View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query import QueryComparison, RowDifference

_SHOWN = 10


@dataclass(frozen=True)
class QueryComparisonView(View):
    """The differences between the answers of the engines to the same query."""

    comparison: QueryComparison
    context: Context

    def __iter__(self) -> Iterator[RowDifference]:
        return iter(self.comparison.differences)

    def __len__(self) -> int:
        return len(self.comparison.differences)

    @property
    def is_explained(self) -> bool:
        """Whether the engines return the same, or the difference has a known cause."""
        return self.comparison.is_explained

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the errors, the rows that one engine alone returns, the reason, and the numbers of rows."""
        del width
        found = self.comparison
        for engine, error in found.errors.items():
            yield f"{styled(engine, 'bold')}: {error.message}"
        if len({*map(tuple, found.columns.values())}) > 1:
            for engine, names in found.columns.items():
                yield self._message("its_columns", engine=engine, names=" ".join(names))
        for engine in found.counts:
            yield from self._row_lines(engine, [row for row in found.differences if row.engine == engine])
        if found.order:
            yield self._message("other_order", number=found.order)
        if found.reason:
            yield self._message(f"query_{found.reason}")
        elif not found.is_explained:
            yield styled(self._message("unexplained"), "red")
        counts = ", ".join(f"{engine} {number:,}" for engine, number in found.counts.items())
        yield self._message(self._verdict(), counts=counts)

    def _row_lines(self, engine: str, rows: list[RowDifference]) -> Iterator[str]:
        """Yield the rows that an engine alone returns."""
        if rows:
            number = sum(row.number for row in rows)
            yield styled(self._message("returned_only", engine=engine, count=f"{number:,}"), "bold")
        for row in rows[:_SHOWN]:
            values = "  ".join(map(self._value, row.row))
            yield f"  {values}" + (f"  ({row.number}×)" if row.number > 1 else "")
        if len(rows) > _SHOWN:
            yield "  " + self._message("and_more", count=f"{len(rows) - _SHOWN:,}")

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of rows, the errors, the rows that one engine alone returns, and the reason."""
        found = self.comparison
        return {
            "same": found.is_same,
            "explained": found.is_explained,
            "rows": dict(found.counts),
            "columns": dict(found.columns),
            "errors": {engine: error.message for engine, error in found.errors.items()},
            "differences": [
                {"engine": row.engine, "row": [*map(self._value, row.row)], "number": row.number}
                for row in found.differences
            ],
            "order_differs_from_row": found.order,
            "reason": found.reason and self._message(f"query_{found.reason}"),
        }

    def _value(self, value: object) -> str:
        if isinstance(value, tuple):
            text, datatype, language = value
            return f'"{text}"@{language}' if language else f'"{text}"' + f"^^{datatype}" * (datatype != "string")
        if isinstance(value, str):
            return compact(value, self.context.store.prefixes)
        return "–" if value is None else str(value)

    def _verdict(self) -> str:
        found = self.comparison
        if found.is_same:
            return "same_answers"
        return "explained_answers" if found.is_explained else "other_answers"

    def _message(self, key: str, **values: object) -> str:
        return runtime.message(__file__, key, self.context.lang, **values)
