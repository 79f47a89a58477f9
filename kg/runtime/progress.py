"""Progress: where long work reports its steps, how far it is, and its warnings."""

from __future__ import annotations

import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


class Reporter:
    """Receives the progress of long work and ignores it; an interface overrides what it shows."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def step(self, name: str) -> AbstractContextManager[None]:
        """Return a context that lasts as long as the step `name`."""
        del name
        return nullcontext()

    def advance(self, done: int, total: int | None = None, item: str = "") -> None:
        """Report that `done` of `total` units of the current step are done (None: unknown) and which `item` is next."""

    def warn(self, message: str) -> None:
        """Report a fault that did not stop the work."""


SILENT = Reporter()


class Timer(Reporter):
    """Passes progress on to another reporter, and measures the steps: `seconds` has the time of each by its name."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step. A step that is not completed has no time."""
        start = time.monotonic()
        with self._reporter.step(name):
            yield
        self.seconds[name] = time.monotonic() - start

    def advance(self, done: int, total: int | None = None, item: str = "") -> None:
        """Pass progress on."""
        self._reporter.advance(done, total, item)

    def warn(self, message: str) -> None:
        """Pass a warning on."""
        self._reporter.warn(message)
