"""`kg queries`: the saved queries listed, one described, the choices of a parameter, a query held to its contract."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import language_option, open_graph, project_options
from kg.errors import EXIT_NEGATIVE, KgError
from kg.project import find_project
from kg.query import find_query, query_paths, read_queries, read_query
from kg.rdf import compact, label

if TYPE_CHECKING:
    from kg.query import Outcome, Parameter, SavedQuery

_HEADINGS = {"zh": ("列", "参数", "相关查询", "运行"), "en": ("columns", "parameters", "related", "run")}
_SILENT = {"zh": "文中未说明", "en": "not stated"}


class _Queries(click.Group):
    """Commands on saved queries; without the name of one, they are listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("queries", cls=_Queries, short_help="List the saved queries; check one of your own.")
def command() -> None:
    """List the saved queries, describe one, or check one of your own.

    \b
    kg queries                              all, by theme
    kg queries 集成电路                      those that have the word
    kg queries policy_documents             what it gives, takes, and is related to
    kg queries policy_documents --choices issuer
    kg queries check mine.rq                hold a query of your own to the same contract
    """  # noqa: D301  -- \b keeps click from joining the lines


@command.command("list", short_help="List them; with WORD those that have it, with a name that one in full.")
@click.argument("word", required=False)
@click.option("--choices", "parameter", metavar="PARAM", help="List the values of a parameter that yield rows.")
@language_option
@project_options
def list_(word: str | None, parameter: str | None, lang: str, project: Path | None, store: Path | None) -> None:
    """List the saved queries with summary and parameters, by theme.

    WORD is looked for in names, themes, tags and summaries, in both languages; the name of a query describes it.
    """
    folder = find_project(project).queries
    if parameter is not None:
        _print_choices(word, parameter, lang, project, store)
        return
    if word in query_paths(folder):
        _describe(find_query(folder, word), lang)
        return
    found = [query for query in read_queries(folder) if word is None or _has(query, word)]
    for theme, group in groupby(found, key=lambda query: query.theme):
        click.secho(theme, bold=True)
        for query in group:
            click.echo(f"  {click.style(query.name, fg='cyan')}  {query.summary[lang]}")
            for each in query.parameters:
                click.echo(f"      {_usage(each, lang)}")
    click.echo(f"{len(found)} saved quer{'y' if len(found) == 1 else 'ies'}", err=True)


def _has(query: SavedQuery, word: str) -> bool:
    texts = (query.name, query.theme, *query.tags, *query.summary.values())
    return any(word.casefold() in text.casefold() for text in texts)


def _usage(parameter: Parameter, lang: str) -> str:
    example = "" if parameter.optional else f", for example {parameter.example}"
    usage = f"-p {parameter.name}=…  {parameter.label[lang]} ({parameter.kind}{example})"
    return f"[{usage}]" if parameter.optional else usage


def _describe(query: SavedQuery, lang: str) -> None:
    columns, parameters, related, run = (f"  {each}" for each in _HEADINGS[lang])
    click.echo(f"{click.style(query.name, fg='cyan')}  {query.summary[lang]}\n  {query.grain}")
    if query.columns:
        click.secho(columns, bold=True)
        width = max(map(len, query.columns))
        for name, said in query.columns.items():
            click.echo(f"    {name:<{width}}  {said[lang]}{'  *' if name in query.key else ''}")
    if query.parameters:
        click.secho(parameters, bold=True)
        for each in query.parameters:
            click.echo(f"    {_usage(each, lang)}")
            if each.examples:
                click.echo(f"        {' · '.join(each.examples)}")
    if query.related:
        click.secho(related, bold=True)
        click.echo(f"    {' · '.join(query.related)}")
    click.secho(run, bold=True)
    given = "".join(f" -p {each.name}={_quoted(each.examples[0])}" for each in query.parameters if each.examples)
    click.echo(f"    kg query {query.name}")
    if given:
        click.echo(f"    kg query {query.name}{given}")


def _quoted(text: str) -> str:
    import shlex  # noqa: PLC0415  -- only a description quotes

    return shlex.quote(text)


def _print_choices(name: str | None, parameter: str, lang: str, project: Path | None, store: Path | None) -> None:
    from kg.query import values_with_rows  # noqa: PLC0415  -- a listing needs no graph

    if name is None:
        raise KgError(
            "--choices needs the name of a query", hint="for example: kg queries policy_documents --choices issuer"
        )
    query = find_query(find_project(project).queries, name)
    graph = open_graph(project, store)
    found = values_with_rows(graph.store, query, parameter)
    for each in found:
        name, curie = label(graph.store, each.term, lang), click.style(compact(each.term.value), fg="cyan")
        click.echo(f"{name}  {curie}  {_SILENT[lang] if each.rows_not_stated == each.rows else each.rows}")
    click.echo(f"{len(found)} choice{'' if len(found) == 1 else 's'}", err=True)


@command.command("check", short_help="Hold query files to the contract of the saved ones.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.rq|NAME…")
@click.option("-f", "--format", "fmt", type=click.Choice(("text", "json")), default="text", help="text for people.")
@language_option
@project_options
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], fmt: str, lang: str, project: Path | None, store: Path | None
) -> None:
    """Hold queries to their contract: FILEs of your own, or saved ones by NAME.

    A contract is the query's #+ header (see docs/queries.md): every column described, a key that tells rows apart,
    examples with rows and a value without, an order, and the same answer on two engines. Exit 1 if one is broken.
    """
    from kg.query import Contract  # noqa: PLC0415  -- a listing needs no graph

    graph = open_graph(project, store)
    known = query_paths(graph.project.queries)
    contract = Contract(graph.store, set(known))
    found = {}
    for file in files:
        path = known.get(str(file), file)
        if not path.is_file():
            raise KgError(f"{file}: no such file, and no saved query", hint="list the saved ones with: kg queries")
        found[str(file)] = contract.check(read_query(path))
    {"text": _print_outcomes, "json": _print_json}[fmt](found, lang)
    ctx.exit(EXIT_NEGATIVE if any(not each.holds for outcomes in found.values() for each in outcomes) else 0)


def _print_outcomes(found: dict[str, list[Outcome]], lang: str) -> None:
    language = ("zh", "en").index(lang)
    for name, outcomes in found.items():
        click.secho(name, bold=True)
        for each in outcomes:
            sign = click.style("✓", fg="green") if each.holds else click.style("✗", fg="red")
            click.echo(f"  {sign} {each.name:<9} {each.demand[language]}")
            for failure in each.failures:
                click.echo(f"      {failure[language]}")


def _print_json(found: dict[str, list[Outcome]], lang: str) -> None:
    language = ("zh", "en").index(lang)
    listed = {
        name: [
            {"check": each.name, "holds": each.holds, "breaches": [failure[language] for failure in each.failures]}
            for each in outcomes
        ]
        for name, outcomes in found.items()
    }
    click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
