"""`kg info`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import format_option, open_graph, project_options
from kg.cli.output import print_view

if TYPE_CHECKING:
    from pathlib import Path


@click.command("info", short_help="Count entities and triples, and print the versions.")
@format_option("text", "json")
@language_option
@project_options
def command(format: str, lang: str, project: Path | None, store: Path | None) -> None:
    """Count entities by class and triples by graph, and print the versions.

    Also: of how many passages the text is attached (see kg build --document).
    """
    print_view(open_graph(project, store, lang).info(), format)
