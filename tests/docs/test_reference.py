"""The reference: its pages are what the help, the docstrings and the commands give now."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kg.graph import Graph

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```python\n(import.*?)```", (ROOT / "docs" / "python_intro.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture
def generate(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that makes the pages, on the graph of all tests."""
    monkeypatch.setenv("KG_PROJECT", str(graph.project.root))
    monkeypatch.setenv("KG_STORE", str(graph.project.store))
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_of_the_commands_are_current(generate: Any) -> None:
    """Each command has its page, with its options and the output of its examples: write them with `make docs`."""
    pages = dict(generate.command_pages())
    assert {path.stem for path in (ROOT / "docs" / "commands").glob("*.md")} == set(pages)
    for name, page in pages.items():
        assert (ROOT / "docs" / "commands" / f"{name}.md").read_text(encoding="utf-8") == page, name


def test_the_page_of_the_python_interface_is_current(generate: Any) -> None:
    """The page has the docstrings as they are: write it with `make docs`."""
    assert (ROOT / "docs" / "python.md").read_text(encoding="utf-8") == generate.python_page()


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_in_python_runs(graph: Graph, tmp_path: Path, code: str) -> None:
    """Each example of the introduction runs and prints something."""
    places = {"KG_PROJECT": str(graph.project.root), "KG_STORE": str(graph.project.store), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout
