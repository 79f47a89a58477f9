"""The profile: what the data is made of, in numbers that a few queries count in one go each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.rdf import CONCURRENT_QUERIES, RDF, RDFS, XSD, transitive_closure
from kg.shacl.finding import term_text
from kg.shacl.targets import target_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.rdf import Dataset, Object
    from kg.shacl.shape import Shape

# servers tell booleans in two ways
_TRUE = (Literal("true", datatype=NamedNode(XSD + "boolean")), Literal("1", datatype=NamedNode(XSD + "integer")))
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?number) WHERE { ?node ?property ?value } GROUP BY ?property"
_OVERLAPS = f"""SELECT ?class ?other (COUNT(*) AS ?number)
WHERE {{ ?node <{RDF}type> ?class . ?node <{RDF}type> ?other }} GROUP BY ?class ?other"""
_WITH_UNNAMED = f"SELECT DISTINCT ?class WHERE {{ ?node <{RDF}type> ?class FILTER(!isIRI(?node)) }}"
# the language or the datatype of a literal; of any other term whether it is an IRI
_USAGE = f"""SELECT ?class ?property ?kind (COUNT(*) AS ?number) (COUNT(DISTINCT ?node) AS ?nodes)
WHERE {{
  VALUES ?class {{ %s }} ?node <{RDF}type> ?class . ?node ?property ?value
  BIND(COALESCE(IF(LANG(?value) = "", DATATYPE(?value), LANG(?value)), isIRI(?value)) AS ?kind)
}} GROUP BY ?class ?property ?kind"""


class Kind(NamedTuple):
    """What kind of term a value is: an IRI, or a literal of a datatype or in a language; or else unknown."""

    is_iri: bool = False
    datatype: str = ""
    language: str = ""


class Usage(NamedTuple):
    """How many values there are, and how many nodes that have them."""

    values: int
    nodes: int


@dataclass(frozen=True)
class Profile:
    """The numbers of a dataset, all of its default graph.

    `properties` are the triples of each property; `usage` what the instances of a class have, by class, property and
    kind of value; `overlaps` how many nodes are instances of two classes, by both, and of one by that twice;
    `with_unnamed` are the classes with an instance that has no IRI.
    """

    properties: Mapping[str, int]
    usage: Mapping[str, Mapping[str, Mapping[Kind, Usage]]]
    overlaps: Mapping[str, Mapping[str, int]]
    with_unnamed: frozenset[str]

    def instances(self, name: str) -> int:
        """Return how many instances a class has."""
        return self.overlaps.get(name, {}).get(name, 0)

    def node_classes(self, name: str) -> dict[str, int]:
        """Return how many triples of a property begin at an instance of a class, by class."""
        found = {kind: usage[name].values() for kind, usage in self.usage.items() if name in usage}
        return {kind: sum(each.values for each in usages) for kind, usages in found.items()}

    def number_of_targets(self, shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> int:
        """Return how many nodes a shape looks at, or more: one of several classes is counted for each."""
        number = sum(self.instances(name[1:-1]) for name in target_classes(shape, hierarchy))
        for kind, value in shape.targets:
            if kind in ("targetSubjectsOf", "targetObjectsOf"):
                number += self.properties.get(term_text(value), 0)
            elif kind == "targetNode":
                number += 1
        return number


def read_profile(service: Dataset) -> Profile:
    """Return the profile of a dataset. Raises QueryError."""
    with ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        totals = pool.submit(_totals, service)
        overlaps = _overlaps(service)
        unnamed = frozenset(term_text(row["class"]) for row in service.select(_WITH_UNNAMED))
        found = pool.map(partial(_usage, service), _portions(overlaps))
        return Profile(
            totals.result(), {name: used for each in found for name, used in each.items()}, overlaps, unnamed
        )


def read_hierarchy(service: Dataset) -> dict[str, frozenset[str]]:
    """Return the classes below each class of a dataset, whatever the number of steps. Raises QueryError."""
    below: dict[str, set[str]] = {}
    text = f"SELECT ?lower ?upper WHERE {{ ?lower <{RDFS}subClassOf> ?upper FILTER(isIRI(?lower) && isIRI(?upper)) }}"
    for row in service.select(text):
        below.setdefault(term_text(row["upper"]), set()).add(term_text(row["lower"]))
    return {name: frozenset(transitive_closure(name, below)) for name in below}


def _totals(service: Dataset) -> dict[str, int]:
    return {term_text(row["property"]): _number(row["number"]) for row in service.select(_PROPERTIES)}


def _overlaps(service: Dataset) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in service.select(_OVERLAPS):
        one, two = row["class"], row["other"]
        if isinstance(one, NamedNode) and isinstance(two, NamedNode):
            found.setdefault(one.value, {})[two.value] = _number(row["number"])
    return found


def _portions(overlaps: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    """Return all classes in portions with about as many instances each, as many portions as there are workers."""
    portions: list[list[str]] = [[] for _ in range(CONCURRENT_QUERIES)]
    sizes = [0] * CONCURRENT_QUERIES
    for name in sorted(overlaps, key=lambda name: (-overlaps[name][name], name)):
        least = sizes.index(min(sizes))
        portions[least].append(name)
        sizes[least] += overlaps[name][name]
    return [portion for portion in portions if portion]


def _usage(service: Dataset, classes: Iterable[str]) -> dict[str, dict[str, dict[Kind, Usage]]]:
    found: dict[str, dict[str, dict[Kind, Usage]]] = {}
    for row in service.select(_USAGE % " ".join(f"<{name}>" for name in classes)):
        by_kind = found.setdefault(term_text(row["class"]), {}).setdefault(term_text(row["property"]), {})
        kind, values, nodes = _kind(row.get("kind")), _number(row["number"]), _number(row["nodes"])
        # terms of unknown kinds are told as one; the nodes that have them are so many at least
        before = by_kind.get(kind, Usage(0, 0))
        by_kind[kind] = Usage(before.values + values, max(before.nodes, nodes))
    return found


def _kind(told: Object | None) -> Kind:
    if told in _TRUE:
        return Kind(is_iri=True)
    if isinstance(told, NamedNode):
        return Kind(datatype=told.value)
    if isinstance(told, Literal) and told.datatype == NamedNode(XSD + "string"):
        return Kind(datatype=RDF + "langString", language=told.value)
    return Kind()


def _number(told: Object | None) -> int:
    return int(term_text(told))
