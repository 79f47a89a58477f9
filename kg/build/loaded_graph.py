"""The loaded graph: ontology, data and evidence links, with all triples that OWL 2 RL entails from them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import ParseError, closest
from kg.owl import infer
from kg.project import DOCUMENT, Ontology, Shapes, data_files, read_ontology, read_shapes, statements
from kg.rdf import (
    EVIDENCE,
    INFERRED,
    LINKS,
    PASSAGES,
    ZJ,
    FlatLines,
    UnusualLineError,
    compact,
    derive_links,
    format_of,
    graph_iri,
    in_graph,
)
from kg.runtime import SILENT
from kg.store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.project import Project
    from kg.runtime import Reporter


_ONTOLOGY = graph_iri("ontology")


@dataclass(frozen=True)
class LoadedGraph:
    """A graph, and the ontology and shapes that it was read with.

    `graphs` are the named graphs that each data file has triples of.
    """

    store: WritableStore
    ontology: Ontology
    shapes: Shapes
    graphs: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def quads(self) -> frozenset[Quad]:
        """The quads of all named graphs."""
        return frozenset(self.store.quads())


@contextmanager
def open_stated(project: Project, *, reporter: Reporter = SILENT) -> Iterator[LoadedGraph]:
    """Read a graph as `read_stated` does; large data is kept on the disk until the context ends. Raises as it does."""
    if not project.is_large:
        yield read_stated(project, reporter=reporter)
        return
    with TemporaryDirectory(prefix="kg-") as folder:
        yield read_stated(project, reporter=reporter, workspace=WritableStore.on_disk(Path(folder) / "graph"))


def load(project: Project, *, reporter: Reporter = SILENT, workspace: WritableStore | None = None) -> LoadedGraph:
    """Read a project's ontology and data, and infer.

    The graph is in memory, or in a `workspace` on the disk, so that memory does not grow with the data. Raises
    ParseError if a file cannot be read or uses an undefined term of our namespace, ViolationError if the data
    contradicts the ontology.
    """
    loaded = read_stated(project, reporter=reporter, workspace=workspace)
    with reporter.step("infer"):
        infer(loaded.store, INFERRED, reporter=reporter)
    return loaded


def read_stated(
    project: Project, *, reporter: Reporter = SILENT, workspace: WritableStore | None = None
) -> LoadedGraph:
    """Read a project's ontology and data as `load` does, without inference. Raises ParseError."""
    with reporter.step("load"):
        ontology = read_ontology(project.ontology)
        shapes = read_shapes(project.shapes)
        read = _read if workspace is None else _stream
        usage = _Usage(project, reporter)
        store = read(project, ontology, usage, workspace or WritableStore.in_memory(()))
    return LoadedGraph(store, ontology, shapes, usage.graphs_by_file())


class _Usage:
    """Records what the quads of data files use: the terms of our namespace, and the graphs of each file."""

    def __init__(self, project: Project, reporter: Reporter) -> None:
        self.terms = set[NamedNode]()
        self._graphs = dict[str, set[str]]()
        self._project, self._reporter = project, reporter

    def files(self) -> Iterator[tuple[Path, Iterator[Quad]]]:
        """Yield each data file with its quads, and report how many files are done."""
        paths = data_files(self._project.data)
        for number, path in enumerate(paths):
            name = self._project.relative(path)
            self._reporter.advance(number, len(paths), name)
            yield path, self.recorded(statements(path), name)
        self._reporter.advance(len(paths), len(paths), "")

    def recorded(self, quads: Iterable[Quad], file: str = "") -> Iterator[Quad]:
        """Yield quads, and record what they use."""
        graphs = self._graphs.setdefault(file, set())
        for quad in quads:
            self.terms |= terms_of_ours(quad)
            graphs.add(quad.graph_name.value)  # type: ignore[union-attr]
            yield quad

    def load_lines(self, path: Path, store: WritableStore) -> bool:
        """Load an N-Quads file as text, in a fifth of the time; return whether its lines allow that."""
        lines = FlatLines(path, ZJ)
        try:
            store.load_lines(path, cast("IO[bytes]", lines))
        except (UnusualLineError, SyntaxError):  # reading it statement by statement gives a better error
            return False
        finally:
            lines.close()
        self.terms |= {NamedNode(term.decode()) for term in lines.iris}
        self._graphs[self._project.relative(path)] = {graph.decode() for graph in lines.graphs}
        return True

    def graphs_by_file(self) -> dict[str, tuple[str, ...]]:
        """Return the graphs of each file, sorted."""
        return {file: tuple(sorted(names)) for file, names in self._graphs.items() if file}


def _read(project: Project, ontology: Ontology, usage: _Usage, store: WritableStore) -> WritableStore:
    stated = set[Quad]()
    for _, quads in usage.files():
        stated.update(quads)
    refuse_undefined(ontology, usage.terms, project)
    store.add({*stated, *derive_links(stated), *(in_graph(triple, _ONTOLOGY) for triple in ontology.triples)})
    return store


def _stream(project: Project, ontology: Ontology, usage: _Usage, store: WritableStore) -> WritableStore:
    for path, quads in usage.files():
        if format_of(path) != RdfFormat.N_QUADS or not usage.load_lines(path, store):
            store.load(path, quads, fmt=format_of(path), graph=DOCUMENT)
    refuse_undefined(ontology, usage.terms, project)
    store.add(in_graph(triple, _ONTOLOGY) for triple in ontology.triples)
    store.insert(
        f"?node {EVIDENCE} ?passage",
        f'GRAPH ?passage {{ ?node a ?class }} FILTER (STRSTARTS(STR(?passage), "{PASSAGES}"))',
        (LINKS,),
    )
    return store


def terms_of_ours(quad: Quad) -> set[NamedNode]:
    """Return the terms of our namespace that a quad uses."""
    terms = (quad.subject, quad.predicate, quad.object)
    return {term for term in terms if isinstance(term, NamedNode) and term.value.startswith(ZJ)}


def refuse_undefined(ontology: Ontology, used: Iterable[NamedNode], project: Project) -> None:
    """Raise ParseError if a term of our namespace is undefined, with its files and the nearest defined terms."""
    undefined = ontology.undefined(used)
    if not undefined:
        return
    known = [compact(iri) for iri in ontology.terms]
    files: dict[str, set[str]] = {iri: set() for iri in undefined}
    for path, quad in _quads_by_file(project):
        for term in terms_of_ours(quad):
            files.get(term.value, set()).add(path)
    undefined = [iri for iri in undefined if files[iri]]  # others are only in a text
    if not undefined:
        return
    lines = []
    for iri in undefined:
        near = " or ".join(closest(compact(iri), known, limit=3))
        remedy = f"did you mean {near}?" if near else "nothing like it is defined"
        lines.append(f"  {compact(iri)} in {', '.join(sorted(files[iri]))}: {remedy}")
    raise ParseError("terms that the ontology does not define:\n" + "\n".join(lines), hint="correct or define them")


def _quads_by_file(project: Project) -> Iterator[tuple[str, Quad]]:
    for path in data_files(project.data):
        yield from ((project.relative(path), quad) for quad in statements(path))
