"""`kg audit`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.language import language_option
from kg.cli.options import format_option, open_graph, project_option
from kg.cli.output import print_count, print_view
from kg.errors import EXIT_NEGATIVE


@click.command("audit", short_help="Compare the graph with the text of its document.")
@click.argument("document", type=click.Path(path_type=Path), metavar="DOCUMENT")
@format_option("table", "json", "md")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the document with its facts beside it, as one page.",
)
@click.option("--write", is_flag=True, help="Correct the offsets of passages that moved, in data/document.ttl.")
@language_option
@project_option
@click.pass_context
def command(
    ctx: click.Context, document: Path, format: str, html: Path | None, lang: str, project: Path | None, *, write: bool
) -> None:
    """Compare the graph with DOCUMENT, the text that it annotates, in both directions.

    The audit reports each part of the text that the graph lacks, and each statement that the text does not support.
    Every quote must be at its offsets; every numeral and date must equal the value of its node, or be listed as no
    figure with a reason; every title, name and caption must belong to an entity; every statement must have a passage.
    Figures that imply each other are computed again.

    DOCUMENT may have changed: passages are found by their digests and quotes, and --write corrects their offsets.
    Exit code 0: the graph agrees with the document; 1: faults, or another document.
    """
    view = open_graph(project, None, lang).audit(document, html=html, write=write)
    if view.moved is not None:
        print_count("offset", "offsets", view.moved, lang)
    print_view(view, format)
    ctx.exit(0 if view.holds else EXIT_NEGATIVE)
