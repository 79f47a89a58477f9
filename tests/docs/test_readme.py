"""Pages written by hand: their commands run as processes and print what is shown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.graph import Graph

ROOT = Path(__file__).parents[2]
PAGES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/tutorial.md", "docs/own_data.md")]


def _blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


# each command with what is shown below it, and the file my.ttl of its page
EXAMPLES = [
    (*part.split("\n", 1), "".join(_blocks(page, "turtle")[:1]))
    for page in PAGES
    for block in _blocks(page, "console")
    for part in block.split("$ ")[1:]
]


def _environment(graph: Graph) -> dict[str, str]:
    places = {"KG_PROJECT": str(graph.project.root), "KG_STORE": str(graph.project.store)}
    return {**os.environ, **places, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize(("command", "shown", "file"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_a_command_prints_what_is_shown(graph: Graph, tmp_path: Path, command: str, shown: str, file: str) -> None:
    """Each command ends with 0 and prints the lines below it; a line `…` matches any lines."""
    (tmp_path / "my.ttl").write_text(file, encoding="utf-8")
    args = shlex.split(command)
    assert "kg" == args[0]
    done = subprocess.run(
        [sys.executable, "-m", *args],
        cwd=tmp_path,
        env=_environment(graph),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # as a terminal shows them
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout
    pattern = "".join(".*" if line == "…" else re.escape(line) + "\n" for line in shown.splitlines())
    assert re.fullmatch(pattern, done.stdout, re.DOTALL), done.stdout


def test_the_example_of_a_saved_query_passes_its_check(graph: Graph, tmp_path: Path) -> None:
    """The query in docs/queries.md satisfies the contract of saved queries."""
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    path = tmp_path / "parts.rq"
    path.write_text(page.split("```sparql\n")[1].split("```")[0], encoding="utf-8")
    view = graph.check_query(path)
    assert view.holds, str(view)


def test_make_targets_exist() -> None:
    """Makefile has the targets that the README names."""
    targets = set(re.findall(r"^make (\w+)", PAGES[0], re.MULTILINE))
    assert {"demo", "test"} == targets
    make = shutil.which("make")
    assert make is not None
    for target in targets:
        subprocess.run([make, "--dry-run", target], cwd=ROOT, check=True, capture_output=True)
