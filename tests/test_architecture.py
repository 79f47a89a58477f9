"""The architecture: imports go down, packages form no circle, and each package is used through its `__init__`."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "kg"
# highest first: a package imports from the layers below its own, and from its own as long as there is no circle
LAYERS = (
    "cli __main__",
    "graph __init__",
    "views",
    "build query ask explain validation audit results",
    "sparql owl shacl store remote",
    "project text rdf runtime",
    "errors _version",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
# engines do not know each other, except that all may use the SPARQL reader and remote the store
ENGINES = {(engine, "sparql") for engine in ("owl", "shacl", "store", "remote")} | {("remote", "store")}


def test_imports_go_down_without_a_circle_and_through_the_package() -> None:
    """A unit imports lower units, packages by their exports alone; engines do not know each other."""
    graph: dict[str, set[str]] = {name: set() for name in RANK}
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        nodes = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.ImportFrom)]
        names = {alias.name for node in nodes if node.module == "kg" for alias in node.names}
        names |= {node.module[3:] for node in nodes if node.module and node.module.startswith("kg.")}
        others = {name for name in names if name.split(".")[0] != own}
        assert {name for name in others if "." in name and own != "__main__"} == set(), path
        graph[own] |= {name.split(".")[0] for name in others}
    pairs = {(own, other) for own, others in graph.items() for other in others}
    assert {(own, other) for own, other in pairs if RANK[other] < RANK[own]} == set()
    assert {pair for pair in pairs if set(pair) <= set(LAYERS[4].split())} <= ENGINES
    TopologicalSorter(graph).prepare()  # raises CycleError
