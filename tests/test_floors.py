"""The floors of the design: imports go down, and each engine's library is known to one module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"

# lowest first; within a floor, a module may import only those named before it
FLOORS = (
    (
        "errors",
        "terms",
        "service",
        "project",
        "files",
        "progress",
        "reach",
        "rdf",
        "nquads",
        "header",
        "sparql",
        "parameters",
        "numerals",
        "dates",
        "words",
        "deadline",
    ),
    ("ontology", "data", "shapes", "queries", "asks", "document"),
    ("store", "second_engine", "infer", "validate", "remote", "results"),
    (
        "passages evidence axioms rules derivation audit texts"
        " server closure report changes update build entity answer choices charts contract support whynot export info"
        " naming explanations why paths ask graph"
    ).split(),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(FLOORS) for name in names}
ORDER = {name: place for place, name in enumerate(name for names in FLOORS for name in names)}
STRANGERS = (1, 2)  # readers and engines do not know their siblings
KEEPERS = {
    "owlrl": {"infer"},
    "pyshacl": {"validate"},
    "httpx": {"remote"},
    "click": {"cli"},
    "rich": {"cli", "results"},
    "rjieba": {"words"},
    "jinja2": {"audit"},
    "rapidfuzz": {"ask"},
    "matplotlib": {"charts"},
    "xlsxwriter": {"results"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            found |= {f"kg.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_every_module_has_its_floor() -> None:
    """No module stands outside the house."""
    assert {_name(path) for path in MODULES} - {"__init__"} == set(RANK)


@pytest.mark.parametrize("path", [path for path in MODULES if _name(path) != "__init__"], ids=_name)
def test_imports_go_down(path: Path) -> None:
    """A module imports from lower floors, and from its own only what stands before it."""
    own = _name(path)
    inner = {each.split(".")[1] for each in _imports(path) if each.startswith("kg.")} - {"__version__", own}
    upward = {each for each in inner if RANK[each] > RANK[own]}
    later = {each for each in inner if RANK[each] == RANK[own] and ORDER[each] > ORDER[own]}
    siblings = {each for each in inner if RANK[each] == RANK[own] and RANK[own] in STRANGERS}
    assert (set(), set(), set()) == (upward, later, siblings)


@pytest.mark.parametrize("library", sorted(KEEPERS))
def test_a_library_has_one_keeper(library: str) -> None:
    """What a library does is asked of one module, so that it can be changed there."""
    users = {_name(path) for path in MODULES if library in {each.split(".")[0] for each in _imports(path)}}
    assert users <= KEEPERS[library]


def test_only_the_store_knows_the_store() -> None:
    """Oxigraph's Store is used in kg.store alone."""
    users = {_name(path) for path in MODULES if "Store(" in path.read_text().replace("TripleStore", "")}
    assert {"store"} == users


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file has at most 300 lines, a function at most 40 without its docstring."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lines = (node.end_lineno or 0) - node.lineno - docstring.count("\n")
            assert lines <= 45, node.name
