"""Times each saved query with and without evidence: as a command, and within one process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from commands import KG, machine

import kg
from kg.explain import supported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query import SavedQuery

BAR = 3.0
RUNS = 3


def command(store: Path, *arguments: str) -> float:
    """Return the median time of `kg query` as a whole command, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([*KG, "query", "--store", str(store), *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def examples(query: SavedQuery) -> Iterator[str]:
    """Yield the options that give each required parameter of a query its example, a literal by its characters."""
    for parameter in query.parameters:
        if not parameter.optional:
            value = parameter.example.split('"')[1] if parameter.example.startswith('"') else parameter.example
            yield from ("-p", f"{parameter.name}={value}")


def main() -> None:
    """Measure and print one line per query, the sums last. Exits with 1 if a command misses the bar."""
    print(machine())
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        graph = kg.open(Path(__file__).parent.parent, store=store)
        sums = [0.0] * 4
        print(f"{'query':<36} {'plain':>7} {'evidence':>9} {'ratio':>6}   in one process, ms")
        for query in graph.queries():
            start = time.perf_counter()
            list(graph.store.select(query.text))
            plain = time.perf_counter() - start
            start = time.perf_counter()
            supported(graph.store, query.text)
            within = time.perf_counter() - start
            arguments = [query.name, *examples(query)]
            whole, cited = command(store, *arguments), command(store, *arguments, "--with-evidence")
            sums = [total + seconds for total, seconds in zip(sums, (whole, cited, plain, within), strict=True)]
            missed += [query.name] if cited > BAR * whole else []
            figures = f"{whole:>7.3f} {cited:>9.3f} {cited / whole:>6.2f}"
            print(f"{query.name:<36} {figures}   {1000 * plain:.1f} {1000 * within:.1f}")
        whole, cited, plain, within = sums
        print(f"{'all':<36} {whole:>7.3f} {cited:>9.3f} {cited / whole:>6.2f}   ratio {within / plain:.1f}")
    print(f"bar {BAR}: " + (f"MISSED by {', '.join(missed)}" if missed else "met by each command"))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
