"""All pages: the links and the paths that they name lead to something."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# python_intro.md is a part of python.md
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")} - {ROOT / "docs" / "python_intro.md"})
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
# a path in the repository: `kg/rdf/terms.py`, `ontology/`; capitals and braces stand for names that differ
PATH = re.compile(r"`((?:\.ci|benchmarks|data|docs|kg|ontology|queries|shapes|tests)/[a-z0-9_./-]*)`")
CODE = re.compile(r"```.*?```", re.DOTALL)


@cache
def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page, as GitHub names them: a repeated heading has a number."""
    anchors: dict[str, int] = {}
    for heading in re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        anchors[name] = anchors.get(name, -1) + 1
    return {name if not number else f"{name}-{number}" for name, last in anchors.items() for number in range(last + 1)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_paths_exist(page: Path) -> None:
    """A relative link leads to a file and one of its headings; a path in code exists."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [((page.parent / path).resolve() if path else page, anchor) for path, anchor in LINK.findall(text)]
    assert [str(target) for target, _ in targets if not target.exists()] == []
    assert [(str(target), anchor) for target, anchor in targets if anchor and anchor not in _anchors(target)] == []
    if page.name != "CHANGELOG.md":  # names what was
        assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []
