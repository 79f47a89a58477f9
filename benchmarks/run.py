"""Measures jobs by kg and by its peers, each in its own process, and compares the medians with the bars.

benchmarks/jobs.toml has the jobs; benchmarks/README.md explains the table.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from machine import machine
from measure import jobs as read_jobs
from measured import Runner, lacking
from paths import Inputs
from plot import plot
from results import Measurement, medians, read, save, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "bench"
EXAMPLES = """examples:
  python benchmarks/run.py                                          all jobs and peers at the sizes of jobs.toml
  python benchmarks/run.py --job infer --sizes 10000 --runs 1       one job, quickly
  python benchmarks/run.py --job validate --peer kg --peer jena --sizes 1000000 --sizes 10000000
  python benchmarks/run.py --table                                  the table and the plot again, without measuring
"""
Plan = list[tuple[dict[str, Any], dict[str, Any], int]]


def planned(jobs: dict[str, Any], names: list[str], peers: list[str], sizes: list[int]) -> Plan:
    """Return the chosen measurements, by size, so that a peer too slow at one is not tried at the next.

    Raises ValueError for an unknown job or peer.
    """
    known = [job["name"] for job in jobs["job"]]
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"--job {unknown[0]}: one of {', '.join(known)}")
    all_peers = sorted({peer["name"] for job in jobs["job"] for peer in job["peer"]})
    if unknown := [name for name in peers if name not in all_peers]:
        raise ValueError(f"--peer {unknown[0]}: one of {', '.join(all_peers)}")
    return [
        (job, peer, size)
        for job in jobs["job"]
        if not names or job["name"] in names
        for size in ([0] if job.get("sizes") == "own" else sorted(sizes))
        for peer in job["peer"]
        if not peers or peer["name"] in peers
    ]


def measure(plan: Plan, runner: Runner, *, runs: int, show: Callable[[str], None]) -> Iterator[list[Measurement]]:
    """Yield the runs of each planned measurement; what cannot or need not be measured gets one with the reason."""
    stopped: dict[tuple[str, str], int] = {}
    for job, peer, size in plan:
        name = f"{job['name']} {peer['name']} {size:,}"
        blank = Measurement(job["name"], peer["name"], size, 0, "left out")
        before = stopped.get((job["name"], peer["name"]))
        if lack := lacking(peer):
            yield [replace(blank, status="missing", note=lack)]
        elif size > peer.get("up_to", size):
            yield [replace(blank, note=f"{peer['reason']} above {peer['up_to']:,}")]
        elif before is not None:
            yield [replace(blank, note=f"stopped at {before:,} already")]
        else:
            found = []
            for run in range(runs):
                show(f"{name}, run {run + 1} of {runs}")
                found.append(runner.run(job, peer, size, run))
                if found[-1].status != "ok":
                    stopped[job["name"], peer["name"]] = size
                    break
            yield found


@contextmanager
def progress(total: int) -> Iterator[tuple[Callable[[str], None], Callable[[], None]]]:
    """Show a progress bar on a terminal; elsewhere print one line for each measurement."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: print(text, file=sys.stderr), lambda: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=total)
        yield lambda text: bar.update(task, description=text), lambda: bar.advance(task)


def write(folder: Path, jobs: dict[str, Any], about: dict[str, str], found: list[Measurement]) -> str:
    """Write results, table and plot; return the table."""
    save(folder / "results.json", about, found)
    text = table(jobs, about, found)
    (folder / "table.md").write_text(text, encoding="utf-8")
    for name in ("plot.png", "plot.svg"):
        plot(folder / name, jobs, medians(found))
    return text


def main(arguments: list[str] | None = None) -> None:
    """Measure, write and print. Exits with 2 on misuse."""
    jobs = read_jobs()
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--job", action="append", default=[], help="only this one; may be repeated [all]")
    parser.add_argument("--peer", action="append", default=[], help="only this one; may be repeated [all]")
    parser.add_argument(
        "--sizes", action="append", type=int, default=[], help=f"triples; may be repeated {jobs['sizes']}"
    )
    parser.add_argument("--runs", type=int, default=jobs["runs"], help="runs, whose median counts [%(default)s]")
    parser.add_argument("--limit", type=float, default=jobs["limit"], help="seconds for one measurement [%(default)s]")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder of inputs and results [build/bench]")
    parser.add_argument("--table", action="store_true", help="only write table and plot of the former results")
    options = parser.parse_args(arguments)
    if options.runs < 1 or min([*options.sizes, 1_000]) < 1_000:  # noqa: PLR2004  -- as zones.SMALLEST
        parser.error("--runs is at least 1, --sizes at least 1000")
    try:
        plan = planned(jobs, options.job, options.peer, options.sizes or jobs["sizes"])
    except ValueError as error:
        parser.error(str(error))
    options.output.mkdir(parents=True, exist_ok=True)
    about, found = read(options.output / "results.json")
    if not options.table:
        runner = Runner(jobs, options.output / "data", limit=options.limit)
        about = machine()
        with progress(len(plan)) as (show, advance):
            for size in sorted({size for _, _, size in plan if size}):
                show(f"inputs of {size:,}")
                runner.prepare(Inputs(runner.folder / str(size), size))
            for group in measure(plan, runner, runs=options.runs, show=show):
                one = group[0]
                found = [
                    other for other in found if (other.job, other.peer, other.size) != (one.job, one.peer, one.size)
                ]
                found += group
                # saved after each, so that nothing is lost by Ctrl-C or a crash
                save(options.output / "results.json", about, found)
                advance()
    print(write(options.output, jobs, about, found))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
