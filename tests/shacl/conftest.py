"""Makes the module `reports` importable, and silences rdflib."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# pytest imports tests by path and does not add their folder to the import path
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Disable the log messages of rdflib about ill-formed literals."""
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    yield
    logger.disabled = False
