"""Counts of a graph: entities by class, triples by named graph, and the versions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.build.sentences import sentence
from kg.project import PASSAGE
from kg.rdf import ID, TYPE, ZJ, is_passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.build.source import GraphSource
    from kg.rdf import Dataset
    from kg.store import Manifest


@dataclass(frozen=True)
class Info:
    """Counts and versions of a built graph; `attached` is the number of passages with a sentence."""

    classes: Mapping[str, int]
    graphs: Mapping[str, int]
    triples: int
    passages: int
    attached: int
    manifest: Manifest


def count_graph(source: GraphSource) -> Info:
    """Count a graph: entities by class (the inferred types included), triples by graph, different triples in all."""
    store = source.store
    classes = {name: number for name, number in _counts(store, "?s a ?name") if name.startswith(ZJ)}
    graphs: Counter[str] = Counter()
    for graph, number in _counts(store, "GRAPH ?name { ?s ?p ?o }"):
        graphs["passages" if is_passage(NamedNode(graph)) else graph.removeprefix(f"{ID}graph/")] += number
    nodes = (triple.subject for triple in store.triples(None, TYPE, PASSAGE))
    passages = [node for node in nodes if isinstance(node, NamedNode)]
    return Info(
        classes=dict(sorted(classes.items(), key=lambda pair: (-pair[1], pair[0]))),
        graphs=dict(sorted(graphs.items())),
        triples=next(number for _, number in _counts(store, "?s ?p ?o", grouped=False)),
        passages=len(passages),
        attached=sum(
            isinstance(node, NamedNode) and sentence(store, source.texts, node) is not None for node in passages
        ),
        manifest=source.manifest,
    )


def _counts(store: Dataset, pattern: str, *, grouped: bool = True) -> Iterator[tuple[str, int]]:
    """Yield the number of solutions of a pattern for each ?name, or for all."""
    name, grouping = ("?name", "GROUP BY ?name") if grouped else ("", "")
    for row in store.select(f"SELECT {name} (COUNT(*) AS ?number) WHERE {{ {pattern} }} {grouping}"):
        number = row["number"]
        if isinstance(number, Literal):
            yield getattr(row.get("name"), "value", ""), int(number.value)
