"""The views of `push`, `pull` and of `infer` on a server: what was transferred or derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.rdf import INFERRED, compact
from kg.views.base import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class PushView(View):
    """The graphs that were sent: the number of triples by graph, and the server's address."""

    graphs: Mapping[str, int]
    url: str

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield a line per graph, and where they were sent."""
        del width
        for name, count in self.graphs.items():
            yield f"  {count:>9,} triples  {name}"
        yield f"pushed {len(self.graphs)} graphs to {self.url}; counts and digests agree"

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of triples by graph, and the address."""
        return {"url": self.url, "graphs": dict(self.graphs)}


@dataclass(frozen=True)
class PullView(View):
    """The graphs that were fetched: the number of triples by graph, and the file that has them."""

    graphs: Mapping[str, int]
    output: Path

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield what was written."""
        del width
        total = sum(self.graphs.values())
        yield f"wrote {self.output}: {total:,} triples in {len(self.graphs)} graphs, as many as the server counts"

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of triples by graph, and the file."""
        return {"output": str(self.output), "graphs": dict(self.graphs)}


@dataclass(frozen=True)
class InferenceView(View):
    """The number of inferred triples that a server now has, and its address."""

    triples: int
    url: str

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the number of inferred triples and where they are."""
        del width
        yield f"{self.triples:,} inferred triples are in {compact(INFERRED.value)} at {self.url}"

    def to_dict(self) -> dict[str, Any]:
        """Return the number of inferred triples, their graph and the address."""
        return {"url": self.url, "graph": INFERRED.value, "triples": self.triples}
