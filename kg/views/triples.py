"""The view of triples, such as those that `infer` returns: iterated, counted, written in any RDF format."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.rdf import FORMATS, PREFIXES, output_format, serialize
from kg.runtime import atomic_write
from kg.views.base import View

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pyoxigraph import Quad, Triple


@dataclass(frozen=True)
class TriplesView(View):
    """A collection of triples, or of quads; equal triples are written as equal bytes."""

    triples: Collection[Triple | Quad]
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    formats = tuple(FORMATS)

    def __iter__(self) -> Iterator[Triple | Quad]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)

    def write(self, output: Path | str | BinaryIO, format: str | None = None) -> int:
        """Write the triples to a file, as a whole or not at all, or to an open binary file; return the bytes written.

        `format` is one of `formats`, by default that of the file's suffix, else turtle. Raises UnknownNameError for an
        unknown format, KgError for an unknown suffix, or if the file cannot be written.
        """
        path = Path(output) if isinstance(output, (str, Path)) else None
        content = serialize(self.triples, FORMATS[output_format(format, path)], self.prefixes)
        if isinstance(output, (str, Path)):
            with atomic_write(Path(output)) as file:
                file.write(content)
        else:
            output.write(content)
        return len(content)

    def render(self, format: str = "turtle", *, width: int | None = None) -> str:
        """Return the triples in an RDF format."""
        del width
        return serialize(self.triples, FORMATS[output_format(format)], self.prefixes).decode()

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the lines of Turtle."""
        yield from self.render(width=width).splitlines()

    def __str__(self) -> str:
        return self.render()

    def to_dict(self) -> dict[str, Any]:
        """Return the triples as JSON-LD."""
        data = json.loads(self.render("jsonld"))
        return data if isinstance(data, dict) else {"@graph": data}
