"""Progress: a step of long work, and how whoever does it tells how far it is."""

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


def silent(_: str) -> AbstractContextManager[object]:
    """Report a step to nobody."""
    return nullcontext()


def teller(tell: object) -> Tell:
    """Return what a step gave to be told how far it is, or what tells nobody."""
    return tell if callable(tell) else lambda *_: None
