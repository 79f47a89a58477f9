"""Derivations: how a triple follows, rule by rule, from triples that passages, background and ontology assert."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kg.explain.sources import Source, find_sources
from kg.owl import SUBCLASS, Axioms, Rules, Step
from kg.rdf import TYPE, is_passage

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.rdf import Dataset

    # the number of leaves that no passage states, of steps, of leaves: less is better
    Cost = tuple[int, int, int]

_STATED: Cost = (0, 0, 1)
_BESIDE: Cost = (1, 0, 1)


@dataclass(frozen=True)
class Derivation:
    """How a triple follows: a rule applied to axioms and premises; an asserted triple is a leaf and has no rule.

    `rule` is the rule's name in OWL 2 RL (prp-trp), or `evidence` for the link from a node to a passage that types it.
    `axioms` are triples of the ontology, the lists they name included.
    """

    triple: Triple
    rule: str
    axioms: tuple[Triple, ...]
    premises: tuple[Derivation, ...]
    sources: tuple[Source, ...]


def derive(store: Dataset, triple: Triple) -> Derivation | None:
    """Return the best derivation of a triple of a store, or None if it is not in the store or no known rule derives it.

    The best has the fewest triples that no passage states, then takes the fewest steps. Many triples are better
    derived by one Deriver.
    """
    return Deriver(store).derive(triple)


def asserted(derivation: Derivation) -> tuple[Triple, ...]:
    """Return the asserted triples of a derivation, without repetition, in its order."""
    return tuple(leaf.triple for leaf in leaves(derivation))


def leaves(derivation: Derivation) -> tuple[Derivation, ...]:
    """Return the leaves of a derivation, without repetition, in its order."""
    found: dict[Triple, Derivation] = {}
    pending = [derivation]
    while pending:
        step = pending.pop()
        if not step.rule:
            found.setdefault(step.triple, step)
        pending += reversed(step.premises)
    return tuple(found.values())


def applied(derivation: Derivation) -> tuple[Triple, ...]:
    """Return the axioms of a derivation, without repetition, in its order."""
    found: dict[Triple, None] = {}
    pending = [derivation]
    while pending:
        step = pending.pop()
        found |= dict.fromkeys(step.axioms)
        pending += reversed(step.premises)
    return tuple(found)


@lru_cache(maxsize=2)
def _axioms(store: Dataset) -> Axioms:
    """Return the axioms of a store; they are read once, because a store does not change."""
    return Axioms(store)


class Deriver:
    """Derives the triples of one store: it reads the axioms once and keeps each derivation that it found."""

    def __init__(self, store: Dataset) -> None:
        axioms = _axioms(store)
        # the thorough search takes long, and is made only if the other finds nothing
        self._searches = tuple(_Search(store, axioms, thorough=each) for each in (False, True))

    def derive(self, triple: Triple) -> Derivation | None:
        """Return the best derivation of a triple, or None if it is not in the store or no known rule derives it."""
        if not self._searches[0].holds(triple):
            return None
        return next(filter(None, (search.derive(triple) for search in self._searches)), None)


class _Search:
    """A search through all rule applications that could be part of a derivation."""

    def __init__(self, store: Dataset, axioms: Axioms, *, thorough: bool) -> None:
        self._store = store
        self._rules = Rules(store, axioms, thorough=thorough)
        self._thorough = thorough
        self._found: dict[Triple, tuple[Cost, Derivation] | None] = {}

    def holds(self, triple: Triple) -> bool:
        """Return whether a triple is in the store."""
        return next(self._store.triples(*triple), None) is not None

    def derive(self, triple: Triple) -> Derivation | None:
        """Return the best derivation of a triple, or None if there is none."""
        if triple not in self._found:
            self._solve(self._explore(triple))
        found = self._found[triple]
        return found[1] if found else None

    def _explore(self, triple: Triple) -> dict[Triple, list[Step]]:
        """Return the rule applications that could derive a triple or its premises, by conclusion; record leaves."""
        options: dict[Triple, list[Step]] = {}
        pending = [triple]
        while pending:
            goal = pending.pop()
            if goal not in options and goal not in self._found and not self._is_leaf(goal):
                options[goal] = self._options(goal)
                pending += (premise for step in options[goal] for premise in step.premises)
        return options

    def _is_leaf(self, triple: Triple) -> bool:
        sources = [each for each in find_sources(self._store, triple) if each.is_asserted]
        if sources:
            cost = _STATED if any(each.is_passage for each in sources) else _BESIDE
            self._found[triple] = cost, Derivation(triple, "", (), (), tuple(sources))
        return bool(sources)

    def _options(self, goal: Triple) -> list[Step]:
        options: list[Step] = []
        for steps in self._rules.steps(goal):
            ordered = sorted(steps, key=_order)
            for step in ordered:
                # one step from a stated triple cannot be improved
                if len(step.premises) == 1 and self._is_stated(step.premises[0]):
                    return [step]
            options += (step for step in ordered if all(map(self._may_hold, step.premises)))
        return options

    def _may_hold(self, triple: Triple) -> bool:
        if triple.predicate in (TYPE, SUBCLASS) and BlankNode in (type(triple.subject), type(triple.object)):
            return True  # that something falls under a class without a name is stored nowhere
        # nor is `x p x` stored, but the reasoner uses it as a premise
        return (self._thorough and triple.subject == triple.object) or self.holds(triple)

    def _is_stated(self, triple: Triple) -> bool:
        return any(is_passage(quad.graph_name) for quad in self._store.quads(*triple))  # type: ignore[arg-type]

    def _solve(self, options: dict[Triple, list[Step]]) -> None:
        """Find the best derivation of each goal, best first, so that no derivation contains its conclusion.

        Source: Knuth, A generalization of Dijkstra's algorithm, 1977.
        """
        uses = [
            _Use(goal, step, rank, {premise for premise in step.premises if premise in options})
            for goal, steps in options.items()
            for rank, step in enumerate(steps)
        ]
        users: dict[Triple, list[_Use]] = defaultdict(list)
        for use in uses:
            for premise in use.missing:
                users[premise].append(use)
        self._found |= dict.fromkeys(options)
        number = count()
        queue = [(self._cost(use.step), use.rank, next(number), use) for use in uses if self._is_ready(use)]
        heapq.heapify(queue)
        while queue:
            cost, _, _, use = heapq.heappop(queue)
            if self._found[use.goal] is None:
                self._found[use.goal] = cost, self._derivation(use.goal, use.step)
                for waiting in users[use.goal]:
                    waiting.missing.discard(use.goal)
                    if self._is_ready(waiting):
                        heapq.heappush(queue, (self._cost(waiting.step), waiting.rank, next(number), waiting))

    def _is_ready(self, use: _Use) -> bool:
        return not use.missing and all(self._found[premise] for premise in use.step.premises)

    def _cost(self, step: Step) -> Cost:
        costs = [found[0] for premise in step.premises if (found := self._found[premise])]
        return sum(each[0] for each in costs), 1 + sum(each[1] for each in costs), sum(each[2] for each in costs)

    def _derivation(self, goal: Triple, step: Step) -> Derivation:
        premises = tuple(found[1] for premise in step.premises if (found := self._found[premise]))
        return Derivation(goal, step.rule, step.axioms, premises, (Source("inferred"),))


@dataclass(eq=False)
class _Use:
    """A rule application for a goal, its rank among that goal's, and the premises that are not derived yet."""

    goal: Triple
    step: Step
    rank: int
    missing: set[Triple]


def _order(step: Step) -> tuple[str, str]:
    return step.rule, str(step.premises)
