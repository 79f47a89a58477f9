"""`kg infer`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import named_server, progress, put_out, server_options
from kg.owl import infer
from kg.rdf import FORMATS, INFERRED, compact, flat_triples, graph_iri, in_graph, read_rdf, serialize
from kg.remote import count_of
from kg.store import WritableStore

_STATED = graph_iri("own")


@click.command("infer", short_help="Infer what follows from RDF files, or on a server.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]…")
@click.option("-f", "--format", "fmt", type=click.Choice(tuple(FORMATS)), default="turtle", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[standard output]"
)
@server_options
def command(files: tuple[Path, ...], fmt: str, output: Path | None) -> None:
    """Write the triples that OWL 2 RL entails from FILEs, ontology and data together, and that they do not state.

    With --endpoint, what follows from a server's default graph is put there and into the graph of inferred triples,
    by SPARQL 1.1 updates alone. Exit code 1: the data contradicts the ontology; the triples that cause it are told.

    \b
    kg infer ontology.ttl data.ttl                    what follows, as Turtle
    kg infer big.nt -f ntriples -o inferred.nt
    kg infer --endpoint http://localhost:3030/ds/query
    """  # noqa: D301  -- \b keeps click from joining the lines
    server = named_server()
    if bool(files) == bool(server):
        raise click.UsageError("name the FILEs to infer from, or a server by --endpoint")
    if server:
        with progress() as step, step("infer"):
            infer(server.endpoint, INFERRED)
        count = count_of(server.endpoint, INFERRED)
        click.echo(f"{count:,} inferred triples stand in {compact(INFERRED.value)} at {server.endpoint.url}")
        return
    with progress() as step:
        with step("load"):
            store = WritableStore.in_memory(
                in_graph(triple, _STATED) for path in files for triple in flat_triples(read_rdf(path))
            )
        with step("infer"):
            infer(store, INFERRED)
    content = serialize((quad.triple for quad in store.quads(graph=INFERRED)), FORMATS[fmt])
    put_out([content], output)
    if output:
        click.echo(f"wrote {output} ({len(content):,} bytes)", err=True)
