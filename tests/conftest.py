"""What tests share: a tiny project to change at will, the real graph built once, and the folder of the document."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from filelock import FileLock
from hypothesis.configuration import set_hypothesis_home_dir

import kg
from kg.project import find_project

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.project import Project

ROOT = Path(__file__).parent.parent

# the same examples each time and on each machine; nothing is written into the tree
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "zjkg-hypothesis")
hypothesis.settings.register_profile("zjkg", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("zjkg")

# a job in the background is started deaf to Ctrl-C, and so would be each command that a test starts
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


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


@pytest.fixture
def annotated(mini: Path) -> Path:
    """A document of two passages, beside the tiny project whose data is made to state them; returns its path."""
    text = "张江在上海。\n管理委员会设在张江，办公室设在上海。\n"
    properties = "passageOf inSection passageId passageKind order paragraphNumber startOffset endOffset sha256".split()
    defined = "".join(f'zj:{name} rdfs:label "{name}"@en .\n' for name in properties)
    with (mini / "ontology" / "mini.ttl").open("a", encoding="utf-8") as file:
        file.write(defined)
    stated = f'<https://w3id.org/zjkg/id/document/notice> zj:sha256 "{_digest(text)}" .\n'
    for number, (start, end) in enumerate(((0, 6), (7, 25)), start=1):
        stated += (
            f"passage:p01s{number} zj:passageOf <https://w3id.org/zjkg/id/document/notice> ; # place and digest\n"
            f'  zj:inSection <https://w3id.org/zjkg/id/section/all> ; zj:passageId "p01s{number}" ;\n'
            f'  zj:passageKind "sentence" ; zj:order {number} ; zj:paragraphNumber {number} ;\n'
            f'  zj:startOffset {start} ; zj:endOffset {end} ; zj:sha256 "{_digest(text[start:end])}" .\n'
        )
    with (mini / "data" / "document.ttl").open("a", encoding="utf-8") as file:
        file.write(stated)
    path = mini.parent / "notice.txt"
    path.write_bytes(text.encode())
    return path


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture(scope="session")
def of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def graph(of_run: Path) -> Graph:
    """The real graph, built once for all tests and workers, its store outside the tree."""
    with FileLock(of_run / "graph.lock"):
        return kg.open(ROOT, store=of_run / "graph")
