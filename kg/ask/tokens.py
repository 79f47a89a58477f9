"""Tokens of a question in either language: an English word or a number, or one Chinese character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 500
_TOKEN = re.compile(
    r"(?P<not>(?<=[a-z])n['’]t\b)|(?P<latin>[a-z0-9]+?(?=n['’]t\b)|[a-z0-9]+)|(?P<han>[㐀-䶿一-鿿々〇])"
)
# text without a letter that has a mark: most
_PLAIN = re.compile(r"[\x00-\x7f\u2000-\u206f\u3000-\u30ff㐀-䶿一-鿿]*")
_ARTICLES = frozenset({"a", "an", "the"})
_SHORT = 3


@dataclass(frozen=True)
class Token:
    """A token: its span in the cleaned text, the text in lower case, and the forms by which it is compared.

    `form` is without its plural, for names; `stem` is shorter still, for words.
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
    """Return a question as one line: full-width forms narrowed, control characters and marks of direction gone.

    Raises KgError if nothing is left to ask, or more than a question holds.
    """
    if len(question) > 4 * LONGEST:  # before any work on it
        raise KgError(f"a question has at most {LONGEST} characters, this has {len(question)}", hint="ask it shorter")
    kept = "".join(_kept(character) for character in unicodedata.normalize("NFKC", question))
    text = " ".join(kept.split())
    if len(text) > LONGEST:
        raise KgError(f"a question has at most {LONGEST} characters, this has {len(text)}", hint="ask it shorter")
    if not any(character.isalnum() for character in text):
        raise KgError("there is no question", hint="for example: kg ask 张江示范区是谁批准的")
    return text


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category == "Cc" else character


def tokenize(text: str, spellings: Mapping[str, str]) -> list[Token]:
    """Return the tokens of a text in order, articles left out."""
    folded = text.lower()
    if not _PLAIN.fullmatch(folded) or len(folded) != len(text):
        folded = "".join(_folded(character) for character in text)
    found = []
    for match in _TOKEN.finditer(folded):
        word = "not" if match["not"] else match[0]
        if word not in _ARTICLES:
            found.append(token(*match.span(), word, spellings.get(word, word)))
    return found


def _folded(character: str) -> str:
    # one character for one, so that offsets stay: á is a, İ stays itself
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


def token(start: int, end: int, text: str, spelling: str) -> Token:
    """Return the token of a word, compared by a spelling of it."""
    form = singular(spelling) if spelling.isascii() else spelling
    return Token(start, end, text, form, stem(form) if form.isascii() else form)


@lru_cache(maxsize=4096)  # the words of all queries, read each time
def singular(word: str) -> str:
    """Return an English word without its plural: Harman's S-stemmer."""
    if len(word) <= _SHORT or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return an English word without its plural, -ed, -ing and last -e.

    That is the S-stemmer and one step more. Among the few hundred words of the queries, joining two words that
    differ costs more than keeping two forms of one apart, and what this misses (approve, approval) is a group of
    words in words.yaml.
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
