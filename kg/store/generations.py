"""Generations: writes a new store beside the current one, and makes it current by one rename."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import filelock

from kg.errors import KgError
from kg.store.manifest import CURRENT, Manifest, read_manifest
from kg.store.writable_store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Generation:
    """A new store; until it is made current, queries use the previous one."""

    name: str
    store: WritableStore
    _folder: Path

    def make_current(self, *, fingerprint: str, version: str, ontology: str) -> Manifest:
        """Close the store and make it the one that queries use. Raises OSError."""
        manifest = Manifest(self.name, fingerprint, version, ontology)
        self.store.close()
        pending = self._folder / f"{CURRENT}.new"
        pending.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        pending.replace(self._folder / CURRENT)
        return manifest


@contextmanager
def new_generation(folder: Path, *, copied: Manifest | None = None) -> Iterator[Generation]:
    """Yield a new store, empty or a copy of the generation `copied`, and remove it unless it was made current.

    If writing fails, the previous store stays current. A copy shares the files that the engine never changes with its
    original. Raises KgError if the disk is full or the folder cannot be written.
    """
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
        raise KgError(f"{folder}: the store cannot be written: {error}", hint="the previous store is kept") from None
    finally:
        current = read_manifest(folder)
        if current is None or current.generation != name:
            _remove(path)


def _copy(source: Path, target: Path) -> None:
    """Copy a database that is not open for writing; its sorted tables never change, so hard links are enough.

    Source: RocksDB, Checkpoints.
    """
    target.mkdir()
    for path in source.iterdir():
        if path.name == "LOCK":
            continue
        if path.suffix == ".sst":
            try:
                os.link(path, target / path.name)
            except OSError:  # a file system without hard links
                shutil.copyfile(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)


def _remove_others(folder: Path, *, keep: Manifest | None) -> None:
    for path in folder.glob("graph-*"):
        if keep is None or path.name != keep.generation:
            _remove(path)


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
