"""`kg queries`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.cli.options import language_option, project_option
from kg.project import find_project
from kg.queries import read_queries

if TYPE_CHECKING:
    from pathlib import Path

    from kg.parameters import Parameter
    from kg.queries import SavedQuery


@click.command("queries", short_help="List the saved queries.")
@click.argument("word", required=False)
@language_option
@project_option
def command(word: str | None, lang: str, project: Path | None) -> None:
    """List the saved queries with summary and parameters, by theme; with WORD only those that have it.

    WORD is looked for in names, themes, tags and summaries, in both languages.
    """
    found = [query for query in read_queries(find_project(project).queries) if word is None or _has(query, word)]
    for theme, group in groupby(found, key=lambda query: query.theme):
        click.secho(theme, bold=True)
        for query in group:
            click.echo(f"  {click.style(query.name, fg='cyan')}  {query.summary[lang]}")
            for parameter in query.parameters:
                click.echo(f"      {_usage(parameter, lang)}")
    click.echo(f"{len(found)} saved quer{'y' if len(found) == 1 else 'ies'}", err=True)


def _has(query: SavedQuery, word: str) -> bool:
    texts = (query.name, query.theme, *query.tags, *query.summary.values())
    return any(word.casefold() in text.casefold() for text in texts)


def _usage(parameter: Parameter, lang: str) -> str:
    kind = parameter.class_ or parameter.datatype
    example = "" if parameter.optional else f", for example {parameter.example}"
    usage = f"-p {parameter.name}=…  {parameter.label[lang]} ({kind}{example})"
    return f"[{usage}]" if parameter.optional else usage
