"""What tests share: a tiny project to change at will, the real graph built once, and the folder of the document."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from kg.graph import Graph
from kg.project import find_project

if TYPE_CHECKING:
    from kg.project import Project

ROOT = Path(__file__).parent.parent

# the same examples each time and on each machine; nothing is written into the tree
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "zjkg-hypothesis")
hypothesis.settings.register_profile("zjkg", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("zjkg")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository that holds the source document and the W3C's tests."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing, and CI must hold the data against the document")
        pytest.skip("../shared is not here: the source document is not part of the repository")
    return folder


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A tiny complete project, copied, so that a test may change it."""
    return Path(shutil.copytree(ROOT / "tests" / "mini", tmp_path / "mini"))


@pytest.fixture
def mini_project(mini: Path) -> Project:
    """The tiny project, found."""
    return find_project(mini)


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The real graph, built once for all tests, its store outside the tree."""
    return Graph.open(ROOT, store=tmp_path_factory.mktemp("graph") / "store")
