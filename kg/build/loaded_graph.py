"""The closure: ontology, data and evidence links, with all that OWL 2 RL entails from them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import ParseError, closest
from kg.owl import infer
from kg.project import DOCUMENT, Data, Ontology, Shapes, data_files, read_data, read_ontology, read_shapes, statements
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
    """A graph with all that follows from it, and what it was read from.

    `is_exact` says that all that follows stands in it, so that it can be kept closed while facts come and go;
    `graphs` are those that each data file states triples of.
    """

    store: WritableStore
    ontology: Ontology
    shapes: Shapes
    graphs: Mapping[str, tuple[str, ...]] = field(repr=False)
    is_exact: bool
    _project: Project
    _own: tuple[Data, ...] = field(repr=False)

    @property
    def quads(self) -> frozenset[Quad]:
        """The quads of all named graphs."""
        return frozenset(self.store.quads())

    def written(self, nodes: Iterable[str]) -> Data:
        """Return what is stated of nodes, given by IRI, and where that is written."""
        data = read_data(self._project.data, about=frozenset(nodes))
        for each in self._own:
            data = data.joined(each)
        return data


@contextmanager
def open_loaded(project: Project, *, own: Iterable[Data] = (), reporter: Reporter = SILENT) -> Iterator[LoadedGraph]:
    """Give what `load` returns, of large data in a folder on the disk that is removed afterwards. Raises as it does."""
    if not project.is_large:
        yield load(project, own=own, reporter=reporter)
        return
    with TemporaryDirectory(prefix="kg-") as folder:
        workspace = WritableStore.on_disk(Path(folder) / "graph")
        yield load(project, own=own, reporter=reporter, workspace=workspace)


def load(
    project: Project, *, own: Iterable[Data] = (), reporter: Reporter = SILENT, workspace: WritableStore | None = None
) -> LoadedGraph:
    """Read a project's ontology and data, and a user's `own` data beside them, and infer what follows.

    They are held in memory, or else in a `workspace` on disk, where memory does not grow with them. Raises ParseError
    if a file cannot be read or uses an undefined term of ours, ViolationError if the data contradicts the ontology.
    """
    own = tuple(own)
    with reporter.step("load"):
        ontology = read_ontology(project.ontology)
        shapes = read_shapes(project.shapes, cache=project.check_headers)
        read = _read if workspace is None else _stream
        notes = _Notes(project, reporter)
        store = read(project, ontology, notes, own, workspace or WritableStore.in_memory(()))
    with reporter.step("infer"):
        is_exact = infer(store, INFERRED, reporter=reporter)
    return LoadedGraph(store, ontology, shapes, notes.graphs_by_file(), is_exact, project, own)


class _Notes:
    """What is to be remembered of the quads read: the terms of ours that they use, and the graphs of each file."""

    def __init__(self, project: Project, reporter: Reporter) -> None:
        self.terms = set[NamedNode]()
        self._graphs = dict[str, set[str]]()
        self._project, self._reporter = project, reporter

    def files(self) -> Iterator[tuple[Path, Iterator[Quad]]]:
        """Yield each data file and its quads, telling how many files are done."""
        paths = data_files(self._project.data)
        for number, path in enumerate(paths):
            name = self._project.relative(path)
            self._reporter.advance(number, len(paths), name)
            yield path, self.taken(statements(path), name)
        self._reporter.advance(len(paths), len(paths), "")

    def taken(self, quads: Iterable[Quad], file: str = "") -> Iterator[Quad]:
        """Yield quads, noting what they use."""
        graphs = self._graphs.setdefault(file, set())
        for quad in quads:
            self.terms |= terms_of_ours(quad)
            graphs.add(quad.graph_name.value)  # type: ignore[union-attr]
            yield quad

    def lines_taken(self, path: Path, store: WritableStore) -> bool:
        """Load an N-Quads file as text, a fifth of the time, noting what it uses; say whether that could be done."""
        lines = FlatLines(path, ZJ)
        try:
            store.load_lines(path, cast("IO[bytes]", lines))
        except (UnusualLineError, SyntaxError):  # statement by statement, what is wrong can be told
            return False
        finally:
            lines.close()
        self.terms |= {NamedNode(each.decode()) for each in lines.used}
        self._graphs[self._project.relative(path)] = {each.decode() for each in lines.graphs}
        return True

    def graphs_by_file(self) -> dict[str, tuple[str, ...]]:
        """Return the graphs of each file, sorted."""
        return {file: tuple(sorted(names)) for file, names in self._graphs.items() if file}


def _read(
    project: Project, ontology: Ontology, notes: _Notes, own: tuple[Data, ...], store: WritableStore
) -> WritableStore:
    stated = set[Quad]()
    for _, quads in notes.files():
        stated.update(quads)
    for each in own:
        stated.update(notes.taken(each.quads))
    refuse_undefined(ontology, notes.terms, project, own)
    store.add({*stated, *derive_links(stated), *(in_graph(triple, _ONTOLOGY) for triple in ontology.triples)})
    return store


def _stream(
    project: Project, ontology: Ontology, notes: _Notes, own: tuple[Data, ...], store: WritableStore
) -> WritableStore:
    for path, quads in notes.files():
        if format_of(path) != RdfFormat.N_QUADS or not notes.lines_taken(path, store):
            store.load(path, quads, fmt=format_of(path), graph=DOCUMENT)
    for each in own:
        store.add(notes.taken(each.quads))
    refuse_undefined(ontology, notes.terms, project, own)
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


def refuse_undefined(ontology: Ontology, used: Iterable[NamedNode], project: Project, own: Iterable[Data] = ()) -> None:
    """Raise ParseError naming each undefined term of our namespace, where it stands, and the nearest defined ones."""
    undefined = ontology.undefined(used)
    if not undefined:
        return
    known = [compact(iri) for iri in ontology.terms]
    files: dict[str, set[str]] = {iri: set() for iri in undefined}
    for path, quad in _written(project, own):
        for term in terms_of_ours(quad):
            files.get(term.value, set()).add(path)
    undefined = [iri for iri in undefined if files[iri]]  # what only looks like a term of ours stands in a text
    if not undefined:
        return
    lines = []
    for iri in undefined:
        near = " or ".join(closest(compact(iri), known, limit=3))
        remedy = f"did you mean {near}?" if near else "nothing like it is defined"
        lines.append(f"  {compact(iri)} in {', '.join(sorted(files[iri]))}: {remedy}")
    raise ParseError("terms that the ontology does not define:\n" + "\n".join(lines), hint="correct or define them")


def _written(project: Project, own: Iterable[Data]) -> Iterator[tuple[str, Quad]]:
    for path in data_files(project.data):
        yield from ((project.relative(path), quad) for quad in statements(path))
    for data in own:
        for quad in data.quads:
            yield from ((project.relative(path), quad) for path, _ in data.places.get(quad.subject, ()))
