"""Affected nodes: the focus nodes whose results may differ after triples were added or removed.

For speed only: a small change is validated without a new validation of the whole dataset.
"""

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
_WITH_OTHER_PROPERTY = ("Equals", "Disjoint", "LessThan", "LessThanOrEquals")
_BATCH = 500


@dataclass(frozen=True)
class Read:
    """A triple pattern that a shape reads: `property` ("" for any) of nodes that `path` leads to from a focus node."""

    path: str
    property: str
    inverse: bool = False


def is_local(graph: ShapesGraph, shape: Shape, within: tuple[Node, ...] = ()) -> bool:
    """Return whether the constraints of a shape show which triples it reads; a SPARQL constraint may read any."""
    if shape.node in within or shape.unsupported:
        return False
    inner = [node for constraint in shape.constraints for node in (*constraint.shapes, *constraint.siblings)]
    return all(constraint.component != "SPARQL" for constraint in shape.constraints) and all(
        is_local(graph, graph.shape(node), (*within, shape.node)) for node in inner
    )


def affected(graph: ShapesGraph, shapes: Iterable[Shape], changed: Iterable[Triple], dataset: Dataset) -> set[str]:
    """Return the IRIs of the focus nodes whose results may differ after triples were added or removed.

    `dataset` is the dataset after the change. That is enough: if a path led to a changed triple before and does not
    now, one of its own triples was removed and is among the changed ones.
    """
    ends: dict[tuple[str, bool], set[NamedNode]] = {}
    for triple in changed:
        for inverse, end in enumerate((triple.subject, triple.object)):
            if isinstance(end, NamedNode):
                for name in (triple.predicate.value, ""):
                    ends.setdefault((name, bool(inverse)), set()).add(end)
    affected_nodes: set[str] = set()
    for read in dict.fromkeys(read for shape in shapes for read in _reads(graph, shape)):
        nodes = ends.get((read.property, read.inverse), set())
        affected_nodes |= _focus_nodes(read.path, nodes, dataset) if read.path else {node.value for node in nodes}
    return affected_nodes


def classes_of(nodes: Iterable[str], dataset: Dataset) -> set[str]:
    """Return the asserted and inferred classes of some nodes, as SPARQL terms."""
    rows = _select_in_batches(
        nodes, f"SELECT DISTINCT ?class WHERE {{ VALUES ?node {{ % }} ?node <{_TYPE}> ?class }}", dataset
    )
    return {str(row["class"]) for row in rows}


def may_target(shape: Shape, classes: Collection[str], hierarchy: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a shape may target an instance of some classes, given as SPARQL terms, and of no others."""
    if any(kind != "targetClass" for kind, _ in shape.targets):
        return True
    return not target_classes(shape, hierarchy).isdisjoint(classes)


def _focus_nodes(path: str, nodes: Iterable[NamedNode], dataset: Dataset) -> set[str]:
    text = f"SELECT DISTINCT ?this WHERE {{ VALUES ?node {{ % }} ?this {path} ?node FILTER(isIRI(?this)) }}"
    return {term_text(row["this"]) for row in _select_in_batches((node.value for node in nodes), text, dataset)}


def _select_in_batches(nodes: Iterable[str], text: str, dataset: Dataset) -> Iterator[Mapping[str, Object | None]]:
    """Yield the solutions of a query for nodes, a batch at a time, each batch written in place of `%`."""
    ordered = sorted(nodes)
    for place in range(0, len(ordered), _BATCH):
        yield from dataset.select(text.replace("%", " ".join(f"<{node}>" for node in ordered[place : place + _BATCH])))


def _reads(graph: ShapesGraph, shape: Shape) -> Iterator[Read]:
    """Yield the triple patterns that a shape with targets reads."""
    yield Read("", _TYPE)
    for kind, value in shape.targets:
        if kind in ("targetSubjectsOf", "targetObjectsOf"):
            yield Read("", term_text(value), inverse=kind == "targetObjectsOf")
    yield from _reads_of_shape(graph, shape, "")


def _reads_of_shape(graph: ShapesGraph, shape: Shape, start: str) -> Iterator[Read]:
    values = start
    if shape.path is not None:
        yield from _reads_of_path(shape.path, start)
        values = _joined(start, shape.path)
    for constraint in shape.constraints:
        yield from _reads_of_constraint(constraint, start, values)
        for node in (*constraint.shapes, *constraint.siblings):
            yield from _reads_of_shape(graph, graph.shape(node), values)


def _reads_of_constraint(constraint: Constraint, start: str, values: str) -> Iterator[Read]:
    if constraint.component == "Class":
        yield Read(values, _TYPE)
    elif constraint.component == "Closed":
        yield Read(values, "")
    elif constraint.component in _WITH_OTHER_PROPERTY:
        yield Read(start, term_text(constraint.parameter))


def _reads_of_path(path: Path, start: str) -> Iterator[Read]:
    if isinstance(path, Step):
        yield Read(start, path.iri, inverse=path.inverse)
    elif isinstance(path, Closure):
        yield from _reads_of_path(path.part, _joined(start, Closure(path.part, "*")))
    elif isinstance(path, Alternative):
        for part in path.parts:
            yield from _reads_of_path(part, start)
    elif isinstance(path, Sequence):
        for part in path.parts:
            yield from _reads_of_path(part, start)
            start = _joined(start, part)


def _joined(start: str, path: Path) -> str:
    return f"{start}/{path}" if start else str(path)
