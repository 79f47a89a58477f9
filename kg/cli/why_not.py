"""`kg why-not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import data_options, format_option, open_graph, param_option, project_options
from kg.cli.output import print_view
from kg.cli.query import read_params, read_query
from kg.errors import EXIT_NEGATIVE

if TYPE_CHECKING:
    from pathlib import Path


@click.command("why-not", short_help="Explain why a query has no rows, and what would match.")
@click.argument("query", metavar="NAME|FILE.rq|-|'SELECT …'")
@param_option
@format_option("text", "json")
@language_option
@data_options
@project_options
@click.pass_context
def command(
    ctx: click.Context,
    query: str,
    params: tuple[str, ...],
    format: str,
    lang: str,
    project: Path | None,
    store: Path | None,
) -> None:
    """Explain why a query has no rows: the first part of its pattern that fails, and what would match instead.

    The parts are tried in the order in which they are written, conditions (FILTER, MINUS) last. Exit 0 if the failing
    part was found, 1 if the query has rows after all.

    \b
    kg why-not park_leaders -p park=张江科学城
    kg why-not 'SELECT ?park { ?park a zj:SubPark ; zj:locatedIn place:finland }'
    """  # noqa: D301  -- \b keeps click from joining the lines
    values = read_params(params)
    view = open_graph(project, store, lang).why_not(read_query(query), values)
    print_view(view, format)
    ctx.exit(EXIT_NEGATIVE if view.has_rows else 0)
