"""The parts of a SELECT query: its columns, and the elements of its group in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Variable

    from kg.sparql.paths import Predicate
    from kg.sparql.terms import Term


@dataclass(frozen=True)
class Pattern:
    """A triple pattern or a path pattern; `graph` is the named graph that it matches, None the default graph."""

    subject: Term
    predicate: Predicate
    object: Term
    graph: NamedNode | Variable | None = None

    def __str__(self) -> str:
        """Return the pattern as SPARQL."""
        return f"{self.subject} {self.predicate} {self.object} ."


@dataclass(frozen=True)
class Element:
    """A part of a group: `kind` is its keyword (FILTER, OPTIONAL, …) or TRIPLE, `text` is the part as SPARQL.

    `patterns` and `selects` are those that a solution is based on, without those in MINUS and NOT EXISTS. `start` is
    its place in the query.
    """

    kind: str
    text: str
    start: int
    patterns: tuple[Pattern, ...] = ()
    selects: tuple[Select, ...] = ()

    @property
    def is_condition(self) -> bool:
        """Whether it only removes solutions; such a part applies to its whole group."""
        return self.kind in ("FILTER", "MINUS")


@dataclass(frozen=True)
class Select:
    """A SELECT query or sub-select; `columns` are its variables, None for `*`.

    `keys` are the variables whose values identify a row among the solutions of the group: the columns without those
    that aggregates compute. `binds` are the expressions of its columns or of its GROUP BY. `graph` is the named graph
    of a sub-select within GRAPH.
    """

    columns: tuple[str, ...] | None
    keys: tuple[str, ...]
    elements: tuple[Element, ...]
    binds: tuple[str, ...] = ()
    prologue: str = ""
    dataset: str = ""
    graph: NamedNode | Variable | None = None

    @property
    def patterns(self) -> Iterator[Pattern]:
        """All patterns that a solution is based on."""
        for element in self.elements:
            yield from element.patterns

    @property
    def selects(self) -> Iterator[Select]:
        """All sub-selects that a solution is based on."""
        for element in self.elements:
            yield from element.selects

    def solutions(self) -> str:
        """Return a query for the solutions of the group with all variables, without grouping, order and limit."""
        group = "\n".join(element.text for element in self.elements)
        if self.graph is not None:
            group = f"GRAPH {self.graph} {{\n{group}\n}}"
        return f"{self.prologue}SELECT DISTINCT * {self.dataset}WHERE {{\n{group}\n{' '.join(self.binds)}\n}}"
