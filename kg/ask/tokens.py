"""Splits a question into tokens: English words, numbers and single Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LENGTH = 500
_TOKEN = re.compile(
    r"(?P<not>(?<=[a-z])n['’]t\b)|(?P<latin>[a-z0-9]+?(?=n['’]t\b)|[a-z0-9]+)|(?P<han>[㐀-䶿一-鿿々〇])"
)
# most texts: without accented letters
_PLAIN = re.compile(r"[\x00-\x7f\u2000-\u206f\u3000-\u30ff㐀-䶿一-鿿]*")
_ARTICLES = frozenset({"a", "an", "the"})
_SHORT = 3


@dataclass(frozen=True)
class Token:
    """A token: its span in the cleaned text, the text in lower case, and two forms for comparison.

    `form` is the singular, for names; `stem` is also without -ed, -ing and final -e, for words.
    """

    start: int
    end: int
    text: str
    form: str
    stem: str

    @property
    def is_han(self) -> bool:
        """Whether it is a Chinese character."""
        return not self.text.isascii()


def clean(question: str) -> str:
    """Return a question as one line, normalized by NFKC, without control and format characters.

    Raises KgError if it has no letters or digits, or is too long.
    """
    if len(question) > 4 * MAX_LENGTH:  # before the work on it
        raise KgError(f"a question has at most {MAX_LENGTH} characters, this has {len(question)}", hint="shorten it")
    text = "".join(_visible(character) for character in unicodedata.normalize("NFKC", question))
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        raise KgError(f"a question has at most {MAX_LENGTH} characters, this has {len(text)}", hint="shorten it")
    if not any(character.isalnum() for character in text):
        raise KgError("the question has no letters or digits", hint="for example: kg ask 张江示范区是谁批准的")
    return text


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category == "Cc" else character


def tokenize(text: str, spellings: Mapping[str, str]) -> list[Token]:
    """Return the tokens of a text in order, without articles; `spellings` replace a word by another form."""
    folded = text.lower()
    if not _PLAIN.fullmatch(folded) or len(folded) != len(text):
        folded = "".join(_folded(character) for character in text)
    tokens = []
    for match in _TOKEN.finditer(folded):
        word = "not" if match["not"] else match[0]
        if word not in _ARTICLES:
            tokens.append(token(*match.span(), word, spellings.get(word, word)))
    return tokens


def _folded(character: str) -> str:
    # one character for one, so that offsets remain valid: á becomes a, İ is kept
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


def token(start: int, end: int, text: str, spelling: str) -> Token:
    """Return the token of a word that is compared in another spelling."""
    form = singular(spelling) if spelling.isascii() else spelling
    return Token(start, end, text, form, stem(form) if form.isascii() else form)


@lru_cache(maxsize=4096)  # the words of all queries are read by each process
def singular(word: str) -> str:
    """Return the singular of an English word, by Harman's S-stemmer."""
    if len(word) <= _SHORT or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return an English word without plural, -ed, -ing and final -e.

    A stronger stemmer would join different words among the few hundred of the queries, which costs more than missing
    two forms of one word; forms that this misses (approve, approval) are groups in words.yaml.
    """
    word = singular(word)
    if len(word) <= _SHORT or not word.isalpha():
        return word
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORT else word
