"""Evidence: where a triple comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from kg.explain.sources import Source, find_sources
from kg.rdf import EVIDENCE, ID, TYPE, ZJ, derive_links, graph_iri

if TYPE_CHECKING:
    from kg.graph import Graph

PARK = NamedNode(f"{ZJ}Park")


def _node(path: str) -> NamedNode:
    return NamedNode(ID + path)


def test_links_lead_to_the_passages_that_type_a_node() -> None:
    """A type in a passage's graph gives a link; a type in the background, or another triple, gives none."""
    typed = Quad(_node("park/a"), TYPE, PARK, _node("passage/p01s1"))
    read = Quad(_node("park/b"), TYPE, PARK, graph_iri("background"))
    other = Quad(_node("park/c"), NamedNode(f"{ZJ}covers"), PARK, _node("passage/p01s1"))
    expected = {Quad(_node("park/a"), EVIDENCE, _node("passage/p01s1"), graph_iri("evidence"))}
    assert expected == derive_links([typed, read, other])


def test_a_fact_told_twice_has_two_sources(graph: Graph) -> None:
    """The approval of the zone is one event that two passages tell, each with its words."""
    triple = Triple(_node("event/zone-approval"), NamedNode(f"{ZJ}hasAgent"), _node("org/state-council"))
    assert ["p03s1", "p10s1"] == [source.name for source in find_sources(graph.store, triple)]
    assert all(source.words for source in find_sources(graph.store, triple))


def test_an_inferred_triple_has_no_passage(graph: Graph) -> None:
    """What the reasoner adds comes from no passage."""
    triple = Triple(_node("park/zhangjiang-demonstration-zone"), TYPE, PARK)
    assert [Source("inferred")] == find_sources(graph.store, triple)
    assert not Source("inferred").is_passage


def test_a_source_reads_as_text() -> None:
    """A source is the passage's id and the words in quotation marks."""
    assert "p05s2 “约531平方公里”" == str(Source("p05s2", ("约531平方公里",)))
