"""The runner: starts a process for each measurement, reads what it tells, stops it in time, and weighs its memory."""

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
# what is made once, such as a server's own store, may take longer than what is measured
_PREPARING = 1800.0


@dataclass
class _Told:
    """What a process told before it ended, and how it ended."""

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
    """Return what a peer needs and is not here, or None."""
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
        told = self._process("inputs:prepare_task", {}, inputs, limit=_PREPARING)
        if told.done is None:
            raise SystemExit(f"the inputs of {inputs.size:,} triples cannot be made\n{told.stopped or told.errors}")

    def run(self, job: dict[str, Any], peer: dict[str, Any], size: int, run: int) -> Measurement:
        """Measure once. A query that takes too long is told as failed, and a new process goes on with the next."""
        inputs = Inputs(self.folder / str(size), size)
        inputs.folder.mkdir(parents=True, exist_ok=True)
        blank = Measurement(job["name"], peer["name"], size, run, "failed")
        key = (peer.get("prepare", ""), size)
        if key[0] and key not in self._prepared:
            told = self._process(key[0], job, inputs, limit=_PREPARING)
            if told.done is None:
                return _ended(blank, told)
            self._prepared.add(key)
        parts: list[_Told] = []
        skip: set[str] = set()
        while True:
            told = self._process(peer["run"], job, inputs, limit=self._limit, skip=skip)
            parts.append(told)
            if not (told.stopped and told.begun and told.seconds < self._limit):
                break
            told.failed[told.begun] = told.stopped
            skip |= told.items.keys() | told.failed.keys()
        return _ended(blank, *parts)

    def _process(
        self, run: str, job: dict[str, Any], inputs: Inputs, *, limit: float, skip: set[str] | None = None
    ) -> _Told:
        asked = {
            "run": run,
            "job": job.get("name", ""),
            "folder": str(inputs.folder),
            "size": inputs.size,
            "skip": sorted(skip or ()),
        }
        inputs.folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(HERE / "measure.py"), json.dumps(asked)]
        errors = inputs.folder.parent / f"errors-{os.getpid()}"
        with errors.open("w+", encoding="utf-8") as file:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, start_new_session=True)
            try:
                told = _listen(process, start, limit, self._jobs["limit_item"])
            finally:
                _end(process)
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0  # it was waited for: Popen must not wait again
            told.seconds = told.seconds or time.perf_counter() - start
            told.peak_mb = usage.ru_maxrss * _TO_MB
            file.seek(0)
            told.errors = file.read()
        errors.unlink()
        return told


def _listen(process: subprocess.Popen[bytes], start: float, limit: float, limit_item: float) -> _Told:
    """Read what a process tells until it ends or takes too long."""
    told, pending, item_start = _Told(), b"", start
    assert process.stdout is not None  # noqa: S101  -- a pipe was asked for
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            now = time.perf_counter()
            ends = [(start + limit, f"after {limit:g} s")]
            if told.begun is not None:
                ends.append((item_start + limit_item, f"after {limit_item:g} s at {told.begun}"))
            end, why = min(ends)
            if now >= end or not ready.select(end - now):
                told.stopped = why
                return told
            chunk = os.read(process.stdout.fileno(), 1 << 16)
            if not chunk:
                return told
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                item_start = time.perf_counter()
                _note(told, json.loads(line), item_start - start)


def _note(told: _Told, line: dict[str, Any], now: float) -> None:
    if "begin" in line:
        told.begun = line["begin"]
    elif "item" in line:
        told.begun = None
        if "error" in line:
            told.failed[line["item"]] = line["error"]
        else:
            told.items[line["item"]] = line["seconds"]
            told.count += line["count"]
    else:
        told.done = line
        told.seconds = now - line["since"]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started, if they still run."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ended(blank: Measurement, *parts: _Told) -> Measurement:
    """Return what the processes of one measurement told together."""
    last = parts[-1]
    items = {name: seconds for part in parts for name, seconds in part.items.items()}
    failed = {name: why for part in parts for name, why in part.failed.items()}
    if last.done is None:
        status = "stopped" if last.stopped else "failed"
        note = last.stopped or (last.errors.strip().splitlines() or ["it ended without a word"])[-1][:200]
        return replace(blank, status=status, note=note, items=items, failed=failed)
    seconds = sum(part.seconds for part in parts)
    work = sum(items.values()) if items else last.done["work"]
    count = sum(part.count for part in parts) or last.done["count"]
    peak = last.done["peak_mb"] or max(part.peak_mb for part in parts)
    return replace(
        blank, status="ok", seconds=seconds, work=work, count=count, peak_mb=peak, items=items, failed=failed
    )
