"""`kg queries`: lists the saved queries, describes one, lists the values of a parameter, checks a query."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.language import language_option
from kg.cli.options import data_options, format_option, open_graph, project_options
from kg.cli.output import print_count, print_view
from kg.errors import EXIT_NEGATIVE, KgError


class _Queries(click.Group):
    """Commands on saved queries; without a command the queries are listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("queries", cls=_Queries, short_help="List the saved queries; check your own.")
def command() -> None:
    """List the saved queries, describe one, or check your own.

    \b
    kg queries                              all, by theme
    kg queries 占比                          those that contain the word
    kg queries policy_documents             its columns, parameters and related queries
    kg queries policy_documents --choices issuer
    kg queries check mine.rq                check your query against the same contract
    """  # noqa: D301  -- \b keeps click from joining the lines


@command.command("list", short_help="List them all, or those that contain WORD; describe the one of that name.")
@click.argument("word", required=False)
@click.option("--choices", "parameter", metavar="PARAM", help="List the values of a parameter that yield rows.")
@format_option("text", "json")
@language_option
@project_options
@data_options
def list_(
    word: str | None, parameter: str | None, format: str, lang: str, project: Path | None, store: Path | None
) -> None:
    """List the saved queries with summary and parameters, by theme.

    WORD is searched in names, themes, tags and summaries, in both languages; the name of a query describes it.
    """
    graph = open_graph(project, store, lang)
    if parameter is not None:
        if word is None:
            hint = "for example: kg queries policy_documents --choices issuer"
            raise KgError("--choices needs the name of a query", hint=hint)
        choices = graph.choices(word, parameter)
        print_view(choices, format)
        print_count("choice", "choices", len(choices), lang)
        return
    queries = graph.queries(word)
    print_view(queries, format)
    if not queries.is_described:
        print_count("saved_query", "saved_queries", len(queries), lang)


@command.command("check", short_help="Check query files against the contract of the saved queries.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.rq|NAME…")
@format_option("text", "json")
@language_option
@project_options
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], format: str, lang: str, project: Path | None, store: Path | None
) -> None:
    """Check queries against their contract: your FILEs, or saved ones by NAME.

    The contract is the query's #+ header (see docs/queries.md): every column described, a key that is unique, examples
    with rows and a value without, an order, and the same answer on two engines. Exit 1 if a check fails.
    """
    view = open_graph(project, store, lang).check_query(*files)
    print_view(view, format)
    ctx.exit(0 if view.holds else EXIT_NEGATIVE)
