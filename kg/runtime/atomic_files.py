"""Files written whole: what stood at a path stays until all of the new content is there."""

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
    """Give a file to write that takes the place of `path` once it is left; an error on the way leaves `path` as it was.

    A link stays a link. Raises KgError, with the hint, if the path cannot be written.
    """
    pending: Path | None = None
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise KgError(f"{path} is {'a folder' if target.is_dir() else 'no file'}", hint="name a file")
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
    """Return where the new content of a file lies until it is whole: beside it, hidden, by this process."""
    return target.with_name(f".{target.name}.{os.getpid()}")
