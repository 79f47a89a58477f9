"""What commands share: options, the opened graph, progress."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.graph import Graph
from kg.terms import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from kg.closure import Step

    Command = Callable[..., Any]

_STEPS = {
    "load": "reading ontology, data and shapes",
    "infer": "inferring (OWL 2 RL)",
    "validate": "validating (SHACL)",
    "store": "storing",
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
    with progress() as step:
        return Graph.open(project, store=store, step=step, warn=warn)


def warn(message: str) -> None:
    """Print a warning to standard error."""
    click.secho("kg: warning: ", fg="yellow", nl=False, err=True)
    click.echo(message, err=True)


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
        if name == "validate":
            with _bar(console, f"{_STEPS[name]} …") as tell:
                yield tell
            return
        with console.status(f"{_STEPS[name]} …"):
            yield None

    yield shown


@contextmanager
def _bar(console: Console, text: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar while something runs that tells how much of how much is done, and what is next."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[next]}"), console=console, transient=True) as shown:
        task = shown.add_task(text, total=None, next="")

        def tell(done: int, total: int, name: str) -> None:
            shown.update(task, completed=done, total=total, next=name)

        yield tell
