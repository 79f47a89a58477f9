"""Reach: the nodes to which edges lead, whatever the number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_Node = TypeVar("_Node")


def transitive_closure(start: _Node, edges: Mapping[_Node, set[_Node]]) -> set[_Node]:
    """Return the nodes that edges lead to from a node; itself only where they lead back."""
    seen: set[_Node] = set()
    waiting = [start]
    while waiting:
        new = edges.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
