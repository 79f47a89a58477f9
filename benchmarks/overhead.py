"""Times each saved query by kg and by the bare engine alternately in one process, so that noise affects both.

python benchmarks/overhead.py                             the store of a million triples that `make bench` made
python benchmarks/overhead.py --size 100000 --turns 9
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from commands import machine
from paths import Inputs
from task import HERE

from kg.query import run_query
from kg.rdf import PREFIXES
from kg.store import TripleStore, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

BAR, SLACK = 1.1, 0.002


def seconds(rows: Callable[[], int]) -> float:
    """Return the time to answer a query and read all rows."""
    start = time.perf_counter()
    rows()
    return time.perf_counter() - start


def pair(inputs: Inputs, name: str, turns: int) -> tuple[float, float]:
    """Return the minimum time of a query by kg and by the engine, after a first turn that is not counted."""
    text, manifest = inputs.texts[name], read_manifest(inputs.store)
    assert manifest is not None  # noqa: S101  -- main() looked
    ours = TripleStore.open(inputs.store / manifest.generation)
    bare = ox.Store.read_only(str(inputs.store / manifest.generation))
    by = (
        lambda: sum(1 for row in run_query(ours, text, {}) if tuple(row)),
        lambda: sum(1 for row in bare.query(text, prefixes=PREFIXES) if tuple(row)),  # type: ignore[union-attr]
    )
    times = [[seconds(rows) for rows in by] for _ in range(turns + 1)][1:]
    first, second = (min(each) for each in zip(*times, strict=True))
    return first, second


def measured(arguments: list[str], name: str, limit: float) -> tuple[float, float] | None:
    """Return what `pair` measures, run in a process, or None if that takes too long."""
    command = [sys.executable, __file__, *arguments, "--one", name]
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    first, second = json.loads(done.stdout)
    return first, second


def main() -> None:
    """Measure and print the queries over the bar, the sums last. Exits with 1 if one misses it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="the triples of the store [1000000]")
    parser.add_argument("--folder", type=Path, default=HERE.parent / "build" / "bench", help="the folder of run.py")
    parser.add_argument("--turns", type=int, default=5, help="counted runs of each query [5]")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a query is left out [60]")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    inputs = Inputs(options.folder / "data" / str(options.size), options.size)
    if read_manifest(inputs.store) is None:
        parser.error(f"{inputs.store}: no store; python benchmarks/run.py --job start --sizes {options.size} makes it")
    if options.one:
        print(json.dumps(pair(inputs, options.one, options.turns)))
        return
    print(machine())
    arguments = ["--size", str(options.size), "--folder", str(options.folder), "--turns", str(options.turns)]
    found = {name: measured(arguments, name, options.limit) for name in inputs.texts}
    sys.exit(report({name: each for name, each in found.items() if each}, [name for name in found if not found[name]]))


def report(found: dict[str, tuple[float, float]], left_out: list[str]) -> int:
    """Print the queries that miss the bar, the sums, and what was left out; return the exit code."""
    missed = {name: each for name, each in found.items() if each[0] > max(BAR * each[1], each[1] + SLACK)}
    for name, (ours, bare) in missed.items():
        print(f"{name:<36} {ours:.4f} s, bare {bare:.4f} s, {ours / bare:.2f}")
    ours, bare = (sum(each) for each in zip(*found.values(), strict=True))
    print(f"all {len(found)} queries: {ours:.2f} s, bare {bare:.2f} s, {ours / bare:.3f}")
    if left_out:
        print(f"left out, since they take too long: {', '.join(left_out)}")
    print(f"bar {BAR} or {1000 * SLACK:g} ms: " + (f"MISSED by {len(missed)}" if missed else "met by each query"))
    return 1 if missed else 0


if __name__ == "__main__":
    main()
