"""The measurements: stored as JSON, printed as a table of medians, and compared with the bars."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# how a measurement can end; unless it is "ok", its note has the reason
STATUSES = ("ok", "stopped", "failed", "missing", "left out")


@dataclass(frozen=True)
class Measurement:
    """One run: wall seconds of the process, of the work in it, and of each item; its peak memory; its results."""

    job: str
    peer: str
    size: int
    run: int
    status: str
    seconds: float = 0.0
    work: float = 0.0
    peak_mb: float = 0.0
    count: int = 0
    note: str = ""
    items: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Median:
    """The medians of all runs of one peer at one job and size."""

    status: str
    seconds: float
    work: float
    peak_mb: float
    count: int
    note: str
    items: dict[str, float]
    failed: dict[str, str]


Medians = dict[tuple[str, str, int], Median]


def medians(measurements: Iterable[Measurement]) -> Medians:
    """Return the median of each figure by job, peer and size; one failed run makes all of them failed."""
    groups: dict[tuple[str, str, int], list[Measurement]] = defaultdict(list)
    for run in measurements:
        groups[run.job, run.peer, run.size].append(run)
    return {key: _median(group) for key, group in groups.items()}


def _median(group: list[Measurement]) -> Median:
    first = next((run for run in group if run.status != "ok"), group[0])
    names = set.intersection(*(set(run.items) for run in group))
    return Median(
        first.status,
        statistics.median(run.seconds for run in group),
        statistics.median(run.work for run in group),
        statistics.median(run.peak_mb for run in group),
        first.count,
        first.note,
        {name: statistics.median(run.items[name] for run in group) for name in sorted(names)},
        {name: why for run in group for name, why in run.failed.items()},
    )


def save(path: Path, machine: dict[str, str], measurements: Iterable[Measurement]) -> None:
    """Write measurements with the machine they were made on."""
    found = {"machine": machine, "measurements": [asdict(run) for run in measurements]}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict[str, str], list[Measurement]]:
    """Read what `save` wrote; nothing if there is no such file."""
    if not path.is_file():
        return {}, []
    found = json.loads(path.read_text(encoding="utf-8"))
    return found["machine"], [Measurement(**fields) for fields in found["measurements"]]


def table(jobs: dict[str, Any], machine: dict[str, str], measurements: list[Measurement]) -> str:
    """Return the results in Markdown: the machine, a table for each job, and the bars."""
    found = medians(measurements)
    lines = ["# Benchmarks", "", *(f"- {name}: {text}" for name, text in machine.items()), ""]
    for job in jobs["job"]:
        sizes = sorted({size for name, _, size in found if name == job["name"]})
        if sizes:
            lines += _section(job, sizes, found)
    lines += ["## Bars", "", "| what | bar | measured | |", "|---|---|---|---|"]
    lines += [_bar_row(bar, found) for bar in jobs["bar"]]
    return "\n".join(lines) + "\n"


def _section(job: dict[str, Any], sizes: list[int], found: Medians) -> list[str]:
    lines = [
        f"## {job['title']}",
        "",
        "| triples | by | total s | work s | peak MB | result | |",
        "|--:|---|--:|--:|--:|--:|---|",
    ]
    for size in sizes:
        for peer in job["peer"]:
            median = found.get((job["name"], peer["name"], size))
            if median is not None:
                lines.append(_row(size, peer.get("title", peer["name"]), median))
                lines += [f"| | ↳ {name} | {seconds:.3f} | | | | |" for name, seconds in _shown(job, median)]
    return [*lines, ""]


def _shown(job: dict[str, Any], median: Median) -> list[tuple[str, float]]:
    """Return the items that a table shows: those of jobs on our own graph, not the hundred queries of the library."""
    return list(median.items.items()) if job.get("sizes") == "own" else []


def _row(size: int, name: str, median: Median) -> str:
    shown = f"{size:,}" if size else "our graph"
    if median.status != "ok":
        return f"| {shown} | {name} | — | — | — | — | {median.status}: {median.note} |"
    note = f"{len(median.failed)} failed: {', '.join(sorted(median.failed))}" if median.failed else median.note
    count = f"{median.count:,}"
    return f"| {shown} | {name} | {median.seconds:.3f} | {median.work:.3f} | {median.peak_mb:.0f} | {count} | {note} |"


def _bar_row(bar: dict[str, Any], found: Medians) -> str:
    what, limit = _bar_texts(bar)
    value = measured(bar, found)
    if value is None:
        return f"| {what} | {limit} | — | not measured |"
    unit = {"memory": " MB", "seconds": " s"}.get(bar["kind"], "×")
    good = value >= bar["limit"] if bar["kind"] == "speedup" else value <= bar["limit"]
    return f"| {what} | {limit} | {value:.2f}{unit} | {'met' if good else 'MISSED'} |"


def _bar_texts(bar: dict[str, Any]) -> tuple[str, str]:
    job, size, limit = bar["job"], f"{bar.get('size', 0):,}", f"{bar['limit']:g}"
    if bar["kind"] == "speedup":
        return f"{job}: faster than {bar['peer']} at {size}", f"≥ {limit}×"
    if bar["kind"] == "ratio":
        return f"{job}: time of {bar['peer']} at {size}", f"≤ {limit}×"
    if bar["kind"] == "memory":
        return f"{job}: peak memory at {size}", f"≤ {limit} MB"
    if bar["kind"] == "seconds":
        return f"{job}: {bar['item']}", f"≤ {limit} s"
    return f"{job}: time per triple at {size} over {bar['from']:,}", f"≤ {limit}×"


def measured(bar: dict[str, Any], found: Medians) -> float | None:
    """Return the value that a bar limits, or None if it was not measured or a peer did not finish."""
    ours = found.get((bar["job"], "kg", bar.get("size", 0)))
    if ours is None or ours.status != "ok":
        return None
    kind = bar["kind"]
    if kind == "memory":
        return ours.peak_mb
    if kind == "seconds":
        return ours.items.get(bar["item"])
    if kind == "growth":
        before = found.get((bar["job"], "kg", bar["from"]))
        return _growth(bar, before, ours)
    peer = found.get((bar["job"], bar["peer"], bar["size"]))
    if peer is None or peer.status != "ok":
        return None
    return peer.seconds / ours.seconds if kind == "speedup" else ours.seconds / peer.seconds


def _growth(bar: dict[str, Any], before: Median | None, after: Median) -> float | None:
    if before is None or before.status != "ok":
        return None
    return (after.seconds / before.seconds) / (bar["size"] / bar["from"])
