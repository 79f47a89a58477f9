"""Anchors: the positions of passages in another edition of their document."""

from __future__ import annotations

import hashlib
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import NamedNode

from kg.audit.anchors import anchor
from kg.project import Document, Passage, document_digest, quoted_words, read_data, read_document, read_passages
from kg.rdf import ID

if TYPE_CHECKING:
    from kg.audit.anchors import Anchoring

LINES = (
    "关于设立示范园的通知",
    "第一章　总则",
    "示范园位于东海镇，面积约12平方公里。园内设管理处一个，编制30人；另设服务站两处。",
    "附件",
    "示范园自2011年3月起施工，2014年底竣工。竣工后由镇政府移交管理处。",
    "第二章　资金",
    "镇财政每年安排资金500万元，其中六成用于道路。其余用于绿化和照明。",
    "附件",
    "本通知自发布之日起施行。",
)
TEXT = "\n\n".join(LINES) + "\n"
ROOT = Path(__file__).parent.parent.parent


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _document(text: str) -> Document:
    return Document(Path("notice.txt"), text, _digest(text), "UTF-8")


def _passages(text: str = TEXT) -> tuple[Passage, ...]:
    """Cut a text into its sentences and lines."""
    found = []
    for order, piece in enumerate(re.finditer(r"[^\n。；]+[。；]?", text)):
        iri = NamedNode(f"{ID}passage/n{order}")
        span = piece.span()
        found.append(Passage(iri, f"n{order}", "sentence", "all", order, 0, *span, _digest(piece[0])))
    return tuple(found)


PASSAGES = _passages()
# the words that data would quote: the first two characters, and the first six
QUOTES = {each.iri.value: (TEXT[each.start : each.end][:2], TEXT[each.start : each.end][:6]) for each in PASSAGES}


def _anchored(text: str, quotes: dict[str, tuple[str, ...]] = QUOTES) -> Anchoring:
    return anchor(_document(text), PASSAGES, _digest(TEXT), quotes)


def _states(anchoring: Anchoring) -> dict[str, int]:
    return {state: len(anchoring.of_state(state)) for state in ("same", "moved", "changed")}  # type: ignore[arg-type]


def _name(words: str) -> str:
    return next(each.name for each in PASSAGES if words in TEXT[each.start : each.end])


def _of(anchoring: Anchoring, words: str) -> tuple[str, str]:
    """Return the state and the new text of the passage that had these words."""
    found = next(each for each in anchoring.anchors if each.passage.name == _name(words))
    return found.state, found.text


def test_the_same_document() -> None:
    """In the annotated document, each passage is at its offsets and no text is uncovered."""
    found = _anchored(TEXT)
    assert ({"same": 13, "moved": 0, "changed": 0}, 13) == (_states(found), found.shared)
    assert (True, False, ()) == (found.whole, found.is_other, found.uncovered)
    assert {each.iri.value: TEXT[each.start : each.end] for each in PASSAGES} == found.texts


@pytest.mark.parametrize("quotes", [QUOTES, {}], ids=["quoted", "without quotes"])
@pytest.mark.parametrize("before", ["东海镇\n", "前言。", "封面　", "*"])
def test_text_before(before: str, quotes: dict[str, tuple[str, ...]]) -> None:
    """After an insertion at the beginning, each passage moved by its length, and the insertion is uncovered."""
    found = _anchored(before + TEXT, quotes)
    assert {"same": 0, "moved": 13, "changed": 0} == _states(found)
    shifts = {each.start - each.passage.start for each in found.anchors if each.start is not None}
    assert {len(before)} == shifts
    assert [before.strip()] == [stretch.text for stretch in found.uncovered]
    assert not found.whole


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_other_line_ends(end: str) -> None:
    """A document with other line ends has every passage."""
    found = _anchored(TEXT.replace("\n", end))
    assert (13, ()) == (found.shared, found.uncovered)


def test_reordered_paragraphs() -> None:
    """Paragraphs in another order are all found at their new positions."""
    text = "\n\n".join([*LINES[5:7], *LINES[:5], *LINES[7:]])
    found = _anchored(text)
    assert ({"same": 2, "moved": 11, "changed": 0}, ()) == (_states(found), found.uncovered)
    assert all(each.text == text[each.start : each.end] for each in found.anchors)


def test_a_changed_sentence() -> None:
    """A sentence with another figure is changed: its position is exactly that between its neighbours."""
    text = TEXT.replace("500万元", "600万元")
    found = _anchored(text)
    assert {"same": 12, "moved": 0, "changed": 1} == _states(found)
    assert ("changed", "镇财政每年安排资金600万元，其中六成用于道路。") == _of(found, "500万元")
    assert ((), False) == (found.uncovered, found.whole)
    assert 12 == len(found.texts)


def test_changed_neighbours_are_matched() -> None:
    """Adjacent changed sentences are matched by the quotes that are still there, then by length."""
    text = TEXT.replace("12平方公里", "13.5平方公里").replace("30人；", "45人；").replace("两处", "三处以上")
    found = _anchored(text)
    assert ("changed", "示范园位于东海镇，面积约13.5平方公里。") == _of(found, "12平方公里")
    assert ("changed", "园内设管理处一个，编制45人；") == _of(found, "30人")
    assert ("changed", "另设服务站三处以上。") == _of(found, "两处")


def test_a_sentence_inserted_beside_a_changed_one() -> None:
    """A new paragraph beside a changed sentence is uncovered text, not the sentence."""
    text = TEXT.replace("500万元", "600万元").replace(LINES[5], LINES[5] + "\n\n资金的使用接受监督，每年公布一次。")
    found = _anchored(text)
    assert ("changed", "镇财政每年安排资金600万元，其中六成用于道路。") == _of(found, "500万元")
    assert ["资金的使用接受监督，每年公布一次。"] == [stretch.text for stretch in found.uncovered]


def test_a_sentence_cut_in_two() -> None:
    """A sentence that was split into two is changed, and both are its text."""
    found = _anchored(TEXT.replace("，面积约12", "。面积约12"))
    assert ("changed", "示范园位于东海镇。面积约12平方公里。") == _of(found, "12平方公里")
    assert () == found.uncovered


def test_a_deleted_sentence() -> None:
    """A sentence that nothing replaced is gone."""
    found = _anchored(TEXT.replace("竣工后由镇政府移交管理处。", ""))
    gone = [each for each in found.anchors if each.is_gone]
    assert [_name("移交")] == [each.passage.name for each in gone]
    assert [(None, None, "", "changed")] == [(each.start, each.end, each.text, each.state) for each in gone]


def test_a_heading_is_not_found_within_a_sentence() -> None:
    """A deleted heading whose words are in a sentence is gone, not moved there."""
    found = _anchored(TEXT.replace("附件\n", "").replace("其余用于绿化", "其余按附件用于绿化"))
    assert [("附件", True), ("附件", True)] == [
        (TEXT[each.passage.start : each.passage.end], each.is_gone)
        for each in found.anchors
        if TEXT[each.passage.start : each.passage.end] == "附件"
    ]


@pytest.mark.parametrize("before", ["", "前言。\n\n"])
def test_a_text_that_recurs_keeps_its_order(before: str) -> None:
    """Two headings with the same words are at two positions, in reading order; a third such line is uncovered."""
    found = _anchored(before + TEXT)
    starts = [each.start for each in found.anchors if each.text == "附件"]
    text = before + TEXT
    assert [text.index("附件"), text.rindex("附件")] == starts
    third = _anchored("附件\n\n" + TEXT)
    assert [("附件", 0)] == [(stretch.text, stretch.start) for stretch in third.uncovered]


@pytest.mark.parametrize("which", [0, 1])
def test_one_of_two_equal_headings_is_deleted(which: int) -> None:
    """If one of two equal headings was deleted, the one between the neighbours without a heading is gone."""
    lines = list(LINES)
    del lines[(3, 7)[which]]
    found = _anchored("前言。\n\n" + "\n\n".join(lines))
    headings = [each for each in found.anchors if TEXT[each.passage.start : each.passage.end] == "附件"]
    assert which == [each.is_gone for each in headings].index(True)
    assert 1 == sum(each.is_gone for each in headings)


def test_equal_headings_that_seem_to_stand_still() -> None:
    """A heading at the former position of an equal one is not confused with it: equal texts keep their order."""
    text = "附件\n附件\n附件\n甲事由乙处办理。\n丙事由丁处办理。\n"
    passages = _passages(text)
    found = anchor(_document("\n" * 3 + text), passages, "", {})
    assert [3, 6, 9] == [each.start for each in found.anchors][:3]


def test_another_document() -> None:
    """A document with fewer than half of the passages is another document, without uncovered text."""
    found = _anchored("".join(LINES[2:4]) + "别的事情由别的机构办理。" * 30)
    assert (True, 4, ()) == (found.is_other, found.shared, found.uncovered)
    assert all(each.is_gone for each in found.of_state("changed"))
    assert not _anchored("\n".join(LINES[:6])).is_other


def test_no_passages() -> None:
    """Without passages all text is uncovered."""
    found = anchor(_document("甲。\n\n  乙 \n"), (), "", {})
    assert [("甲。", 0), ("乙", 6)] == [(stretch.text, stretch.start) for stretch in found.uncovered]
    assert not found.is_other


@given(st.data())
def test_any_edit_keeps_the_books(data: st.DataObject) -> None:
    """After any edit each anchor's text is at its offsets, no two overlap, and all other text is uncovered."""
    text = TEXT
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 10, 60])))
        text = text[:start] + data.draw(st.sampled_from(["", "改", "。", "\n", "附件", "新增一句话。\n"])) + text[end:]
    found = _anchored(text)
    spans = sorted((each.start, each.end) for each in found.anchors if each.start is not None and each.end is not None)
    assert all(end <= after for (_, end), (after, _) in pairwise(spans))
    for each in found.anchors:
        assert each.text == ("" if each.is_gone else text[each.start : each.end])
        assert (each.state == "changed") != (_digest(each.text) == each.passage.digest)
        assert each.state != "same" or each.start == each.passage.start
    if not found.is_other:
        spans += [(stretch.start, stretch.end) for stretch in found.uncovered]
        position = 0
        for start, end in sorted(spans):
            assert "" == text[position:start].strip()
            position = end
        assert "" == text[position:].strip()


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[Document, tuple[Passage, ...], str, dict[str, tuple[str, ...]]]:
    """The annotated document, its passages, digest and quotes."""
    quads = read_data(ROOT / "data")
    return read_document(shared / "document.txt"), read_passages(quads), document_digest(quads), quoted_words(quads)


def test_the_real_document_in_other_editions(
    real: tuple[Document, tuple[Passage, ...], str, dict[str, tuple[str, ...]]],
) -> None:
    """Each passage is found in the annotated document, also if it moved or the paragraphs are shuffled."""
    document, passages, digest, quotes = real
    assert anchor(document, passages, digest, quotes).whole
    paragraphs = document.text.split("\n")
    random.Random(1).shuffle(paragraphs)  # noqa: S311  -- no secret
    for text in ("前言。" + document.text, document.text.replace("\n", "\r\n"), "\n".join(paragraphs)):
        found = anchor(_document(text), passages, digest, quotes)
        assert (74, ()) == (found.shared, tuple(each for each in found.uncovered if each.text != "前言。"))
        assert not found.whole


@pytest.mark.parametrize("kind", ["nothing", "every quote", "everything"])
def test_a_huge_text_is_searched_fast(
    real: tuple[Document, tuple[Passage, ...], str, dict[str, tuple[str, ...]]], kind: str
) -> None:
    """A text of 16 MiB takes a few seconds at most: without quotes, with a quote repeated, or with the document."""
    document, passages, digest, quotes = real
    words = "，".join(quote for found in quotes.values() for quote in found)
    unit = {"nothing": "甲乙丙。", "every quote": f"{words}。\n", "everything": document.text}[kind]
    text = unit * (5_500_000 // len(unit))
    found = anchor(_document(text), passages, digest, quotes)
    assert (kind != "everything") == found.is_other
