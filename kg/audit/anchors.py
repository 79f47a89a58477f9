"""Finds the passages of the data in a document, which may be a later edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.audit.passage_search import digest_of, find_passages
from kg.audit.replacements import find_replacements, free

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.project import Document, Passage

    State = Literal["same", "moved", "changed"]

_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")


@dataclass(frozen=True)
class Anchor:
    """The position of a passage in a document, in characters, end exclusive, and the text there.

    `same` and `moved`: the same text, at its offsets or at others. `changed`: its text is not in the document; the
    offsets are those of the text that probably replaced it, or None if nothing did.
    """

    passage: Passage
    state: State
    start: int | None
    end: int | None
    text: str

    @property
    def is_gone(self) -> bool:
        """Whether no text replaced the passage."""
        return self.start is None


@dataclass(frozen=True)
class Stretch:
    """Text of a document, within one line, that is in no passage."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Anchoring:
    """The comparison of a document with the passages: an anchor for each, in reading order, and uncovered text.

    `whole` is set if the document is identical with the annotated one. For another document `uncovered` is empty.
    """

    document: Document
    anchors: tuple[Anchor, ...]
    uncovered: tuple[Stretch, ...]
    whole: bool

    @property
    def shared(self) -> int:
        """The number of passages that are in the document word for word."""
        return len(self.texts)

    @property
    def is_other(self) -> bool:
        """Whether it is another document: fewer than half of the passages are in it."""
        return self.shared * 2 < len(self.anchors)

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each passage that is in the document word for word, by the passage's IRI."""
        return {anchor.passage.iri.value: anchor.text for anchor in self.anchors if anchor.state != "changed"}

    def of_state(self, state: State) -> tuple[Anchor, ...]:
        """Return the anchors of a state, in reading order."""
        return tuple(anchor for anchor in self.anchors if anchor.state == state)


def anchor(
    document: Document, passages: Sequence[Passage], digest: str, quotes: Mapping[str, Sequence[str]]
) -> Anchoring:
    """Find passages, given in reading order, in a document.

    `digest` is that of the annotated document; `quotes` are the words that the data quotes from each passage, by its
    IRI, by which a passage that moved is found.
    """
    text = document.text
    words = [tuple(set(quotes.get(passage.iri.value, ())) - {""}) for passage in passages]
    starts = {
        index: passage.start
        for index, passage in enumerate(passages)
        if digest_of(text[passage.start : passage.end]) == passage.digest
    }
    if len(starts) < len(passages):
        starts = find_passages(text, passages, starts, words)
    spans = {index: (start, start + passages[index].end - passages[index].start) for index, start in starts.items()}
    is_other = len(spans) * 2 < len(passages)
    replaced = {} if is_other or len(spans) == len(passages) else find_replacements(text, passages, spans, words)
    return Anchoring(
        document=document,
        anchors=tuple(
            _anchor(text, passage, spans.get(index), replaced.get(index)) for index, passage in enumerate(passages)
        ),
        uncovered=() if is_other else _uncovered(text, [*spans.values(), *replaced.values()]),
        whole=document.digest == digest,
    )


def _anchor(text: str, passage: Passage, span: tuple[int, int] | None, replaced: tuple[int, int] | None) -> Anchor:
    if span is not None:
        return Anchor(passage, "same" if span[0] == passage.start else "moved", *span, text[slice(*span)])
    if replaced is not None:
        return Anchor(passage, "changed", *replaced, text[slice(*replaced)])
    return Anchor(passage, "changed", None, None, "")


def _uncovered(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Stretch, ...]:
    lines = (line for start, end in free(spans, 0, len(text)) for line in _LINE.finditer(text, start, end))
    return tuple(Stretch(line.start(), line.end(), line[0]) for line in lines)
