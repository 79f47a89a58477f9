"""Maintenance: a closed dataset that is changed holds what a reasoner finds that begins from nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import ViolationError
from kg.owl.incremental import COMING, FOUND, GONE, AxiomsChangedError, maintain
from kg.owl.inference import infer
from kg.rdf import INFERRED, flat_triples, graph_iri, in_graph
from kg.store import WritableStore
from tests.owl.test_owlrl_engine import AXIOMS, FACTS, PREFIXES
from tests.reasoning import infer as entailed

if TYPE_CHECKING:
    from collections.abc import Iterable

STATED = graph_iri("stated")


def _read(lines: Iterable[str]) -> set[Triple]:
    return flat_triples(parse((PREFIXES + "\n".join(lines)).encode(), RdfFormat.TURTLE))


def _put(store: WritableStore, graph: NamedNode, triples: Iterable[Triple]) -> None:
    store.change(removed=(), added=[in_graph(triple, graph) for triple in triples])


def _maintained(axioms: set[Triple], before: set[Triple], after: set[Triple]) -> tuple[set[Triple], set[Triple]] | None:
    """The default graph and the inferred triples after the facts changed; None where maintenance declines."""
    store = WritableStore.in_memory(in_graph(triple, STATED) for triple in axioms | before)
    try:
        infer(store, INFERRED)
    except ViolationError:
        return None
    gone, coming = before - after - axioms, after - before - axioms
    store.change(
        removed=[in_graph(triple, STATED) for triple in gone], added=[in_graph(triple, STATED) for triple in coming]
    )
    _put(store, GONE, gone)
    _put(store, COMING, coming)
    try:
        maintain(store, INFERRED)
    except AxiomsChangedError:
        return None
    for graph in (GONE, COMING, FOUND):
        store.clear(graph)
    assert {STATED, INFERRED} >= set(store.graphs())
    return set(store.triples()), {quad.triple for quad in store.quads(graph=INFERRED)}


@settings(max_examples=300)
@given(
    st.lists(AXIOMS, min_size=1, max_size=4),
    st.lists(FACTS, min_size=1, max_size=6, unique=True),
    st.sets(st.integers(0, 5)),
    st.sets(st.integers(0, 5)),
)
def test_what_is_kept_closed_is_what_is_closed_anew(
    axioms: list[str], facts: list[str], removed: set[int], held_back: set[int]
) -> None:
    """Random axioms and facts, some of which go while others come: the same triples, or the same contradiction."""
    stated = _read(axioms)
    all_ = {place: _read([fact]) - _read(()) for place, fact in enumerate(facts)}
    before = {triple for place, triples in all_.items() if place not in held_back for triple in triples}
    after = {triple for place, triples in all_.items() if place not in removed for triple in triples}
    if any("_:" in str(triple) for triple in before ^ after):
        return  # blank nodes never change: data has none
    try:
        expected = entailed(stated | after)
    except ViolationError:
        with suppress(ViolationError):
            assert _maintained(stated, before, after) is None
        return
    found = _maintained(stated, before, after)
    if found is not None:
        assert (stated | after | expected, expected) == found


def _closed(text: str) -> WritableStore:
    store = WritableStore.in_memory(in_graph(triple, STATED) for triple in _read([text]))
    infer(store, INFERRED)
    return store


def test_what_follows_in_another_way_stays() -> None:
    """Of two reasons for a triple one goes: the triple stays; both go: so does the triple."""
    store = _closed(":p a owl:TransitiveProperty . :x :p :y . :y :p :z . :x :p :w . :w :p :z .")
    (xy,), (xw,) = _read([":x :p :y ."]) - _read(()), _read([":x :p :w ."]) - _read(())
    (xz,) = _read([":x :p :z ."]) - _read(())
    for gone, is_left in ((xy, True), (xw, False)):
        store.change(removed=[in_graph(gone, STATED)], added=[in_graph(gone, GONE)])
        maintain(store, INFERRED)
        for graph in (GONE, COMING, FOUND):
            store.clear(graph)
        assert is_left == (xz in set(store.triples()))


def test_what_comes_to_be_stated_is_inferred_no_more() -> None:
    """A triple that followed and then is stated stands no longer among those inferred, until it is stated no more."""
    store = _closed(":p rdfs:subPropertyOf :q . :x :p :y .")
    (xqy,) = _read([":x :q :y ."]) - _read(())
    assert [Quad(*xqy, INFERRED)] == list(store.quads(*xqy))
    store.change(removed=(), added=[in_graph(xqy, STATED), in_graph(xqy, COMING)])
    maintain(store, INFERRED)
    store.clear(COMING)
    assert {STATED, COMING} - {COMING} == {quad.graph_name for quad in store.quads(*xqy)}
    store.change(removed=[in_graph(xqy, STATED)], added=[in_graph(xqy, GONE)])
    maintain(store, INFERRED)
    store.clear(GONE)
    store.clear(FOUND)
    assert [Quad(*xqy, INFERRED)] == list(store.quads(*xqy))


def test_an_axiom_that_comes_is_declined() -> None:
    """Where another rule holds, all is to be inferred again."""
    store = _closed(":x :p :y .")
    (axiom,) = _read([":p rdfs:subPropertyOf :q ."]) - _read(())
    store.change(removed=(), added=[in_graph(axiom, STATED), in_graph(axiom, COMING)])
    with pytest.raises(AxiomsChangedError):
        maintain(store, INFERRED)
