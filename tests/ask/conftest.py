"""What tests of questions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.ask.answering import Asker
from kg.ask.lexicon import read_lexicon

if TYPE_CHECKING:
    from kg.graph import Graph


@pytest.fixture(scope="session")
def asker(graph: Graph) -> Asker:
    """The asker on the real graph."""
    return Asker(graph.store, graph.queries(), read_lexicon(graph.project.queries))
