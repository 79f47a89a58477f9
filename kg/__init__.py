"""A policy document that you can query.

The package does what the command `kg` does:

>>> import kg
>>> graph = kg.open()                                        # built first if an input changed
>>> for row in graph.query("policy_documents", issuer="国务院"):
...     print(row["policy"])
>>> print(graph.show("张江科学城"))
>>> graph.export("zhangjiang.ttl", graph="asserted")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

from kg._version import __version__
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph import Graph, infer
    from kg.opening import connect, open  # noqa: A004  -- as in gzip.open
    from kg.query import Value

# `import kg` loads neither an engine nor an interface
__getattr__, _, _ = lazy_loader.attach(
    __name__, submod_attrs={"graph": ["Graph", "infer"], "opening": ["connect", "open"], "query": ["Value"]}
)

__all__ = ["Graph", "KgError", "Value", "__version__", "connect", "infer", "open"]
