"""A policy document that you can query.

The package does what the command `kg` does:

>>> import kg
>>> graph = kg.open()                                        # built first if an input changed
>>> for row in graph.query("policy_documents", issuer="国务院"):
...     print(row["policy"])
>>> graph.show("张江科学城").facts
>>> graph.export(fmt="turtle", graph="asserted")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg._version import __version__
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

__all__ = ["KgError", "__version__", "open"]


def open(directory: Path | None = None, *, store: Path | None = None) -> Graph:  # noqa: A001  -- as in gzip.open
    """Open the graph of a project: the one in `directory`, else the nearest upwards, else the one that ships.

    Raises KgError if there is none, or it cannot be built.
    """
    from kg.graph import Graph  # noqa: PLC0415  -- `import kg` costs nothing until a graph is opened

    return Graph.open(directory, store=store)
