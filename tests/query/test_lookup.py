"""Lookup: labels, aliases, CURIEs and IRIs become the subject, property and value of a triple."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.query.lookup import Property, find_entity, find_node, find_property, find_value, visible
from kg.rdf import ID, LABEL, TYPE, XSD, ZJ, expand
from kg.store import TripleStore

if TYPE_CHECKING:
    from kg.graph import Graph

ZONE = NamedNode(f"{ID}park/zhangjiang-demonstration-zone")
COUNCIL = NamedNode(f"{ID}org/state-council")
AREA = NamedNode(f"{ID}observation/zone-area")
APPROVED, PART_OF, VALUE = (NamedNode(ZJ + name) for name in ("approvedBy", "partOf", "value"))


@pytest.mark.parametrize(
    "text",
    [
        "国务院",
        "State Council",
        "state council",
        " 国务院 ",
        "inst:state-council",
        f"<{COUNCIL.value}>",
        "\u200f国务院\u200e",
    ],
)
def test_a_node_by_any_name(graph: Graph, text: str) -> None:
    """A label in any language and case, a CURIE and an IRI name the same node; invisible characters are ignored."""
    assert COUNCIL == find_node(graph.store, text)


def test_a_class_by_its_label(graph: Graph) -> None:
    """If no entity has the label, a class or property of our ontology may."""
    assert NamedNode(f"{ZJ}SubPark") == find_node(graph.store, "sub-park")


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", KgError, "empty"),
        ("\u200f \u200b", KgError, "empty"),
        ("_:b0", KgError, "blank node"),
        ("国务园", UnknownNameError, "国务园"),
        ("https://w3id.org/zjkg/id/org/nobody", UnknownNameError, "nobody"),
        ('"531"', UnknownNameError, "531"),
        ("四次空间调整", AmbiguousNameError, "2 entities"),
    ],
)
def test_a_name_that_names_no_node(graph: Graph, text: str, error: type[KgError], said: str) -> None:
    """An empty, unknown or ambiguous name, a blank node and an IRI that is not in the graph are errors."""
    with pytest.raises(error, match=said):
        find_node(graph.store, text)


def test_a_label_that_holds_a_mark() -> None:
    """A label with a mark of direction is found by the same text."""
    marked = "\u200fالمنطقة"
    label = Quad(NamedNode(f"{ID}place/a"), LABEL, Literal(marked, language="ar"), NamedNode(f"{ID}graph/background"))
    store = TripleStore.in_memory([label])
    assert NamedNode(f"{ID}place/a") == find_node(store, marked)
    with pytest.raises(UnknownNameError):
        find_node(store, visible(marked) + "x")


@pytest.mark.parametrize("text", ["Große Straße", "große straße", "GROSSE STRASSE", "grosse strasse", " Große Straße "])
def test_case_is_folded_as_unicode_defines_it(text: str) -> None:
    """An entity is found by its name in any case, also where the case of a letter is two letters."""
    street = NamedNode(f"{ID}place/a")
    names = [Literal("Große Straße", language="de"), Literal('"\\u0041 service {')]
    quads = [Quad(street, LABEL, name, NamedNode(f"{ID}graph/background")) for name in names]
    store = TripleStore.in_memory(quads)
    assert street == find_entity(store, text)
    assert street == find_entity(store, names[1].value)
    with pytest.raises(UnknownNameError):
        find_entity(store, "\udc80\n")


def test_a_name_of_another_class_is_explained() -> None:
    """Where a member of a class is looked for, the error says that the name is that of another entity."""
    a, b, graph = NamedNode(f"{ID}place/a"), NamedNode(f"{ID}inst/b"), NamedNode(f"{ID}graph/background")
    body = NamedNode(f"{ZJ}PublicBody")
    quads = [Quad(a, LABEL, Literal("Finland", language="en"), graph), Quad(b, TYPE, body, graph)]
    store = TripleStore.in_memory([*quads, Quad(b, LABEL, Literal("Finance", language="en"), graph)])
    with pytest.raises(UnknownNameError, match="unknown zj:PublicBody: finland") as caught:
        find_entity(store, "finland", of_class=body)
    assert caught.value.hint.startswith("place:a has this name, but is not a zj:PublicBody")
    assert b == find_entity(store, "finance", of_class=body)


@pytest.mark.parametrize(
    ("text", "iri", "backwards"),
    [
        ("part of", PART_OF, False),
        ("隶属于", PART_OF, False),
        ("partOf", PART_OF, False),
        ("zj:partOf", PART_OF, False),
        (PART_OF.value, PART_OF, False),
        ("包含", NamedNode(f"{ZJ}hasPart"), False),
        ("批准", APPROVED, True),
        ("a", TYPE, False),
        ("class", TYPE, False),
        ("rdfs:label", LABEL, False),
        ("schema:containedInPlace", expand("schema:containedInPlace"), False),
    ],
)
def test_a_property_by_any_name(graph: Graph, text: str, iri: NamedNode, *, backwards: bool) -> None:
    """A label, a local name, a CURIE, an IRI or an inverse label names a property."""
    assert Property(iri, backwards) == find_property(graph.store, text)


@pytest.mark.parametrize("text", ["隶属與", "zj:nothing", "zj:Park", "国务院", "_:b0", "a b", "zj:"])
def test_a_name_of_no_property_is_an_error(graph: Graph, text: str) -> None:
    """An unknown name is an error, and so is that of a class or an entity."""
    with pytest.raises(UnknownNameError, match="unknown property"):
        find_property(graph.store, text)


def test_the_closest_properties_are_offered(graph: Graph) -> None:
    """The error for a misspelt name suggests the right one."""
    with pytest.raises(UnknownNameError) as caught:
        find_property(graph.store, "parts of")
    assert "part of" in caught.value.hint


@pytest.mark.parametrize("text", ["531", "531.0", "0531", '"531"^^xsd:decimal', "\u200e531"])
def test_a_value_by_its_number(graph: Graph, text: str) -> None:
    """A number is found in any lexical form."""
    assert Literal("531", datatype=NamedNode(f"{XSD}decimal")) == find_value(graph.store, AREA, VALUE, text)


@pytest.mark.parametrize(
    "text", ["532", '"531"@en', "many", '"531"', "NaN", '"unclosed', '"a" . <urn:x:a> <urn:x:b> "c"']
)
def test_a_value_that_is_not_there(graph: Graph, text: str) -> None:
    """A value that the property does not have is a literal that is not in the graph."""
    found = find_value(graph.store, AREA, VALUE, text)
    assert isinstance(found, Literal)
    assert next(graph.store.triples(AREA, VALUE, found), None) is None


def test_a_stated_value_comes_before_others(graph: Graph) -> None:
    """An ambiguous label means the entity that is a value of the property."""
    adjustments = NamedNode(f"{ID}collection/spatial-adjustments")
    counted = next(triple for triple in graph.store.triples(None, NamedNode(f"{ZJ}counts"), adjustments))
    with pytest.raises(AmbiguousNameError):
        find_node(graph.store, "四次空间调整")
    assert adjustments == find_value(graph.store, counted.subject, counted.predicate, "四次空间调整")  # type: ignore[arg-type]


def test_a_class_as_a_value(graph: Graph) -> None:
    """After `a` a label is that of a class, and the error suggests the closest classes."""
    assert NamedNode(f"{ZJ}Place") == find_value(graph.store, ZONE, TYPE, "place")
    assert expand("schema:Place") == find_value(graph.store, ZONE, TYPE, "schema:Place")
    with pytest.raises(UnknownNameError, match="unknown class") as caught:
        find_value(graph.store, ZONE, TYPE, "示范区")
    assert "自主创新示范区" in caught.value.hint


@pytest.mark.parametrize("text", ["nobody at all", "wd:Q42", "https://example.org/x", "_:b0"])
def test_an_entity_that_is_not_there(graph: Graph, text: str) -> None:
    """For a property of entities, an unknown name and an IRI that is not in the graph are errors."""
    with pytest.raises(KgError):
        find_value(graph.store, ZONE, APPROVED, text)


def test_an_entity_of_another_dataset(graph: Graph) -> None:
    """An IRI that is in the graph only as an object is found."""
    same = next(graph.store.triples(None, expand("schema:sameAs")))
    found = find_value(graph.store, ZONE, APPROVED, same.object.value)  # type: ignore[union-attr]
    assert same.object == found


@given(st.text(st.sampled_from("张江 \u200f\u202e\u2066\ufeff\u200ba"), max_size=6))
def test_invisible_characters_are_ignored(text: str) -> None:
    """Only invisible characters are removed."""
    assert visible(text) == text.translate(dict.fromkeys([0x200F, 0x202E, 0x2066, 0xFEFF, 0x200B])).strip()


def test_each_triple_can_be_named(graph: Graph) -> None:
    """Written as in Turtle, the terms of any triple of the graph are the terms of that triple."""
    triples = sorted((each for each in graph.store.triples() if isinstance(each.subject, NamedNode)), key=str)
    for subject, predicate, value in triples[::60]:
        if isinstance(value, BlankNode):
            continue
        assert subject == find_node(graph.store, str(subject))
        assert Property(predicate) == find_property(graph.store, str(predicate))
        assert value == find_value(graph.store, subject, predicate, str(value))  # type: ignore[arg-type]
