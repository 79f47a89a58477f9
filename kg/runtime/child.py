"""Calls in a child process that is killed when its time is up."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from kg.errors import EXIT_TIMEOUT, KgError

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = "import kg.runtime.child as child; child.serve()"


def call(function: Callable[..., Any], *arguments: object, timeout: float) -> Any:  # noqa: ANN401  -- what it returns
    """Call a module's function in a child process and return its value, or raise the KgError that it raised.

    Function, arguments and value must be picklable. Raises KgError, with the exit code 124, after `timeout` seconds.
    """
    try:
        done = subprocess.run(  # noqa: S603  -- this program
            [sys.executable, "-c", _PROGRAM],
            input=pickle.dumps((function, arguments)),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        error = KgError(
            f"stopped after {timeout:g} s: the answer is not ready", hint="simplify the query, or allow more time"
        )
        error.exit_code = EXIT_TIMEOUT
        raise error from None
    if done.returncode:
        raise KgError(f"the child process failed: {done.stderr.decode(errors='replace').strip()[-500:]}")
    value, failure = pickle.loads(done.stdout)  # noqa: S301  -- written by `serve`
    if failure is not None:
        raise failure
    return value


def serve() -> None:
    """Read a call from standard input, make it, and write its value or its KgError to standard output."""
    function, arguments = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  -- written by `call`
    value = failure = None
    try:
        value = function(*arguments)
    except KgError as error:
        failure = error
    sys.stdout.buffer.write(pickle.dumps((value, failure)))
