"""`kg build`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import open_graph, project_option
from kg.cli.output import print_view


@click.command("build", short_help="Build the graph: load, infer, validate, store.")
@project_option
@click.option(
    "-o",
    "--store",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KG_STORE",
    metavar="STORE",
    help="The folder of the built graph.  [build/store in the project]",
)
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The annotated document, as text: its sentences are kept with the store, for kg show.",
)
@click.option("--no-document", is_flag=True, help="Remove the sentences attached before.")
@click.option("--only-changed", is_flag=True, help="Update the store from the data files that changed.")
def command(
    project: Path | None, store: Path | None, document: Path | None, *, no_document: bool, only_changed: bool
) -> None:
    """Build the graph: load ontology and data, infer, validate, store.

    The new store replaces the old one in one step at the very end; if a file does not parse, a shape is violated, the
    disk is full or the build is killed, the old store is kept and used.

    With --only-changed the graphs of changed data files are read again, what follows from the difference is inferred,
    and what it can violate is validated; the result is that of a whole build. If another input changed, or nothing
    was built before, the build starts from nothing and prints the reason. The other commands do this by themselves
    when an input changed.

    Data of more than 50 MB is built on the disk, so that memory does not grow with it. The sentences of --document
    are kept through all builds, and are in no export. Exit code 1 if it is another document.
    """
    view = open_graph(project, store).build(document=document, no_document=no_document, only_changed=only_changed)
    print_view(view)
