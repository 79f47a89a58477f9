"""Passages read from the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import KgError
from kg.project.data import read_data
from kg.project.passages import END, ORDER, SHA256, START, Passage, document_digest, quoted_words, read_passages
from kg.rdf import ID, ZJ

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from kg.graph import Graph

ROOT = Path(__file__).parents[2]
FIRST = NamedNode(f"{ID}passage/p01s1")


@pytest.fixture
def quads(mini: Path, annotated: Path) -> frozenset[Quad]:
    """The data of the tiny project, with all properties of its two passages."""
    assert annotated.exists()
    return read_data(mini / "data")


def _without(quads: AbstractSet[Quad], predicate: NamedNode) -> set[Quad]:
    return {quad for quad in quads if (quad.subject, quad.predicate) != (FIRST, predicate)}


def _with(quads: AbstractSet[Quad], predicate: NamedNode, value: str) -> set[Quad]:
    return _without(quads, predicate) | {Quad(FIRST, predicate, Literal(value))}


def test_passages_come_in_reading_order(quads: frozenset[Quad]) -> None:
    """Each passage is read with all its properties, in reading order."""
    first, second = read_passages(quads)
    expected = Passage(FIRST, "p01s1", "sentence", "all", 1, 1, 0, 6, first.digest)
    assert expected == first
    assert (64, "p01s2") == (len(first.digest), second.name)
    swapped = _with(quads, ORDER, "9")
    assert ["p01s2", "p01s1"] == [passage.name for passage in read_passages(swapped)]


def test_the_real_passages(graph: Graph) -> None:
    """The data and the built graph have the same 74 passages."""
    passages = read_passages(read_data(ROOT / "data"))
    assert list(range(1, 75)) == [passage.order for passage in passages]
    assert {"front", "overview", "history", "figures", "outlook", "signatures"} == {each.section for each in passages}
    assert passages == read_passages(graph.store.quads())


@pytest.mark.parametrize(
    "name", ["passageId", "passageKind", "inSection", "order", "paragraphNumber", "startOffset", "endOffset", "sha256"]
)
def test_a_passage_that_lacks_something(quads: frozenset[Quad], name: str) -> None:
    """The error for a missing property names the passage."""
    with pytest.raises(KgError) as caught:
        read_passages(_without(quads, NamedNode(ZJ + name)))
    assert f"passage:p01s1 has no zj:{name}" == caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(("predicate", "value"), [(START, "-1"), (START, "6"), (END, "0"), (END, "-7")])
def test_offsets_that_cannot_be(quads: frozenset[Quad], predicate: NamedNode, value: str) -> None:
    """A passage must begin at 0 or later and before its end."""
    with pytest.raises(KgError, match="passage:p01s1 has the offsets"):
        read_passages(_with(quads, predicate, value))


@pytest.mark.parametrize("value", ["", "two", "1.5", "9" * 5000])
def test_an_offset_that_is_no_number(quads: frozenset[Quad], value: str) -> None:
    """The error for an offset that is not a whole number names the passage."""
    with pytest.raises(KgError, match=r"passage:p01s1 has zj:startOffset .* which is not a whole number"):
        read_passages(_with(quads, START, value))


def test_a_passage_that_is_stated_twice(quads: frozenset[Quad]) -> None:
    """The error for two values of a property names both."""
    with pytest.raises(KgError, match="passage:p01s1 has several zj:startOffset: 0, 3"):
        read_passages({*quads, Quad(FIRST, START, Literal("3"))})


def test_no_passages(quads: frozenset[Quad]) -> None:
    """Data without passages is valid."""
    assert () == read_passages([])
    assert () == read_passages(quad for quad in quads if "Passage" not in str(quad.object))


def test_the_digest_of_the_document(quads: frozenset[Quad]) -> None:
    """The digest is that of the document of the passages; no document and two documents are errors."""
    document = next(quad.object for quad in quads if quad.predicate.value == f"{ZJ}passageOf")
    assert isinstance(document, NamedNode)
    assert 64 == len(document_digest(quads))
    other = Quad(document, SHA256, Literal("0" * 64))
    for wrong in ([], {*quads, other}, {quad for quad in quads if quad.subject != document}):
        with pytest.raises(KgError, match="one of each is needed"):
            document_digest(wrong)


def test_quoted_words(quads: frozenset[Quad]) -> None:
    """The quoted words are listed by the passage whose graph quotes them."""
    expected = {f"{ID}passage/p01s1": ("上海", "张江"), f"{ID}passage/p01s2": ("办公室", "管理委员会")}
    assert expected == quoted_words(quads)
