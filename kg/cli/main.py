"""The command `kg`: its subcommands, each in a module that is imported when it is called."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from kg._version import __version__
from kg.errors import EXIT_INTERRUPTED, EXIT_MISUSE, KgError
from kg.runtime import time_limit

if TYPE_CHECKING:
    from types import FrameType

# command: what the list of commands says of it; the module kg.cli.<command> holds it, - as _
_COMMANDS = {
    "build": "Build the graph: load, infer, validate, store.",
    "ask": "Ask in Chinese or English: finds the saved query and runs it.",
    "query": "Run a saved query, a file or a SPARQL text.",
    "queries": "List the saved queries.",
    "why-not": "Tell why a query has no rows, and what would match.",
    "show": "Show an entity with its facts and their sources.",
    "why": "Say why a triple holds, down to the passages.",
    "path": "Find the chains of facts between two entities.",
    "validate": "Validate the graph, or RDF files of your own.",
    "infer": "Infer what follows from RDF files, or on a server.",
    "audit": "Hold the graph against the text of its document.",
    "export": "Write the graph as RDF for other tools.",
    "push": "Send the graph to a SPARQL server.",
    "pull": "Fetch the graphs of a SPARQL server.",
    "info": "Count what the graph holds.",
}


class _Commands(click.Group):
    """The commands, imported one at a time, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  -- click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 good, 1 violations or no answer, 2 misuse, 124 out of time. "
    "KG_PROJECT and KG_STORE stand in for --project and --store.",
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """A policy document that you can query.

    \b
    kg ask 张江示范区是谁批准的         in Chinese or English
    kg queries                          what can be asked
    kg query policy_documents -p issuer=国务院
    kg show 张江科学城                   an entity, each fact with its source
    kg why 临港园 隶属于 张江示范区      from rule to rule, down to the sentences
    kg path 国务院 张江科学城            how two entities are linked
    kg export -o zhangjiang.ttl         for Protégé, GraphDB, Neo4j, Gephi
    kg validate my.ttl                  your data against the same shapes
    kg audit document.txt               nothing left out, nothing made up
    """  # noqa: D301  -- \b keeps click from joining the lines


def main() -> None:
    """Run `kg`; a KgError ends it with a message and its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(signal, "SIGPIPE"):  # a reader that has enough (| head) ends us in silence, as it does other tools
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        with time_limit(None):  # Ctrl-C ends a query that runs in the engine, too
            code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        code = _fail(error.message, error.hint, error.exit_code)
    except click.exceptions.Abort:
        code = _fail("interrupted", "", EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        code = EXIT_MISUSE
    sys.exit(code if isinstance(code, int) else 0)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(message: str, hint: str, code: int) -> int:
    click.secho("kg: ", fg="red", nl=False, err=True)
    click.echo(message, err=True)
    if hint:
        click.echo(f"    {hint}", err=True)
    return code
