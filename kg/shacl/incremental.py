"""Affected nodes: those of which a validation may say something else after some triples came or went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.rdf import RDF
from kg.shacl.finding import term_text
from kg.shacl.property_path import Alternative, Closure, Sequence, Step
from kg.shacl.targets import target_classes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.rdf import Dataset, Object
    from kg.shacl.property_path import Path
    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Node

_TYPE = RDF + "type"
_PAIRS = ("Equals", "Disjoint", "LessThan", "LessThanOrEquals")
_AT_ONCE = 500


@dataclass(frozen=True)
class Look:
    """A triple that a shape looks at: a property, any if it has no name, of what a path leads to from a focus node."""

    way: str
    property: str
    inverse: bool = False


def is_local(graph: ShapesGraph, shape: Shape, within: tuple[Node, ...] = ()) -> bool:
    """Say whether what a shape looks at can be told from its constraints: a query of its own can look anywhere."""
    if shape.node in within or shape.beyond:
        return False
    inner = [node for each in shape.constraints for node in (*each.shapes, *each.siblings)]
    return all(each.component != "SPARQL" for each in shape.constraints) and all(
        is_local(graph, graph.shape(node), (*within, shape.node)) for node in inner
    )


def affected(graph: ShapesGraph, shapes: Iterable[Shape], changed: Iterable[Triple], service: Dataset) -> set[str]:
    """Return the focus nodes, by IRI, that shapes may judge in another way since some triples came or went.

    The dataset is the one after the change. A path that led to a triple before and does not now has lost a triple
    itself, which is among those changed, so that asking of the dataset as it is misses nothing.
    """
    ends: dict[tuple[str, bool], set[NamedNode]] = {}
    for triple in changed:
        for inverse, end in enumerate((triple.subject, triple.object)):
            if isinstance(end, NamedNode):
                for name in (triple.predicate.value, ""):
                    ends.setdefault((name, bool(inverse)), set()).add(end)
    found: set[str] = set()
    for look in dict.fromkeys(each for shape in shapes for each in _looks(graph, shape)):
        nodes = ends.get((look.property, look.inverse), set())
        found |= _focus(look.way, nodes, service) if look.way else {node.value for node in nodes}
    return found


def classes_of(nodes: Iterable[str], service: Dataset) -> set[str]:
    """Return the classes that some nodes are stated or inferred to fall under."""
    rows = _asked(nodes, f"SELECT DISTINCT ?class WHERE {{ VALUES ?node {{ % }} ?node <{_TYPE}> ?class }}", service)
    return {str(row["class"]) for row in rows}


def may_target(shape: Shape, classes: Collection[str], hierarchy: Mapping[str, frozenset[str]]) -> bool:
    """Say whether a shape may look at a node that falls under some classes and no others, given as SPARQL terms."""
    if any(kind != "targetClass" for kind, _ in shape.targets):
        return True
    return not target_classes(shape, hierarchy).isdisjoint(classes)


def _focus(way: str, nodes: Iterable[NamedNode], service: Dataset) -> set[str]:
    text = f"SELECT DISTINCT ?this WHERE {{ VALUES ?node {{ % }} ?this {way} ?node FILTER(isIRI(?this)) }}"
    return {term_text(row["this"]) for row in _asked((node.value for node in nodes), text, service)}


def _asked(nodes: Iterable[str], text: str, service: Dataset) -> Iterator[Mapping[str, Object | None]]:
    """Yield the solutions of a query for nodes, so many at a time, written where it has a %."""
    ordered = sorted(nodes)
    for place in range(0, len(ordered), _AT_ONCE):
        yield from service.select(
            text.replace("%", " ".join(f"<{each}>" for each in ordered[place : place + _AT_ONCE]))
        )


def _looks(graph: ShapesGraph, shape: Shape) -> Iterator[Look]:
    """Yield what a shape with targets looks at."""
    yield Look("", _TYPE)
    for kind, value in shape.targets:
        if kind in ("targetSubjectsOf", "targetObjectsOf"):
            yield Look("", term_text(value), inverse=kind == "targetObjectsOf")
    yield from _of_shape(graph, shape, "")


def _of_shape(graph: ShapesGraph, shape: Shape, way: str) -> Iterator[Look]:
    values = way
    if shape.path is not None:
        yield from _of_path(shape.path, way)
        values = _joined(way, shape.path)
    for each in shape.constraints:
        yield from _of_constraint(each, way, values)
        for node in (*each.shapes, *each.siblings):
            yield from _of_shape(graph, graph.shape(node), values)


def _of_constraint(constraint: Constraint, way: str, values: str) -> Iterator[Look]:
    if constraint.component == "Class":
        yield Look(values, _TYPE)
    elif constraint.component == "Closed":
        yield Look(values, "")
    elif constraint.component in _PAIRS:
        yield Look(way, term_text(constraint.parameter))


def _of_path(path: Path, way: str) -> Iterator[Look]:
    if isinstance(path, Step):
        yield Look(way, path.iri, inverse=path.inverse)
    elif isinstance(path, Closure):
        yield from _of_path(path.part, _joined(way, Closure(path.part, "*")))
    elif isinstance(path, Alternative):
        for part in path.parts:
            yield from _of_path(part, way)
    elif isinstance(path, Sequence):
        for part in path.parts:
            yield from _of_path(part, way)
            way = _joined(way, part)


def _joined(way: str, path: Path) -> str:
    return f"{way}/{path}" if way else str(path)
