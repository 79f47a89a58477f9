"""Chooses the saved query that answers a question, or offers candidates if the choice is not clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from kg.ask.binding import Binder
from kg.ask.index import Index
from kg.ask.names import INDICATOR, read_names
from kg.ask.reading import Reader
from kg.ask.scoring import Scorer
from kg.query import run_query
from kg.rdf import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask.binding import Binding
    from kg.ask.lexicon import Lexicon
    from kg.ask.reading import Reading
    from kg.ask.scoring import Score
    from kg.query import SavedQuery
    from kg.rdf import Dataset

# a query is run if it has this score, this much more than the next one, and explains this share of the question; the
# share is greater if no query has one of the words, since the answer lacks what that word asks for
MIN_SCORE, MIN_MARGIN, MIN_COVERAGE, MIN_COVERAGE_UNKNOWN_WORDS = 0.66, 0.03, 0.52, 0.62
# the share that it must explain of the words other than names and times: a year alone is not a question
MIN_CONTENT_SHARE = 0.4
# a query is offered from these values on
_OFFER_SCORE, _OFFER_COVERAGE, _OFFER_COVERAGE_UNKNOWN_WORDS = 0.36, 0.36, 0.45
_AMOUNTS, _AMOUNT_SCORE = frozenset({"c:how many", "c:figure"}), 0.8
_MAX_OFFERED, _MAX_NEAREST = 5, 3


@dataclass(frozen=True)
class Candidate:
    """A possible answer: a saved query with parameter values as `kg query -p` takes them, or an entity to show.

    `covered` is the share of the question that it explains, `content_share` that of its words other than names and
    times. `assumed` are parameters that the question leaves open, `missing` those without which the query cannot run;
    `is_partial` is set if the question names more entities than the query takes.
    """

    query: SavedQuery | None
    entity: str | None
    values: Mapping[str, str]
    score: float
    parts: Mapping[str, float]
    covered: float
    assumed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    is_partial: bool = False
    content_share: float = 1.0


@dataclass(frozen=True)
class Understanding:
    """How a question is understood: `chosen` answers it, if that is clear; `candidates` may, the best first.

    `nearest` are the queries with the highest scores, for a question without candidates. `unknown_words` occur in no
    saved query. `has_no_rows` is set if the first candidate fits, but has no rows for the entity in question.
    """

    reading: Reading
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    nearest: tuple[Candidate, ...]
    unknown_words: tuple[str, ...]
    has_no_rows: bool = False


class Asker:
    """Understands questions on one graph, whose names it reads once."""

    def __init__(self, store: Dataset, queries: Sequence[SavedQuery], lexicon: Lexicon) -> None:
        self._store = store
        self.lexicon = lexicon
        self.reader = Reader(lexicon, read_names(store, lexicon))
        self._index = Index(queries, self.reader)
        self._binder = Binder(self.reader)

    def ask(self, question: str) -> Understanding:
        """Return how a question is understood. Raises KgError for a question without letters or one too long."""
        reading = self._index.read(question)
        scorer = Scorer(self._index, reading, self.reader.names.subjects)
        ranked = self._entities(reading)
        for entry in self._index.entries:
            binding = self._binder.bind(entry.query, reading)
            ranked.append(_candidate(entry.query, binding, scorer.score(entry, binding)))
        ranked.sort(key=lambda each: (-each.score, each.query.name if each.query else ""))
        unknown = tuple(word.text for word in reading.words if len(word.text) > 1 and not self._index.is_known(word))
        chosen = _choose(ranked, MIN_COVERAGE_UNKNOWN_WORDS if unknown else MIN_COVERAGE)
        has_no_rows = chosen is not None and self._has_no_rows(chosen)
        entity = next((each for each in ranked if each.query is None and each.score >= MIN_SCORE), None)
        if has_no_rows and entity is not None:
            # the query has no rows for the entity: show the entity itself
            chosen, has_no_rows = entity, False
        return Understanding(
            reading,
            None if has_no_rows else chosen,
            _offered(ranked, _OFFER_COVERAGE_UNKNOWN_WORDS if unknown else _OFFER_COVERAGE),
            tuple(ranked[:_MAX_NEAREST]),
            unknown,
            has_no_rows=has_no_rows,
        )

    def _has_no_rows(self, chosen: Candidate) -> bool:
        """Return whether a query has no rows for the entity in the question, and so does not answer it.

        For a time or a number, no rows may well be the answer.
        """
        query = chosen.query
        if query is None:
            return False
        entities = [each for each in query.parameters if each.class_ is not None and each.name in chosen.values]
        if not any(each.name not in chosen.assumed and each.class_ != "zj:Period" for each in entities):
            return False
        result = run_query(self._store, query, chosen.values)
        return isinstance(result, QuerySolutions) and next(result, None) is None

    def _entities(self, reading: Reading) -> list[Candidate]:
        """Return the entity to show if the question names one entity and asks nothing else about it."""
        named = [mention for mention in reading.mentions if mention.iris and not mention.common]
        if len(named) != 1 or any(mention.time for mention in reading.mentions):
            return []
        if reading.is_bare:
            return [Candidate(None, compact(named[0].iris[0]), {}, 1.0, {"named": 1.0}, 1.0)]
        # the figures of an indicator answer how much or how many; a query of figures may answer it better
        words = [word for word in reading.words if word.mention is None]
        indicators = [iri for iri in named[0].iris if INDICATOR in self.reader.names.types.get(iri, ())]
        if not indicators or any(word.meanings.isdisjoint(_AMOUNTS) for word in words):
            return []
        return [Candidate(None, compact(indicators[0]), {}, _AMOUNT_SCORE, {"indicator": _AMOUNT_SCORE}, 1.0)]


def _candidate(query: SavedQuery, binding: Binding, score: Score) -> Candidate:
    return Candidate(
        query=query,
        entity=None,
        values=binding.values,
        score=score.total,
        parts=score.parts,
        covered=score.covered,
        assumed=tuple(binding.assumed),
        missing=tuple(binding.missing),
        content_share=score.content_share,
        is_partial=any(not mention.common for mention in binding.surplus),
    )


def _offered(ranked: Sequence[Candidate], coverage: float) -> tuple[Candidate, ...]:
    likely = [each for each in ranked if each.score >= _OFFER_SCORE and each.covered >= coverage and each.content_share]
    return tuple(likely[:_MAX_OFFERED])


def _choose(ranked: Sequence[Candidate], coverage: float) -> Candidate | None:
    """Return the best candidate if it can run, is good enough and is clearly better than the next."""
    best = ranked[0] if ranked else None
    if (
        best is None
        or best.missing
        or best.is_partial
        or best.content_share < MIN_CONTENT_SHARE
        or best.score < MIN_SCORE
        or best.covered < coverage
    ):
        return None
    if len(ranked) > 1 and best.score - ranked[1].score < MIN_MARGIN:
        return None
    return best
