"""One measurement in a process of its own: runs one job by one peer at one size and tells of it in lines of JSON."""

from __future__ import annotations

import importlib
import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from paths import Inputs
from task import HERE, Task, tell


def jobs() -> dict[str, Any]:
    """Return jobs.toml."""
    return tomllib.loads((HERE / "jobs.toml").read_text(encoding="utf-8"))


def main() -> None:
    """Run what the one argument, in JSON, asks for: `run`, `job`, `folder`, `size` and `skip`."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    module, _, name = asked["run"].partition(":")
    job = next((each for each in jobs()["job"] if each["name"] == asked["job"]), {})
    function = getattr(importlib.import_module(module), name)
    task = Task(job, Inputs(Path(asked["folder"]), asked["size"]), skip=frozenset(asked["skip"]))
    outcome = function(task)
    now = time.perf_counter()
    ended = task.ended or now
    # what was done after the end, such as giving back the memory of a graph, is no part of the job
    tell(done=True, work=ended - task.begun, since=now - ended, count=outcome.count, peak_mb=outcome.peak_mb)


if __name__ == "__main__":
    main()
