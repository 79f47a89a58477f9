"""`kg why`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.language import language_option
from kg.cli.options import format_option, open_graph, project_options
from kg.cli.output import print_view
from kg.errors import EXIT_NEGATIVE

if TYPE_CHECKING:
    from pathlib import Path


@click.command("why", short_help="Explain why a triple is in the graph, down to the passages.")
@click.argument("subject")
@click.argument("predicate", metavar="PROPERTY")
@click.argument("value", metavar="OBJECT")
@format_option("table", "json", "md", "dot")
@language_option
@project_options
@click.pass_context
def command(
    ctx: click.Context,
    subject: str,
    predicate: str,
    value: str,
    format: str,
    lang: str,
    project: Path | None,
    store: Path | None,
) -> None:
    """Explain why SUBJECT PROPERTY OBJECT is in the graph: the passages that state it, or the rules that derive it.

    SUBJECT and OBJECT are labels in any language, CURIEs or IRIs, OBJECT also a value; PROPERTY is a label, also that
    of the inverse direction, a CURIE, an IRI, or `a` for the class. An inferred triple is traced, rule by rule, to
    what passages, background and ontology state; rules have their names in OWL 2 RL.
    After kg build --document the sentences follow.

    \b
    kg why 张江示范区 批准机关 国务院
    kg why park:lingang-sub-park "part of" 张江示范区 --lang en
    kg why 张江科学城 a schema:Place --format dot | dot -Tsvg > why.svg
    kg why observation:zone-area zj:value 531 --format json

    Exit codes: 0 it is in the graph, 1 it is not (the values that are in it instead are listed), 2 misuse.
    """  # noqa: D301  -- \b keeps click from joining the lines
    view = open_graph(project, store, lang).why(subject, predicate, value)
    print_view(view, format)
    ctx.exit(0 if view.holds else EXIT_NEGATIVE)
