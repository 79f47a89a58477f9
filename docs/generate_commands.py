"""Writes docs/commands/*.md: text and options from the help of the commands, uses and examples from commands.toml.

`make docs` runs it. The tests compare the pages with its result, so that every example is run.
"""

from __future__ import annotations

import inspect
import io
import os
import re
import shlex
import shutil
import tempfile
import tomllib
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import click

import kg
from kg.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PAGES = tomllib.loads((DOCS / "commands.toml").read_text(encoding="utf-8"))
METHODS = {"queries list": "queries", "queries check": "check_query"}
ELLIPSIS = "…\n"


def command_page(name: str) -> str:
    """Return the page of a command. Raises AssertionError if an example ends with another exit code than stated."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    page = PAGES[name]
    parts = command.commands if isinstance(command, click.Group) else {"": command}
    blocks = [f"# kg {name}", *_paragraphs(command), page["use"].strip(), "## Examples"]
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for example in page["examples"]:
            blocks += _example(example)
    for part, subcommand in parts.items():
        full = f"{name} {part}".strip()
        blocks.append(f"## Options{f' of kg {full}' if part else ''}")
        usage = " ".join(subcommand.collect_usage_pieces(click.Context(subcommand)))
        blocks.append(f"```\nkg {full} {usage}\n```")
        if part:
            blocks += _paragraphs(subcommand)
        options = [_option(option) for option in subcommand.params if isinstance(option, click.Option)]
        blocks.append(
            "\n".join(["| option | meaning |", "|---|---|", *options, "| `-h`, `--help` | Print the help. |"])
        )
        method = METHODS.get(full, full.replace("-", "_"))
        blocks.append(f"From Python: [`Graph.{method}`](../python.md#graph{method}).")
    blocks += ["## Exit codes", "\n".join(["| code | meaning |", "|---|---|", *_exit_codes(page["exit"])])]
    return "\n\n".join(blocks) + "\n"


def _paragraphs(command: click.Command) -> list[str]:
    """Return the paragraphs of a help text, without its examples and exit codes, for which the page has sections."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    texts = (" ".join(paragraph.split()) for paragraph in paragraphs if not paragraph.startswith("\b"))
    return [text for text in texts if not text.startswith("Exit codes:")]


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    if isinstance(option.type, click.Choice):
        value = " " + " ".join(f"`{choice}`" for choice in option.type.choices)
    else:
        value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    notes = [" ".join((option.help or "").split())]
    if option.show_default:
        notes.append(f"[{option.default}]")
    if option.envvar:
        notes.append(f"Also `{option.envvar}`.")
    return f"| {names}{value} | {' '.join(filter(None, notes))} |".replace("svg|png", "svg or png")


def _exit_codes(codes: dict[str, str]) -> Iterator[str]:
    misuse = (
        "misuse: a wrong option, an unknown name, a file or query that cannot be read, a server that does not answer"
    )
    common = {"2": misuse, "130": "interrupted"}
    yield from (f"| {code} | {meaning} |" for code, meaning in sorted({**common, **codes}.items(), key=_number))


def _number(item: tuple[str, str]) -> int:
    return int(item[0])


def _example(example: dict[str, Any]) -> Iterator[str]:
    """Yield the blocks of an example: its text, the file that it reads, the command with its output."""
    yield example["text"].strip()
    for path, content in example.get("files", {}).items():
        language = {"ttl": "turtle", "trig": "trig", "rq": "sparql", "txt": "text"}[path.rsplit(".", maxsplit=1)[-1]]
        yield f"```{language}\n{content}```"
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(content)
    shown = example["recorded"] if "recorded" in example else _cut(_run(example), example)
    yield f"```console\n$ {example['command']}\n{shown}```"


def _run(example: dict[str, Any]) -> str:
    """Run the command of an example in the current folder and return what a terminal shows, without times and paths."""
    if "document" in example:
        shutil.copy(ROOT.parent / "shared" / "document.txt", ".")
    environment = {"LC_ALL": "C.UTF-8"} | ({} if "own_project" in example else {"KG_PROJECT": str(ROOT)})
    if "project" in example:
        shutil.copytree(ROOT / example["project"], ".", dirs_exist_ok=True)
    # both streams in one, as a terminal shows them; the commands also write to sys.stdout.buffer
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(screen), redirect_stderr(screen), patch.dict(os.environ, environment):
        if "own_project" in example:
            os.environ.pop("KG_PROJECT", None)
            os.environ.pop("KG_STORE", None)
        code = _exit_code(shlex.split(example["command"])[1:])
    screen.seek(0)
    text = screen.read()
    assert code == example.get("exit", 0), f"{example['command']}: exit code {code}\n{text}"
    text = re.sub(r"\[Errno \d+\]", "[Errno …]", text.replace(f"{Path.cwd()}/", ""))
    return re.sub(r"\d+\.\d s\b", "… s", text)


def _exit_code(arguments: list[str]) -> int:
    """Run `kg` as kg.cli.main does, in this process, and return its exit code."""
    try:
        code = cli.main(arguments, standalone_mode=False)
    except kg.KgError as error:
        click.echo(f"kg: {error.message}\n    {error.hint}", err=True)
        code = error.exit_code
    return code if isinstance(code, int) else 0


def _cut(text: str, example: dict[str, Any]) -> str:
    """Return the lines of an output from the one that begins with `start`: `head` of them, and the last `tail`."""
    lines = text.splitlines(keepends=True)
    first = next((number for number, line in enumerate(lines) if line.startswith(example.get("start", ""))), 0)
    tail = example.get("tail", 0)
    stop = min(first + example.get("head", len(lines)), len(lines) - tail)
    shown = [ELLIPSIS] * (first > 0) + lines[first:stop] + [ELLIPSIS] * (stop < len(lines) - tail)
    return "".join(shown + lines[len(lines) - tail :])


def main() -> None:
    """Write the pages of all commands."""
    for name in PAGES:
        (DOCS / "commands" / f"{name}.md").write_text(command_page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
