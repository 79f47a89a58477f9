"""The embedded store: an Oxigraph database on disk, written once, swapped in whole, and read only."""

from kg.store.generations import FORMAT, Generation, Manifest, new_generation, read_manifest
from kg.store.triples import Object, Result, TripleStore, as_result, with_default_graph
from kg.store.workspace import Workspace

__all__ = [
    "FORMAT",
    "Generation",
    "Manifest",
    "Object",
    "Result",
    "TripleStore",
    "Workspace",
    "as_result",
    "new_generation",
    "read_manifest",
    "with_default_graph",
]
