"""Export: the graph, or a group of named graphs, as RDF; equal graphs give equal bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError, UnknownNameError
from kg.rdf.files import FORMATS
from kg.rdf.graphs import is_passage
from kg.rdf.serialization import serialize
from kg.rdf.terms import ID
from kg.runtime import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from kg.rdf.dataset import Dataset
    from kg.runtime import Reporter

GROUPS = ("all", "asserted", "inferred", "background", "alignment", "document", "evidence", "ontology")
_NOT_ASSERTED = ("inferred", "evidence", "ontology")


def export_graphs(store: Dataset, *, fmt: str = "turtle", graph: str = "all") -> bytes:
    """Return one group of named graphs in an RDF format.

    A group is `all`, `asserted` (passages, background, alignment, document), one of the dataset's own graphs by
    name, or a passage by its id. TriG, N-Quads and JSON-LD contain the named graphs; the other formats contain the
    flat merge, in which `zj:evidence` still links a node to its passages. Raises KgError for an unknown format or
    group.
    """
    return b"".join(export_in_parts(store, fmt=fmt, graph=graph))


def export_in_parts(
    store: Dataset, *, fmt: str = "turtle", graph: str = "all", reporter: Reporter = SILENT
) -> Iterator[bytes]:
    """Yield the bytes of `export_graphs` in parts: N-Quads graph by graph, so that one graph at a time is in memory.

    `reporter` receives the number of finished parts. Raises as `export_graphs` does.
    """
    if fmt not in FORMATS:
        raise UnknownNameError("format", fmt, FORMATS, hint=f"use one of {', '.join(FORMATS)}")
    chosen = [name for name in store.graphs() if _is_in(name, graph)]
    if not chosen:
        raise KgError(f"no graph is called {graph}", hint=f"use {', '.join(GROUPS)}, or a passage such as p05s2")
    groups = [[name] for name in chosen] if fmt == "nquads" and _has_separate_blank_nodes(store) else [chosen]
    for number, group in enumerate(groups):
        reporter.advance(number, len(groups), group[0].value.removeprefix(ID))
        yield serialize((quad for name in group for quad in store.quads(graph=name)), FORMATS[fmt])


def _has_separate_blank_nodes(store: Dataset) -> bool:
    """Return whether at most one graph has blank nodes, so that canonical names do not depend on other graphs."""
    text = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(ISBLANK(?s) || ISBLANK(?o)) } LIMIT 2"
    return sum(1 for _ in store.select(text)) < 2  # noqa: PLR2004  -- one graph at most


def _is_in(graph: NamedNode, group: str) -> bool:
    if group == "all":
        return True
    name = graph.value.removeprefix(f"{ID}graph/")
    if group == "asserted":
        return is_passage(graph) or name not in _NOT_ASSERTED
    return name == group or graph.value == f"{ID}passage/{group}"
