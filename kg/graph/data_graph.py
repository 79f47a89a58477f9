"""The graph of a user's RDF files: queried, searched and exported without a project."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from kg import build as building, rdf, views
from kg._version import __version__
from kg.errors import KgError, UnknownNameError
from kg.graph.graph import Graph
from kg.runtime import SILENT
from kg.store import FileDataset, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pyoxigraph import Quad

    from kg.project import Project
    from kg.runtime import Reporter


def _refused(command: str, hint: str) -> Callable[..., Any]:
    def method(self: DataGraph, *_: object, **__: object) -> Any:  # noqa: ANN401  -- it returns nothing
        raise KgError(f"{command} is not for data files: {', '.join(self.names)}", hint=hint)

    return method


class DataGraph(Graph):
    """The graph of RDF files alone, with the saved queries of a project.

    Its default graph is the union of the files with their named graphs. Nothing is inferred. The source of a fact is
    the file with its line.
    """

    def __init__(
        self, project: Project, files: Sequence[rdf.RdfFile], *, lang: str = "en", reporter: Reporter = SILENT
    ) -> None:
        super().__init__(project, lang=lang, reporter=reporter)
        self._files = files
        self.names = tuple(file.name for file in files)

    @cached_property
    def _opened(self) -> tuple[FileDataset, Manifest]:
        return FileDataset(self._files), Manifest("", ", ".join(self.names), __version__, "")

    def _open(self) -> tuple[FileDataset, Manifest]:
        self._ensure_open()
        return self._opened

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """No sentences: data files have no document."""
        return {}

    def opener(self) -> Callable[[], FileDataset]:
        """Return a function that opens the store in another process."""
        return partial(FileDataset, self._files)

    def stated(self) -> list[Quad]:
        """Return the quads as the files write them: a store keeps 1.10 as 1.1."""
        return self._open()[0].stated()

    def infer(
        self,
        *files: rdf.Source,
        axioms: bool = False,
        **options: Any,  # noqa: ANN401  -- engine and compare
    ) -> views.TriplesView | views.InferenceComparisonView:
        """Return the triples that OWL 2 RL entails from the data files and from further ones together.

        `axioms`, `engine` and `compare` are those of `kg.infer`, and so are the errors.
        """
        read = rdf.apart((*self._files, *rdf.read_sources(files, reporter=self.reporter)))
        found = building.infer_files(read, axioms=axioms, **options, reporter=self.reporter)
        return views.inferred(found, self.lang, rdf.prefixes_in(read))

    def export(self, output: Any = None, *, format: str | None = None, graph: str = "all") -> Any:  # noqa: ANN401
        """Write the statements of the files as RDF to a file, or return them as bytes, as `Graph.export` does.

        `graph` is all, or the IRI or CURIE of a named graph. Raises UnknownNameError for another.
        """
        view = views.TriplesView(self._part(graph), self.store.prefixes)
        return view.render(format or "turtle").encode() if output is None else view.write(output, format) and None

    def _part(self, graph: str) -> Collection[Quad]:
        dataset = self._open()[0]
        names = {rdf.compact(name.value, dataset.prefixes): name for name in dataset.graphs()}
        if graph == "all":
            return dataset.stated()
        node = rdf.expand(graph, dataset.prefixes)
        if node not in names.values():
            raise UnknownNameError("graph", graph, names, hint="use all, or a named graph of the files")
        return dataset.stated(node)

    ask = _refused("ask", "write the question in SPARQL: kg query --data FILE 'SELECT …'")
    why = _refused("why", "kg infer FILE writes what follows from the files")
    validate = validation_sparql = _refused("validate", "name the files: kg validate FILE --shapes SHAPES")
    check_query = _refused("queries check", "saved queries are checked on the graph of a project")
    audit = _refused("audit", "an audit compares the graph of a project with its document")
    build = _refused("build", "data files are read each time; nothing is built")
    push = _refused("push", "write a file and send it: kg export --data FILE -o all.nq")
    info = _refused("info", "count: kg query --data FILE 'SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }'")


def open_data(
    project: Project,
    data: rdf.Source | list[rdf.Source] | tuple[rdf.Source, ...],
    input_format: str | None = None,
    context: rdf.Contexts | None = None,
    *,
    lang: str = "en",
    reporter: Reporter = SILENT,
) -> DataGraph:
    """Read RDF files as `kg.open` takes them, and return their graph. Raises what `kg.rdf.read_source` raises."""
    sources = data if isinstance(data, (list, tuple)) else [data]
    if not sources:
        raise KgError("data is empty", hint="name at least one RDF file")
    files = rdf.read_sources(sources, input_format=input_format, context=context, reporter=reporter)
    return DataGraph(project, files, lang=lang, reporter=reporter)
