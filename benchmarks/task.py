"""The argument and the result of a peer's function: inputs, a clock, and the report of what it did."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paths import Inputs

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Outcome:
    """The number of triples, findings or rows of a job; and the peak memory if another process did the work."""

    count: int
    peak_mb: float | None = None


@dataclass
class Item:
    """A part of a job that is timed separately."""

    count: int = 0


@dataclass
class Task:
    """The argument of a peer's function: its inputs, and a clock that separates the work from the reading of files."""

    job: dict[str, Any]
    inputs: Inputs
    root: Path = HERE.parent
    skip: frozenset[str] = frozenset()
    limit: float = 30.0
    begun: float = field(default_factory=time.perf_counter)
    ended: float | None = None

    def work(self) -> None:
        """Record that all files are read and the work begins."""
        self.begun = time.perf_counter()

    def done(self) -> None:
        """Record that the work has ended."""
        self.ended = time.perf_counter()

    def items(self, texts: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the items that are not to be skipped."""
        for name, text in texts.items():
            if name not in self.skip:
                yield name, text

    @contextmanager
    def item(self, name: str) -> Iterator[Item]:
        """Time one item and report it; if it fails, report its error and continue."""
        report(begin=name)
        item, start = Item(), time.perf_counter()
        try:
            yield item
        except Exception as error:  # noqa: BLE001  -- a peer may fail in any way at a query
            report(item=name, error=f"{type(error).__name__}: {error}"[:200])
        else:
            report(item=name, seconds=time.perf_counter() - start, count=item.count)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Open a folder on the disk of the inputs, which is removed afterwards."""
        with tempfile.TemporaryDirectory(dir=self.inputs.folder, ignore_cleanup_errors=True) as name:
            yield Path(name)


def report(**fields: object) -> None:
    """Write one line to the runner."""
    print(json.dumps(fields), flush=True)
