"""The paths of the input files of one size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Inputs:
    """The files of one size in their folder."""

    folder: Path
    size: int

    @property
    def quads(self) -> Path:
        """The data in named graphs, N-Quads."""
        return self.folder / "data.nq"

    @property
    def triples(self) -> Path:
        """The data, flat, N-Triples."""
        return self.folder / "data.nt"

    @property
    def full(self) -> Path:
        """The data and the ontology, flat, N-Triples."""
        return self.folder / "full.nt"

    @property
    def turtle(self) -> Path:
        """The same file under another name, for peers that read only Turtle."""
        return self.folder / "full.ttl"

    @property
    def shapes(self) -> Path:
        """Our shapes, N-Triples."""
        return self.folder / "shapes.nt"

    @property
    def store(self) -> Path:
        """The store that is queried, exported and started on."""
        return self.folder / "store"

    @property
    def queries(self) -> Path:
        """The text of each saved query, its parameters bound to entities of the data, by name."""
        return self.folder / "queries.json"

    @property
    def texts(self) -> dict[str, str]:
        """The queries by name."""
        texts: dict[str, str] = json.loads(self.queries.read_text(encoding="utf-8"))
        return texts
