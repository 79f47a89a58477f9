"""What was measured: kept as JSON, told as a table of medians, and held against the bars."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# how a measurement can end; what is not "ok" has a note that says why
STATUSES = ("ok", "stopped", "failed", "missing", "left out")


@dataclass(frozen=True)
class Measurement:
    """One run: wall seconds of the process, of the work in it, and of each item; its peak memory; what it came to."""

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
    """All runs of one peer at one job and size, as one."""

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
    """Return the median of each figure by job, peer and size; a run that did not end well speaks for all."""
    groups: dict[tuple[str, str, int], list[Measurement]] = defaultdict(list)
    for each in measurements:
        groups[each.job, each.peer, each.size].append(each)
    return {key: _median(group) for key, group in groups.items()}


def _median(group: list[Measurement]) -> Median:
    first = next((each for each in group if each.status != "ok"), group[0])
    names = set.intersection(*(set(each.items) for each in group))
    return Median(
        first.status,
        statistics.median(each.seconds for each in group),
        statistics.median(each.work for each in group),
        statistics.median(each.peak_mb for each in group),
        first.count,
        first.note,
        {name: statistics.median(each.items[name] for each in group) for name in sorted(names)},
        {name: why for each in group for name, why in each.failed.items()},
    )


def save(path: Path, machine: dict[str, str], measurements: Iterable[Measurement]) -> None:
    """Write measurements with what they were made on."""
    found = {"machine": machine, "measurements": [asdict(each) for each in measurements]}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict[str, str], list[Measurement]]:
    """Read what `save` wrote; nothing if there is no such file."""
    if not path.is_file():
        return {}, []
    found = json.loads(path.read_text(encoding="utf-8"))
    return found["machine"], [Measurement(**each) for each in found["measurements"]]


def table(jobs: dict[str, Any], machine: dict[str, str], measurements: list[Measurement]) -> str:
    """Return all in Markdown: the machine, a table for each job, and the bars."""
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
            each = found.get((job["name"], peer["name"], size))
            if each is not None:
                lines.append(_row(size, peer.get("title", peer["name"]), each))
                lines += [f"| | ↳ {name} | {seconds:.3f} | | | | |" for name, seconds in _shown(job, each)]
    return [*lines, ""]


def _shown(job: dict[str, Any], each: Median) -> list[tuple[str, float]]:
    """Return the items that a table shows: all of our own graph's job, none of a library's hundred."""
    return list(each.items.items()) if job.get("sizes") == "own" else []


def _row(size: int, name: str, each: Median) -> str:
    shown = f"{size:,}" if size else "our graph"
    if each.status != "ok":
        return f"| {shown} | {name} | — | — | — | — | {each.status}: {each.note} |"
    note = f"{len(each.failed)} failed: {', '.join(sorted(each.failed))}" if each.failed else each.note
    count = f"{each.count:,}"
    return f"| {shown} | {name} | {each.seconds:.3f} | {each.work:.3f} | {each.peak_mb:.0f} | {count} | {note} |"


def _bar_row(bar: dict[str, Any], found: Medians) -> str:
    what, limit = _told(bar)
    value = measured(bar, found)
    if value is None:
        return f"| {what} | {limit} | — | not measured |"
    unit = {"memory": " MB", "seconds": " s"}.get(bar["kind"], "×")
    good = value >= bar["limit"] if bar["kind"] == "speedup" else value <= bar["limit"]
    return f"| {what} | {limit} | {value:.2f}{unit} | {'met' if good else 'MISSED'} |"


def _told(bar: dict[str, Any]) -> tuple[str, str]:
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
    """Return what a bar is about, or None where it was not measured or a peer did not come to an end."""
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
