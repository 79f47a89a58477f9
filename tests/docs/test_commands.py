"""docs/commands/: each command has its page, with all its options and with examples that print what it shows."""

from __future__ import annotations

import io
import re
import runpy
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from kg.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph

DOCS = Path(__file__).parents[2] / "docs"
NAMES = cli.list_commands(click.Context(cli))


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The functions and values of the script that writes the pages."""
    return runpy.run_path(str(DOCS / "generate_commands.py"))


def _page(name: str) -> str:
    return (DOCS / "commands" / f"{name}.md").read_text(encoding="utf-8")


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from parameter.opts if isinstance(parameter, click.Option) else ()
    for subcommand in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _options(subcommand)


def test_each_command_has_a_page() -> None:
    """There is a page for each command, and no other page."""
    assert {path.stem for path in (DOCS / "commands").glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_describes_all_options(name: str) -> None:
    """Each option of the command, and of its subcommands, is in the table of options."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    rows = [line for line in _page(name).splitlines() if line.startswith("| `-")]
    assert [option for option in _options(command) if not any(f"`{option}`" in row for row in rows)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_current(
    name: str,
    script: dict[str, Any],
    graph: Graph,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """The examples, run now, print what the page shows; `make docs` writes the page."""
    if any("document" in example for example in script["PAGES"][name]["examples"]):
        request.getfixturevalue("shared")  # has the source document, or skips
    monkeypatch.setenv("KG_STORE", str(graph.project.store))
    assert script["command_page"](name) == _page(name)


def _help_examples(command: click.Command) -> Iterator[str]:
    """Yield the examples of a help text that need no server, pipe or file of the user."""
    for line in (command.help or "").splitlines():
        example = re.split(r"\s{3,}", line.strip())[0]
        if example.startswith("kg ") and not re.search(r"http:|URL|[|>]|\b(my|mine|big|ontology|document)\.", example):
            yield example
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from _help_examples(command.get_command(context, name) or command)


@pytest.mark.parametrize("example", sorted(set(_help_examples(cli)) - {"kg build"}))
def test_an_example_of_the_help_has_a_result(
    example: str, script: dict[str, Any], graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The examples of the help run, and none of them finds nothing."""
    monkeypatch.setenv("KG_STORE", str(graph.project.store))
    monkeypatch.setenv("KG_PROJECT", str(DOCS.parent))
    monkeypatch.chdir(tmp_path)
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(screen), redirect_stderr(screen):
        assert 0 == script["_exit_code"](shlex.split(example)[1:]), example
    screen.seek(0)
    assert not re.search(r"^0 ", screen.read(), re.MULTILINE), example
