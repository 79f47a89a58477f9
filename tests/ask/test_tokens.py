"""Tokens, and the cleaning of a question."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kg.ask.tokens import MAX_LENGTH, clean, singular, stem, tokenize
from kg.errors import KgError


def test_a_question_is_made_clean() -> None:
    """Full-width forms are narrowed; control characters, marks of direction and spare spaces go."""
    assert "IC 2020 谁?" == clean("\u202eＩＣ\u200f\x00 ２０２０\n\t 谁？\x1b")


@pytest.mark.parametrize("text", ["", "   ", "？？！", "…", "\u202e\u200f", "\x00\x1b"])
def test_a_text_without_letters_is_refused(text: str) -> None:
    """A text of nothing, punctuation or invisible characters is not a question."""
    with pytest.raises(KgError, match="no letters or digits"):
        clean(text)


@pytest.mark.parametrize("text", ["张" * (MAX_LENGTH + 1), "a " * 500_000, "ﷺ" * 1_000])
def test_too_much_is_refused(text: str) -> None:
    """A question has its length, before and after compatibility forms are unfolded."""
    with pytest.raises(KgError, match="at most"):
        clean(text)


@pytest.mark.parametrize(
    ("word", "one", "same"),
    [
        ("policies", "policy", "policy"),
        ("approved", "approved", "approv"),
        ("approve", "approve", "approv"),
        ("classes", "class", "class"),
        ("planning", "planning", "plan"),
        ("status", "status", "status"),
        ("chips", "chip", "chip"),
        ("is", "is", "is"),
        ("c919", "c919", "c919"),
    ],
)
def test_stems(word: str, one: str, same: str) -> None:
    """A name loses its plural, a word its -ed, -ing and -e as well; a short word and a code stay."""
    assert (one, same) == (singular(word), stem(word))


def test_not_is_a_word() -> None:
    """A shortened not is not lost, for it turns a question round."""
    assert ["do", "not", "count"] == [token.text for token in tokenize("don't count", {})]


def test_marks_on_letters_are_taken_off() -> None:
    """Pinyin is found without its tones; offsets stay those of the text."""
    tokens = tokenize("Guówùyuàn 与 Pǔdōng", {})
    assert ["guowuyuan", "与", "pudong"] == [token.text for token in tokens]
    assert (12, 18) == (tokens[2].start, tokens[2].end)


@given(st.text(max_size=80))
def test_tokens_lie_where_they_say(text: str) -> None:
    """Tokens are in order, apart, and within the text."""
    tokens = tokenize(text, {})
    places = [place for token in tokens for place in (token.start, token.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
