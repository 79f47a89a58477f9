"""The façade offers what the commands offer: each command has a method, and each option a parameter."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click
import pytest

import kg
from kg import views
from kg.cli.main import cli
from kg.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# command: the method that it calls, and the methods of the view that render what it returns
CALLS: dict[str, tuple[Callable[..., Any], ...]] = {
    "ask": (Graph.ask, views.Answer.write),
    "query": (Graph.query, views.Answer.write, views.Answer.chart),
    "queries list": (Graph.queries, Graph.choices, views.QueriesView.render),
    "queries check": (Graph.check_query, views.ContractView.render),
    "show": (Graph.show, views.EntityView.render),
    "why": (Graph.why, views.WhyView.render),
    "why-not": (Graph.why_not, views.WhyNotView.render),
    "path": (Graph.path, views.PathView.render),
    "validate": (kg.validate, Graph.validate, Graph.validation_sparql, views.ValidationView.render),
    "infer": (Graph.infer, kg.infer, views.TriplesView.write),
    "audit": (Graph.audit, views.AuditView.render),
    "export": (Graph.export,),
    "build": (Graph.build,),
    "info": (Graph.info, views.InfoView.render),
    "push": (Graph.push,),
    "pull": (Graph.pull,),
}
# options whose parameter has another name, and one that is a method
RENAMED = {"endpoint": {"endpoint", "url"}, "chart": {"path"}, "word": {"word", "query"}}
METHODS = {("validate", "show_sparql"): Graph.validation_sparql}


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())
        else:
            yield name, command


def test_each_command_has_a_method() -> None:
    """A command that is added needs a method of the façade."""
    assert set(CALLS) == {name for name, _ in _commands()}


@pytest.mark.parametrize(("name", "command"), list(_commands()), ids=[name for name, _ in _commands()])
def test_each_option_is_reachable_from_python(name: str, command: click.Command) -> None:
    """Each option is a parameter of the method, of what renders its result, or of what opens the graph."""
    calls = [*CALLS[name], kg.open, kg.connect]
    parameters = {parameter for call in calls for parameter in inspect.signature(call).parameters}
    for option in command.params:
        assert option.name is not None
        known = RENAMED.get(option.name, {option.name})
        assert known & parameters or (name, option.name) in METHODS, option.name
