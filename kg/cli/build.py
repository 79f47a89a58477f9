"""`kg build`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.build import build_project, count_graph, drop_sentences, keep_sentences, locate_passages, read_sentences
from kg.cli.options import progress, project_option, warn
from kg.project import find_project
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit import Anchoring
    from kg.build import Built

_MOST_NAMED = 3


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
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The document annotated, as text: its sentences are kept beside the graph, for kg show.",
)
@click.option("--no-document", is_flag=True, help="Drop the sentences kept before.")
@click.option("--only-changed", is_flag=True, help="Bring the store up to the data files that changed.")
def command(
    project: Path | None, store: Path | None, document: Path | None, *, no_document: bool, only_changed: bool
) -> None:
    """Build the graph: load ontology and data, infer, validate, store.

    The new graph takes the old one's place in one step at the very end; if a file does not parse, a shape is
    violated, the disk is full or the build is killed, the old graph stays and still answers.

    With --only-changed the graphs of changed data files are read again, what follows from the difference is inferred,
    and what it can violate is validated; the outcome is that of a whole build. Where another input changed, or nothing
    was built before, it is a whole build, and says why. The other commands build so by themselves when an input
    changed.

    Data of more than 50 MB is built on the disk, so that memory does not grow with it. The sentences of --document
    stay through all builds, and no export holds them. Exit code 1 where it is another document.
    """
    if document is not None and no_document:
        raise click.UsageError("--document and --no-document exclude each other")
    found = find_project(project, store)
    anchoring = (
        None if document is None else locate_passages(found, document)
    )  # what is wrong with it is told before the build
    timings: dict[str, float] = {}
    with progress() as shown:

        @contextmanager
        def timed(name: str) -> Iterator[object]:
            start = time.monotonic()
            with shown(name) as tell:
                yield tell
            timings[name] = time.monotonic() - start

        built = build_project(found, only_changed=only_changed, step=timed)
    if anchoring is not None:
        keep_sentences(found.store, anchoring)
    dropped = no_document and drop_sentences(found.store)
    held = count_graph(TripleStore.open(found.store, built.manifest), built.manifest, read_sentences(found.store))
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in timings.items())
    click.echo(
        _outcome(built, found.relative(found.store)) + (f" in {sum(timings.values()):.1f} s ({steps})" if steps else "")
    )
    width = max(map(len, held.graphs))
    for name, count in held.graphs.items():
        click.echo(f"  {name:<{width}} {count:>7,} triples")
    click.echo(f"  {'all, once':<{width}} {held.triples:>7,} triples; it conforms to the shapes")
    if anchoring is not None:
        _tell(anchoring)
    elif dropped:
        click.echo("dropped the text of the passages")


def _outcome(built: Built, store: str) -> str:
    if built.changed is None:
        why = f", from nothing: {built.reason}," if built.reason else ""
        return f"built {store}{why}"
    if not built.changed:
        return f"{store} is up to its inputs"
    named = ", ".join(built.changed[:_MOST_NAMED])
    more = f" and {len(built.changed) - _MOST_NAMED} more" if len(built.changed) > _MOST_NAMED else ""
    return f"brought {store} up to {named}{more}"


def _tell(anchoring: Anchoring) -> None:
    document, total = anchoring.document, len(anchoring.anchors)
    read = "" if document.encoding == "UTF-8" else f", which is in {document.encoding}"
    of_all = "" if anchoring.shared == total else f" of {total}"
    click.echo(f"attached the text of {anchoring.shared}{of_all} passages from {document.path.name}{read}")
    if changed := anchoring.of_state("changed"):
        names = ", ".join(each.passage.name for each in changed)
        warn(f"{document.path}: these passages do not stand in it word for word and stay without text: {names}")
