"""The command `kg`: its subcommands, each in a module that is imported when it is called."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from kg._version import __version__
from kg.cli.output import print_text, replace_unencodable
from kg.errors import EXIT_INTERRUPTED, EXIT_MISUSE, KgError
from kg.runtime import time_limit

if TYPE_CHECKING:
    from types import FrameType

# job: its commands, each with its line in the help; the module kg.cli.<command> has it, with _ for -
_JOBS = {
    "Ask": {
        "ask": "Ask in Chinese or English: finds the saved query and runs it.",
        "query": "Run a saved query, a file or a SPARQL text.",
        "queries": "List the saved queries; check your own.",
    },
    "Explain": {
        "show": "Show an entity with its facts and their sources.",
        "why": "Explain why a triple is in the graph, down to the passages.",
        "why-not": "Explain why a query has no rows, and what would match.",
        "path": "Find the chains of facts between two entities.",
    },
    "Validate": {
        "validate": "Validate the graph, the ontology, or your RDF files.",
        "infer": "Infer what follows from RDF files, or on a server.",
        "audit": "Compare the graph with the text of its document.",
    },
    "Export": {"export": "Write the graph as RDF for other tools."},
    "Build": {
        "build": "Build the graph: load, infer, validate, store.",
        "info": "Count entities and triples, and print the versions.",
    },
    "Servers": {
        "push": "Send the graph to a SPARQL server.",
        "pull": "Fetch the graphs of a SPARQL server.",
    },
}
_COMMANDS = {name for commands in _JOBS.values() for name in commands}


class _Commands(click.Group):
    """The commands, imported one at a time, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [name for commands in _JOBS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        for job, commands in _JOBS.items():
            with formatter.section(job):
                formatter.write_dl(list(commands.items()), col_max=12)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 good, 1 violations or no answer, 2 misuse, 124 timeout. "
    "KG_PROJECT and KG_STORE replace --project and --store.",
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
    kg validate my.ttl                  your data against the same shapes
    kg export -o zhangjiang.ttl         for Protégé, GraphDB, Neo4j, Gephi
    """  # noqa: D301  -- \b keeps click from joining the lines


def main() -> None:
    """Run `kg`; a KgError ends it with a message and its exit code."""
    atexit.register(gc.freeze)  # otherwise Python looks for garbage as it ends, for as long as a short query takes
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(signal, "SIGPIPE"):  # a reader that has enough (| head) ends us in silence, as it does other tools
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    replace_unencodable()
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
        if getattr(error, "option_name", "") == "--data":
            print_text("    --data is for query, queries, show, path, why-not, export and infer", err=True)
        code = EXIT_MISUSE
    sys.exit(code if isinstance(code, int) else 0)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(message: str, hint: str, code: int) -> int:
    print_text("kg: ", end="", err=True, colour="red")
    print_text(message, err=True)
    if hint:
        print_text(f"    {hint}", err=True)
    return code
