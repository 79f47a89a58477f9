"""Deadlines: ends the process when its time is up or it is interrupted, even while native code runs."""

from __future__ import annotations

import math
import os
import select
import signal
import threading
import time
from contextlib import contextmanager, suppress
from io import FileIO
from typing import TYPE_CHECKING

from kg.errors import EXIT_INTERRUPTED, EXIT_TIMEOUT, ParameterError, clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import RawIOBase

MAX_SECONDS = 1_000_000.0

# seconds that Python has to handle a signal by itself, which it does only between its own instructions
_GRACE = 0.3
_DONE = b"\0"  # no signal has the number 0


def read_seconds(text: str) -> float:
    """Return a number of seconds above 0, given as text. Raises ParameterError for anything else."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MAX_SECONDS:
        message = f"invalid timeout {clipped(text)!r}: it is a number of seconds above 0, at most {MAX_SECONDS:,.0f}"
        raise ParameterError(message, hint="for example: --timeout 5, or --timeout 0.5")
    return seconds


@contextmanager
def time_limit(
    seconds: float | None,
    cleanup: Callable[[], None] = lambda: None,
    *,
    hint: str = "simplify the query, or allow more time: --timeout",
) -> Iterator[None]:
    """End the process with exit code 124 if the context takes longer than `seconds`; None sets no limit.

    A signal that Python cannot handle (Ctrl-C or SIGTERM during a long query) ends the process with 130. `cleanup` is
    called before either, to remove incomplete files. Raises ParameterError for an invalid number of seconds.
    """
    if seconds is not None:
        read_seconds(str(seconds))
    ours, theirs = _channel()
    with ours, theirs:
        watch = _Watch(ours, seconds, cleanup, hint)
        watcher = threading.Thread(target=watch.run, name="deadline", daemon=True)
        # only the main thread receives signals
        receives = threading.current_thread() is threading.main_thread()
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False) if receives else -1
        watcher.start()
        try:
            yield
        finally:
            with watch.ending:  # do not continue while the watcher ends the process
                watch.done = True
            if receives:
                signal.set_wakeup_fd(before)
            theirs.write(_DONE)  # writes nothing if the channel is full: then the watcher is awake
            watcher.join()


def _channel() -> tuple[RawIOBase, RawIOBase]:
    """Return the end to read from and the end to write to, without waiting, of a pipe; on Windows of two sockets."""
    if os.name == "nt":  # `select` takes no pipes there
        from socket import socketpair  # noqa: PLC0415  -- takes longer to load than a query

        source, target = socketpair()
        target.setblocking(False)  # noqa: FBT003
        with source, target:
            return source.makefile("rb", 0), target.makefile("wb", 0)
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    return FileIO(readable, "r"), FileIO(writable, "w")


class _Watch:
    """The watching thread: receives the numbers of signals, and ends the process.

    The engine releases the interpreter's lock while it works, so that this thread can run.
    """

    def __init__(self, signals: RawIOBase, seconds: float | None, cleanup: Callable[[], None], hint: str) -> None:
        self.done = False
        self.ending = threading.Lock()
        self._signals = signals
        self._seconds = seconds
        self._end = math.inf if seconds is None else time.monotonic() + seconds
        self._cleanup = cleanup
        self._hint = hint

    def run(self) -> None:
        """Wait until the work is done; end the process when the time is up or a signal was not handled."""
        signalled = math.inf
        while not self.done:
            now = time.monotonic()
            if now >= self._end:
                self._stop(EXIT_TIMEOUT, f"stopped after {self._seconds:g} s: the answer is not ready", self._hint)
            elif now >= signalled:
                self._stop(EXIT_INTERRUPTED, "interrupted")
            until = min(self._end, signalled) - now
            ready, _, _ = select.select([self._signals], [], [], None if until == math.inf else max(until, 0))
            if ready and self._ends(self._signals.read(4096) or b""):
                signalled = min(signalled, time.monotonic() + _GRACE)

    @staticmethod
    def _ends(numbers: bytes) -> bool:
        """Return whether one of these signals ends the process; that of a resized terminal does not."""
        return not {signal.SIGINT, signal.SIGTERM}.isdisjoint(numbers)

    def _stop(self, code: int, message: str, hint: str = "") -> None:
        with self.ending:
            if self.done:
                return
            try:
                with suppress(Exception):  # the process ends, whatever fails
                    self._cleanup()
                # not through Python's buffers, whose locks the interrupted code may have
                text = f"kg: {message}\n" + (f"    {hint}\n" if hint else "")
                os.write(2, text.encode())
            finally:
                os._exit(code)
