"""Times how long `kg` takes to start, as multiples of the time of `python -c 'import pyoxigraph'`.

All commands take turns, so that a slow moment of the machine slows all of them; of each the median counts. Byte code is
cached, as it is for an installed package. Run by `make bench`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

from commands import KG, ROOT, machine

QUERY = ("query", "park_leaders", "-p", "park=张江示范区")
UNIT = "import pyoxigraph"
# what each command needs at least: the library that reads its options, and for a query the engine with an open store
FLOOR = "import sys, click, pyoxigraph; pyoxigraph.Store.read_only(sys.argv[1])"


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def measure(commands: dict[str, list[str]], runs: int, folder: str) -> dict[str, float]:
    """Return the median time of each command in seconds, after a run that fills the cache in a folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken = seconds(command, environment)
            if turn:
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure and print a table; exit with 1 if a command takes longer than its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each command [9]")
    runs = parser.parse_args().runs
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        subprocess.run([*KG, "build", "--store", store], cwd=ROOT, check=True, capture_output=True)
        (database,) = (entry.path for entry in os.scandir(store) if entry.is_dir())
        bars = {"kg --help": 3.0, "kg query": 6.0}
        commands = {
            UNIT: [sys.executable, "-c", UNIT],
            "import click": [sys.executable, "-c", "import click"],
            "kg --help": [*KG, "--help"],
            "import click, pyoxigraph; open": [sys.executable, "-c", FLOOR, database],
            "kg query": [*KG, *QUERY, "--store", store],
        }
        medians = measure(commands, runs, folder)
    print(f"{'command':<32} {'median':>7} {'ratio':>6}   bar")
    ratios = {name: median / medians[UNIT] for name, median in medians.items()}
    for name, ratio in ratios.items():
        verdict = f"{bars[name]:.1f}  {'met' if ratio <= bars[name] else 'MISSED'}" if name in bars else ""
        print(f"{name:<32} {medians[name]:>7.3f} {ratio:>6.1f}   {verdict}")
    sys.exit(any(ratios[name] > bar for name, bar in bars.items()))


if __name__ == "__main__":
    main()
