"""Atomic files: new content replaces a file only when it is complete."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REMEDY = "name a file in a folder that exists and that you may write to"


@contextmanager
def atomic_write(path: Path, *, hint: str = _REMEDY) -> Iterator[BinaryIO]:
    """Open a file for new content, which replaces `path` at the end of the context; after an error `path` is unchanged.

    A link stays a link. Raises KgError, with the hint, if the path cannot be written.
    """
    pending: Path | None = None
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise KgError(f"{path} is {'a folder' if target.is_dir() else 'not a file'}", hint="name a file")
        pending = pending_path(target)
        with pending.open("wb") as file:
            yield file
        pending.replace(target)
    except OSError as error:
        raise KgError(f"{path} cannot be written: {error.strerror or error}", hint=hint) from None
    finally:
        if pending:
            with suppress(OSError):
                pending.unlink(missing_ok=True)


def pending_path(target: Path) -> Path:
    """Return the hidden file beside a file that has its new content until it is complete; one per process."""
    return target.with_name(f".{target.name}.{os.getpid()}")
