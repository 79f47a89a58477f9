"""The store of an opened graph: builds, exports, sends and counts it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, overload

from kg import build as building, rdf, remote, views
from kg.build import GraphSource
from kg.runtime import atomic_write

if TYPE_CHECKING:
    PathLike = str | Path


class StoredGraph(GraphSource):
    """A graph as it is stored, and sent to servers."""

    def _context(self, lang: str | None) -> views.Context:
        return views.Context(self.store, self.language(lang), self.sentences if self.texts else None)

    def build(
        self, *, document: PathLike | None = None, no_document: bool = False, only_changed: bool = False
    ) -> views.BuildView:
        """Build the store: load, infer, validate, store; the former store is used until the new one is complete.

        `document` attaches the sentences of the passages to the store, `no_document` removes them, `only_changed`
        updates the store from the data files that changed. Raises ParseError, ViolationError, KgError.
        """
        path, options = Path(document) if document else None, {"no_document": no_document, "only_changed": only_changed}
        result = building.build_with_document(self.project, path, reporter=self.reporter, **options)
        self._forget()
        return views.BuildView(result, building.count_graph(self), self.project)

    @overload
    def export(self, output: None = None, *, format: str | None = None, graph: str = "all") -> bytes: ...
    @overload
    def export(self, output: PathLike | BinaryIO, *, format: str | None = None, graph: str = "all") -> None: ...
    def export(
        self, output: PathLike | BinaryIO | None = None, *, format: str | None = None, graph: str = "all"
    ) -> bytes | None:
        """Write the graph, or one part of it, as RDF to a file, or return it as bytes; equal graphs give equal bytes.

        `format` is turtle, trig, ntriples, nquads, jsonld or rdfxml, by default that of the file's suffix, else turtle;
        `graph` is all, asserted, inferred, background, alignment, document, evidence, ontology, or a passage such as
        p05s2. Raises KgError for other values.
        """
        with self.reporter.step("export"):
            fmt = rdf.output_format(format, Path(output) if isinstance(output, (str, Path)) else None)
            pieces = rdf.export_in_parts(self.store, fmt=fmt, graph=graph, reporter=self.reporter)
            if output is None:
                return b"".join(pieces)
            if isinstance(output, (str, Path)):
                with atomic_write(Path(output)) as file:
                    file.writelines(pieces)
            else:
                output.writelines(pieces)
        return None

    def push(
        self,
        url: str,
        *,
        endpoint: str | None = None,
        update_endpoint: str | None = None,
        default_graph: str | None = None,
        auth: str | None = None,
        replace: bool = False,
        chunk: int = 50_000,
        server_timeout: float = 300.0,
    ) -> views.PushView:
        """Send every graph to the server whose Graph Store Protocol is at `url`; addresses are those of `kg.connect`.

        `chunk` is the number of triples in a request. `replace` replaces other data in the server's default graph.
        Raises KgError if the server refuses, or has other data; then its graphs are as before.
        """
        with remote.open_server(
            endpoint,
            update_endpoint,
            url,
            default_graph=default_graph,
            auth=auth,
            timeout=server_timeout,
            reporter=self.reporter,
        ) as server:
            sent = remote.push_to(
                self.store, server, self.project.store, replace=replace, chunk=chunk, reporter=self.reporter
            )
        return views.PushView({name: digest.count for name, digest in sent.items()}, url)

    pull = staticmethod(views.pull_graphs)

    def info(self, *, lang: str | None = None) -> views.InfoView:
        """Return counts by class and graph, versions, and how many passages have their sentence attached."""
        return views.InfoView(building.count_graph(self), self.project, self._context(lang))
