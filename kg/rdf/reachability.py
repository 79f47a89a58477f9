"""Reachability in a graph of nodes and directed edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_Node = TypeVar("_Node")


def transitive_closure(start: _Node, edges: Mapping[_Node, set[_Node]]) -> set[_Node]:
    """Return the nodes reachable from a node in one or more steps; the node itself only if it is on a cycle."""
    seen: set[_Node] = set()
    waiting = [start]
    while waiting:
        new = edges.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
