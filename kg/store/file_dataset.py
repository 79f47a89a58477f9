"""The store of a user's RDF files: their statements, prefixes and places."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf import located_quads, prefixes_in
from kg.store.triple_store import Object, TripleStore, rewritten, with_flat_merge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.rdf import RdfFile


class FileDataset(TripleStore):
    """A store of RDF files in memory: its default graph is the flat merge of all files with their named graphs.

    The prefixes of the files come before those of `kg.rdf.PREFIXES`. Every IRI may be an entity or a term. Blank nodes
    of files that were read together are different.
    """

    entities = ""
    terms = ""

    def __init__(self, files: Sequence[RdfFile]) -> None:
        inner = ox.Store()
        self.located = list(located_quads(files))
        inner.bulk_extend(with_flat_merge(quad for quad, _ in self.located))
        super().__init__(inner)
        self.prefixes = prefixes_in(files)

    @cached_property
    def _places(self) -> Mapping[ox.Triple, Sequence[tuple[object, str]]]:
        found = defaultdict[ox.Triple, list[tuple[object, str]]](list)
        stored = rewritten({quad.object for quad, _ in self.located if isinstance(quad.object, ox.Literal)})
        for quad, place in self.located:
            triple = ox.Triple(quad.subject, quad.predicate, stored.get(quad.object, quad.object))
            found[triple].append((quad.graph_name, place))
        return found

    def stated(self, graph: ox.NamedNode | None = None) -> list[ox.Quad]:
        """Return the quads of one named graph or of all as the files write them: a store writes 1.10 as 1.1."""
        return [quad for quad, _ in self.located if graph in (None, quad.graph_name)]

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Object | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match a pattern as the files state them, also those outside of a named graph."""
        yield from super().quads(subject, predicate, value, graph)
        for triple in self.triples(subject, predicate, value) if graph is None else ():
            if any(name == ox.DefaultGraph() for name, _ in self._places[triple]):
                yield ox.Quad(*triple)

    def places(self, triple: ox.Triple, graph: ox.NamedNode | None = None) -> Sequence[str]:
        """Return where the files state a triple, in one named graph or in all: `my.ttl:12`."""
        places = (place for name, place in self._places.get(triple, ()) if graph in (None, name))
        return list(dict.fromkeys(places))
