"""One measurement in a process of its own: runs one job by one peer at one size and reports it in lines of JSON."""

from __future__ import annotations

import importlib
import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from paths import Inputs
from task import HERE, Task, report


def jobs() -> dict[str, Any]:
    """Return jobs.toml."""
    return tomllib.loads((HERE / "jobs.toml").read_text(encoding="utf-8"))


def main() -> None:
    """Run the job of the one argument, a JSON object with `run`, `job`, `folder`, `size` and `skip`."""
    arguments: dict[str, Any] = json.loads(sys.argv[1])
    module, _, name = arguments["run"].partition(":")
    job = next((job for job in jobs()["job"] if job["name"] == arguments["job"]), {})
    function = getattr(importlib.import_module(module), name)
    task = Task(job, Inputs(Path(arguments["folder"]), arguments["size"]), skip=frozenset(arguments["skip"]))
    outcome = function(task)
    now = time.perf_counter()
    ended = task.ended or now
    # what follows the end, such as freeing the memory of a graph, is not part of the job
    report(done=True, work=ended - task.begun, since=now - ended, count=outcome.count, peak_mb=outcome.peak_mb)


if __name__ == "__main__":
    main()
