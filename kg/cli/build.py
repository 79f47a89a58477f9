"""`kg build`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.build import build
from kg.cli.options import progress, project_option
from kg.graph import Graph
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command("build", short_help="Build the graph: load, infer, validate, store.")
@project_option
@click.option(
    "-o",
    "--store",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KG_STORE",
    metavar="STORE",
    help="Where to put the built graph.  [build/store in the project]",
)
def command(project: Path | None, store: Path | None) -> None:
    """Build the graph: load ontology and data, infer, validate, store.

    The new graph takes the old one's place in one step at the very end; if a file does not parse, a shape is
    violated, the disk is full or the build is killed, the old graph stays and still answers.

    The other commands build by themselves when an input changed.
    """
    found = find_project(project, store)
    timings: dict[str, float] = {}
    with progress() as shown:

        @contextmanager
        def timed(name: str) -> Iterator[None]:
            start = time.monotonic()
            with shown(name):
                yield
            timings[name] = time.monotonic() - start

        build(found, step=timed)
    info = Graph.open(project, store=store).info()
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in timings.items())
    click.echo(f"built {found.relative(found.store)} in {sum(timings.values()):.1f} s ({steps})")
    width = max(map(len, info.graphs))
    for name, count in info.graphs.items():
        click.echo(f"  {name:<{width}} {count:>7,} triples")
    click.echo(f"  {'all, once':<{width}} {info.triples:>7,} triples; it conforms to the shapes")
