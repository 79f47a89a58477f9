"""Property paths, and the triples that a path follows between two nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode, Variable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import BlankNode, Triple

    Node = NamedNode | BlankNode | Literal


class Triples(Protocol):
    """A store that looks up triples by pattern; None matches all."""

    def triples(
        self, subject: NamedNode | BlankNode | None = ..., predicate: NamedNode | None = ..., value: Node | None = ...
    ) -> Iterator[Triple]:
        """Yield the triples that match."""


@dataclass(frozen=True)
class Path:
    """A property path: `sign` is `/`, `|`, `^`, `*`, `+`, `?` or `!`; `parts` are paths or predicates."""

    sign: str
    parts: tuple[Predicate, ...]

    def __str__(self) -> str:
        """Return the path as SPARQL."""
        inner = [str(part) for part in self.parts]
        if self.sign in ("/", "|"):
            return "(" + self.sign.join(inner) + ")"
        if self.sign == "!":
            return "!(" + "|".join(each.strip("()") for each in inner) + ")"
        return f"(^{inner[0]})" if self.sign == "^" else f"({inner[0]}{self.sign})"


Predicate = NamedNode | Variable | Path
# a node that a path leads to, and the triples that the path follows to it
_Ends = dict["Node", frozenset["Triple"]]


def trace(store: Triples, path: Path | NamedNode, start: Node, end: Node) -> frozenset[Triple]:
    """Return the triples of all ways of a path from a node to another; of repeated steps only the shortest ways."""
    return _walk(store, path, start, backwards=False).get(end, frozenset())


def _walk(store: Triples, path: Predicate, node: Node, *, backwards: bool) -> _Ends:
    if isinstance(path, NamedNode):
        return _step(store, path, node, backwards=backwards)
    if isinstance(path, Variable):
        raise TypeError(path)
    if path.sign == "^":
        return _walk(store, path.parts[0], node, backwards=not backwards)
    if path.sign == "|":
        return _merged(_walk(store, part, node, backwards=backwards) for part in path.parts)
    if path.sign == "!":
        return _negated(store, path, node, backwards=backwards)
    if path.sign == "/":
        ends: _Ends = {node: frozenset()}
        for part in reversed(path.parts) if backwards else path.parts:
            ends = _onward(store, part, ends, backwards=backwards)
        return ends
    return _repeated(store, path, node, backwards=backwards)


def _step(store: Triples, predicate: NamedNode, node: Node, *, backwards: bool) -> _Ends:
    if backwards:
        found = store.triples(None, predicate, node)
        return {triple.subject: frozenset([triple]) for triple in found}  # type: ignore[misc]
    if isinstance(node, Literal):
        return {}
    return {triple.object: frozenset([triple]) for triple in store.triples(node, predicate)}  # type: ignore[misc]


def _negated(store: Triples, path: Path, node: Node, *, backwards: bool) -> _Ends:
    forward = {part for part in path.parts if isinstance(part, NamedNode)}
    inverse = {part.parts[0] for part in path.parts if isinstance(part, Path)}
    found: list[_Ends] = []
    if forward or not inverse:
        found.append(_all_but(store, forward, node, backwards=backwards))
    if inverse:
        found.append(_all_but(store, inverse, node, backwards=not backwards))
    return _merged(found)


def _all_but(store: Triples, excluded: Collection[Predicate], node: Node, *, backwards: bool) -> _Ends:
    if backwards:
        kept = [triple for triple in store.triples(None, None, node) if triple.predicate not in excluded]
        return _merged({triple.subject: frozenset([triple])} for triple in kept)  # type: ignore[dict-item]
    if isinstance(node, Literal):
        return {}
    kept = [triple for triple in store.triples(node) if triple.predicate not in excluded]
    return _merged({triple.object: frozenset([triple])} for triple in kept)  # type: ignore[dict-item]


def _onward(store: Triples, path: Predicate, ends: _Ends, *, backwards: bool) -> _Ends:
    return _merged(
        {end: before | along for end, along in _walk(store, path, node, backwards=backwards).items()}
        for node, before in ends.items()
    )


def _repeated(store: Triples, path: Path, node: Node, *, backwards: bool) -> _Ends:
    found: _Ends = {} if path.sign == "+" else {node: frozenset()}
    if path.sign == "?":
        return _merged([found, _walk(store, path.parts[0], node, backwards=backwards)])
    last: _Ends = {node: frozenset()}
    while last:
        reached = _onward(store, path.parts[0], last, backwards=backwards)
        last = {end: along for end, along in reached.items() if end not in found}
        found |= last
    return found


def _merged(each: Iterable[_Ends]) -> _Ends:
    found: _Ends = {}
    for ends in each:
        for end, along in ends.items():
            found[end] = found.get(end, frozenset()) | along
    return found
