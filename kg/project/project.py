"""Finds a project: a folder with ontology, data, shapes and queries, and the folder of its store."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import lazy_loader

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT = ("ontology", "data", "shapes", "queries")
# folder: the suffixes of the files in it that a build reads
_INPUTS = {"ontology": (".ttl",), "data": (".ttl", ".trig", ".nq"), "shapes": (".ttl", ".rq")}
_LARGE = 50_000_000  # bytes of data, about 250,000 triples
# takes longer to load than a query, and only systems other than Linux need it
platformdirs = lazy_loader.load("platformdirs")
_PACKAGED = Path(__file__).parents[1] / "content"


@dataclass(frozen=True)
class Project:
    """The folders of a graph's content and of its store."""

    root: Path
    store: Path

    @property
    def ontology(self) -> Path:
        """The folder of the ontology."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The folder of passages, facts, background and alignment."""
        return self.root / "data"

    @property
    def shapes(self) -> Path:
        """The folder of shapes and checks."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The folder of saved queries."""
        return self.root / "queries"

    @property
    def headers(self) -> Path:
        """The file that keeps the parsed headers of saved queries, beside the store."""
        return self.store / "headers.json"

    def inputs(self) -> list[str]:
        """Return the path of every file that a build reads, from the project's folder, in a fixed order."""
        paths: list[str] = []
        for folder, suffixes in _INPUTS.items():
            for directory, _, names in os.walk(self.root / folder):
                place = Path(directory).relative_to(self.root).as_posix()
                paths += [f"{place}/{name}" for name in names if name.endswith(suffixes)]
        return sorted(paths, key=lambda path: path.split("/"))

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each input, by its path from the project's folder, in a fixed order."""
        digests = {}
        for path in self.inputs():
            with (self.root / path).open("rb", buffering=0) as file:
                digests[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return digests

    def fingerprint(self, digests: Mapping[str, str] | None = None) -> str:
        """Return the SHA-256 of the names and bytes of all inputs: equal inputs have equal builds."""
        digest = hashlib.sha256()
        for path, content in (self.digests() if digests is None else digests).items():
            digest.update(path.encode() + b"\0" + bytes.fromhex(content))
        return digest.hexdigest()

    @property
    def is_large(self) -> bool:
        """Whether the data is too large to be built in memory."""
        return sum(path.stat().st_size for path in self.data.rglob("*") if path.is_file()) > _LARGE

    def relative(self, path: Path) -> str:
        """Return a path relative to the project's folder, or unchanged if it is not in the folder."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def find_project(directory: Path | None = None, store: Path | None = None) -> Project:
    """Find the project to work on.

    Without a directory this is the current folder or the nearest parent that has the folders of a project, else the
    graph of the package. Raises KgError if `directory` is not a project.
    """
    if directory is not None:
        root = directory.resolve()
        if missing := [name for name in CONTENT if not (root / name).is_dir()]:
            message = f"{directory} is not a project: it has no {', '.join(f'{name}/' for name in missing)}"
            raise KgError(message, hint="name a folder that has " + ", ".join(f"{name}/" for name in CONTENT))
    else:
        root = _nearest(Path.cwd()) or _packaged()
    return Project(root=root, store=(store or _default_store(root)).resolve())


def _nearest(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if all((folder / name).is_dir() for name in CONTENT):
            return folder.resolve()
    return None


def _packaged() -> Path:
    beside = Path(__file__).resolve().parents[2]
    for root in (_PACKAGED, beside):
        if (root / "ontology").is_dir():
            return root
    raise KgError(
        "no project here, and no packaged graph in this installation",
        hint="name one with --project DIR",
    )


def _default_store(root: Path) -> Path:
    if root != _PACKAGED and os.access(root, os.W_OK):
        return root / "build" / "store"
    return _cache_folder() / "zjkg" / hashlib.sha256(str(root).encode()).hexdigest()[:16]


def _cache_folder() -> Path:
    """Return the user's folder for caches. Source: XDG Base Directory Specification."""
    if "linux" in sys.platform:
        folders = Path(os.environ.get("XDG_CACHE_HOME", "")), Path(os.environ.get("HOME", "")) / ".cache"
        if absolute := [folder for folder in folders if folder.is_absolute()]:
            return absolute[0]
    caches: Path = platformdirs.user_cache_path()
    return caches
