"""Matching: what some quads that came or went can change in the rows of a query, told without asking a store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Variable

from kg.rdf import TYPE
from kg.sparql.parser import read_asked
from kg.sparql.paths import Path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from kg.sparql.paths import Predicate
    from kg.sparql.select import Pattern


class Matching:
    """Some quads, by what patterns ask for: graph, property, and class where that is rdf:type."""

    def __init__(self, quads: Collection[Quad]) -> None:
        self._properties: dict[NamedNode | None, set[NamedNode]] = defaultdict(set)
        self._classes: dict[NamedNode | None, set[object]] = defaultdict(set)
        self._nodes: set[NamedNode] = set()
        # no query can name a blank node
        self._has_blank = any(isinstance(each, BlankNode) for quad in quads for each in (quad.subject, quad.object))
        for quad in quads:
            for graph in (None, quad.graph_name):  # the default graph has a triple of each graph
                self._properties[graph].add(quad.predicate)  # type: ignore[index]
                if quad.predicate == TYPE:
                    self._classes[graph].add(quad.object)  # type: ignore[index]
            terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
            self._nodes.update(each for each in terms if isinstance(each, NamedNode))

    def narrowed(self, text: str, name: str) -> str | None:
        """Return a SELECT query narrowed to the rows that these quads can have changed; None if they can change none.

        `name` is the variable by which it is narrowed: where each pattern that can match one of the quads has it, what
        it is bound to in a row that came or went stands in a quad. Else the query is returned as it is. Raises
        QueryError for another form of query.
        """
        asked = read_asked(text)
        if asked is None:
            return text
        matched = [pattern for pattern, _ in asked.patterns if self._may_match(pattern)]
        if not matched:
            return None
        variable = Variable(name)
        if self._has_blank or name not in asked.projected or not all(_has(pattern, variable) for pattern in matched):
            return text
        values = f" VALUES ?{name} {{ {' '.join(sorted(map(str, self._nodes)))} }}"
        # All rows are narrowed by the outermost group, and so each group in it that has the variable may be: what a
        # MINUS no longer takes away from other rows does not matter. The engine looks at less by each.
        inner = {place for pattern, place in asked.patterns if variable in _terms(pattern)}
        for place in sorted({asked.start, *inner}, reverse=True):
            text = text[:place] + values + text[place:]
        return text

    def _may_match(self, pattern: Pattern) -> bool:
        graph = pattern.graph if isinstance(pattern.graph, NamedNode) else None
        properties = self._properties.get(graph)
        if not properties:
            return False
        if pattern.predicate == TYPE and isinstance(pattern.object, NamedNode):
            return pattern.object in self._classes.get(graph, ())
        asked = set(_parts(pattern.predicate))
        return not all(isinstance(each, NamedNode) for each in asked) or not properties.isdisjoint(asked)


def _has(pattern: Pattern, variable: Variable) -> bool:
    """Say whether a variable is bound to a part of each quad that a pattern matches: a path runs along others too."""
    return not isinstance(pattern.predicate, Path) and variable in _terms(pattern)


def _terms(pattern: Pattern) -> tuple[object, ...]:
    return pattern.subject, pattern.predicate, pattern.object, pattern.graph


def _parts(predicate: Predicate) -> Iterator[object]:
    """Yield the properties that a predicate or path follows, and what may be any: a variable, or all but some."""
    if isinstance(predicate, Path) and predicate.sign != "!":
        for part in predicate.parts:
            yield from _parts(part)
    else:
        yield predicate
