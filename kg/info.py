"""What a graph holds: how many entities of each class, how many triples in each graph, and which versions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.evidence import is_passage
from kg.passages import PASSAGE
from kg.terms import ID, TYPE, ZJ
from kg.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.service import Queryable
    from kg.store import Manifest


@dataclass(frozen=True)
class Info:
    """Counts and versions of a built graph; `attached` counts the passages whose text is at hand."""

    classes: Mapping[str, int]
    graphs: Mapping[str, int]
    triples: int
    passages: int
    attached: int
    manifest: Manifest


def info(store: Queryable, manifest: Manifest, texts: Mapping[str, str]) -> Info:
    """Count a store: entities by class (the inferred types included), triples by graph, different triples in all.

    `texts` are those attached, by SHA-256.
    """
    classes: Counter[str] = Counter()
    for triple in store.triples(None, TYPE):
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(ZJ):
            classes[triple.object.value] += 1
    graphs: Counter[str] = Counter()
    for graph in store.graphs():
        name = "passages" if is_passage(graph) else graph.value.removeprefix(f"{ID}graph/")
        graphs[name] += sum(1 for _ in store.quads(graph=graph))
    total = sum(1 for _ in store.triples())
    passages = [triple.subject for triple in store.triples(None, TYPE, PASSAGE)]
    return Info(
        classes=dict(classes.most_common()),
        graphs=dict(sorted(graphs.items())),
        triples=total,
        passages=len(passages),
        attached=sum(isinstance(node, NamedNode) and text(store, texts, node) is not None for node in passages),
        manifest=manifest,
    )
