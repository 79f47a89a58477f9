"""Progress on a terminal: a bar for each step on standard error, and warnings."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli.output import print_text
from kg.runtime import Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

_STEPS = {
    "load": "reading ontology, data and shapes",
    "infer": "inferring (OWL 2 RL)",
    "validate": "validating (SHACL)",
    "store": "storing",
    "export": "exporting",
    "push": "sending the graphs",
    "pull": "fetching the graphs",
}


class TerminalReporter(Reporter):
    """Shows each step with a bar while it runs, if standard error is a terminal; prints warnings."""

    def __init__(self) -> None:
        self._bar: tuple[Progress, TaskID] | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show a bar until the step ends."""
        if not sys.stderr.isatty():
            yield
            return
        # imported here, because only a step on a terminal needs rich
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, TextColumn("{task.fields[item]}"), console=Console(stderr=True), transient=True)
        with bar:
            self._bar = bar, bar.add_task(f"{_STEPS.get(name, name)} …", total=None, item="")
            try:
                yield
            finally:
                self._bar = None

    def advance(self, done: int, total: int | None = None, item: str = "") -> None:
        """Move the bar of the current step."""
        if self._bar is not None:
            bar, task = self._bar
            bar.update(task, completed=done, total=total, item=item)

    def warn(self, message: str) -> None:
        """Print a warning to standard error."""
        print_text("kg: warning: ", end="", err=True, colour="yellow")
        print_text(message, err=True)
