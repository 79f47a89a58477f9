"""Options that several commands have, and the graph that they name."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.progress import TerminalReporter
from kg.errors import ParameterError
from kg.graph import Graph
from kg.project import find_project
from kg.rdf import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]

_SERVER, _DATA = "kg.server", "kg.data"

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
    help="The folder of the built graph.  [build/store in the project]",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file to write.  [standard output]",
)
rdf_format_option = click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(tuple(FORMATS)),
    help="The RDF format.  [by the suffix of --output, else turtle]",
)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Return --format with the formats of a view, the first of which is for people."""
    notes = {"dot": "; dot is for Graphviz", "sarif": "; sarif and junit are for CI servers"}
    more = "".join(notes.get(name, "") for name in formats)
    help_text = f"How to print the result{more}.  [{formats[0]}]"
    return click.option("-f", "--format", "format", type=click.Choice(formats), default=formats[0], help=help_text)


def project_options(command: Command) -> Command:
    """Add --project and --store to a command."""
    return project_option(_store_option(command))


def param_option(command: Command) -> Command:
    """Add -p NAME=VALUE to a command."""
    return click.option(
        "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query."
    )(command)


auth_option = click.option(
    "--auth",
    envvar="KG_AUTH",
    metavar="WHO",
    help="USER:PASSWORD, a bearer token, or @FILE with one; KG_AUTH keeps it out of the process list.",
)
default_graph_option = click.option(
    "--default-graph",
    envvar="KG_DEFAULT_GRAPH",
    metavar="IRI",
    help="The graph used as default graph of a server that has none.",
)
server_timeout_option = click.option(
    "--server-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    metavar="SECONDS",
    help="How long the server may be silent.  [300]",
)
_SERVER_OPTIONS = (
    click.option(
        "--endpoint",
        envvar="KG_ENDPOINT",
        metavar="URL",
        help="Use this SPARQL 1.1 server: http://localhost:3030/ds/query.  [the built graph]",
    ),
    click.option(
        "--update-endpoint", envvar="KG_UPDATE_ENDPOINT", metavar="URL", help="Its address for updates, if another."
    ),
    click.option(
        "--graph-store", envvar="KG_GRAPH_STORE", metavar="URL", help="Its Graph Store Protocol address, if another."
    ),
    default_graph_option,
    auth_option,
    server_timeout_option,
)


def server_options(command: Command) -> Command:
    """Add --endpoint and the other server options to a command; `open_graph` then connects to that server."""

    @wraps(command)
    def with_server(*args: Any, **values: Any) -> Any:  # noqa: ANN401  -- whatever the command takes
        addresses = {name: values.pop(name) for name in ("endpoint", "update_endpoint", "graph_store")}
        options = {name: values.pop(name) for name in ("default_graph", "auth", "server_timeout")}
        if any(addresses.values()):
            click.get_current_context().meta[_SERVER] = {"url": addresses.pop("endpoint"), **addresses, **options}
        return command(*args, **values)

    for option in reversed(_SERVER_OPTIONS):
        with_server = option(with_server)
    return with_server


_data_option = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use this RDF file (or - for standard input) alone, without the built graph; repeat it for several.",
)
input_format_option = click.option(
    "--input-format", type=click.Choice(tuple(FORMATS)), help="The format of the data.  [by suffix, or by content]"
)
context_option = click.option(
    "--context",
    multiple=True,
    metavar="[URL=]FILE",
    callback=lambda _, __, texts: dict(map(_context, texts)),
    help="A local file for a JSON-LD context at an address; nothing is read from the internet.",
)


def data_options(command: Command) -> Command:
    """Add --data and its options to a command; `open_graph` then returns the graph of these files."""

    @wraps(command)
    def with_data(*args: Any, **values: Any) -> Any:  # noqa: ANN401  -- whatever the command takes
        data, input_format, context = (values.pop(name) for name in ("data", "input_format", "context"))
        if data:
            options = {"data": data, "input_format": input_format, "context": context}
            click.get_current_context().meta[_DATA] = options
        elif input_format or context:
            raise ParameterError("--input-format and --context are for --data", hint="add --data FILE")
        return command(*args, **values)

    return _data_option(input_format_option(context_option(with_data)))


def is_data_read_from(name: str) -> bool:
    """Return whether the options of the running command name a data file."""
    return Path(name) in click.get_current_context().meta.get(_DATA, {}).get("data", ())


def _context(text: str) -> tuple[str, str]:
    """Return the address, or nothing for any, and the file of a --context option."""
    address, _, file = text.rpartition("=") if "://" in text else ("", "", text)
    return address, file


def is_server_named() -> bool:
    """Return whether the options of the running command name a server."""
    return _SERVER in click.get_current_context().meta


def open_graph(project: Path | None, store: Path | None = None, lang: str = "en") -> Graph:
    """Return the graph that the options name; a store is opened, and built if an input changed, when it is used."""
    context, reporter = click.get_current_context(), TerminalReporter()
    if data := context.meta.get(_DATA):
        if is_server_named():
            raise ParameterError(
                "--data and a server are both named", hint="omit --data, or --endpoint and KG_ENDPOINT"
            )
        return context.with_resource(kg.open(project, **data, lang=lang, reporter=reporter))
    if server := context.meta.get(_SERVER):
        return context.with_resource(kg.connect(**server, project=project, lang=lang, reporter=reporter))
    return context.with_resource(Graph(find_project(project, store), lang=lang, reporter=reporter))
