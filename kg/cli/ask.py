"""`kg ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import open_graph, project_options
from kg.cli.output import print_text, print_view
from kg.cli.query import print_answer
from kg.errors import EXIT_NEGATIVE
from kg.rdf import FORMATS, LANGUAGES
from kg.results import SOLUTION_FORMATS
from kg.views import Answer

if TYPE_CHECKING:
    from pathlib import Path


@click.command("ask", short_help="Ask in Chinese or English: finds the saved query and runs it.")
@click.argument("question", nargs=-1, required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages.  [the question's]")
@click.option(
    "-f", "--format", "format", type=click.Choice((*SOLUTION_FORMATS, *FORMATS)), help="The output format.  [a table]"
)
@click.option("--explain", is_flag=True, help="Also how the question was read, and the scores of the queries.")
@click.option("--dry-run", is_flag=True, help="Print what would be run, and run nothing.")
@project_options
@click.pass_context
def command(
    ctx: click.Context,
    question: tuple[str, ...],
    lang: str | None,
    format: str | None,
    project: Path | None,
    store: Path | None,
    *,
    explain: bool,
    dry_run: bool,
) -> None:
    """Answer a QUESTION in Chinese or English with the saved query that fits, its parameters filled.

    The query that was run is printed, so that it can be run again. On a close call nothing is run and the candidates
    are listed; a question that no saved query answers ends with exit code 1. No language model and no network is used.

    \b
    kg ask 张江示范区是谁批准的
    kg ask policies issued since 2015
    kg ask '2025年的目标' --format csv
    kg ask which figures are lower bounds --explain
    kg ask 张江科学城是什么
    """  # noqa: D301  -- \b keeps click from joining the lines
    graph = open_graph(project, store)
    # SPARQL's XML has no place for evidence
    view = graph.ask(" ".join(question), lang=lang, explain=explain, dry_run=dry_run, with_evidence=format != "xml")
    for line in view.note_lines():
        print_text(line, err=True)
    if view.chosen is None:
        for line in view.offer_lines():
            print_text(line, err=view.is_declined)
    if isinstance(view.answer, Answer):
        print_answer(view.answer, format)
    elif view.answer is not None:
        if format is not None:
            graph.reporter.warn(f"an entity is shown as text, not as {format}")
        print_view(view.answer)
    ctx.exit(EXIT_NEGATIVE if view.is_declined else 0)
