"""Reading a question: what it names, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.ask.tokens import clean
from kg.rdf import compact

if TYPE_CHECKING:
    from kg.ask.answering import Asker

CASES = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_names_are_found(asker: Asker, case: dict[str, Any]) -> None:
    """The longest name is meant, by label, alias or another name, and none within a word of another sense."""
    reading = asker.reader.read(clean(case["text"]))
    found = [compact(mention.iris[0]) for mention in reading.mentions if mention.iris and not mention.common]
    assert case["names"] == found


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("which sentences mention 张江指数", False),
        ("STAR Market是什么", True),
        ("国务院", True),
        ("State Council", False),
    ],
)
def test_language_is_that_of_the_words_around_names(asker: Asker, text: str, chinese: bool) -> None:  # noqa: FBT001
    """A name does not make the language of a question."""
    assert chinese == asker.reader.read(text).is_chinese


@pytest.mark.parametrize("text", ["whcih inovation platforms", "anual growth", "univeristy science parks"])
def test_misspelt_words_are_mended(asker: Asker, text: str) -> None:
    """A misspelt word is corrected to a known one."""
    assert () == asker.ask(text).unknown_words


@pytest.mark.parametrize("word", ["mayor", "Beijing", "Huawei", "stations"])
def test_other_words_are_not_mended(asker: Asker, word: str) -> None:
    """A word that is like another one is not that one."""
    assert (word.lower(),) == asker.ask(f"what of {word}").unknown_words
