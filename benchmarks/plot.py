"""The plot: time and peak memory against size, one panel per job and figure, on logarithmic axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from results import Median, Medians

# Okabe and Ito's colours, which the colour-blind can distinguish; ours is black and drawn last
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = "osD^vP"


def plot(path: Path, jobs: dict[str, Any], found: Medians) -> None:
    """Draw the finished measurements; jobs on our own graph have no size and are omitted."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    drawn = [job for job in jobs["job"] if job.get("sizes") != "own" and _sizes(job, found)]
    if not drawn:
        return
    figure, axes = plt.subplots(2, len(drawn), figsize=(3.6 * len(drawn), 6.6), sharex=True, squeeze=False)
    for column, job in enumerate(drawn):
        _panel(axes[0][column], job, found, "seconds")
        _panel(axes[1][column], job, found, "peak_mb")
        axes[0][column].set_title(job["name"])
        axes[1][column].set_xlabel("triples")
        axes[0][column].legend(fontsize=8, frameon=False)
    axes[0][0].set_ylabel("seconds, from start to answer")
    axes[1][0].set_ylabel("peak memory, MB")
    figure.tight_layout()
    figure.savefig(path, dpi=130, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def _sizes(job: dict[str, Any], found: Medians) -> list[int]:
    return sorted({size for (name, _, size), median in found.items() if name == job["name"] and median.status == "ok"})


def _panel(axis: Any, job: dict[str, Any], found: Medians, figure: str) -> None:  # noqa: ANN401  -- matplotlib's
    """Draw one figure of one job for each peer."""
    peers = [peer["name"] for peer in job["peer"]]
    others = [name for name in peers if name != "kg"]
    for name in (*others, "kg"):
        line: list[tuple[int, Median]] = [
            (size, found[job["name"], name, size])
            for size in _sizes(job, found)
            if found.get((job["name"], name, size)) and found[job["name"], name, size].status == "ok"
        ]
        if not line:
            continue
        at = others.index(name) if name in others else 0
        look = {"color": "black", "linewidth": 2.4} if name == "kg" else {"color": COLOURS[at], "linewidth": 1.2}
        values = [getattr(median, figure) for _, median in line]
        marker = "*" if name == "kg" else MARKERS[at]
        axis.plot([size for size, _ in line], values, marker=marker, markersize=7, label=name, **look)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.grid(visible=True, which="major", color="#dddddd")
    axis.spines[["top", "right"]].set_visible(False)
