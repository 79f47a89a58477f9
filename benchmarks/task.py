"""What a peer's function is given and gives back: its inputs, a clock, and a way to tell of what it did."""

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
    """How many triples, findings or rows a job came to; and the peak memory where another process did the work."""

    count: int
    peak_mb: float | None = None


@dataclass
class Item:
    """One of the things that a job does, timed by itself."""

    count: int = 0


@dataclass
class Task:
    """What a peer's function is given: its inputs, and a clock to tell the reading of files from the work."""

    job: dict[str, Any]
    inputs: Inputs
    root: Path = HERE.parent
    skip: frozenset[str] = frozenset()
    limit: float = 30.0
    begun: float = field(default_factory=time.perf_counter)
    ended: float | None = None

    def work(self) -> None:
        """Say that all is read and the work itself begins."""
        self.begun = time.perf_counter()

    def done(self) -> None:
        """Say that the work has ended."""
        self.ended = time.perf_counter()

    def items(self, texts: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Yield what is still to be done, telling the name of each before it."""
        for name, text in texts.items():
            if name not in self.skip:
                yield name, text

    @contextmanager
    def item(self, name: str) -> Iterator[Item]:
        """Time one thing; one that fails is told with its error, and the next one follows."""
        tell(begin=name)
        item, start = Item(), time.perf_counter()
        try:
            yield item
        except Exception as error:  # noqa: BLE001  -- a peer may fail in any way at a query
            tell(item=name, error=f"{type(error).__name__}: {error}"[:200])
        else:
            tell(item=name, seconds=time.perf_counter() - start, count=item.count)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a folder on the disk of the inputs, removed afterwards."""
        with tempfile.TemporaryDirectory(dir=self.inputs.folder, ignore_cleanup_errors=True) as name:
            yield Path(name)


def tell(**fields: object) -> None:
    """Write one line to the runner."""
    print(json.dumps(fields), flush=True)
