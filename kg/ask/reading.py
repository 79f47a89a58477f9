"""Reads a question: what it names, and the meanings of its other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.ask.numbers import Number, find_numbers
from kg.ask.phrases import Phrases
from kg.ask.times import Time, find_times
from kg.ask.tokens import tokenize
from kg.text import tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.ask.lexicon import Lexicon
    from kg.ask.names import Names
    from kg.ask.tokens import Token

_QUOTED = re.compile("|".join(f"{pair[0]}([^{pair}]+){pair[1]}" for pair in ("“”", "「」", "『』", "《》", '""')))
_PARTICLES = frozenset("的 呢 吗 啊 吧 呀 please".split())
# endings of verbs: 讲过, 写到
_ASPECTS = "过了着到"
_FILLER = ""
_SHORT_FILLER = 2
_NEGATION = "c:not"
_NEGATIONS = frozenset("not no without 没 未 无 不".split())


@dataclass(frozen=True)
class Mention:
    """Something that a text names: entities or classes of that name, the best first; a time; or a number.

    `common` is set if the name is also an ordinary word, and may not be meant as a name.
    """

    start: int
    end: int
    text: str
    iris: tuple[str, ...] = ()
    time: Time | None = None
    number: Number | None = None
    common: bool = False


@dataclass(frozen=True)
class Word:
    """A word with content, and its meanings: `c:` a group of synonyms, `w:` a word, `n:` an entity, `@` a class.

    `pairs` are its pairs of adjacent Chinese characters. `mention` is what it names, if anything; `is_name` marks a
    word that looks like a proper name.
    """

    text: str
    meanings: frozenset[str]
    pairs: frozenset[str] = frozenset()
    mention: Mention | None = None
    is_name: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Reading:
    """A text with its mentions, words and tokens; `is_bare` is set if it is only a name, or asks to show its entity."""

    text: str
    mentions: tuple[Mention, ...]
    words: tuple[Word, ...]
    quoted: tuple[str, ...]
    is_bare: bool
    tokens: tuple[Token, ...]

    @property
    def is_chinese(self) -> bool:
        """Whether the text is Chinese, by the characters outside of names if there are any, else by all."""
        named = [(mention.start, mention.end) for mention in self.mentions if not mention.common]
        free = [token for token in self.tokens if not _within(token, named)] or self.tokens
        return 2 * sum(token.is_han for token in free) >= len(free)


class Reader:
    """Reads questions, and in the same way the wordings that they are compared with."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        self.lexicon = lexicon
        self.names = names

    @cached_property
    def _groups(self) -> Phrases[str]:
        phrases: Phrases[str] = Phrases(unaligned=2, key=lambda token: token.stem)
        for group in self.lexicon.groups:
            for text in group:
                phrases.add(tokenize(text, self.lexicon.spellings), f"c:{group[0]}")
        for text in self.lexicon.fillers:  # 有没有 means neither 有 nor 没有
            if len(text) > _SHORT_FILLER and not text.isascii():
                phrases.add(tokenize(text, self.lexicon.spellings), _FILLER)
        return phrases

    @cached_property
    def _show(self) -> Phrases[str]:
        phrases: Phrases[str] = Phrases(unaligned=2, key=lambda token: token.stem)
        for text in self.lexicon.show:
            phrases.add(tokenize(text, self.lexicon.spellings), text)
        return phrases

    def read(self, text: str, correct: Callable[[Token], Token] | None = None) -> Reading:
        """Read a cleaned text; `correct` returns the corrected token of a misspelt one."""
        tokens = tokenize(text, self.lexicon.spellings)
        if correct is not None:
            tokens = [correct(token) for token in tokens]
        cut = _cut(text)
        ends = frozenset({0, *(end for _, end, _, _ in cut)})
        mentions = self._mentions(text, tokens, ends)
        words = [self._named(mention) for mention in mentions if not mention.common]
        taken = [(mention.start, mention.end) for mention in mentions if not mention.common]
        shows: list[tuple[int, int]] = []
        for segment in _segments(tokens, taken):
            words += self._words(segment, cut, ends)
            matches = self._show.find(segment, ends)
            shows += ((segment[match.first].start, segment[match.last - 1].end) for match in matches)
        words = _without_repeated(sorted(words, key=lambda word: word.start))
        is_bare = self._is_bare(tokens, words, taken, shows)
        quoted = tuple(match[match.lastindex or 0].strip() for match in _QUOTED.finditer(text))
        return Reading(text, tuple(mentions), tuple(words), quoted, is_bare, tuple(tokens))

    def _is_bare(
        self, tokens: Sequence[Token], words: Sequence[Word], taken: list[tuple[int, int]], shows: list[tuple[int, int]]
    ) -> bool:
        """Return whether the text is a name alone, or a name with fillers and a phrase that asks to show it."""
        if shows:
            return all(_within(word, shows) for word in words if word.mention is None)
        return all(_within(token, taken) or token.text in _PARTICLES for token in tokens)

    def _mentions(self, text: str, tokens: Sequence[Token], ends: frozenset[int]) -> list[Mention]:
        mentions: list[Mention] = [
            Mention(time.start, time.end, text[time.start : time.end], time=time) for time in find_times(text)
        ]
        for phrase in self.names.find(tokens, ends):
            start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
            if not _overlaps(mentions, start, end):
                common = all(map(self.names.is_common, phrase.values))
                mentions.append(Mention(start, end, text[start:end], phrase.values, common=common))
        for number in find_numbers(text):
            if not _overlaps([each for each in mentions if not each.common], number.start, number.end):
                words = text[number.start : number.end]
                mentions.append(Mention(number.start, number.end, words, number=number, common=True))
        return sorted(mentions, key=lambda mention: (mention.start, mention.end))

    def _named(self, mention: Mention) -> Word:
        if mention.time is not None:
            return Word(mention.text, frozenset({"@time"}), mention=mention, start=mention.start, end=mention.end)
        classes = {f"@{name}" for iri in mention.iris for name in self.names.types.get(iri, ())}
        meanings = frozenset({*classes, *(f"n:{iri}" for iri in mention.iris)})
        return Word(mention.text, meanings, mention=mention, start=mention.start, end=mention.end)

    def _words(
        self, segment: Sequence[Token], cut: list[tuple[int, int, str, bool]], ends: frozenset[int]
    ) -> list[Word]:
        words, covered = [], set()
        for phrase in self._groups.find(segment, ends):
            tokens = segment[phrase.first : phrase.last]
            covered |= set(range(phrase.first, phrase.last))
            if _FILLER in phrase.values:
                continue
            text = ("" if tokens[0].is_han else " ").join(token.text for token in tokens)
            words.append(Word(text, frozenset(phrase.values), start=tokens[0].start, end=tokens[-1].end))
            # 没有日期 means undated, and is a negation too
            words += (replace(no, start=tokens[0].start, end=tokens[-1].end) for no in self._negations(tokens))
        rest = [token for place, token in enumerate(segment) if place not in covered]
        words += (_latin(token) for token in rest if token.text.isascii() and not self._has_no_content(token))
        han = {token.start: token.text for token in rest if token.is_han}
        for start, end, _, is_name in cut:
            for text, place in _runs(han, start, end):
                words += self._chinese(text, place, is_name=is_name and len(text) == end - start)
        return words

    def _chinese(self, text: str, start: int, *, is_name: bool) -> list[Word]:
        end, text = start + len(text), text.rstrip(_ASPECTS) or text
        if meanings := self._groups.get(text):
            return [Word(text, frozenset(meanings), start=start, end=end)]
        if text in self.lexicon.fillers:
            return []
        pairs = frozenset(text[at : at + 2] for at in range(len(text) - 1))
        return [Word(text, frozenset({f"w:{text}"}), pairs, is_name=is_name, start=start, end=end)]

    def _negations(self, tokens: Sequence[Token]) -> list[Word]:
        texts = [token.text for token in tokens]
        is_negated = len(texts) > 1 and not _NEGATIONS.isdisjoint(texts)
        return [Word("".join(texts), frozenset({_NEGATION}))] if is_negated else []

    def _has_no_content(self, token: Token) -> bool:
        # numbers and years are mentions
        return token.text.isdigit() or token.text in self.lexicon.fillers


def _within(part: Word | Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= part.start and part.end <= end for start, end in spans)


def _without_repeated(words: Sequence[Word]) -> list[Word]:
    """Return the words, only the first of those with the same meanings: “where … located” asks for one thing."""
    first = {word.mention or word.meanings: word for word in reversed(words)}
    return [word for word in words if first[word.mention or word.meanings] is word]


def _latin(token: Token) -> Word:
    return Word(token.text, frozenset({f"w:{token.stem}"}), start=token.start, end=token.end)


def _cut(text: str) -> list[tuple[int, int, str, bool]]:
    """Return the words of a text: start, end, the word, and whether it looks like a name."""
    if text.isascii():
        return [(0, len(text), text, False)]
    words, place = [], 0
    for word, is_name in tagged(text):
        words.append((place, place + len(word), word, is_name))
        place += len(word)
    return words


def _overlaps(mentions: Iterable[Mention], start: int, end: int) -> bool:
    return any(each.start < end and start < each.end for each in mentions)


def _segments(tokens: Sequence[Token], taken: list[tuple[int, int]]) -> Iterable[list[Token]]:
    """Yield the runs of tokens between the spans in `taken`."""
    segment: list[Token] = []
    for token in tokens:
        if any(start < token.end and token.start < end for start, end in taken):
            if segment:
                yield segment
            segment = []
        else:
            segment.append(token)
    if segment:
        yield segment


def _runs(han: dict[int, str], start: int, end: int) -> Iterable[tuple[str, int]]:
    """Yield the runs of characters in `han` between two offsets, each with its start."""
    run, first = "", start
    for place in range(start, end + 1):
        if place < end and place in han:
            first = first if run else place
            run += han[place]
        elif run:
            yield run, first
            run = ""
