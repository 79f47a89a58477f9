"""The inputs of a build: their digests and graphs, kept beside the store, and what changed since."""

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
    """What a store was built from: the digest of each input, and the named graphs that each data file is about."""

    generation: str
    digests: Mapping[str, str]
    graphs: Mapping[str, tuple[str, ...]]

    def write(self, folder: Path) -> None:
        """Write the record into the store's folder. Raises OSError."""
        pending = folder / f"{_FILE}.new"
        pending.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        pending.replace(folder / _FILE)

    def changed(self, digests: Mapping[str, str]) -> list[str]:
        """Return the names of inputs that were changed, added or removed, sorted."""
        return sorted(name for name in {*self.digests, *digests} if self.digests.get(name) != digests.get(name))


@dataclass(frozen=True)
class Delta:
    """The quads that were removed from the data files and those that were added, with the evidence links.

    `graphs` are the named graphs that each data file has triples of now.
    """

    removed: frozenset[Quad]
    added: frozenset[Quad]
    graphs: Graphs


def read_inputs(folder: Path, generation: str) -> Inputs | None:
    """Return the record of a generation in the store's folder, or None if it has none that can be read."""
    try:
        fields = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        inputs = Inputs(**{**fields, "graphs": {name: tuple(graphs) for name, graphs in fields["graphs"].items()}})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return inputs if inputs.generation == generation else None


def compare_inputs(project: Project, store: Dataset, before: Inputs, changed: Iterable[str]) -> Delta:
    """Return the difference between the graphs of changed data files and those of a store.

    Only these files are read, and others that have triples of the same graphs. Raises ParseError and KgError as
    `statements` does.
    """
    files = {project.relative(path): path for path in data_files(project.data)}
    read = {name: frozenset(statements(files[name])) for name in changed if name in files}
    graphs = {name: names for name, names in before.graphs.items() if name in files}
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
    """Return quads by their graph, in the store's form: it writes 1.10 as 1.1 and zh-Hans as zh-hans."""
    by_graph: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in TripleStore.in_memory(quads).quads():
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name].add(quad)
    return by_graph
