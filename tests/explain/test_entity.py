"""Entities: found by name, told with their facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import AmbiguousNameError, UnknownNameError
from kg.explain.entity import describe_entity
from kg.query import find_entity
from kg.rdf import ALT_LABEL, ID, LABEL, TYPE, ZJ, inverse_label, label
from kg.store import TripleStore

if TYPE_CHECKING:
    from kg.graph import Graph

ZONE = NamedNode(f"{ID}park/zhangjiang-demonstration-zone")
PARK = NamedNode(f"{ZJ}Park")


def _store(*names: tuple[str, NamedNode, str, str]) -> TripleStore:
    graph = NamedNode("urn:x:graph")
    return TripleStore.in_memory(
        Quad(NamedNode(ID + slug), predicate, Literal(text, language=language), graph)
        for slug, predicate, text, language in names
    )


def test_a_label_beats_an_alias() -> None:
    """Where one entity is called so and another only also called so, the first is meant."""
    store = _store(("a", LABEL, "张江", "zh-Hans"), ("b", ALT_LABEL, "张江", "zh-Hans"))
    assert NamedNode(f"{ID}a") == find_entity(store, "张江")


def test_two_bearers_of_a_label_are_listed() -> None:
    """An ambiguous label is an error that names all candidates."""
    store = _store(("park/a", LABEL, "园", "zh-Hans"), ("place/b", LABEL, "园", "zh-Hans"))
    with pytest.raises(AmbiguousNameError) as caught:
        find_entity(store, "园")
    assert "park:a, place:b" in caught.value.hint


def test_the_closest_names_are_offered() -> None:
    """An unknown name is an error with the nearest labels."""
    store = _store(("a", LABEL, "张江科学城", "zh-Hans"))
    with pytest.raises(UnknownNameError) as caught:
        find_entity(store, "张江科学成")
    assert "张江科学城" in caught.value.hint


def test_a_class_narrows_the_search(graph: Graph) -> None:
    """With a class only its members count, subclasses included."""
    assert ZONE == find_entity(graph.store, "张江示范区", of_class=PARK)
    with pytest.raises(UnknownNameError):
        find_entity(graph.store, "国务院", of_class=PARK)


def test_labels_fall_back(graph: Graph) -> None:
    """A label is given in the language asked for, else in any, else the CURIE stands in."""
    assert "张江国家自主创新示范区" == label(graph.store, ZONE, "zh")
    assert "Zhangjiang National Innovation Demonstration Zone" == label(graph.store, ZONE, "en")
    assert "id:nothing" == label(graph.store, NamedNode(f"{ID}nothing"), "en")
    only_zh = _store(("a", LABEL, "甲", "zh-Hans"), ("a", LABEL, "jiǎ", "zh-Latn-pinyin"))
    assert "甲" == label(only_zh, NamedNode(f"{ID}a"), "en")


def test_a_property_is_read_backwards(graph: Graph) -> None:
    """Seen from its object, a property has a name of its own."""
    assert "has part" == inverse_label(graph.store, NamedNode(f"{ZJ}partOf"), "en")


def test_facts_come_from_both_sides(graph: Graph) -> None:
    """An entity is told by what it states and by what points to it, each with sources."""
    found = describe_entity(graph.store, ZONE)
    assert {True, False} == {fact.forward for fact in found.facts}
    assert [] == [fact for fact in found.facts if not fact.sources]
    assert "p05s2" in {source.name for fact in found.facts for source in fact.sources}


def test_inferred_facts_are_marked(graph: Graph) -> None:
    """A fact that only the reasoner states says so; a stated one does not."""
    facts = describe_entity(graph.store, ZONE).facts
    led = [fact for fact in facts if fact.predicate == NamedNode(f"{ZJ}ledBy")]
    whole = [fact for fact in facts if fact.predicate == NamedNode(f"{ZJ}hasPart") and fact.forward]
    assert [False, False] == [fact.inferred for fact in led]
    assert whole
    assert all(fact.inferred for fact in whole)


def test_everything_adds_other_vocabularies(graph: Graph) -> None:
    """On request the entailed types of other vocabularies are facts too."""
    usual = {fact.other for fact in describe_entity(graph.store, ZONE).facts if fact.predicate == TYPE}
    everything = {
        fact.other for fact in describe_entity(graph.store, ZONE, everything=True).facts if fact.predicate == TYPE
    }
    assert usual < everything
