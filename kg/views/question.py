"""The view of `ask`: how a question was understood, the query that was run for it, and its answer."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.rdf import expand
from kg.views.base import Context, View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask import Candidate, Understanding
    from kg.views.answer import Answer
    from kg.views.entity import EntityView


@dataclass(frozen=True)
class QuestionView(View):
    """A question: `understanding` has the query chosen or the candidates, `answer` the rows or the entity.

    `answer` is None on a close call, or with `dry_run`. With `explain` the text has how the question was read.
    """

    understanding: Understanding
    answer: Answer | EntityView | None
    context: Context
    explain: bool = False

    @property
    def chosen(self) -> Candidate | None:
        """The saved query with its values, or the entity, that answers the question; None on a close call."""
        return self.understanding.chosen

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The queries that may be meant, best first."""
        return self.understanding.candidates

    @property
    def is_declined(self) -> bool:
        """Whether no saved query answers the question."""
        return self.chosen is None and not self.candidates

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield what was run and the answer, or the candidates."""
        yield from self.note_lines()
        if self.chosen is None:
            yield from self.offer_lines()
        if self.answer is not None:
            yield from self.answer.lines(width)

    def note_lines(self) -> Iterator[str]:
        """Yield how the question was read, if asked for, and what was run or why nothing was."""
        if self.explain:
            yield from self._explanation()
        if self.chosen is not None:
            key = "would_run" if self.answer is None else "ran"
            evidence = " --with-evidence" if self.chosen.query else ""
            command = f"{styled(self.context.message(key), 'green')}{_command(self.chosen)}{evidence}"
            yield f"{command}  — {self._summary(self.chosen)}"
            if self.chosen.assumed:
                values = ", ".join(f"{name}={self._value(self.chosen.values[name])}" for name in self.chosen.assumed)
                yield "    " + self.context.message("assumed", values=values)
        else:
            key = "finds_nothing" if self.understanding.has_no_rows else "not_sure" if self.candidates else "no_query"
            yield self.context.message(key)

    def offer_lines(self) -> Iterator[str]:
        """Yield the candidates, or the nearest queries if there are none, each with its command."""
        for number, candidate in enumerate(self.candidates or self.understanding.nearest, start=1):
            yield f"{number}. {self._summary(candidate)}"
            yield f"   {_command(candidate)}"
            if candidate.missing and candidate.query:
                labels = (candidate.query.parameter(name).label[self.context.lang] for name in candidate.missing)
                names = ", ".join(f"{name} ({text})" for name, text in zip(candidate.missing, labels, strict=True))
                yield "   " + self.context.message("needs", names=names)
        if self.is_declined:
            yield self.context.message("list_queries")

    def _summary(self, candidate: Candidate) -> str:
        return candidate.query.summary[self.context.lang] if candidate.query else self._value(candidate.entity or "")

    def _value(self, text: str) -> str:
        iri = expand(text)
        return self.context.label(iri) if iri else text

    def _explanation(self) -> Iterator[str]:
        """Yield what each word was read as, and the parts of the best scores."""
        reading = self.understanding.reading
        yield styled(self.context.message("understood"), "bold")
        for word in reading.words:
            yield f"  {word.text}  → {', '.join(self._meanings(word.text, word.meanings))}"
        for mention in reading.mentions:
            if mention.common:
                names = [self.context.label(NamedNode(iri)) for iri in mention.iris] or [mention.text]
                yield f"  {mention.text}  ({', '.join(names)})"
        for candidate in self.candidates or self.understanding.nearest:
            parts = " ".join(f"{name} {part:+.2f}" for name, part in candidate.parts.items() if part)
            covered = self.context.message("covered", share=candidate.covered)
            yield f"  {candidate.score:.2f}  {_command(candidate)}"
            yield styled(f"        {parts}; {covered}", "dim")

    def _meanings(self, text: str, meanings: frozenset[str]) -> list[str]:
        entities = sorted(meaning[2:] for meaning in meanings if meaning.startswith("n:"))
        groups = sorted(meaning[2:] for meaning in meanings if meaning.startswith("c:"))
        if entities:
            return [self.context.label(NamedNode(iri)) for iri in entities]
        if "@time" in meanings:
            mentions = self.understanding.reading.mentions
            times = [mention.time for mention in mentions if mention.text == text and mention.time]
            return [f"{time.since or ''}…{time.until or ''}" for time in times]
        is_unknown = text in self.understanding.unknown_words
        return groups or [self.context.message("unknown_word") if is_unknown else text]

    def to_dict(self) -> dict[str, Any]:
        """Return what was run with its answer, or the candidates."""
        candidates = [
            {"summary": self._summary(candidate), "command": _command(candidate), "score": candidate.score}
            for candidate in self.candidates or self.understanding.nearest
        ]
        return {
            "ran": None if self.chosen is None or self.answer is None else _command(self.chosen),
            "declined": self.is_declined,
            "candidates": candidates,
            "answer": None if self.answer is None else self.answer.to_dict(),
        }


def _command(candidate: Candidate) -> str:
    """Return the command that runs a candidate."""
    if candidate.query is None:
        return f"kg show {shlex.quote(candidate.entity or '')}"
    values = "".join(f" -p {shlex.quote(f'{name}={value}')}" for name, value in candidate.values.items())
    return f"kg query {candidate.query.name}{values}"
