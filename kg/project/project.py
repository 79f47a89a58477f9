"""Finds a project: a folder with ontology, data, shapes and queries, and the folder of its store."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import lazy_loader

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT = ("ontology", "data", "shapes", "queries")
_INPUTS = ("ontology/**/*.ttl", "data/**/*.ttl", "data/**/*.trig", "data/**/*.nq", "shapes/**/*.ttl", "shapes/**/*.rq")
_LARGE = 50_000_000  # bytes of data, about 250,000 triples
# only an installed graph needs it
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

    def inputs(self) -> list[Path]:
        """Return every file that a build reads, in a fixed order."""
        return sorted(path for pattern in _INPUTS for path in self.root.glob(pattern))

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each input, by its path from the project's folder, in a fixed order."""
        digests = {}
        for path in self.inputs():
            with path.open("rb") as file:
                digests[path.relative_to(self.root).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
        return digests

    def fingerprint(self, digests: Mapping[str, str] | None = None) -> str:
        """Return the SHA-256 of the names and bytes of all inputs: equal inputs have equal builds."""
        digest = hashlib.sha256()
        for name, own in (self.digests() if digests is None else digests).items():
            digest.update(name.encode() + b"\0" + bytes.fromhex(own))
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
    caches: Path = platformdirs.user_cache_path("zjkg")
    return caches / hashlib.sha256(str(root).encode()).hexdigest()[:16]
