"""Sizes: how much there is of each class and property, so that a query can begin where there is least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.terms import RDF, RDFS
from kg.validate.finding import term_text
from kg.validate.targets import target_classes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.service import Queryable
    from kg.validate.shape import Shape


@dataclass(frozen=True)
class Sizes:
    """The number of triples of each property, and of instances of each class."""

    properties: Mapping[str, int]
    classes: Mapping[str, int]

    def of_targets(self, shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> int:
        """Return how many nodes a shape looks at, or more: one of several classes is counted for each."""
        number = sum(self.classes.get(name[1:-1], 0) for name in target_classes(shape, hierarchy))
        for kind, value in shape.targets:
            if kind in ("targetSubjectsOf", "targetObjectsOf"):
                number += self.properties.get(term_text(value), 0)
            elif kind == "targetNode":
                number += 1
        return number


def read_sizes(service: Queryable) -> Sizes:
    """Return the sizes of a dataset. Raises QueryError."""
    return Sizes(
        _counts(service, "SELECT ?name (COUNT(*) AS ?number) WHERE { ?s ?name ?o } GROUP BY ?name"),
        _counts(service, f"SELECT ?name (COUNT(*) AS ?number) WHERE {{ ?s <{RDF}type> ?name }} GROUP BY ?name"),
    )


def read_hierarchy(service: Queryable) -> dict[str, frozenset[str]]:
    """Return the classes below each class of a dataset, whatever the number of steps. Raises QueryError."""
    below: dict[str, set[str]] = {}
    text = f"SELECT ?lower ?upper WHERE {{ ?lower <{RDFS}subClassOf> ?upper FILTER(isIRI(?lower) && isIRI(?upper)) }}"
    for row in service.select(text):
        below.setdefault(term_text(row["upper"]), set()).add(term_text(row["lower"]))
    return {name: frozenset(_closed(name, below)) for name in below}


def _counts(service: Queryable, text: str) -> dict[str, int]:
    return {term_text(row["name"]): int(term_text(row["number"])) for row in service.select(text) if row["name"]}


def _closed(name: str, below: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        new = below.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
