"""Changes: what each input of a build stated, kept beside the store, and what of it another look finds changed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.project import data_files, statements
from kg.rdf import derive_links, is_passage
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.project import Project
    from kg.rdf import Dataset

_FILE = "inputs.json"

Graphs = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Inputs:
    """What a store was built from: the digest of each input, and the graphs that each data file states triples of.

    `is_exact` says that all that follows from it stands in the store.
    """

    generation: str
    is_exact: bool
    digests: Mapping[str, str]
    graphs: Mapping[str, tuple[str, ...]]

    def write(self, folder: Path) -> None:
        """Keep it beside the store in a folder. Raises OSError."""
        pending = folder / f"{_FILE}.new"
        pending.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        pending.replace(folder / _FILE)

    def changed(self, digests: Mapping[str, str]) -> list[str]:
        """Return the inputs that are not as they were, those that came or went included, sorted."""
        return sorted(name for name in {*self.digests, *digests} if self.digests.get(name) != digests.get(name))


@dataclass(frozen=True)
class Delta:
    """The quads that no file states any more, and those that are new, evidence links among them.

    `graphs` are those that each data file states triples of now.
    """

    removed: frozenset[Quad]
    added: frozenset[Quad]
    graphs: Graphs


def read_inputs(folder: Path, generation: str) -> Inputs | None:
    """Return what a generation of the store in a folder was built from, or None if that is not known."""
    try:
        fields = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        found = Inputs(**{**fields, "graphs": {name: tuple(each) for name, each in fields["graphs"].items()}})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if found.generation == generation else None


def compare_inputs(project: Project, store: Dataset, before: Inputs, changed: Iterable[str]) -> Delta:
    """Return how the graphs that changed data files state differ from those of a store.

    Only those files are read, and the others that state triples of the same graphs. Raises ParseError and KgError as
    `statements` does.
    """
    files = {project.relative(path): path for path in data_files(project.data)}
    read = {name: frozenset(statements(files[name])) for name in changed if name in files}
    graphs = {name: each for name, each in before.graphs.items() if name in files}
    graphs |= {name: tuple(sorted({quad.graph_name.value for quad in quads})) for name, quads in read.items()}  # type: ignore[union-attr]
    touched = {graph for name in changed for graph in (*before.graphs.get(name, ()), *graphs.get(name, ()))}
    for name, path in files.items():
        if name not in read and touched & set(graphs[name]):
            read[name] = frozenset(statements(path))
    now = _by_graph(quad for quads in read.values() for quad in quads)
    removed, added = set[Quad](), set[Quad]()
    for graph in map(NamedNode, sorted(touched)):
        was, is_now = set(store.quads(graph=graph)), now[graph]
        if is_passage(graph):
            links, links_now = derive_links(was), derive_links(is_now)
            removed |= links - links_now
            added |= links_now - links
        removed |= was - is_now
        added |= is_now - was
    return Delta(frozenset(removed), frozenset(added), graphs)


def _by_graph(quads: Iterable[Quad]) -> dict[NamedNode, set[Quad]]:
    """Return quads by their graph, as the store gives them back, which writes 1.10 as 1.1 and zh-Hans as zh-hans."""
    found: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in TripleStore.in_memory(quads).quads():
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name].add(quad)
    return found
