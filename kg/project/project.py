"""The project: a folder with ontology, data, shapes and queries, and the folder of its store."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT = ("ontology", "data", "shapes", "queries")
# folder: the suffixes of the files in it that a build reads
_INPUTS = {"ontology": (".ttl",), "data": (".ttl", ".trig", ".nq"), "shapes": (".ttl", ".rq")}
# bytes of data, some 250,000 triples
_LARGE = 50_000_000
_PACKAGED = Path(__file__).parents[1] / "content"


@dataclass(frozen=True)
class Project:
    """A graph's content folders and its store."""

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
        """The file with the parsed headers of saved queries, beside the store."""
        return self.store / "headers.json"

    @property
    def check_headers(self) -> Path:
        """The file with the parsed headers of checks, beside the store."""
        return self.store / "checks.json"

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
        """Return the SHA-256 over the names and bytes of all inputs: equal inputs, equal build."""
        digest = hashlib.sha256()
        for path, content in (self.digests() if digests is None else digests).items():
            digest.update(path.encode() + b"\0" + bytes.fromhex(content))
        return digest.hexdigest()

    @property
    def is_large(self) -> bool:
        """Whether the data is too large to be built in memory."""
        return sum(path.stat().st_size for path in self.data.rglob("*") if path.is_file()) > _LARGE

    def relative(self, path: Path) -> str:
        """Return a path relative to the project's folder, if it is there."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def find_project(directory: Path | None = None, store: Path | None = None) -> Project:
    """Find the project to work on.

    Without a directory it is the nearest folder upwards that holds ontology/ and data/, else the graph that the
    package ships. Raises KgError if a named directory is no project.
    """
    if directory is not None:
        root = directory.resolve()
        if missing := [name for name in CONTENT if not (root / name).is_dir()]:
            message = f"{directory} is no project: it has no {', '.join(f'{name}/' for name in missing)}"
            raise KgError(message, hint="name a folder that holds " + ", ".join(f"{name}/" for name in CONTENT))
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
    raise KgError("no project here, and none ships with this installation", hint="name one with --project DIR")


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
    import platformdirs  # noqa: PLC0415  -- takes longer to load than a query, and only other systems need it

    return platformdirs.user_cache_path()
