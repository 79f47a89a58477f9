"""The workspace: a store that is being made, in memory or on disk; what is added to it stands in it at once."""

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

# what a rule finds up to this many triples is added in one transaction; more of it is streamed to the disk
_TRANSACTION = 50_000


class WritableStore(TripleStore):
    """A store that SPARQL updates and bulk loads change."""

    def __init__(self, inner: ox.Store, *, streams: bool = False) -> None:
        """Take a store; one that `streams` keeps what is added to it out of memory."""
        super().__init__(inner)
        self._streams = streams

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Open the database in a folder, which is made if it is not there. Raises OSError."""
        return cls(ox.Store(str(folder)), streams=True)

    def close(self) -> None:
        """Write all that is pending and let go of the folder; nothing can be asked any more. Raises OSError."""
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
        found = self._inner.query(f"CONSTRUCT {{ {template} }} WHERE {{ {where} }}", prefixes=PREFIXES)
        if not isinstance(found, ox.QueryTriples):
            raise QueryError("a template of triples is needed here")
        places: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph(), *graphs]
        first = list(islice(found, _TRANSACTION))
        quads = (ox.Quad(s, p, o, place) for s, p, o in chain(first, found) for place in places)
        add = self._inner.extend if len(first) < _TRANSACTION else self._inner.bulk_extend
        add(quads)

    def clear(self, graph: ox.NamedNode) -> None:
        """Remove a named graph; what stands in the default graph stays there."""
        self._inner.remove_graph(graph)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads to their graphs, and each triple to the default graph. Raises OSError."""
        self._inner.bulk_extend(with_flat_merge(quads))

    def change(self, *, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        """Remove and add quads as they are: what stands in the default graph stays as it is. Raises OSError."""
        for quad in removed:
            self._inner.remove(quad)
        self._inner.extend(added)

    def load(self, path: Path, quads: Iterable[ox.Quad], *, fmt: ox.RdfFormat, graph: ox.NamedNode | None) -> None:
        """Add an RDF file, the triples outside its graphs to `graph`, and each triple of it to the default graph.

        `quads` are those of the file, read by the caller, who checks them on the way. The file itself is loaded by
        the engine at the same time, so that the second reading costs no time. Nothing of it is kept in memory.
        Raises OSError, SyntaxError, and whatever reading `quads` raises.
        """
        failed: list[Exception] = []

        def load() -> None:
            try:
                self._inner.bulk_load(path=str(path), format=fmt, to_graph=None if fmt.supports_datasets else graph)
            except (OSError, SyntaxError, ValueError) as error:
                failed.append(error)

        loading = Thread(target=load)
        loading.start()
        try:
            self._inner.bulk_extend(_flat(quads))
        finally:
            loading.join()
        if failed:
            raise failed[0]

    def load_lines(self, path: Path, lines: IO[bytes]) -> None:
        """Add an N-Quads file, and to the default graph the same statements as `lines` of N-Triples.

        Raises OSError, SyntaxError, and whatever reading `lines` raises.
        """
        self._inner.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES)
        self._inner.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)


def _flat(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
