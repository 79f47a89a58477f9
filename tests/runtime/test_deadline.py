"""Deadlines: a query that would run for years is stopped by its deadline or by Ctrl-C and leaves no partial file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from kg.errors import EXIT_INTERRUPTED, EXIT_TIMEOUT, ParameterError
from kg.runtime.deadline import read_seconds, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph

# a bound on what is broken, not a measure: the tests wait for events
PATIENCE = 300
ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NEVER = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(STR(?a)) + STRLEN(STR(?d)) + STRLEN(STR(?g)) = 1) }"

# prints a line once the main thread has spent half a second of processor time in one call: the engine's
ANNOUNCE = """
import sys, threading, time

def announce():
    place, since = None, 0.0
    while True:
        frame = sys._current_frames()[threading.main_thread().ident]
        here, now = (id(frame), frame.f_lasti), time.process_time()
        if here != place:
            place, since = here, now
        elif now - since > 0.5:
            break
        time.sleep(0.01)
    print("running", flush=True)
"""

# a temporary file is begun, a query runs, the file gets its name
PROGRAM = (
    ANNOUNCE
    + """
import signal
from pathlib import Path
from kg.runtime.deadline import time_limit
import kg
signal.signal(signal.SIGTERM, signal.default_int_handler)  # as kg.cli.main has it
project, store, seconds, text, target, announced = sys.argv[1:]
target = Path(target)
part = target.with_suffix(".part")
graph = kg.open(project, store=store)
print("started", flush=True)
if announced:
    threading.Thread(target=announce, daemon=True).start()
try:
    with time_limit(float(seconds) if seconds else None, lambda: part.unlink(missing_ok=True)):
        part.write_text("half")
        result = graph.store.query(text)
        for _ in result if hasattr(result, "__iter__") else ():
            pass
        part.replace(target)
except KeyboardInterrupt:
    part.unlink()
    sys.exit(131)
print("whole")
"""
)


@pytest.fixture
def start(graph: Graph, root: Path, tmp_path: Path) -> Iterator[object]:
    """A function that starts the program with a time and a query; `running` waits until the engine works."""
    started: list[subprocess.Popen[str]] = []

    def run(seconds: str, text: str, *, running: bool = False) -> subprocess.Popen[str]:
        arguments = [str(root), str(graph.project.store), seconds, text, str(tmp_path / "answer"), "x" * running]
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        started.append(process)
        assert process.stdout is not None
        for line in ["started\n", *(["running\n"] * running)]:
            assert process.stdout.readline() == line
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (COUNT(*) AS ?n) {ENDLESS}",
        f"SELECT * {ENDLESS}",
        f"SELECT * {NEVER}",
        "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) } ORDER BY ?f",
        f"ASK {NEVER}",
        f"CONSTRUCT {{ ?a ?b ?c }} WHERE {NEVER}",
    ],
    ids=["count", "many rows", "no row", "sorted", "ask", "construct"],
)
def test_a_query_ends_in_time(start: object, tmp_path: Path, text: str) -> None:
    """While the engine's code runs: exit code 124, what to do, and no partial file."""
    process = start("1", text)  # type: ignore[operator]
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (EXIT_TIMEOUT, "")
    assert (
        err == "kg: stopped after 1 s: the answer is not ready\n    simplify the query, or allow more time: --timeout\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_quick_query_does_not_wait(start: object, tmp_path: Path) -> None:
    """A long deadline changes nothing: the answer is whole, and the process ends without waiting for the deadline."""
    process = start("1000000", "SELECT ?a { ?a a zj:Park }")  # type: ignore[operator]
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "whole\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["answer"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", ["", "1000"])
def test_an_interrupt_ends_a_query(start: object, tmp_path: Path, number: signal.Signals, seconds: str) -> None:
    """Python itself would answer Ctrl-C only after the query, which is never."""
    process = start(seconds, f"SELECT (COUNT(*) AS ?n) {ENDLESS}", running=True)  # type: ignore[operator]
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (EXIT_INTERRUPTED, "", "kg: interrupted\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGWINCH")
def test_other_signals_are_not_answered(start: object) -> None:
    """A terminal that changes its size ends nothing."""
    process = start("1.5", f"SELECT (COUNT(*) AS ?n) {ENDLESS}")  # type: ignore[operator]
    process.send_signal(signal.SIGWINCH)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == EXIT_TIMEOUT


def test_python_answers_an_interrupt_where_it_can() -> None:
    """Between two steps of Python, Ctrl-C is the exception that it always was."""
    with pytest.raises(KeyboardInterrupt), time_limit(60):
        signal.raise_signal(signal.SIGINT)


def test_the_kg_command_is_interrupted(graph: Graph, root: Path) -> None:
    """`kg query` ends by Ctrl-C, too."""
    program = (
        ANNOUNCE + "threading.Thread(target=announce, daemon=True).start()\nimport kg.__main__\nkg.__main__.main()"
    )
    command = [sys.executable, "-c", program, "query", "--project", str(root), "--store", str(graph.project.store)]
    process = subprocess.Popen(
        [*command, f"SELECT (COUNT(*) AS ?n) {ENDLESS}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (EXIT_INTERRUPTED, b"", b"kg: interrupted\n")


def test_a_cleanup_that_fails_delays_nothing(root: Path) -> None:
    """The end comes whatever the cleaning meets."""
    program = "import time; from kg.runtime import time_limit\nwith time_limit(0.1, lambda: 1 / 0): time.sleep(60)"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == EXIT_TIMEOUT
    assert b"stopped after 0.1 s" in ended.stderr


def test_an_error_within_is_passed_on() -> None:
    """What goes wrong in time is told as it would be without a deadline; nothing is left running."""
    before = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(before)
    with pytest.raises(ZeroDivisionError), time_limit(60), time_limit(None):
        _ = 1 / 0
    assert [thread.name for thread in threading.enumerate() if thread.name == "deadline"] == []
    assert signal.set_wakeup_fd(before) == before


def test_a_deadline_holds_in_any_thread() -> None:
    """A thread that receives no signals may have a deadline."""
    ended = []

    def work() -> None:
        with time_limit(60):
            ended.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [1]


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "-inf", "1e400", "abc", "", "5s", "1e7", "９９９９９９９９"])
def test_a_bad_time_is_refused(text: str) -> None:
    """What cannot be waited for is named, with an example."""
    with pytest.raises(ParameterError) as caught:
        read_seconds(text)
    assert repr(text) in caught.value.message
    assert "--timeout 5" in caught.value.hint


@pytest.mark.parametrize(("text", "seconds"), [("5", 5), ("0.5", 0.5), ("1e3", 1000), ("1000000", 1000000)])
def test_a_time_is_read(text: str, seconds: float) -> None:
    """Seconds, whole or not."""
    assert seconds == read_seconds(text)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_deadline_refuses_a_bad_time(seconds: float) -> None:
    """A caller that did not read its time from a text is held to the same."""
    with pytest.raises(ParameterError), time_limit(seconds):
        pass
