"""The default graph of a server that has none of its own: a named graph stands for it.

Virtuoso, GraphDB, RDF4J and Neptune show the union of all graphs in its place. There the flat merge is a graph with a
name, each request says by the parameters of the protocol that it is the default one, and templates name it.

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


def query_parameters(text: str, merge: NamedNode, graphs: Graphs) -> Parameters:
    """Return the parameters by which a query sees the merge as default graph, and the other graphs that it asks for.

    A query that says by FROM what it sees is left to itself.
    """
    script = Script(text)
    if any(script.places("FROM")):
        return []
    return [("default-graph-uri", merge.value), *(("named-graph-uri", each) for each in _asked(script, merge, graphs))]


def update_parameters(text: str, merge: NamedNode, graphs: Graphs) -> Parameters:
    """Return the parameters by which the patterns of an update see the merge, and the graphs that they name.

    Raises QueryError where the update itself says what its patterns see, which the protocol does not allow beside them.
    """
    script = Script(text)
    if any(script.places("USING", "WITH")):
        raise QueryError("USING and WITH are refused: the server is told which graph stands for its default graph")
    named = (("using-named-graph-uri", each) for each in _asked(script, merge, graphs))
    return [("using-graph-uri", merge.value), *named]


def _asked(script: Script, merge: NamedNode, graphs: Graphs) -> list[str]:
    """Return the graphs that a text names, or all where it asks which there are."""
    asked = [script[place + 1] for place in script.places("GRAPH")]
    found = {each.text[1:-1] for each in asked if each.kind == "iri"}
    if any(each.kind != "iri" for each in asked):
        found |= {each.value for each in graphs()}
    return sorted(found - {merge.value})


def placed(text: str, merge: NamedNode) -> str:
    """Return an update whose templates put into the merge, and take out of it, what was meant for the default graph."""
    script = Script(text)
    edits = [edit for place in script.places(*_VERBS) for edit in _template(script, place, merge)]
    edits += [(script[at].start, script[at].end, f"GRAPH {merge}") for at in script.places("DEFAULT")]
    return script.edited(edits)


def _template(script: Script, verb: int, merge: NamedNode) -> Iterator[Edit]:
    """Yield what puts the triples of a template that stand in no GRAPH into one."""
    opening = verb + 1 + script[verb + 1].is_word("DATA", "WHERE")
    if not script[opening].is_sign("{"):
        return
    at, end = opening + 1, script.partner(opening)
    if script[opening - 1].is_word("WHERE"):  # its pattern sees the merge as default graph, its template must name it
        yield script[opening - 1].start, script[opening - 1].end, ""
        yield script[end].end, script[end].end, f" WHERE {script.part(opening, end)}"
    while at < end:
        if script[at].is_word("GRAPH"):
            at = script.partner(at + 2) + 1
            at += script[at].is_sign(".")
            continue
        stop = next((each for each in range(at, end) if script[each].is_word("GRAPH")), end)
        yield script[at].start, script[stop - 1].end, f"GRAPH {merge} {{ {script.part(at, stop - 1)} }}"
        at = stop
