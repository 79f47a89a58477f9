"""Times commands as whole processes, and compares the medians with their bars.

Run by `make bench`. Machine and versions are printed, because the times depend on them.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT.parent / "shared" / "document.txt"
KG = [str(Path(sys.executable).with_name("kg"))]


def seconds(command: list[str], runs: int) -> list[float]:
    """Run a command once and then `runs` times; return the wall times of these in seconds."""
    times = []
    for turn in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if turn:
            times.append(time.perf_counter() - start)
    return times


def machine() -> str:
    """Return the machine and the versions that the times depend on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib", "owlrl", "pyshacl", "click"))
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command [5]")
    runs = parser.parse_args().runs
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", folder]
        jobs = [
            ("bare: import pyoxigraph", [sys.executable, "-c", "import pyoxigraph"], None),
            ("kg build, from nothing", [*KG, "build", *store], 15.0),
            ("kg query targets", [*KG, "query", "targets", *store], 0.15),
            ("kg query --with-evidence", [*KG, "query", "targets", "--with-evidence", *store], 0.45),
            ("kg ask", [*KG, "ask", "国务院批准了哪些文件", *store], 0.6),
            ("kg query facts_of_sector", [*KG, "query", "facts_of_sector", "-p", "sector=集成电路", *store], 0.25),
            ("kg show 张江示范区", [*KG, "show", "张江示范区", *store], None),
            ("kg export --format nquads", [*KG, "export", "--format", "nquads", *store], None),
        ]
        if DOCUMENT.is_file():
            page = ["--html", f"{folder}/page.html"]
            jobs.append(("kg audit", [*KG, "audit", str(DOCUMENT)], 2.0))
            jobs.append(("kg audit --html", [*KG, "audit", str(DOCUMENT), *page], 2.0))
        jobs.append(("kg validate --vocabulary", [*KG, "validate", "--vocabulary"], None))
        print(f"{'command':<28} {'min':>7} {'median':>7} {'max':>7}   bar")
        for name, command, bar in jobs:
            times = seconds(command, min(runs, 3) if "build" in name else runs)
            limit = "" if bar is None else f"{bar:.2f}  {'met' if statistics.median(times) <= bar else 'MISSED'}"
            print(f"{name:<28} {min(times):>7.3f} {statistics.median(times):>7.3f} {max(times):>7.3f}   {limit}")


if __name__ == "__main__":
    main()
