"""Export: the graph, or one part of it, as RDF for other tools, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError, UnknownNameError
from kg.rdf.files import FORMATS, serialize
from kg.rdf.graphs import is_passage
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
    """Return one group of graphs in an RDF format.

    A group is `all`, `asserted` (passages, background, alignment, document), one of the dataset's own graphs by
    name, or a passage by its id. TriG, N-Quads and JSON-LD keep the named graphs; the other formats get the flat
    merge, in which `zj:evidence` still leads from a node to its passages. Raises KgError for an unknown format or
    group.
    """
    return b"".join(parts(store, fmt=fmt, graph=graph))


def parts(store: Dataset, *, fmt: str = "turtle", graph: str = "all", reporter: Reporter = SILENT) -> Iterator[bytes]:
    """Yield what `export` returns, N-Quads graph by graph, so that no more than one graph is in memory.

    `reporter` receives the number of graphs that are done. Raises as `export` does.
    """
    if fmt not in FORMATS:
        raise UnknownNameError("format", fmt, FORMATS, hint=f"use one of {', '.join(FORMATS)}")
    chosen = [each for each in store.graphs() if _is_in(each, graph)]
    if not chosen:
        raise KgError(f"no graph is called {graph}", hint=f"use {', '.join(GROUPS)}, or a passage such as p05s2")
    groups = [[each] for each in chosen] if fmt == "nquads" and _apart(store) else [chosen]
    for number, group in enumerate(groups):
        reporter.advance(number, len(groups), group[0].value.removeprefix(ID))
        yield serialize((quad for each in group for quad in store.quads(graph=each)), FORMATS[fmt])


def _apart(store: Dataset) -> bool:
    """Say whether blank nodes stand in one graph at most, so that their canonical names do not depend on others."""
    text = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(ISBLANK(?s) || ISBLANK(?o)) } LIMIT 2"
    return sum(1 for _ in store.select(text)) < 2  # noqa: PLR2004  -- one graph at most


def _is_in(graph: NamedNode, group: str) -> bool:
    if group == "all":
        return True
    name = graph.value.removeprefix(f"{ID}graph/")
    if group == "asserted":
        return is_passage(graph) or name not in _NOT_ASSERTED
    return name == group or graph.value == f"{ID}passage/{group}"
