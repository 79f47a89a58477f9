"""Annotations: the positions of quotes, the statements about a node, and the literals that are numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.audit.annotations import annotate, name, stated_number
from kg.rdf import AS_WRITTEN, ID, LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGE = f"{ID}passage/p01s1"
TEXT = "镇政府报请县政府批准，县政府批准。"


@pytest.mark.parametrize(
    ("stated", "start", "times"),
    [
        ('zj:asWritten "报请"', 3, 1),
        ('zj:asWritten "批准"', None, 2),
        ('zj:asWritten "批准" ; zj:asWrittenSuffix "，"', 8, 1),
        ('zj:asWritten "批准" ; zj:asWrittenPrefix "，县政府"', 14, 1),
        ('zj:asWritten "县政府" ; zj:asWrittenPrefix "报请" ; zj:asWrittenSuffix "批准"', 5, 1),
        ('zj:asWritten "批准" ; zj:asWrittenSuffix "备案"', None, 0),
        ('zj:asWritten "备案"', None, 0),
        ('zj:asWritten ""', None, 0),
        ('zj:asWritten "" ; zj:asWrittenPrefix "报请"', None, 0),
    ],
)
def test_offset_of_a_quote(stated: str, start: int | None, times: int, note: Callable[..., Any]) -> None:
    """A quote has an offset if it occurs once together with its prefix and suffix."""
    (quote,) = note({"p01s1": TEXT}, f"passage:p01s1 {{ inst:a {stated} . }}").quotes[PASSAGE]
    assert (start, times) == (quote.start, quote.times)
    assert quote.end == (0 if start is None else start + len(quote.words))


@given(st.text("甲乙", max_size=12), st.text("甲乙", min_size=1, max_size=3))
def test_any_quote_is_counted(text: str, words: str) -> None:
    """All occurrences are counted, also overlapping ones, and a single one is located."""
    places = [start for start in range(len(text)) if text[start:].startswith(words)]
    quad = Quad(NamedNode(f"{ID}org/a"), AS_WRITTEN, Literal(words), NamedNode(PASSAGE))
    (quote,) = annotate([quad], {PASSAGE: text}).quotes[PASSAGE]
    assert (len(places), places[0] if len(places) == 1 else None) == (quote.times, quote.start)


def test_what_a_quote_covers(note: Callable[..., Any]) -> None:
    """A quote covers the spans within it; a quote without an offset covers nothing."""
    noted = note({"p01s1": TEXT}, 'passage:p01s1 { inst:a zj:asWritten "报请" . inst:b zj:asWritten "备案" . }')
    found, missing = (noted.quote(PASSAGE, f"{ID}org/{each}") for each in "ab")
    assert [True, True, False, False] == [found.covers(*span) for span in ((3, 5), (4, 4), (2, 5), (3, 6))]
    assert not missing.covers(0, 0)
    assert noted.quote(PASSAGE, f"{ID}org/c") is None
    assert noted.quote(f"{ID}passage/p02s1", f"{ID}org/a") is None


def test_what_is_said_of_a_node(note: Callable[..., Any]) -> None:
    """The statements about a node are found together and by graph."""
    facts = 'passage:p01s1 { inst:a a zj:Company ; rdfs:label "甲"@zh } graph:background { inst:a rdfs:label "A"@en }'
    noted, node = note({"p01s1": TEXT}, facts), f"{ID}org/a"
    assert {"甲", "A"} == {value.value for value in noted.values(node, LABEL)}
    assert frozenset({"Company"}) == noted.types(node)
    assert frozenset() == noted.values(node, AS_WRITTEN) == noted.types(f"{ID}org/b")
    assert [node] == list(noted.subjects(LABEL))
    assert {PASSAGE: 2, f"{ID}graph/background": 1} == {graph: len(each) for graph, each in noted.stated.items()}


def test_triples_outside_of_graphs_are_not_asserted() -> None:
    """Triples of the default graph, which are inferred copies, and blank nodes, which cannot be cited, are ignored."""
    quads = [
        Quad(NamedNode(f"{ID}org/a"), LABEL, Literal("甲"), DefaultGraph()),
        Quad(BlankNode("b"), LABEL, Literal("乙"), NamedNode(PASSAGE)),
    ]
    assert {} == dict(annotate(quads, {}).stated)


@pytest.mark.parametrize(
    ("stated", "starts"),
    [
        ('zj:asWritten "批准" ; zj:evidence passage:p01s1 ; zj:reason "无。"', [8, 14]),
        ('zj:asWritten "备案" ; zj:evidence passage:p01s1 ; zj:reason "无。"', [None]),
        ('zj:asWritten "" ; zj:evidence passage:p01s1 ; zj:reason "无。"', [None]),
        ('zj:asWritten "批准" ; zj:evidence passage:p01s1', []),
        ('zj:asWritten "批准" ; zj:reason "无。"', []),
    ],
    ids=["twice", "nowhere", "of no length", "without a reason", "without a passage"],
)
def test_words_that_are_no_figure(stated: str, starts: list[int | None], note: Callable[..., Any]) -> None:
    """Numerals that are not figures are located everywhere in their passages, if they have a reason."""
    noted = note({"p01s1": TEXT}, f"graph:background {{ numeral:a a zj:NonFigure ; {stated} . }}")
    assert starts == [quote.start for quote in noted.no_figures.get(PASSAGE, ())]


@pytest.mark.parametrize("text", "0 12 12.0 -3.5 +7 .5 5. 00012".split())
def test_a_number(text: str) -> None:
    """The forms of xsd:decimal are read exactly."""
    assert Decimal(text) == stated_number(text)


@pytest.mark.parametrize(
    "text", ["", " 12", "12\n", "1e5", "INF", "-INF", "NaN", "sNaN", "Infinity", "1,200", "１２", "1_0", "."]
)
def test_no_number(text: str) -> None:
    """Other forms are not numbers, even if Python can read them."""
    assert stated_number(text).is_nan()


@pytest.mark.parametrize(
    ("iri", "short"),
    [(PASSAGE, "p01s1"), (f"{ID}graph/background", "background"), ("https://example.org/x", "x"), ("", "")],
)
def test_a_short_name(iri: str, short: str) -> None:
    """The name of an IRI of ours is its last part."""
    assert short == name(iri)
