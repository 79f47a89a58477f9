"""Deadlines: a process that ends when its time is up or when it is told to, even in the midst of the engine's code."""

from __future__ import annotations

import math
import os
import select
import signal
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kg.errors import EXIT_INTERRUPTED, EXIT_TIMEOUT, ParameterError, clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from socket import socket

MAX_SECONDS = 1_000_000.0

# Python answers a signal only between two steps of its own; this long it may take to come to one.
_GRACE = 0.3
_DONE = b"\0"  # no signal has the number 0


def read_seconds(text: str) -> float:
    """Return a number of seconds above 0 as a person writes it. Raises ParameterError for anything else."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MAX_SECONDS:
        message = f"{clipped(text)!r} is no time to wait: a number of seconds above 0, at most {MAX_SECONDS:,.0f}"
        raise ParameterError(message, hint="for example: --timeout 5, or --timeout 0.5")
    return seconds


@contextmanager
def time_limit(
    seconds: float | None,
    cleanup: Callable[[], None] = lambda: None,
    *,
    hint: str = "ask for less, or give it longer: --timeout",
) -> Iterator[None]:
    """End the process with exit code 124 if what stands within takes longer; None sets no limit.

    A signal that Python does not come to answer (Ctrl-C, SIGTERM during a long query) ends it with 130. `cleanup` is
    called before either, and removes what is half written. Raises ParameterError for a time that cannot be waited.
    """
    if seconds is not None:
        read_seconds(str(seconds))
    from socket import socketpair  # noqa: PLC0415  -- needed only here; unlike a pipe it can be waited for on Windows

    ours, theirs = socketpair()
    with ours, theirs:
        theirs.settimeout(0)
        watch = _Watch(ours, seconds, cleanup, hint)
        watcher = threading.Thread(target=watch.run, name="deadline", daemon=True)
        # only the main thread receives signals
        receives = threading.current_thread() is threading.main_thread()
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False) if receives else -1
        watcher.start()
        try:
            yield
        finally:
            with watch.ending:  # a watcher that is about to end the process is not overtaken
                watch.done = True
            if receives:
                signal.set_wakeup_fd(before)
            with suppress(BlockingIOError):  # full of signals: the watcher is awake
                theirs.send(_DONE)
            watcher.join()


class _Watch:
    """What the watching thread knows: where signals are told, how long to wait, what to clean up.

    The engine holds no lock of the interpreter while it works, so that this thread runs beside it.
    """

    def __init__(self, told: socket, seconds: float | None, cleanup: Callable[[], None], hint: str) -> None:
        self.done = False
        self.ending = threading.Lock()
        self._told = told
        self._seconds = seconds
        self._end = math.inf if seconds is None else time.monotonic() + seconds
        self._cleanup = cleanup
        self._hint = hint

    def run(self) -> None:
        """Wait until the work is done, the time is up or a signal has gone unanswered."""
        signalled = math.inf
        while not self.done:
            now = time.monotonic()
            if now >= self._end:
                self._stop(EXIT_TIMEOUT, f"stopped after {self._seconds:g} s: the answer is not ready", self._hint)
            elif now >= signalled:
                self._stop(EXIT_INTERRUPTED, "interrupted")
            until = min(self._end, signalled) - now
            ready, _, _ = select.select([self._told], [], [], None if until == math.inf else max(until, 0))
            if ready and self._ends(self._told.recv(4096)):
                signalled = min(signalled, time.monotonic() + _GRACE)

    @staticmethod
    def _ends(numbers: bytes) -> bool:
        """Say whether one of these signals asks the process to end; a resized terminal does not."""
        return not {signal.SIGINT, signal.SIGTERM}.isdisjoint(numbers)

    def _stop(self, code: int, message: str, hint: str = "") -> None:
        with self.ending:
            if self.done:
                return
            try:
                with suppress(Exception):  # whatever fails, the process ends in time
                    self._cleanup()
                # past the buffers of Python, whose locks the work may hold
                text = f"kg: {message}\n" + (f"    {hint}\n" if hint else "")
                os.write(2, text.encode())
            finally:
                os._exit(code)
