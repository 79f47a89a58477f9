"""The view of `info`: counts by class and graph, and versions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.rdf import compact
from kg.views.base import Context, View, styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.build import Info
    from kg.project import Project


@dataclass(frozen=True)
class InfoView(View):
    """The counts and versions of a graph, in `info`."""

    info: Info
    project: Project
    context: Context

    @property
    def triples(self) -> int:
        """The number of different triples."""
        return self.info.triples

    @property
    def attached(self) -> int:
        """The number of passages whose sentence is attached."""
        return self.info.attached

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield versions and places, then triples by graph and entities by class."""
        del width
        info, manifest = self.info, self.info.manifest
        versions = {"kg": manifest.version, "ontology": manifest.ontology_version, "inputs": manifest.fingerprint[:12]}
        yield self.context.message("versions", **versions)
        yield self.context.message("stored_in", project=self.project.root, store=self.project.store)
        remedy = "" if info.attached else self.context.message("attach_text")
        yield self.context.message("text_attached", attached=info.attached, passages=info.passages) + remedy
        yield from _count_lines(
            self.context.message("triples_by_graph"),
            [*info.graphs.items(), (self.context.message("all_once"), info.triples)],
        )
        yield from _count_lines(
            self.context.message("entities_by_class"),
            ((f"{compact(iri)}  {self.context.label(NamedNode(iri))}", count) for iri, count in info.classes.items()),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and the manifest as data."""
        return {**asdict(self.info), "classes": dict(self.info.classes), "graphs": dict(self.info.graphs)}


def _count_lines(title: str, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    yield ""
    yield styled(title, "bold")
    for name, count in counts:
        yield f"  {count:>7,}  {name}"
