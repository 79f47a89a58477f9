"""What commands share: options, the opened graph, progress."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.rdf import LANGUAGES
from kg.remote import Server, open_server
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console

    from kg.graph import Graph
    from kg.runtime import Step, Tell

    Command = Callable[..., Any]

_STEPS = {
    "load": "reading ontology, data and shapes",
    "infer": "inferring (OWL 2 RL)",
    "validate": "validating (SHACL)",
    "store": "storing",
    "export": "exporting",
}


project_option = click.option(
    "--project",
    type=click.Path(path_type=Path),
    envvar="KG_PROJECT",
    metavar="DIR",
    help="The folder with ontology/, data/, shapes/ and queries/.  [the nearest one upwards]",
)
_store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KG_STORE",
    metavar="STORE",
    help="Where the built graph lies.",
)


def project_options(command: Command) -> Command:
    """Add --project and --store to a command."""
    return project_option(_store_option(command))


def server_options(command: Command) -> Command:
    """Add --endpoint and what goes with it to a command; `open_graph` then asks that server."""

    @wraps(command)
    def told(*args: Any, **values: Any) -> Any:  # noqa: ANN401  -- whatever the command takes
        named = {name: values.pop(name) for name in ("endpoint", "update_endpoint", "graph_store")}
        told_more = {"default_graph": values.pop("default_graph"), "auth": values.pop("auth")}
        timeout = values.pop("server_timeout")
        if any(named.values()):
            addresses = (named["endpoint"], named["update_endpoint"], named["graph_store"])
            context = click.get_current_context()
            server = open_server(*addresses, **told_more, timeout=timeout, told=warn)
            context.meta[_SERVER] = context.with_resource(server)
        return command(*args, **values)

    for option in reversed(_SERVER_OPTIONS):
        told = option(told)
    return told


def named_server() -> Server | None:
    """Return the server that the options of the running command name, if they do."""
    server: Server | None = click.get_current_context().meta.get(_SERVER)
    return server


_SERVER = "kg.server"
_SERVER_OPTIONS = (
    click.option(
        "--endpoint",
        envvar="KG_ENDPOINT",
        metavar="URL",
        help="Ask this SPARQL 1.1 server: http://localhost:3030/ds/query.  [the built graph]",
    ),
    click.option(
        "--update-endpoint", envvar="KG_UPDATE_ENDPOINT", metavar="URL", help="Where it takes updates, if elsewhere."
    ),
    click.option(
        "--graph-store", envvar="KG_GRAPH_STORE", metavar="URL", help="Its Graph Store Protocol address, if elsewhere."
    ),
    click.option(
        "--default-graph",
        envvar="KG_DEFAULT_GRAPH",
        metavar="IRI",
        help="The graph that stands for its default graph, where it has none of its own.",
    ),
    click.option(
        "--auth",
        envvar="KG_AUTH",
        metavar="WHO",
        help="USER:PASSWORD, a bearer token, or @FILE that holds one; KG_AUTH keeps it out of the process list.",
    ),
    click.option(
        "--server-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=300.0,
        metavar="SECONDS",
        help="How long the server may be silent.  [300]",
    ),
)


def language_option(command: Command) -> Command:
    """Add --lang to a command; without it the locale decides."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=_locale_language,
        help="Language of labels and messages.  [the locale's, else en]",
    )(command)


def _locale_language() -> str:
    tag = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if tag.lower().startswith("zh") else "en"


def open_graph(project: Path | None, store: Path | None) -> Graph:
    """Open the graph that the options name, building it first, with progress, if an input changed."""
    from kg.graph import Graph  # noqa: PLC0415  -- a build does without

    if server := named_server():
        return Graph.at(server, project)
    with progress() as step:
        return Graph.open(project, store=store, step=step, warn=warn)


def warn(message: str) -> None:
    """Print a warning to standard error."""
    click.secho("kg: warning: ", fg="yellow", nl=False, err=True)
    click.echo(message, err=True)


def put_out(content: Iterable[bytes], output: Path | None) -> None:
    """Write content to a file, all of it or nothing; to standard output where no file is named. Raises KgError."""
    if output is None:
        sys.stdout.buffer.writelines(content)
        sys.stdout.buffer.flush()
        return
    with atomic_write(output) as file:
        file.writelines(content)


def terminal_width() -> int | None:
    """Return the width of the terminal that standard output is, or None if it is none."""
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None


@contextmanager
def progress() -> Iterator[Step]:
    """Give a function that shows each step of a build while it runs; on a terminal only."""

    @contextmanager
    def quiet(_: str) -> Iterator[object]:
        yield None

    if not sys.stderr.isatty():
        yield quiet
        return

    @contextmanager
    def shown(name: str) -> Iterator[object]:
        from rich.console import Console  # noqa: PLC0415  -- only a build shows progress

        console = Console(stderr=True)
        if name == "store":  # one call of the engine, which does not tell how far it is
            with console.status(f"{_STEPS[name]} …"):
                yield None
            return
        with _bar(console, f"{_STEPS[name]} …") as tell:
            yield tell

    yield shown


@contextmanager
def _bar(console: Console, text: str) -> Iterator[Tell]:
    """Show a bar while something runs that tells how much is done, of how much if that is known, and what is next."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[next]}"), console=console, transient=True) as shown:
        task = shown.add_task(text, total=None, next="")

        def tell(done: int, total: int | None, name: str) -> None:
            shown.update(task, completed=done, total=total, next=name)

        yield tell


@contextmanager
def transfer_bar() -> Iterator[Callable[[str, int], None]]:
    """Show what is on its way to or from a server, and how many triples it was; on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console  # noqa: PLC0415  -- only a transfer shows one
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} triples"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)

        def tell(what: str, count: int) -> None:
            shown.update(task, description=what, advance=count)

        yield tell
