"""The tests of validation share the module `reports`, which stands beside them."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# pytest imports tests by path, and puts no folder on the path itself
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Keep rdflib from printing each literal that is none of its datatype."""
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    yield
    logger.disabled = False
