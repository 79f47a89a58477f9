"""The body of a rule: triple patterns, tables of terms and filters, written as SPARQL 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf import Object

Pattern = tuple[str, str, str]
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SAME = "<http://www.w3.org/2002/07/owl#sameAs>"


@dataclass(frozen=True)
class Table:
    """Rows of terms for some variables: an inline VALUES block."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """Return the block as SPARQL."""
        rows = " ".join(f"({' '.join(row)})" for row in self.rows)
        return f"VALUES ({' '.join(self.variables)}) {{ {rows} }}"


@dataclass(frozen=True)
class Body:
    """The body of a rule: the patterns that must match for it to apply."""

    patterns: tuple[Pattern, ...] = ()
    tables: tuple[Table, ...] = ()
    filters: tuple[str, ...] = ()

    def __add__(self, other: Body) -> Body:
        """Return the conjunction of two bodies."""
        patterns = tuple(dict.fromkeys(self.patterns + other.patterns))
        return Body(patterns, self.tables + other.tables, tuple(dict.fromkeys(self.filters + other.filters)))

    def where(self, delta: int | None = None, graph: str = "", *, is_bound: bool = False) -> str:
        """Return the body as a group of SPARQL; the pattern of number `delta` is taken from `graph` only.

        `is_bound` is set if patterns before it bind its variables.
        """
        lines = [str(table) for table in self.tables]
        first = [] if delta is None else [f"GRAPH {graph} {{ {' '.join(self.patterns[delta])} }}"]
        others = [" ".join(each) + " ." for place, each in enumerate(self.patterns) if place != delta]
        once = [] if is_bound else self._once(delta or 0, graph)
        return "\n".join([*once, *first, *lines, *others, *(f"FILTER ({each})" for each in self.filters)])

    def _once(self, driver: int, graph: str) -> list[str]:
        """Return what binds first, each value once, the variables by which other patterns are reached from one.

        Else a node that many others lead to, such as a country, is looked up again for each of these; where it has as
        many triples itself, that is a square.
        """
        pattern, others = self.patterns[driver : driver + 1], (*self.patterns[:driver], *self.patterns[driver + 1 :])
        own = [term for term in dict.fromkeys(chain(*pattern)) if term.startswith("?")]
        shared = [name for name in own if any(name in each for each in others)]
        if not shared or shared == own:
            return []
        text = " ".join(pattern[0])
        inner = f"GRAPH {graph} {{ {text} }}" if graph else text
        return [f"{{ SELECT DISTINCT {' '.join(shared)} WHERE {{ {inner} }} }}"]

    def variables(self) -> list[str]:
        """Return the variables in the order of their first use."""
        used = [term for pattern in self.patterns for term in pattern if term.startswith("?")]
        return list(dict.fromkeys([*used, *(name for table in self.tables for name in table.variables)]))


class Names:
    """Fresh variables, the same ones in each run."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        """Return a variable that was not used before."""
        return f"?v{next(self._numbers)}"


def one_of(variable: str, terms: Iterable[Object]) -> Body:
    """Return the body that binds a variable to one of some terms."""
    return Body(tables=(Table((variable,), tuple((str(term),) for term in terms if not isinstance(term, BlankNode))),))


def product(alternatives: Iterable[list[Body]]) -> Iterator[Body]:
    """Yield each body made of one alternative of every list."""
    bodies = [Body()]
    for choices in alternatives:
        bodies = [left + right for left in bodies for right in choices]
    yield from bodies
