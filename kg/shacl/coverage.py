"""Coverage: which nodes and triples of a dataset the shapes judge, and how many shapes do so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.shacl.planner.statistics import read_hierarchy
from kg.shacl.shape import ShapesGraph
from kg.shacl.targets import FOCUS_NODE, OBJECT, SUBJECT, target_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.rdf import Dataset, Node

    # kind of target, SPARQL term: the shapes that have this target
    Targets = dict[str, dict[str, set[Node]]]

_PATTERNS = {
    "targetClass": "?this a ?target",
    "targetSubjectsOf": "?this ?target ?object",
    "targetObjectsOf": "?subject ?target ?this",
    "targetNode": "?target ?about ?anything BIND(?target AS ?this)",
}


@dataclass(frozen=True)
class Coverage:
    """The number of described nodes and of triples, of those that shapes judge, and of the shapes that have targets.

    A triple is judged if its subject is. `unjudged` are the marked nodes that no shape judges.
    """

    nodes: int
    triples: int
    judged_nodes: int
    judged_triples: int
    shapes: int
    unjudged: tuple[Node, ...] = field(default=(), repr=False)


def mark_focus(subjects: Iterable[Node], objects: Iterable[Node], graph: NamedNode) -> Iterator[Quad]:
    """Yield the quads of a graph that marks focus nodes: those that files describe, and those that they point to."""
    for nodes, role in ((subjects, SUBJECT), (objects, OBJECT)):
        yield from (Quad(node, FOCUS_NODE, role, graph) for node in nodes)


def coverage(
    shapes: Iterable[Triple], dataset: Dataset, *, focus: NamedNode | None = None, stated: NamedNode | None = None
) -> Coverage:
    """Return what shapes judge of a dataset; of the nodes that the graph `focus` marks, and the triples in `stated`.

    Raises QueryError, and MalformedShapeError.
    """
    marked = f"GRAPH {focus} {{ ?this {FOCUS_NODE} {SUBJECT} }}" if focus else ""
    targets = _targets(ShapesGraph.of(shapes), dataset)
    groups = {kind: f"{marked} {_PATTERNS[kind]} VALUES ?target {{ {' '.join(of)} }}" for kind, of in targets.items()}
    used = {
        shape
        for kind, group in groups.items()
        for row in dataset.select(f"SELECT DISTINCT ?target WHERE {{ {group} }}")
        for shape in targets[kind][str(row["target"])]
    }
    judged = " UNION ".join(f"{{ {group} }}" for group in groups.values()) or "FILTER(false)"
    about = f"GRAPH {stated} {{ ?this ?property ?value }}" if stated else "?this ?property ?value"
    nodes, _ = _count(dataset, f"{marked} {about}")
    _, triples = _count(dataset, about)
    judged_nodes, judged_triples = _count(dataset, f"{{ SELECT DISTINCT ?this WHERE {{ {judged} }} }} {about}")
    unjudged = f"SELECT ?this WHERE {{ {marked} MINUS {{ {judged} }} }} ORDER BY ?this"
    others = (row["this"] for row in dataset.select(unjudged)) if marked else ()
    left = tuple(node for node in others if isinstance(node, NamedNode | BlankNode))
    return Coverage(nodes, triples, judged_nodes, judged_triples, len(used), left)


def _targets(graph: ShapesGraph, dataset: Dataset) -> Targets:
    hierarchy = read_hierarchy(dataset)
    found: Targets = defaultdict(lambda: defaultdict(set))
    for shape in graph.targeted:
        for name in target_classes(shape, hierarchy):
            found["targetClass"][name].add(shape.node)
        for kind, value in shape.targets:
            if kind != "targetClass" and not isinstance(value, BlankNode):
                found[kind][str(value)].add(shape.node)
    return found


def _count(dataset: Dataset, group: str) -> tuple[int, int]:
    text = f"SELECT (COUNT(DISTINCT ?this) AS ?nodes) (COUNT(*) AS ?triples) WHERE {{ {group} }}"
    (row,) = dataset.select(text)
    nodes, triples = row["nodes"], row["triples"]
    return (
        (int(nodes.value), int(triples.value))
        if isinstance(nodes, Literal) and isinstance(triples, Literal)
        else (0, 0)
    )
