"""`kg show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import data_options, format_option, open_graph, project_options, server_options
from kg.cli.output import print_view

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show", short_help="Show an entity with its facts and their sources.")
@click.argument("entity")
@click.option("--all", "everything", is_flag=True, help="Also what is entailed in other vocabularies.")
@format_option("text", "json")
@language_option
@data_options
@project_options
@server_options
def command(entity: str, format: str, lang: str, project: Path | None, store: Path | None, *, everything: bool) -> None:
    """Show ENTITY: a label in any language, a CURIE such as park:zhangjiang-science-city, or an IRI.

    Each fact, from the entity and to it, is followed by the passages that state it with the words as written;
    `background` is an editor's reading with its reason, `inferred` is derived by a rule.
    After kg build --document the sentences of these passages follow.
    """
    view = open_graph(project, store, lang).show(entity, everything=everything)
    print_view(view, format)
