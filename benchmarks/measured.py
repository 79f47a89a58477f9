"""The runner: starts a process for each measurement, reads its output, stops it in time, and measures its memory."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import java
from paths import Inputs
from results import Measurement
from task import HERE

if TYPE_CHECKING:
    from pathlib import Path

# ru_maxrss is in kilobytes, on macOS in bytes
_TO_MB = 1 / 1024 if sys.platform != "darwin" else 1 / 1024 / 1024
# seconds for what is prepared once, such as a server's own store
_PREPARING = 1800.0


@dataclass
class _Output:
    """The output of a measuring process, and how it ended."""

    items: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    count: int = 0
    begun: str | None = None
    done: dict[str, Any] | None = None
    stopped: str | None = None
    seconds: float = 0.0
    peak_mb: float = 0.0
    errors: str = ""


def lacking(peer: dict[str, Any]) -> str | None:
    """Return how to install what a peer needs and this machine lacks, or None."""
    for need in peer.get("needs", ()):
        if need == "java":
            if lack := java.missing():
                return lack
            continue
        try:
            version(need)
        except PackageNotFoundError:
            return f"pip install {need}"
    return None


class Runner:
    """Measures, with the inputs of each size in a folder."""

    def __init__(self, jobs: dict[str, Any], folder: Path, *, limit: float) -> None:
        self.folder = folder
        self._jobs = jobs
        self._limit = limit
        self._prepared: set[tuple[str, int]] = set()

    def prepare(self, inputs: Inputs) -> None:
        """Make the files of one size in a process of their own, so that this one stays small."""
        output = self._process("inputs:prepare_task", {}, inputs, limit=_PREPARING)
        if output.done is None:
            raise SystemExit(f"the inputs of {inputs.size:,} triples cannot be made\n{output.stopped or output.errors}")

    def run(self, job: dict[str, Any], peer: dict[str, Any], size: int, run: int) -> Measurement:
        """Measure once. A query that takes too long is recorded as failed, and a new process runs the next one."""
        inputs = Inputs(self.folder / str(size), size)
        inputs.folder.mkdir(parents=True, exist_ok=True)
        blank = Measurement(job["name"], peer["name"], size, run, "failed")
        key = (peer.get("prepare", ""), size)
        if key[0] and key not in self._prepared:
            output = self._process(key[0], job, inputs, limit=_PREPARING)
            if output.done is None:
                return _ended(blank, output)
            self._prepared.add(key)
        parts: list[_Output] = []
        skip: set[str] = set()
        while True:
            output = self._process(peer["run"], job, inputs, limit=self._limit, skip=skip)
            parts.append(output)
            if not (output.stopped and output.begun and output.seconds < self._limit):
                break
            output.failed[output.begun] = output.stopped
            skip |= output.items.keys() | output.failed.keys()
        return _ended(blank, *parts)

    def _process(
        self, run: str, job: dict[str, Any], inputs: Inputs, *, limit: float, skip: set[str] | None = None
    ) -> _Output:
        arguments = {
            "run": run,
            "job": job.get("name", ""),
            "folder": str(inputs.folder),
            "size": inputs.size,
            "skip": sorted(skip or ()),
        }
        inputs.folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(HERE / "measure.py"), json.dumps(arguments)]
        errors = inputs.folder.parent / f"errors-{os.getpid()}"
        with errors.open("w+", encoding="utf-8") as file:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, start_new_session=True)
            try:
                output = _listen(process, start, limit, self._jobs["limit_item"])
            finally:
                _end(process)
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0  # `wait4` has waited for it
            output.seconds = output.seconds or time.perf_counter() - start
            output.peak_mb = usage.ru_maxrss * _TO_MB
            file.seek(0)
            output.errors = file.read()
        errors.unlink()
        return output


def _listen(process: subprocess.Popen[bytes], start: float, limit: float, limit_item: float) -> _Output:
    """Read the output of a process until it ends or takes too long."""
    output, pending, item_start = _Output(), b"", start
    assert process.stdout is not None  # noqa: S101  -- it is a pipe
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            now = time.perf_counter()
            ends = [(start + limit, f"after {limit:g} s")]
            if output.begun is not None:
                ends.append((item_start + limit_item, f"after {limit_item:g} s at {output.begun}"))
            end, why = min(ends)
            if now >= end or not ready.select(end - now):
                output.stopped = why
                return output
            chunk = os.read(process.stdout.fileno(), 1 << 16)
            if not chunk:
                return output
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                item_start = time.perf_counter()
                _note(output, json.loads(line), item_start - start)


def _note(output: _Output, line: dict[str, Any], now: float) -> None:
    if "begin" in line:
        output.begun = line["begin"]
    elif "item" in line:
        output.begun = None
        if "error" in line:
            output.failed[line["item"]] = line["error"]
        else:
            output.items[line["item"]] = line["seconds"]
            output.count += line["count"]
    else:
        output.done = line
        output.seconds = now - line["since"]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ended(blank: Measurement, *parts: _Output) -> Measurement:
    """Return the outputs of the processes of one measurement as one."""
    last = parts[-1]
    items = {name: seconds for part in parts for name, seconds in part.items.items()}
    failed = {name: why for part in parts for name, why in part.failed.items()}
    if last.done is None:
        status = "stopped" if last.stopped else "failed"
        note = last.stopped or (last.errors.strip().splitlines() or ["it ended without a message"])[-1][:200]
        return replace(blank, status=status, note=note, items=items, failed=failed)
    seconds = sum(part.seconds for part in parts)
    work = sum(items.values()) if items else last.done["work"]
    count = sum(part.count for part in parts) or last.done["count"]
    peak = last.done["peak_mb"] or max(part.peak_mb for part in parts)
    return replace(
        blank, status="ok", seconds=seconds, work=work, count=count, peak_mb=peak, items=items, failed=failed
    )
