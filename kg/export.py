"""Export: the graph, or one part of it, as RDF for other tools, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import KgError, UnknownNameError
from kg.evidence import is_passage
from kg.terms import ID

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.service import Queryable

GROUPS = ("all", "asserted", "inferred", "background", "alignment", "document", "evidence", "ontology")
_NOT_ASSERTED = ("inferred", "evidence", "ontology")


def export(store: Queryable, *, fmt: str = "turtle", graph: str = "all") -> bytes:
    """Return one group of graphs in an RDF format.

    A group is `all`, `asserted` (passages, background, alignment, document), one of the dataset's own graphs by
    name, or a passage by its id. TriG, N-Quads and JSON-LD keep the named graphs; the other formats get the flat
    merge, in which `zj:evidence` still leads from a node to its passages. Raises KgError for an unknown format or
    group.
    """
    if fmt not in rdf.FORMATS:
        raise UnknownNameError("format", fmt, rdf.FORMATS, hint=f"use one of {', '.join(rdf.FORMATS)}")
    chosen = [each for each in store.graphs() if _is_in(each, graph)]
    if not chosen:
        raise KgError(f"no graph is called {graph}", hint=f"use {', '.join(GROUPS)}, or a passage such as p05s2")
    quads = (quad for each in chosen for quad in store.quads(graph=each))
    return rdf.dumps(quads, rdf.FORMATS[fmt])


def _is_in(graph: NamedNode, group: str) -> bool:
    if group == "all":
        return True
    name = graph.value.removeprefix(f"{ID}graph/")
    if group == "asserted":
        return is_passage(graph) or name not in _NOT_ASSERTED
    return name == group or graph.value == f"{ID}passage/{group}"
