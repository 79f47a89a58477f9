"""The command as a user runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


class Run(Protocol):
    """Run `kg` with arguments and return how it ended."""

    def __call__(
        self, *args: str, cwd: Path | None = None, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `kg` in an empty folder unless told where."""

    def call(
        *args: str, cwd: Path | None = None, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "kg", *args]
        everything = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "100", **env}
        return subprocess.run(
            command,
            cwd=cwd or tmp_path,
            env=everything,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    return call


@pytest.fixture
def real(run: Run, graph: Graph) -> Run:
    """Run `kg` on the real graph, built once for all tests."""

    def call(
        *args: str, cwd: Path | None = None, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        here = {"KG_PROJECT": str(graph.project.root), "KG_STORE": str(graph.project.store)}
        return run(*args, cwd=cwd, stdin=stdin, **here, **env)

    return call
