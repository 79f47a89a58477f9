"""A SELECT query read into its parts: projection, graph patterns, and what else its group holds, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Variable

    from kg.sparql.paths import Predicate
    from kg.sparql.tokens import Term


@dataclass(frozen=True)
class Pattern:
    """A triple pattern, or a path pattern; `graph` is the named graph it is asked of, None the default graph."""

    subject: Term
    predicate: Predicate
    object: Term
    graph: NamedNode | Variable | None = None

    def __str__(self) -> str:
        """Return the pattern as SPARQL."""
        return f"{self.subject} {self.predicate} {self.object} ."


@dataclass(frozen=True)
class Element:
    """What stands in a group: `kind` is a keyword (FILTER, OPTIONAL, …) or TRIPLE; `text` is it as SPARQL.

    `patterns` and `selects` are what a solution may rest on: not those that a MINUS or NOT EXISTS asks to be absent.
    `start` is its place in the query.
    """

    kind: str
    text: str
    start: int
    patterns: tuple[Pattern, ...] = ()
    selects: tuple[Select, ...] = ()

    @property
    def is_condition(self) -> bool:
        """Whether it only takes solutions away, wherever in its group it is written."""
        return self.kind in ("FILTER", "MINUS")


@dataclass(frozen=True)
class Select:
    """A SELECT query or sub-select; `columns` are the projected variables, None for `*`.

    `keys` are the variables by which a row is known among the solutions of its group: the columns, less those that
    aggregates make, and what it groups by. `binds` gives the expressions that the projection or grouping names.
    """

    columns: tuple[str, ...] | None
    keys: tuple[str, ...]
    elements: tuple[Element, ...]
    binds: tuple[str, ...] = ()
    prologue: str = ""
    dataset: str = ""

    @property
    def patterns(self) -> Iterator[Pattern]:
        """All patterns that a solution may rest on."""
        for element in self.elements:
            yield from element.patterns

    @property
    def selects(self) -> Iterator[Select]:
        """All sub-selects that a solution may rest on."""
        for element in self.elements:
            yield from element.selects

    def solutions(self) -> str:
        """Return the query for the solutions of the group: every variable, before any grouping, ordering or cutting."""
        group = "\n".join(element.text for element in self.elements)
        return f"{self.prologue}SELECT DISTINCT * {self.dataset}WHERE {{\n{group}\n{' '.join(self.binds)}\n}}"
