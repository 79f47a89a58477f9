"""Paths: the shortest chains of facts that lead from one entity to another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.errors import KgError
from kg.explain.entity import Fact
from kg.explain.sources import find_sources
from kg.query import find_node
from kg.rdf import SKOS, TYPE, ZJ, compact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from kg.rdf import Dataset

LONGEST = 10
# after so many chains or links the search stops counting
_COUNTED = 1000
_TRIED = 200_000
_NAMED = 5

_IN_SCHEME = NamedNode(SKOS + "inScheme")
_INFERRED = 2
# properties that are not links: classes and schemes group entities, they do not relate them
_NO_LINKS = {TYPE, _IN_SCHEME}
# everything that the document states is claimed by its signatories
_CLAIMED_BY = NamedNode(ZJ + "claimedBy")
# classes whose members link everything: where and when something is stated, and why an editor reads it so
_FRAMES = {
    NamedNode(ZJ + name) for name in "SourceDocument Section Passage Interpretation ReviewNote NonFigure Period".split()
}


@dataclass(frozen=True)
class Chain:
    """A chain of links from an entity; a link is the facts between two entities, seen from the first."""

    start: NamedNode
    links: tuple[tuple[Fact, ...], ...]

    @property
    def nodes(self) -> tuple[NamedNode, ...]:
        """The entities of the chain, with both ends."""
        return (self.start, *(link[0].other for link in self.links))  # type: ignore[arg-type]

    @property
    def inferred(self) -> int:
        """The number of links that are only inferred."""
        return sum(_rank(link[0]) == _INFERRED for link in self.links)


@dataclass(frozen=True)
class Paths:
    """The chains between two entities, shortest first, and information on those that are not included.

    `more` counts the further chains within the limit of length; `at_least` is set if counting stopped before.
    `distance` is the length of the shortest chain, whatever limit was set, or None if there is none: then
    `reached` are the first entities linked with the end that has fewer of them, and `reached_count` is their number.
    """

    start: NamedNode
    end: NamedNode
    chains: tuple[Chain, ...]
    more: int
    at_least: bool
    distance: int | None
    reached: tuple[NamedNode, ...] = ()
    reached_from: NamedNode | None = None
    reached_count: int = 0


def find_paths(
    store: Dataset, start: str, end: str, *, longest: int = 4, limit: int = 5, everything: bool = False
) -> Paths:
    """Return up to `limit` chains of at most `longest` facts between two entities, given by label, CURIE or IRI.

    A fact is a triple between two entities of our namespace, except their types; it is followed in both directions.
    Without `everything`, entities that link nearly all others are used only as the end of a chain: documents, sections
    and passages, their authors, the editor's remarks, periods, and the concepts of a scheme (units, comparators, kinds
    of documents).
    A chain has no entity twice. Shorter chains come first, then those of asserted links, then those that avoid
    entities with many facts. Raises KgError if a name is unknown or ambiguous, if both name the same entity, or if one
    names no entity; and for a limit out of bounds.
    """
    if not 1 <= longest <= LONGEST:
        raise KgError(f"a chain of {longest} links: a number from 1 to {LONGEST} is needed")
    if not 1 <= limit <= _COUNTED:
        raise KgError(f"{limit} chains: a number from 1 to {_COUNTED} is needed")
    ends = _entity(store, start), _entity(store, end)
    if ends[0] == ends[1]:
        message = f"{start!r} and {end!r} are the same entity: {compact(ends[0].value, store.prefixes)}"
        raise KgError(message, hint="name two entities; kg show ENTITY lists the facts of one")
    return _Search(store, ends, everything=everything).paths(longest, limit)


def _entity(store: Dataset, name: str) -> NamedNode:
    node = find_node(store, name)
    if not node.value.startswith(store.entities):
        message = f"{compact(node.value)} is a term, no entity: chains of facts lead between entities"
        raise KgError(message, hint=f"its members: kg query 'SELECT ?it {{ ?it a {compact(node.value)} }}'")
    return node


class _Search:
    """A search between two entities; neighbours are looked up once."""

    def __init__(self, store: Dataset, ends: tuple[NamedNode, NamedNode], *, everything: bool) -> None:
        self._store = store
        self._ends = ends
        self._everything = everything
        self._known: dict[NamedNode, dict[NamedNode, list[tuple[NamedNode, bool]]]] = {}
        self._frames: dict[NamedNode, bool] = {}
        self._links: dict[tuple[NamedNode, NamedNode], tuple[Fact, ...]] = {}
        self._tried = 0

    def paths(self, longest: int, limit: int) -> Paths:
        """Find the shortest length from both ends, then list the chains of each length until there are enough."""
        start, end = self._ends
        distance, reached_from, reached = self._distance()
        if distance is None or distance > longest:
            around = tuple(reached[:_NAMED]) if distance is None else ()
            return Paths(
                start,
                end,
                (),
                0,
                at_least=False,
                distance=distance,
                reached=around,
                reached_from=reached_from,
                reached_count=len(reached),
            )
        chains: list[Chain] = []
        counted = 0
        for length in range(distance, longest + 1):
            found = list(islice(self._of_length(length, exact=length == distance), _COUNTED))
            counted += len(found)
            if len(chains) < limit:
                chains += sorted(map(self._chain, found), key=self._order)[: limit - len(chains)]
            if counted >= _COUNTED or self._tried > _TRIED:
                return Paths(start, end, tuple(chains), counted - len(chains), at_least=True, distance=distance)
        return Paths(start, end, tuple(chains), counted - len(chains), at_least=False, distance=distance)

    def _distance(self) -> tuple[int | None, NamedNode, list[NamedNode]]:
        """Return the length of the shortest chain, or the end with fewer linked entities and these entities."""
        seen: tuple[dict[NamedNode, None], ...] = ({self._ends[0]: None}, {self._ends[1]: None})
        edges = [[self._ends[0]], [self._ends[1]]]
        length = 0
        while all(edges):
            # the smaller side is extended, which is fast around an entity with many facts
            side = min((0, 1), key=lambda each: (len(edges[each]), len(seen[each])))
            length += 1
            grown = dict.fromkeys(other for node in edges[side] for other in self._neighbours(node))
            if any(node in seen[1 - side] for node in grown):
                return length, self._ends[side], []
            edges[side] = [node for node in grown if node not in seen[side]]
            seen[side].update(dict.fromkeys(edges[side]))
        closed = 0 if not edges[0] else 1
        return None, self._ends[closed], list(seen[closed])[1:]

    def _of_length(self, length: int, *, exact: bool) -> Iterator[tuple[NamedNode, ...]]:
        """Yield the chains of a length as sequences of entities, in a fixed order."""
        start, end = self._ends
        # half way, so that a search through a large graph stays small, and only the first two links are taken blindly
        radius = length - 1 if exact else max((length + 1) // 2, length - 3)
        distances = self._around(end, radius)
        pending: list[tuple[NamedNode, ...]] = [(start,)]
        is_found = False
        while pending and (self._tried <= _TRIED or (exact and not is_found)):
            chain = pending.pop()
            left = length - len(chain) + 1
            neighbours = self._neighbours(chain[-1])
            if left == 1:
                if end in neighbours:
                    is_found = True
                    yield (*chain, end)
                continue
            self._tried += len(neighbours)
            pending += (
                (*chain, other)
                for other in reversed(neighbours)
                if other != end and other not in chain and distances.get(other, radius + 1) < left
            )

    def _around(self, node: NamedNode, radius: int) -> dict[NamedNode, int]:
        found = {node: 0}
        edge = [node]
        for distance in range(1, radius + 1):
            edge = [other for each in edge for other in self._neighbours(each) if other not in found]
            found.update(dict.fromkeys(edge, distance))
        return found

    def _neighbours(self, node: NamedNode) -> dict[NamedNode, list[tuple[NamedNode, bool]]]:
        """Return the entities linked with one by facts, sorted, with the properties and their directions."""
        if node not in self._known:
            found: dict[NamedNode, list[tuple[NamedNode, bool]]] = defaultdict(list)
            links: list[tuple[NamedNode, object, bool]] = []
            links += [(triple.predicate, triple.object, True) for triple in self._store.triples(node)]
            links += [(triple.predicate, triple.subject, False) for triple in self._store.triples(None, None, node)]
            for predicate, other, forward in links:
                if self._is_link(other, predicate, node):
                    found[other].append((predicate, forward))
            self._known[node] = {other: found[other] for other in sorted(found, key=lambda each: each.value)}
        return self._known[node]

    def _is_link(self, other: object, predicate: NamedNode, node: NamedNode) -> TypeGuard[NamedNode]:
        if not isinstance(other, NamedNode) or not other.value.startswith(self._store.entities) or other == node:
            return False
        if self._everything:
            return predicate not in _NO_LINKS
        if predicate in _NO_LINKS or predicate == _CLAIMED_BY:
            return False
        return not any(self._is_frame(each) for each in (node, other) if each not in self._ends)

    def _is_frame(self, node: NamedNode) -> bool:
        if node not in self._frames:
            types = (triple.object for triple in self._store.triples(node, TYPE))
            is_concept = next(self._store.triples(node, _IN_SCHEME), None) is not None
            self._frames[node] = is_concept or any(each in _FRAMES for each in types)
        return self._frames[node]

    def _chain(self, nodes: tuple[NamedNode, ...]) -> Chain:
        return Chain(nodes[0], tuple(self._link(*pair) for pair in pairwise(nodes)))

    def _link(self, node: NamedNode, other: NamedNode) -> tuple[Fact, ...]:
        """Return the asserted facts between two entities, or else one inferred fact."""
        if (node, other) not in self._links:
            facts = [self._fact(node, other, *each) for each in self._neighbours(node)[other]]
            facts.sort(key=lambda fact: (_rank(fact), not fact.forward, fact.predicate.value))
            self._links[node, other] = tuple(fact for fact in facts if _rank(fact) < _INFERRED) or tuple(facts[:1])
        return self._links[node, other]

    def _fact(self, node: NamedNode, other: NamedNode, predicate: NamedNode, forward: bool) -> Fact:  # noqa: FBT001  -- as in Fact
        triple = Triple(node, predicate, other) if forward else Triple(other, predicate, node)
        return Fact(predicate, other, forward, tuple(find_sources(self._store, triple)))

    def _order(self, chain: Chain) -> tuple[int, int, int, str]:
        ranks = [_rank(link[0]) for link in chain.links]
        busiest = max((len(self._neighbours(node)) for node in chain.nodes[1:-1]), default=0)
        return chain.inferred, busiest, sum(ranks), str([node.value for node in chain.nodes])


def _rank(fact: Fact) -> int:
    if any(source.is_passage for source in fact.sources):
        return 0
    return 1 if any(source.is_asserted for source in fact.sources) else _INFERRED
