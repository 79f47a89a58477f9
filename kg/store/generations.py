"""Generations: the stores in a folder, each written once beside the one before, made current with one rename."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.store.writable_store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Raised whenever a store written before could be misread by the code after.
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a store holds: the generation it lies in, the inputs it was built from, and the versions that built it."""

    generation: str
    fingerprint: str
    version: str
    ontology_version: str
    format: int = FORMAT


@dataclass(frozen=True)
class Generation:
    """A store that is being written; until it is made current, the one before answers."""

    name: str
    workspace: WritableStore
    _folder: Path

    def make_current(self, *, fingerprint: str, version: str, ontology: str) -> Manifest:
        """Close the store and let it answer from now on. Raises OSError."""
        manifest = Manifest(self.name, fingerprint, version, ontology)
        self.workspace.close()
        pending = self._folder / "CURRENT.new"
        pending.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        pending.replace(self._folder / "CURRENT")
        return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the store in a folder, or None if there is none that this version can read."""
    try:
        fields: dict[str, Any] = json.loads((folder / "CURRENT").read_text(encoding="utf-8"))
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError):
        return None
    return manifest if manifest.format == FORMAT and (folder / manifest.generation).is_dir() else None


@contextmanager
def new_generation(folder: Path, *, copied: Manifest | None = None) -> Iterator[Generation]:
    """Give a new store to write, empty or a copy of another one, and remove it unless it was made current.

    Whatever stops the writing, the old store answers. A copy shares with its original the files that the engine never
    changes. Raises KgError if the disk is full or the folder cannot be written.
    """
    import uuid  # noqa: PLC0415  -- only a build writes

    import filelock  # noqa: PLC0415

    name = f"graph-{uuid.uuid4().hex[:12]}"
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / "LOCK"):
            _remove_others(folder, keep=read_manifest(folder))
            if copied is not None:
                _copy(folder / copied.generation, path)
            yield Generation(name, WritableStore.on_disk(path), folder)
    except OSError as error:
        raise KgError(f"{folder}: the store cannot be written: {error}", hint="the store from before is kept") from None
    finally:
        current = read_manifest(folder)
        if current is None or current.generation != name:
            _remove(path)


def _copy(source: Path, target: Path) -> None:
    """Copy a database that nobody writes to; sorted tables are never changed, so that a second name for them is enough.

    Source: RocksDB, Checkpoints.
    """
    import os  # noqa: PLC0415
    import shutil  # noqa: PLC0415

    target.mkdir()
    for each in source.iterdir():
        if each.name == "LOCK":
            continue
        if each.suffix == ".sst":
            try:
                os.link(each, target / each.name)
            except OSError:  # a file system without links
                shutil.copyfile(each, target / each.name)
        else:
            shutil.copyfile(each, target / each.name)


def _remove_others(folder: Path, *, keep: Manifest | None) -> None:
    for path in folder.glob("graph-*"):
        if keep is None or path.name != keep.generation:
            _remove(path)


def _remove(path: Path) -> None:
    import shutil  # noqa: PLC0415  -- only a build removes

    shutil.rmtree(path, ignore_errors=True)
