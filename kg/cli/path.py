"""`kg path`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import data_options, format_option, open_graph, project_options, server_options
from kg.cli.output import print_view
from kg.errors import EXIT_NEGATIVE

if TYPE_CHECKING:
    from pathlib import Path


@click.command("path", short_help="Find the chains of facts between two entities.")
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--max", "longest", type=int, default=4, metavar="N", help="Links in a chain, 1 to 10.  [4]")
@click.option("--limit", type=int, default=5, metavar="N", help="Chains to print, 1 to 1000.  [5]")
@click.option("--all", "everything", is_flag=True, help="Also through passages, periods, units and the like.")
@format_option("table", "json", "md", "dot")
@language_option
@data_options
@project_options
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    start: str,
    end: str,
    longest: int,
    limit: int,
    format: str,
    lang: str,
    project: Path | None,
    store: Path | None,
    *,
    everything: bool,
) -> None:
    """Find the shortest chains of facts that lead from A to B: labels in any language, CURIEs or IRIs.

    Each link is followed by the passages that state it with the words as written; an arrow to the left marks a fact
    that is read from object to subject, `inferred` a derived one. Shorter chains come first, among equals those of
    stated facts, and those that avoid entities linked with nearly all others.
    Passages and sections, periods, units and other concepts, and notes are omitted, because they link everything.

    \b
    kg path 国务院 张江科学城
    kg path 国务院 张江科学城 --max 6 --limit 20 --lang en
    kg path "Xi Jinping" park:lingang-sub-park --format dot | dot -Tsvg > path.svg

    Exit codes: 0 a chain was found, 1 there is none (how far an end leads is printed), 2 misuse.
    """  # noqa: D301  -- \b keeps click from joining the lines
    view = open_graph(project, store, lang).path(start, end, longest=longest, limit=limit, everything=everything)
    print_view(view, format)
    ctx.exit(0 if view.chains else EXIT_NEGATIVE)
