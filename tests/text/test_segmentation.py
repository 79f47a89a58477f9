"""Word boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kg.text.segmentation import word_boundaries

# text cut into its words
CUT = ["管理处|负责|登记|。", "道路|竣工", "全镇|有|企业|若干|家", ""]


@pytest.mark.parametrize("words", CUT)
def test_words_of_a_text(words: str) -> None:
    """Words begin and end as in the reviewed list."""
    expected, place = {0}, 0
    for word in words.split("|"):
        place += len(word)
        expected.add(place)
    assert frozenset(expected) == word_boundaries(words.replace("|", ""))


@pytest.mark.parametrize(
    ("text", "within"), [("东海镇政府", 4), ("企业家协会", 1), ("竣工", 1), ("\U00020000\U00020001道路竣工", 3)]
)
def test_within_a_word(text: str, within: int) -> None:
    """A position within a word is not a boundary."""
    assert within not in word_boundaries(text)


@given(st.text(max_size=60))
def test_any_text_is_cut(text: str) -> None:
    """In any text the two ends are boundaries, and all boundaries are offsets in code points."""
    found = word_boundaries(text)
    assert {0, len(text)} <= found
    assert found <= set(range(len(text) + 1))
