"""Matching: whether added or removed quads can change the rows of a query, decided without a store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Variable

from kg.errors import QueryError
from kg.rdf import TYPE
from kg.sparql.parser import read_query
from kg.sparql.paths import Path
from kg.sparql.tokens import with_characters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from kg.sparql.paths import Predicate
    from kg.sparql.select import Pattern


class Matching:
    """Quads by what patterns match them: graph, property, and class where the property is rdf:type."""

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
        """Return a SELECT query restricted to the rows that these quads can change; None if they can change none.

        `name` is the variable that is restricted to the nodes of the quads. This is possible where every pattern that
        can match one of the quads has this variable; else the query is returned unchanged. Raises QueryError for
        another form of query.
        """
        text = with_characters(text)
        query = read_query(text)
        if query.select is None:
            raise QueryError(f"{query.form} has no rows")
        if query.is_sliced:
            return text
        matched = [pattern for pattern, _ in query.patterns if self._may_match(pattern)]
        if not matched:
            return None
        variable = Variable(name)
        if self._has_blank or name not in query.projected or not all(_has(pattern, variable) for pattern in matched):
            return text
        values = f" VALUES ?{name} {{ {' '.join(sorted(map(str, self._nodes)))} }}"
        # The outermost group restricts all rows, so each group in it that has the variable may be restricted too: what
        # a MINUS no longer removes from other rows does not matter. The engine has fewer triples to match.
        inner = {place for pattern, place in query.patterns if variable in _terms(pattern)}
        for place in sorted({query.start, *inner}, reverse=True):
            text = text[:place] + values + text[place:]
        return text

    def _may_match(self, pattern: Pattern) -> bool:
        graph = pattern.graph if isinstance(pattern.graph, NamedNode) else None
        properties = self._properties.get(graph)
        if not properties:
            return False
        if pattern.predicate == TYPE and isinstance(pattern.object, NamedNode):
            return pattern.object in self._classes.get(graph, ())
        parts = set(_parts(pattern.predicate))
        return not all(isinstance(part, NamedNode) for part in parts) or not properties.isdisjoint(parts)


def _has(pattern: Pattern, variable: Variable) -> bool:
    """Return whether each quad that a pattern matches binds a variable; the quads within a path do not."""
    return not isinstance(pattern.predicate, Path) and variable in _terms(pattern)


def _terms(pattern: Pattern) -> tuple[object, ...]:
    return pattern.subject, pattern.predicate, pattern.object, pattern.graph


def _parts(predicate: Predicate) -> Iterator[object]:
    """Yield the properties of a predicate or path, and its parts that match any property: variables, negated sets."""
    if isinstance(predicate, Path) and predicate.sign != "!":
        for part in predicate.parts:
            yield from _parts(part)
    else:
        yield predicate
