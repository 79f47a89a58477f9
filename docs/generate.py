"""Generates the reference: docs/commands/*.md from the help of the commands, docs/python.md from the docstrings.

`make docs` writes the files; a test compares them with what this script makes, so that every example is run.
"""

from __future__ import annotations

import inspect
import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.testing import CliRunner

import kg
from kg import views
from kg.build import GraphSource
from kg.cli.main import cli
from kg.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = Path(__file__).parent
EXAMPLES = tomllib.loads((DOCS / "examples.toml").read_text(encoding="utf-8"))
METHODS = {"queries check": "check_query", "queries list": "queries"}
VIEWS = (
    "Answer QueriesView ChoicesView ContractView QuestionView EntityView WhyView WhyNotView PathView ValidationView "
    "OntologyView AuditView TriplesView BuildView InfoView PushView PullView InferenceView"
).split()


def command_pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the page of each command."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, "\n".join(_command_page(name, command)).rstrip() + "\n"


def _command_page(name: str, command: click.Command) -> Iterator[str]:
    yield f"# kg {name}\n\n{command.short_help}\n"
    yield _paragraphs(command.help or "")
    parts = command.commands if isinstance(command, click.Group) else {"": command}
    for part, each in parts.items():
        full = f"{name} {part}".strip()
        usage = " ".join(each.collect_usage_pieces(click.Context(each)))
        yield f"\n## Options{f' of kg {full}' if part else ''}\n\n```\nkg {full} {usage}\n```\n"
        if part:
            yield _paragraphs(each.help or "") + "\n"
        yield "| option | meaning |\n|---|---|"
        yield from (_option(option) for option in each.params if isinstance(option, click.Option))
        yield "| `-h`, `--help` | Print the help. |"
        method = METHODS.get(full, full.replace("-", "_"))
        yield f"\nFrom Python: [`Graph.{method}`](../python.md#graph{method.replace('_', '')})."
    yield "\n## Examples\n"
    for example in EXAMPLES.get(name, ()):
        yield f"{example['text']}\n"
        yield f"```console\n$ {example['command']}\n{run(example)}```\n"
    yield "## Exit codes\n\n0 good, 1 violations, differences or no answer, 2 misuse, 124 timeout, 130 interrupted."


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    if isinstance(option.type, click.Choice) and not option.metavar:
        value = f" {' '.join(option.type.choices)}"
    text = " ".join((option.help or "").replace("|", "\\|").split())
    return f"| {names}{value.replace('|', ' or ')} | {text} |"


def _paragraphs(text: str) -> str:
    """Return the paragraphs of a help text, its preformatted ones as code."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    blocks = (
        f"```\n{part[2:].strip()}\n```" if part.startswith("\b") else " ".join(part.split()) for part in paragraphs
    )
    return "\n\n".join(blocks)


def run(example: dict[str, Any]) -> str:
    """Run the command of an example and return what it prints, cut after the example's number of lines."""
    arguments = shlex.split(example["command"])[1:]
    result = CliRunner(env={"COLUMNS": "100", "LC_ALL": "C.UTF-8"}).invoke(cli, arguments, catch_exceptions=True)
    text = result.stdout
    if isinstance(result.exception, kg.KgError):  # as the command prints it
        text += f"kg: {result.exception.message}\n    {result.exception.hint}\n"
    lines = text.splitlines(keepends=True)
    most = example.get("lines", 12)
    return "".join(lines[:most]) + ("…\n" if len(lines) > most else "")


def python_page() -> str:
    """Return the page of the Python interface."""
    intro = (DOCS / "python_intro.md").read_text(encoding="utf-8").rstrip()
    parts = [intro, "\n## kg\n"]
    parts += [_entry(f"kg.{name}", getattr(kg, name)) for name in ("open", "connect", "infer")]
    parts += ["## Graph\n", inspect.getdoc(Graph) or ""]
    members = {**vars(GraphSource), **vars(Graph)}
    parts += [_entry(f"Graph.{name}", member) for name, member in members.items() if _is_public(name, member)]
    parts.append("## Results\n")
    for name in VIEWS:
        view = getattr(views, name)
        parts.append(f"### {name}\n\n{inspect.getdoc(view)}\n")
        own = {**vars(view.__mro__[1]), **vars(view)} if name != "Answer" else vars(view)
        parts += [_line(key, member) for key, member in own.items() if _is_public(key, member)]
        parts.append("")
    return re.sub(r"\n\n(?=- )", "\n", "\n\n".join(part.strip() for part in parts if part.strip())) + "\n"


def _is_public(name: str, member: object) -> bool:
    kinds = (property, staticmethod)
    is_member = callable(member) or isinstance(member, kinds) or type(member).__name__ == "cached_property"
    return not name.startswith("_") and is_member


def _entry(title: str, member: object) -> str:
    function = _function(member)
    name = title.rsplit(".", maxsplit=1)[-1]
    call = name if isinstance(member, property) or hasattr(member, "attrname") else name + _signature(function)
    return f"### {title}\n\n```python\n{call}\n```\n\n{inspect.getdoc(function)}"


def _signature(function: Callable[..., object]) -> str:
    """Return the parameters of a function as its source has them, without self and the modules of types."""
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))
    return re.sub(r"\(self(, )?|views\.", lambda match: "(" if match[0][0] == "(" else "", text)


def _line(name: str, member: object) -> str:
    call = "" if isinstance(member, property) else "()"
    return f"- `{name}{call}`: {(inspect.getdoc(_function(member)) or '').splitlines()[0]}"


def _function(member: object) -> Callable[..., object]:
    """Return the function of a method, a static method, a property or a cached property."""
    for attribute in ("fget", "func", "__func__"):
        member = getattr(member, attribute, None) or member
    assert callable(member)
    return member


def main() -> None:
    """Write all generated pages."""
    for name, page in command_pages():
        (DOCS / "commands" / f"{name}.md").write_text(page, encoding="utf-8")
    (DOCS / "python.md").write_text(python_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
