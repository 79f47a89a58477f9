"""What tests of questions share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from kg.ask.answering import Asker
from kg.ask.lexicon import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ask.lexicon import Lexicon
    from kg.graph import Graph
    from kg.query.saved_queries import SavedQuery
    from kg.rdf.dataset import Dataset


class Remembering(Asker):
    """An asker that understands the same question once: many tests ask the same ones."""

    def __init__(self, store: Dataset, queries: Sequence[SavedQuery], lexicon: Lexicon) -> None:
        super().__init__(store, queries, lexicon)
        self.ask = cache(super().ask)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def asker(graph: Graph) -> Asker:
    """What understands questions on the real graph."""
    return Remembering(graph.store, graph.queries(), read_lexicon(graph.project.queries))
