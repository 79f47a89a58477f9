"""Progress: where long work reports its steps, how far it is, and its warnings."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    # entered by name while a step runs; it may give a Tell
    Step = Callable[[str], AbstractContextManager[object]]
    # how much is done, of how much if that is known, and what is next
    Tell = Callable[[int, int | None, str], None]


class Reporter:
    """Receives the progress of long work and ignores it; an interface overrides what it shows."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """Return a context that lasts as long as the step `name`."""
        del name
        return nullcontext()

    def advance(self, done: int, total: int | None = None, item: str = "") -> None:
        """Report that `done` of `total` units of the current step are done (None: unknown) and which `item` is next."""

    def warn(self, message: str) -> None:
        """Report a fault that did not stop the work."""


SILENT = Reporter()


def silent(_: str) -> AbstractContextManager[object]:
    """Report a step to nobody."""
    return nullcontext()


def teller(tell: object) -> Tell:
    """Return what a step gave to be told how far it is, or what tells nobody."""
    return tell if callable(tell) else lambda *_: None
