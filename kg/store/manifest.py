"""The manifest: which generation of a store is current, and what it was built from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# to be raised when this version could misread the stores of earlier ones
FORMAT = 1
CURRENT = "CURRENT"


@dataclass(frozen=True)
class Manifest:
    """The folder name of a generation, the digest of the inputs it was built from, and the versions that built it."""

    generation: str
    fingerprint: str
    version: str
    ontology_version: str
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the store in a folder, or None if there is none that this version can read."""
    try:
        manifest = Manifest(**json.loads((folder / CURRENT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return manifest if manifest.format == FORMAT and (folder / manifest.generation).is_dir() else None
