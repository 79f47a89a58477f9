"""docs/python.md: it is what the script makes from the docstrings; its examples, and that of README.md, run."""

from __future__ import annotations

import functools
import io
import re
import runpy
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from kg.graph import Graph

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", DOCS / "python_intro.md"))
EXAMPLES = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGES, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_is_shown(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, output: str
) -> None:
    """Each example runs; if an output follows it, that is what it prints, else it prints something."""
    monkeypatch.setattr(kg, "open", functools.partial(kg.open, graph.project.root, store=graph.project.store))
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "docs/python_intro.md", "exec"), {"__name__": "example"})  # noqa: S102  -- our own examples
    assert printed.getvalue()
    assert output in ("", printed.getvalue())


def test_the_page_is_current() -> None:
    """The page has the docstrings of now; `make docs` writes it."""
    page = runpy.run_path(str(DOCS / "generate.py"))["python_page"]()
    assert page == (DOCS / "python.md").read_text(encoding="utf-8")
