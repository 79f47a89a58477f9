"""The code: each library is used by one package, and files and functions stay small."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
KEEPERS = {
    "charset_normalizer": {"project"},
    "click": {"cli"},
    "filelock": {"store"},
    "httpx": {"remote"},
    "jinja2": {"audit"},
    "matplotlib": {"results"},
    "owlrl": {"owl"},
    "pyshacl": {"shacl"},
    "rapidfuzz": {"ask", "validation"},
    "rich": {"cli", "results"},
    "rjieba": {"text"},
    "xlsxwriter": {"results"},
    "yaml": {"project", "ask"},
}


@cache
def _libraries(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def _unit(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("library", sorted(KEEPERS))
def test_a_library_is_used_by_one_package(library: str) -> None:
    """A library can be replaced by changing one package."""
    users = {_unit(path) for path in MODULES if library in _libraries(path)}
    assert users <= KEEPERS[library]


def test_only_the_store_package_uses_the_store_of_oxigraph() -> None:
    """Oxigraph's Store is used in kg.store alone."""
    users = {_unit(path) for path in MODULES if "Store(" in path.read_text().replace("TripleStore", "")}
    assert {"store"} == users


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file has at most 300 lines, a function at most 40 without its docstring."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lines = (node.end_lineno or 0) - node.lineno - docstring.count("\n")
            assert lines <= 40, node.name


def test_what_a_package_exports_exists() -> None:
    """Each name in the `__init__.pyi` of a package can be imported from it."""
    for stub in sorted(PACKAGE.glob("*/__init__.pyi")):
        package = __import__(f"kg.{stub.parent.name}", fromlist=["*"])
        for node in ast.parse(stub.read_text(encoding="utf-8")).body:
            assert isinstance(node, ast.ImportFrom)
            missing = [alias.name for alias in node.names if not hasattr(package, alias.name)]
            assert missing == [], stub.parent.name
