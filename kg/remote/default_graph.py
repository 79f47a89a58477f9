"""The default graph of a server that has none: a named graph is used in its place.

In Virtuoso, GraphDB, RDF4J and Neptune the default graph is the union of all graphs. There the flat merge is a named
graph; the protocol's parameters make it the default graph of each request, and the templates of updates name it.

Source: SPARQL 1.1 Protocol, sections 2.1.4 and 2.2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.rdf import graph_iri
from kg.sparql import Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyoxigraph import NamedNode

    from kg.sparql import Edit

    Parameters = list[tuple[str, str]]
    Graphs = Callable[[], Sequence[NamedNode]]

FLAT_GRAPH = graph_iri("default")
_VERBS = ("INSERT", "DELETE")


def query_parameters(text: str, flat_graph: NamedNode, graphs: Graphs) -> Parameters:
    """Return the parameters that make the flat merge a query's default graph, and name the other graphs it uses.

    A query with FROM has its own dataset, and gets none.
    """
    script = Script(text)
    if any(script.places("FROM")):
        return []
    return [
        ("default-graph-uri", flat_graph.value),
        *(("named-graph-uri", graph) for graph in _graphs_used(script, flat_graph, graphs)),
    ]


def update_parameters(text: str, flat_graph: NamedNode, graphs: Graphs) -> Parameters:
    """Return the parameters that make the flat merge the default graph of an update's patterns, and name other graphs.

    Raises QueryError for an update with USING or WITH, which the protocol does not allow with these parameters.
    """
    script = Script(text)
    if any(script.places("USING", "WITH")):
        raise QueryError("USING and WITH are refused for a server whose default graph is a named graph")
    named = (("using-named-graph-uri", graph) for graph in _graphs_used(script, flat_graph, graphs))
    return [("using-graph-uri", flat_graph.value), *named]


def _graphs_used(script: Script, flat_graph: NamedNode, graphs: Graphs) -> list[str]:
    """Return the graphs that a text names, or all if it has GRAPH with a variable."""
    names = [script[place + 1] for place in script.places("GRAPH")]
    iris = {token.text[1:-1] for token in names if token.kind == "iri"}
    if any(token.kind != "iri" for token in names):
        iris |= {graph.value for graph in graphs()}
    return sorted(iris - {flat_graph.value})


def with_named_default(text: str, flat_graph: NamedNode) -> str:
    """Return an update whose templates name the flat merge in place of the default graph."""
    script = Script(text)
    edits = [edit for place in script.places(*_VERBS) for edit in _template(script, place, flat_graph)]
    edits += [(script[at].start, script[at].end, f"GRAPH {flat_graph}") for at in script.places("DEFAULT")]
    return script.edited(edits)


def _template(script: Script, verb: int, flat_graph: NamedNode) -> Iterator[Edit]:
    """Yield the edits that put the triples of a template outside of GRAPH into the flat merge."""
    opening = verb + 1 + script[verb + 1].is_word("DATA", "WHERE")
    if not script[opening].is_sign("{"):
        return
    at, end = opening + 1, script.partner(opening)
    if script[opening - 1].is_word("WHERE"):  # only its template has to name the flat merge
        yield script[opening - 1].start, script[opening - 1].end, ""
        yield script[end].end, script[end].end, f" WHERE {script.part(opening, end)}"
    while at < end:
        if script[at].is_word("GRAPH"):
            at = script.partner(at + 2) + 1
            at += script[at].is_sign(".")
            continue
        stop = next((each for each in range(at, end) if script[each].is_word("GRAPH")), end)
        yield script[at].start, script[stop - 1].end, f"GRAPH {flat_graph} {{ {script.part(at, stop - 1)} }}"
        at = stop
