"""`kg info`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from kg.cli.options import language_option, open_graph, project_options
from kg.rdf import compact, label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@click.command("info", short_help="Count what the graph holds.")
@language_option
@project_options
def command(lang: str, project: Path | None, store: Path | None) -> None:
    """Count entities by class and triples by graph, and name the versions.

    It also says of how many passages the text is attached: see kg build --document.
    """
    graph = open_graph(project, store)
    found = graph.info()
    manifest = found.manifest
    click.echo(f"kg {manifest.version}, ontology {manifest.ontology_version}, inputs {manifest.fingerprint[:12]}")
    click.echo(f"{graph.project.root}, stored in {graph.project.store}")
    remedy = "" if found.attached else "; attach it with: kg build --document FILE"
    click.echo(f"text attached: {found.attached} of {found.passages} passages{remedy}")
    _print("Triples by graph", [*found.graphs.items(), ("all, once", found.triples)])
    _print(
        "Entities by class (subclasses included)",
        ((f"{compact(iri)}  {label(graph.store, NamedNode(iri), lang)}", n) for iri, n in found.classes.items()),
    )


def _print(title: str, rows: Iterable[tuple[str, int]]) -> None:
    click.echo()
    click.secho(title, bold=True)
    for name, count in rows:
        click.echo(f"  {count:>7,}  {name}")
