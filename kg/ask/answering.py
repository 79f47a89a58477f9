"""The answer to a question: the query that is run, the candidates where it is a close call, or neither."""

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

# a query is run from this score on, with so much of the question explained (more, where a word of it was never heard
# of: what it adds is not in the answer), and so far before the next
SURE, EXPLAINED, EXPLAINED_BUT, AHEAD = 0.66, 0.52, 0.62, 0.03
# of the words beside names and times, so much: a year alone makes no question
SAID = 0.4
# from here on it is worth offering
LIKELY, HALF_EXPLAINED, HALF_EXPLAINED_BUT = 0.36, 0.36, 0.45
_AMOUNTS, _AMOUNT = frozenset({"c:how many", "c:figure"}), 0.8
_OFFERED, _NEAREST = 5, 3


@dataclass(frozen=True)
class Candidate:
    """A way to answer: a saved query with parameter values as `kg query -p` takes them, or an entity to show.

    `assumed` are parameters that the question leaves open, `missing` those without which the query cannot run;
    `is_partial` is set where the question names more than the query takes.
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
    said: float = 1.0


@dataclass(frozen=True)
class Understanding:
    """A question, understood: `chosen` is what answers it, if that is sure, `candidates` what may, best first.

    Where there are none, `nearest` are the queries least far away. `unheard` are words that no saved query has.
    `is_vain` is set where the first candidate fits, but finds nothing of what is asked for.
    """

    reading: Reading
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    nearest: tuple[Candidate, ...]
    unheard: tuple[str, ...]
    is_vain: bool = False


class Asker:
    """Understands questions on one graph; what it learns of the graph, it learns once."""

    def __init__(self, store: Dataset, queries: Sequence[SavedQuery], lexicon: Lexicon) -> None:
        self._store = store
        self.lexicon = lexicon
        self.reader = Reader(lexicon, read_names(store, lexicon))
        self._index = Index(queries, self.reader)
        self._binder = Binder(self.reader)

    def ask(self, question: str) -> Understanding:
        """Understand a question. Raises KgError for one that says nothing or too much."""
        reading = self._index.read(question)
        scorer = Scorer(self._index, reading, self.reader.names.subjects)
        found = [*self._shown(reading)]
        for entry in self._index.entries:
            binding = self._binder.bind(entry.query, reading)
            found.append(_candidate(entry.query, binding, scorer.score(entry, binding)))
        found.sort(key=lambda each: (-each.score, each.query.name if each.query else ""))
        unheard = tuple(word.text for word in reading.words if len(word.text) > 1 and not self._index.is_known(word))
        half = HALF_EXPLAINED_BUT if unheard else HALF_EXPLAINED
        likely = tuple(each for each in found if each.score >= LIKELY and each.covered >= half and each.said)[:_OFFERED]
        chosen = _chosen(found, EXPLAINED_BUT if unheard else EXPLAINED)
        is_vain = chosen is not None and self._is_in_vain(chosen)
        shown = next((each for each in found if each.query is None and each.score >= SURE), None)
        if is_vain and shown is not None:
            # where the query finds nothing of a thing, it is shown itself
            chosen, is_vain = shown, False
        return Understanding(
            reading, None if is_vain else chosen, likely, tuple(found[:_NEAREST]), unheard, is_vain=is_vain
        )

    def _is_in_vain(self, chosen: Candidate) -> bool:
        """Say whether a query finds nothing of the entity asked for: then it is not what was asked.

        Of a time or a number nothing may well be the answer.
        """
        query = chosen.query
        if query is None:
            return False
        taken = [each for each in query.parameters if each.class_ is not None and each.name in chosen.values]
        if not any(each.name not in chosen.assumed and each.class_ != "zj:Period" for each in taken):
            return False
        result = run_query(self._store, query, chosen.values)
        return isinstance(result, QuerySolutions) and next(result, None) is None

    def _shown(self, reading: Reading) -> list[Candidate]:
        """Return the entity to show where the question names one and asks nothing else of it."""
        named = [mention for mention in reading.mentions if mention.iris and not mention.common]
        if len(named) != 1 or any(each.time for each in reading.mentions):
            return []
        if reading.is_bare:
            return [Candidate(None, compact(named[0].iris[0]), {}, 1.0, {"named": 1.0}, 1.0)]
        # how much or how many there is of an indicator, its figures say; a query of figures may say it better
        asked = [word for word in reading.words if word.mention is None]
        indicators = [iri for iri in named[0].iris if INDICATOR in self.reader.names.types.get(iri, ())]
        if not indicators or any(word.meanings.isdisjoint(_AMOUNTS) for word in asked):
            return []
        return [Candidate(None, compact(indicators[0]), {}, _AMOUNT, {"indicator": _AMOUNT}, 1.0)]


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
        said=score.said,
        is_partial=any(not mention.common for mention in binding.surplus),
    )


def _chosen(found: Sequence[Candidate], explained: float) -> Candidate | None:
    best = found[0] if found else None
    if (
        best is None
        or best.missing
        or best.is_partial
        or best.said < SAID
        or best.score < SURE
        or best.covered < explained
    ):
        return None
    if len(found) > 1 and best.score - found[1].score < AHEAD:
        return None
    return best
