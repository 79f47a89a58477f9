"""Statistics of a dataset: counts of classes, properties and kinds of values, from a few queries.

For speed only: the compiler uses them to omit and to order queries.
"""

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

# servers return booleans in two forms
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
    """The kind of a value: an IRI, a literal of a datatype, or a literal in a language; otherwise unknown."""

    is_iri: bool = False
    datatype: str = ""
    language: str = ""


class Usage(NamedTuple):
    """The number of values, and of the nodes that have them."""

    values: int
    nodes: int


@dataclass(frozen=True)
class Profile:
    """The statistics of a default graph; all keys are IRIs.

    `properties`: number of triples by property. `usage`: values of instances by class, property and kind of value.
    `overlaps`: number of common instances by two classes; twice the same class gives all its instances.
    `with_unnamed`: classes with an instance that is a blank node.
    """

    properties: Mapping[str, int]
    usage: Mapping[str, Mapping[str, Mapping[Kind, Usage]]]
    overlaps: Mapping[str, Mapping[str, int]]
    with_unnamed: frozenset[str]

    def instances(self, name: str) -> int:
        """Return the number of instances of a class."""
        return self.overlaps.get(name, {}).get(name, 0)

    def node_classes(self, name: str) -> dict[str, int]:
        """Return the number of triples of a property whose subject is an instance of a class, by class."""
        usages = {class_: usage[name].values() for class_, usage in self.usage.items() if name in usage}
        return {class_: sum(usage.values for usage in by_kind) for class_, by_kind in usages.items()}

    def count_targets(self, shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> int:
        """Return an upper bound for the number of target nodes: a node of several classes counts several times."""
        number = sum(self.instances(name[1:-1]) for name in target_classes(shape, hierarchy))
        for kind, value in shape.targets:
            if kind in ("targetSubjectsOf", "targetObjectsOf"):
                number += self.properties.get(term_text(value), 0)
            elif kind == "targetNode":
                number += 1
        return number


def read_profile(dataset: Dataset) -> Profile:
    """Read the statistics of a dataset. Raises QueryError."""
    with ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        totals = pool.submit(_totals, dataset)
        overlaps = _overlaps(dataset)
        unnamed = frozenset(term_text(row["class"]) for row in dataset.select(_WITH_UNNAMED))
        usages = pool.map(partial(_usage, dataset), _portions(overlaps))
        return Profile(
            totals.result(), {name: use for usage in usages for name, use in usage.items()}, overlaps, unnamed
        )


def read_hierarchy(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Return the subclasses of each class of a dataset, transitive. Raises QueryError."""
    below: dict[str, set[str]] = {}
    text = f"SELECT ?lower ?upper WHERE {{ ?lower <{RDFS}subClassOf> ?upper FILTER(isIRI(?lower) && isIRI(?upper)) }}"
    for row in dataset.select(text):
        below.setdefault(term_text(row["upper"]), set()).add(term_text(row["lower"]))
    return {name: frozenset(transitive_closure(name, below)) for name in below}


def _totals(dataset: Dataset) -> dict[str, int]:
    return {term_text(row["property"]): _number(row["number"]) for row in dataset.select(_PROPERTIES)}


def _overlaps(dataset: Dataset) -> dict[str, dict[str, int]]:
    overlaps: dict[str, dict[str, int]] = {}
    for row in dataset.select(_OVERLAPS):
        one, two = row["class"], row["other"]
        if isinstance(one, NamedNode) and isinstance(two, NamedNode):
            overlaps.setdefault(one.value, {})[two.value] = _number(row["number"])
    return overlaps


def _portions(overlaps: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    """Return all classes in one portion per worker, with about as many instances in each."""
    portions: list[list[str]] = [[] for _ in range(CONCURRENT_QUERIES)]
    sizes = [0] * CONCURRENT_QUERIES
    for name in sorted(overlaps, key=lambda name: (-overlaps[name][name], name)):
        least = sizes.index(min(sizes))
        portions[least].append(name)
        sizes[least] += overlaps[name][name]
    return [portion for portion in portions if portion]


def _usage(dataset: Dataset, classes: Iterable[str]) -> dict[str, dict[str, dict[Kind, Usage]]]:
    usage: dict[str, dict[str, dict[Kind, Usage]]] = {}
    for row in dataset.select(_USAGE % " ".join(f"<{name}>" for name in classes)):
        by_kind = usage.setdefault(term_text(row["class"]), {}).setdefault(term_text(row["property"]), {})
        kind, values, nodes = _kind(row.get("kind")), _number(row["number"]), _number(row["nodes"])
        # several rows have an unknown kind; the greatest number of nodes is a lower bound for all of them
        before = by_kind.get(kind, Usage(0, 0))
        by_kind[kind] = Usage(before.values + values, max(before.nodes, nodes))
    return usage


def _kind(term: Object | None) -> Kind:
    if term in _TRUE:
        return Kind(is_iri=True)
    if isinstance(term, NamedNode):
        return Kind(datatype=term.value)
    if isinstance(term, Literal) and term.datatype == NamedNode(XSD + "string"):
        return Kind(datatype=RDF + "langString", language=term.value)
    return Kind()


def _number(term: Object | None) -> int:
    return int(term_text(term))
