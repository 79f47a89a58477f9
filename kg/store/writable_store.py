"""The writable store: a store that is being built, in memory or on disk."""

from __future__ import annotations

from itertools import chain, islice
from threading import Thread
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.store.triple_store import TripleStore, with_flat_merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# up to this many triples of a rule are added in one transaction; more are streamed to the disk
_TRANSACTION = 50_000


class WritableStore(TripleStore):
    """A store that supports SPARQL updates and bulk loads; queries see each change at once."""

    def __init__(self, inner: ox.Store, *, streams: bool = False) -> None:
        """Wrap an Oxigraph store; with `streams`, additions are written to disk without being collected in memory."""
        super().__init__(inner)
        self._streams = streams

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Open the database in a folder, which is created if it does not exist. Raises OSError."""
        return cls(ox.Store(str(folder)), streams=True)

    def close(self) -> None:
        """Flush the database and release the folder; the store cannot be used afterwards. Raises OSError."""
        self._inner.flush()
        del self._inner

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 update; our prefixes need no declaration. Raises QueryError."""
        try:
            self._inner.update(text, prefixes=PREFIXES)
        except (SyntaxError, OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the update failed: {error}") from None

    def insert(self, template: str, where: str, graphs: Sequence[ox.NamedNode]) -> None:
        """Add a template's triples, for each solution of a pattern, to the default graph and to named ones."""
        if not self._streams:
            named = " ".join(f"GRAPH {graph} {{ {template} }}" for graph in graphs)
            self.update(f"INSERT {{ {template} {named} }} WHERE {{ {where} }}")
            return
        triples = self._inner.query(f"CONSTRUCT {{ {template} }} WHERE {{ {where} }}", prefixes=PREFIXES)
        if not isinstance(triples, ox.QueryTriples):
            raise QueryError("the template must consist of triples")
        targets: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph(), *graphs]
        first = list(islice(triples, _TRANSACTION))
        quads = (ox.Quad(s, p, o, graph) for s, p, o in chain(first, triples) for graph in targets)
        add = self._inner.extend if len(first) < _TRANSACTION else self._inner.bulk_extend
        add(quads)

    def clear(self, graph: ox.NamedNode) -> None:
        """Remove a named graph; the default graph is unchanged."""
        self._inner.remove_graph(graph)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads to their graphs, and each triple to the default graph. Raises OSError."""
        self._inner.bulk_extend(with_flat_merge(quads))

    def change(self, *, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        """Remove and add quads; the default graph changes only by quads of its own. Raises OSError."""
        for quad in removed:
            self._inner.remove(quad)
        self._inner.extend(added)

    def load(self, path: Path, quads: Iterable[ox.Quad], *, fmt: ox.RdfFormat, graph: ox.NamedNode | None) -> None:
        """Add an RDF file: its quads, its triples without a graph to `graph`, and each triple to the default graph.

        `quads` are the quads of the same file, read and checked by the caller. The engine loads the file in a thread
        at the same time, so that the second reading takes no extra time. Nothing is collected in memory.
        Raises OSError, SyntaxError, and whatever reading `quads` raises.
        """
        errors: list[Exception] = []

        def load() -> None:
            try:
                self._inner.bulk_load(path=str(path), format=fmt, to_graph=None if fmt.supports_datasets else graph)
            except (OSError, SyntaxError, ValueError) as error:
                errors.append(error)

        loading = Thread(target=load)
        loading.start()
        try:
            self._inner.bulk_extend(_flat(quads))
        finally:
            loading.join()
        if errors:
            raise errors[0]

    def load_lines(self, path: Path, lines: IO[bytes]) -> None:
        """Add an N-Quads file, and the same statements as N-Triples (`lines`) to the default graph.

        Raises OSError, SyntaxError, and whatever reading `lines` raises.
        """
        self._inner.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES)
        self._inner.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)


def _flat(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
