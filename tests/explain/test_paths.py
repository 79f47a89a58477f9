"""Paths: the shortest chains of facts between two entities."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import NamedNode, Quad

import kg
from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.explain.paths import LONGEST, find_paths
from kg.rdf import ID, INFERRED, SKOS, TYPE, ZJ, compact, graph_iri
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.explain.paths import Chain, Paths
    from kg.graph import Graph

PASSAGE = NamedNode(f"{ID}passage/p01s1")
BACKGROUND = graph_iri("background")


def _node(name: str) -> NamedNode:
    return NamedNode(f"{ID}place/{name}")


def _store(links: Iterable[str], *, more: Iterable[Quad] = ()) -> TripleStore:
    """Return a store of links such as `a near b`, each in a passage or the graph named last: `a near b inferred`."""
    graphs = {"inferred": INFERRED, "background": BACKGROUND}
    quads = list(more)
    for link in links:
        start, name, end, *where = link.split()
        graph = graphs[where[0]] if where else PASSAGE
        quads.append(Quad(_node(start), NamedNode(ZJ + name), _node(end), graph))
        quads += (Quad(_node(each), TYPE, NamedNode(f"{ZJ}Place"), PASSAGE) for each in (start, end))
    return TripleStore.in_memory(quads)


def _told(chain: Chain) -> str:
    """Return a chain in short: `a near> b <far c`, an inferred link with a question mark."""
    text = chain.start.value.rsplit("/", 1)[-1]
    for link in chain.links:
        names = "+".join(fact.predicate.value.removeprefix(ZJ) + "?" * fact.inferred for fact in link)
        other = link[0].other.value.rsplit("/", 1)[-1]  # type: ignore[union-attr]
        text += f" {names}> {other}" if link[0].forward else f" <{names} {other}"
    return text


def _chains(store: TripleStore, start: str = "a", end: str = "z", **options: int) -> list[str]:
    return [_told(chain) for chain in find_paths(store, f"place:{start}", f"place:{end}", **options).chains]


def test_the_real_graph(graph: Graph) -> None:
    """The State Council and the Science City are three facts apart, each of them with its words."""
    found = graph.path("国务院", "Zhangjiang Science City")
    assert (3, 5, False) == (found.distance, len(found.chains), found.at_least)
    assert found.more > 0
    first = found.chains[0]
    ends = ("inst:state-council", "park:zhangjiang-science-city")
    assert ends == (compact(first.nodes[0].value), compact(first.nodes[-1].value))
    assert all(source.words for link in first.links for source in link[0].sources)


def test_every_link_is_a_fact(graph: Graph) -> None:
    """Each link stands in the graph in the direction told, and links the entities that it stands between."""
    for chain in graph.path("上海", "国务院", limit=40).chains:
        for (node, other), link in zip(pairwise(chain.nodes), chain.links, strict=True):
            for fact in link:
                ends = (node, other) if fact.forward else (other, node)
                assert other == fact.other
                assert next(graph.store.triples(ends[0], fact.predicate, ends[1]), None) is not None
                assert fact.sources


def test_there_and_back(graph: Graph) -> None:
    """From the other end the distance is the same, and so is the number of chains."""
    there, back = (graph.path(*ends, limit=1000) for ends in permutations(("习近平", "park:lingang-sub-park")))
    assert (there.distance, len(there.chains)) == (back.distance, len(back.chains))
    assert {chain.nodes for chain in there.chains} == {chain.nodes[::-1] for chain in back.chains}


def test_nothing_goes_through_what_links_all(graph: Graph) -> None:
    """Two figures are not linked by their document, period, unit, comparator or those who sign for them."""
    ends = ("observation:zone-area", "observation:star-market-company-share")
    kinds = {"document", "period", "unit", "comparator", "passage", "section", "interpretation", "note"}
    usual = {node for chain in graph.path(*ends, limit=1000).chains for node in chain.nodes}
    assert not kinds & {node.value.split("/")[5] for node in usual}
    assert not {"claimedBy"} & _properties(graph.path(*ends, limit=1000))
    everything = {node for chain in graph.path(*ends, limit=1000, everything=True).chains for node in chain.nodes}
    assert {"document", "period"} <= {node.value.split("/")[5] for node in everything}


def _properties(found: Paths) -> set[str]:
    facts = (fact for chain in found.chains for link in chain.links for fact in link)
    return {fact.predicate.value.removeprefix(ZJ) for fact in facts}


def test_what_links_all_may_be_an_end(graph: Graph) -> None:
    """Asked for by name, a document, a unit or a passage is linked by its facts."""
    assert 2 == graph.path("document:zhangjiang-brochure", "上海").distance
    assert graph.path("comparator:leading", "上海").chains
    assert 1 == graph.path("passage:p05s2", "observation:zone-area").distance


def test_the_usual_and_the_largest_question_are_answered(graph: Graph) -> None:
    """A path of the usual kind is found, and so are as many and as long ones as can be asked for."""
    graph.path("国务院", "张江科学城")
    graph.path("document:zhangjiang-brochure", "park:jiading-sub-park", longest=LONGEST, limit=1000, everything=True)


def test_the_mini_graph(mini: Path) -> None:
    """A shorter chain with an inferred link comes before a longer one of stated links; among equals the stated one."""
    found = kg.open(mini).path("管理委员会", "Office")
    assert [
        "committee locatedIn?> shanghai <locatedIn office",
        "committee locatedIn?> china contains?> office",
        "committee locatedIn> zhangjiang locatedIn> shanghai <locatedIn office",
    ] == [_told(chain) for chain in found.chains[:3]]
    assert 2 == found.distance


def test_shorter_chains_come_first() -> None:
    """All chains within the limit of length are found, the shortest first; no entity is visited twice."""
    store = _store(["a p z", "a p b", "b p z", "b p c", "c p z", "c p a"])
    assert ["a p> z", "a p> b p> z", "a <p c p> z", "a p> b p> c p> z", "a <p c <p b p> z"] == _chains(store)
    assert ["a p> z"] == _chains(store, longest=1)
    assert ["a p> z", "a p> b p> z"] == _chains(store, limit=2)


def test_stated_links_are_preferred() -> None:
    """Of the facts between two entities the stated ones are told, and an inferred one only where none is."""
    store = _store(["a p z", "a q z", "z r a background", "a s z inferred"])
    assert ["p", "q", "r"] == [fact.predicate.value.removeprefix(ZJ) for fact in _only(store).links[0]]
    assert ["s"] == [
        fact.predicate.value.removeprefix(ZJ)
        for fact in _only(_store(["a s z inferred", "z t a inferred", "a u z inferred"])).links[0]
    ]


def _only(store: TripleStore) -> Chain:
    (chain,) = find_paths(store, "place:a", "place:z").chains
    return chain


def test_chains_of_one_length_are_in_order() -> None:
    """Stated before inferred, then past quiet entities before busy ones, then passages before background."""
    links = ["a p i", "i p z inferred", "a p hub", "hub p z", "a p j background", "j p z", "a p k", "k p z"]
    found = _chains(_store([*links, *(f"hub p x{number}" for number in range(9))]), longest=2)
    assert ["a p> k p> z", "a p> j p> z", "a p> hub p> z", "a p> i p?> z"] == found


def test_the_rest_is_counted() -> None:
    """What was not given is counted, up to a bound that says so."""
    few = find_paths(_store([f"a p x{n}" for n in range(30)] + [f"x{n} p z" for n in range(30)]), "place:a", "place:z")
    assert (5, 25, False) == (len(few.chains), few.more, few.at_least)
    many = _store([f"a p x{n}" for n in range(1200)] + [f"x{n} p z" for n in range(1200)])
    found = find_paths(many, "place:a", "place:z", limit=1)
    assert (1, 999, True) == (len(found.chains), found.more, found.at_least)


def test_a_dense_graph_ends() -> None:
    """Where all is linked with all, the search stops counting instead of running on."""
    store = _store(f"n{one} p n{two}" for one in range(40) for two in range(one))
    found = find_paths(store, "place:n0", "place:n39", longest=LONGEST, limit=1000)
    assert (1, 1000, True) == (found.distance, len(found.chains), found.at_least)


def test_beyond_the_limit() -> None:
    """A chain that is longer than allowed is not given, but its length is."""
    line = _store(f"n{number} p n{number + 1}" for number in range(20))
    found = find_paths(line, "place:n0", "place:n6")
    assert ((), 6, 0) == (found.chains, found.distance, found.reached_count)
    assert 20 == find_paths(line, "place:n0", "place:n20", longest=LONGEST).distance
    assert 1 == len(find_paths(line, "place:n0", "place:n10", longest=LONGEST).chains)


def test_no_chain_at_all() -> None:
    """Where nothing leads from one to the other, the smaller side is named, nearest first."""
    store = _store(["a p b", "b p c", "z p y", "y p x", "x p w", "w p v"])
    found = find_paths(store, "place:z", "place:a")
    assert ((), None) == (found.chains, found.distance)
    assert (_node("a"), (_node("b"), _node("c")), 2) == (found.reached_from, found.reached, found.reached_count)


def test_types_and_schemes_are_no_links() -> None:
    """Neither a common class nor a common scheme links two entities, not even when everything is asked for."""
    shared = [
        Quad(_node(name), predicate, _node("kind"), PASSAGE)
        for name in "az"
        for predicate in (TYPE, NamedNode(f"{SKOS}inScheme"))
    ]
    store = _store([], more=shared)
    assert find_paths(store, "place:a", "place:z", everything=True).distance is None


def test_values_and_other_datasets_are_no_entities(graph: Graph) -> None:
    """A chain leads through entities of ours alone, so that two labels that agree link nothing."""
    for chain in graph.path("上海", "国务院", limit=100, everything=True).chains:
        assert all(node.value.startswith(ID) for node in chain.nodes)


@pytest.mark.parametrize(
    ("start", "end", "error", "said"),
    [
        ("上海", "Shanghai", KgError, "same entity: place:shanghai"),
        ("上海", "zj:Park", KgError, "zj:Park is a term"),
        ("upheld by", "上海", UnknownNameError, "upheld by"),
        ("上海", "nobody", UnknownNameError, "nobody"),
        ("上海", "", KgError, "empty"),
        ("_:b0", "上海", KgError, "blank node"),
        ("上海", "四次空间调整", AmbiguousNameError, "2 entities"),
        ("上海", "https://w3id.org/zjkg/id/place/nowhere", UnknownNameError, "nowhere"),
        ("上海", '"531"', UnknownNameError, "531"),
    ],
)
def test_bad_ends(graph: Graph, start: str, end: str, error: type[KgError], said: str) -> None:
    """The same entity twice, a term, an unknown or ambiguous name, a blank node or a value is refused, by name."""
    with pytest.raises(error, match=said):
        graph.path(start, end)


@pytest.mark.parametrize("options", [{"longest": 0}, {"longest": -1}, {"longest": 11}, {"limit": 0}, {"limit": 1001}])
def test_limits_out_of_bounds(graph: Graph, options: dict[str, int]) -> None:
    """A limit that asks for nothing, or for more than a person reads, is refused with the bounds."""
    with pytest.raises(KgError, match="a number from 1 to"):
        graph.path("上海", "国务院", **options)  # type: ignore[arg-type]


EDGES = st.sets(st.tuples(st.sampled_from("abcdz"), st.sampled_from("abcdz")).filter(lambda pair: pair[0] < pair[1]))


@given(EDGES, st.integers(1, 4))
def test_all_chains_are_found(edges: set[tuple[str, str]], longest: int) -> None:
    """On small graphs the chains are those that trying out all orders of entities finds."""
    names = {name for edge in edges for name in edge}
    if not {"a", "z"} <= names:
        return
    linked = edges | {(end, start) for start, end in edges}
    expected = {
        ("a", *middle, "z")
        for size in range(longest)
        for middle in permutations("bcd", size)
        if all(pair in linked for pair in pairwise(("a", *middle, "z")))
    }
    store = _store(f"{start} p {end}" for start, end in edges)
    found = find_paths(store, "place:a", "place:z", longest=longest, limit=1000)
    assert expected == {tuple(node.value.rsplit("/", 1)[-1] for node in chain.nodes) for chain in found.chains}
    lengths = [len(chain.links) for chain in found.chains]
    assert lengths == sorted(lengths)
    assert found.distance == (lengths[0] if lengths else found.distance)
