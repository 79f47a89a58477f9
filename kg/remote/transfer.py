"""Transfer: sends a dataset to a server, graph by graph in chunks, and fetches one; completely or not at all.

Source: SPARQL 1.1 Graph Store HTTP Protocol.
"""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import KgError
from kg.rdf import compact, graph_iri
from kg.remote.digest import Digest, digest
from kg.remote.http import RemoteError
from kg.runtime import SILENT, atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.rdf import Dataset
    from kg.remote.endpoint import Endpoint
    from kg.remote.http import Client
    from kg.remote.server import Server
    from kg.runtime import Reporter


_NT = "application/n-triples"
CHUNK = 50_000
_ONTOLOGY = graph_iri("ontology")


class RemoteGraphs:
    """The graphs of a server; None is the default graph."""

    def __init__(self, url: str, client: Client) -> None:
        self.url = url
        self._client = client

    def put(self, graph: NamedNode, triples: Iterable[Triple], *, first: bool) -> None:
        """Send triples to a graph: the `first` replace its content, others are added. Raises RemoteError."""
        body = io.BytesIO()
        serialize(triples, body, RdfFormat.N_TRIPLES)
        method = "PUT" if first else "POST"
        content, about = body.getvalue(), f"triples of {_label(graph)}"
        with self._client.send(method, self.url, params=_name(graph), content=content, content_type=_NT, about=about):
            pass

    def get(self, graph: NamedNode | None) -> Iterator[Triple]:
        """Yield the triples of a graph, none if it does not exist. Raises RemoteError."""
        with self._client.send(
            "GET", self.url, params=_name(graph), accept=_NT, absent_is_empty=True, about=_label(graph)
        ) as answer:
            try:
                for quad in parse(answer, RdfFormat.N_TRIPLES):
                    yield quad.triple
            except SyntaxError as error:
                message = f"{self.url}: the answer is incomplete or not N-Triples ({error})"
                raise RemoteError(message, hint="try again") from None


def _name(graph: NamedNode | None) -> dict[str, str]:
    return {"default": ""} if graph is None else {"graph": graph.value}


class _Counter:
    """Reports the number of triples transferred so far."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter, self._total = reporter, 0

    def add(self, item: str, count: int) -> None:
        self._total += count
        self._reporter.advance(self._total, None, item)


def push_to(
    source: Dataset, server: Server, folder: Path, *, replace: bool, chunk: int, reporter: Reporter
) -> dict[str, Digest]:
    """Send a dataset to a server as `push` does, with the journal of that server in a folder."""
    name = hashlib.sha256(server.graphs.url.encode()).hexdigest()[:12]
    journal = folder / f"push-{name}.json"
    return push(source, server.endpoint, server.graphs, journal, replace=replace, chunk=chunk, reporter=reporter)


def push(
    source: Dataset,
    endpoint: Endpoint,
    store: RemoteGraphs,
    journal: Path,
    *,
    replace: bool = False,
    chunk: int = CHUNK,
    reporter: Reporter = SILENT,
) -> dict[str, Digest]:
    """Send every graph of a dataset, and its default graph, to a server, and return their digests.

    Each is sent in chunks to a temporary graph, read back, and compared by count and digest; then all are moved to
    their names in one update. `journal` records what was sent, so that an interrupted push continues. Raises
    RemoteError, and KgError if the server's default graph has other data and `replace` is not set.
    """
    counter = _Counter(reporter)
    if not replace:
        _refuse_foreign(endpoint)
    graphs: list[NamedNode | None] = [None, *source.graphs()]
    digests = {graph: digest(_triples(source, graph)) for graph in graphs}
    record = _Journal(journal, {_label(graph): str(expected) for graph, expected in digests.items()})
    temporary = {graph: graph_iri(f"push/{number}") for number, graph in enumerate(graphs)}
    for graph in graphs:
        _send(source, store, graph, temporary[graph], record, chunk, counter)
    for graph in graphs:
        counter.add(f"reading back {_label(graph)}", 0)
        if (received := digest(store.get(temporary[graph]))) != digests[graph]:
            record.drop()
            message = f"{store.url}: {_label(graph)} was changed on the way: {received} for {digests[graph]}"
            raise RemoteError(message, hint="the server's data is unchanged; push again")
    counter.add("moving the graphs to their names", 0)
    record.drop()  # the temporary graphs are removed, so that a later push starts again
    endpoint.update(" ;\n".join(_moving(temporary[graph], graph) for graph in graphs))
    _verify_counts(endpoint, {graph: expected.count for graph, expected in digests.items()})
    return {_label(graph): expected for graph, expected in digests.items()}


def _moving(temporary: NamedNode, graph: NamedNode | None) -> str:
    """Return the update that moves a temporary graph to its name.

    MOVE does the same, but Jena 5.6 loses triples if one request moves many graphs of a TDB2 dataset.
    """
    old, inner = ("DEFAULT", "?s ?p ?o") if graph is None else (f"GRAPH {graph}", f"GRAPH {graph} {{ ?s ?p ?o }}")
    copied = f"INSERT {{ {inner} }} WHERE {{ GRAPH {temporary} {{ ?s ?p ?o }} }}"
    return f"DROP SILENT {old} ; {copied} ; DROP SILENT GRAPH {temporary}"


def _refuse_foreign(endpoint: Endpoint) -> None:
    if endpoint.query("ASK { ?s ?p ?o }") and not endpoint.query(f"ASK {{ GRAPH {_ONTOLOGY} {{ ?s ?p ?o }} }}"):
        message = f"{endpoint.url}: its default graph has other data, which a push would replace"
        raise KgError(message, hint="push to an empty dataset, or add --replace")


def _send(
    source: Dataset,
    store: RemoteGraphs,
    graph: NamedNode | None,
    temporary: NamedNode,
    record: _Journal,
    chunk: int,
    counter: _Counter,
) -> None:
    done = record.done(_label(graph))
    for place, triples in enumerate(_chunks(source, graph, chunk)):
        if place >= done:
            store.put(temporary, triples, first=place == 0)
            record.note(_label(graph), place + 1)
        counter.add(f"sending {_label(graph)}", len(triples))


def _chunks(source: Dataset, graph: NamedNode | None, size: int) -> Iterator[list[Triple]]:
    """Yield the triples in chunks; all with blank nodes in the first, because labels are local to one request."""
    anonymous = [triple for triple in _triples(source, graph) if _has_blank(triple)]
    if anonymous:
        yield anonymous
    others = (triple for triple in _triples(source, graph) if not _has_blank(triple))
    while piece := list(islice(others, size)):
        yield piece


def _has_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _triples(source: Dataset, graph: NamedNode | None) -> Iterator[Triple]:
    if graph is None:
        yield from source.triples()
    else:
        yield from (quad.triple for quad in source.quads(graph=graph))


def _label(graph: NamedNode | None) -> str:
    return "the default graph" if graph is None else compact(graph.value)


def _verify_counts(endpoint: Endpoint, counts: dict[NamedNode | None, int]) -> None:
    for graph, count in counts.items():
        if (found := count_of(endpoint, graph)) != count:
            message = f"{endpoint.url}: {_label(graph)} has {found:,} triples after the push, not {count:,}"
            raise RemoteError(message, hint="another client may be writing; push again")


def count_of(endpoint: Dataset, graph: NamedNode | None) -> int:
    """Return the number of triples of a graph; None is the default graph."""
    inner = "?s ?p ?o" if graph is None else f"GRAPH {graph} {{ ?s ?p ?o }}"
    row = next(iter(endpoint.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {inner} }}")))
    return int(row["n"].value) if isinstance(row["n"], Literal) else 0


class _Journal:
    """The record of the chunks sent of each graph, in a file; empty for another dataset or a damaged file."""

    def __init__(self, path: Path, contents: dict[str, str]) -> None:
        self._path = path
        self._state: dict[str, dict[str, object]] = {"contents": dict(contents), "done": {}}
        with suppress(OSError, ValueError):
            before = json.loads(path.read_text(encoding="utf-8"))
            if before.get("contents") == contents:
                self._state = before

    def done(self, name: str) -> int:
        number = self._state["done"].get(name, 0)
        return number if isinstance(number, int) else 0

    def note(self, name: str, number: int) -> None:
        self._state["done"][name] = number
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._state), encoding="utf-8")

    def drop(self) -> None:
        self._path.unlink(missing_ok=True)


def pull(endpoint: Endpoint, store: RemoteGraphs, output: Path, *, reporter: Reporter = SILENT) -> dict[str, Digest]:
    """Fetch every named graph of a server, and the other triples of its default graph, into an N-Quads file.

    An interrupted pull does not fetch again the graphs it has. Each graph is compared with the server's own count.
    Raises RemoteError; then the old file is kept.
    """
    parts = output.with_name(f".{output.name}.parts")
    parts.mkdir(parents=True, exist_ok=True)
    found: dict[str, Digest] = {}
    counter = _Counter(reporter)
    graphs = endpoint.graphs()
    files = [
        (graph, _fetched(endpoint, store, graph, parts / f"{place}.nt", counter)) for place, graph in enumerate(graphs)
    ]
    with atomic_write(output) as file:
        for graph, path in files:
            with path.open("rb") as part:
                triples = _in_graph(parse(part, RdfFormat.N_TRIPLES), graph)
                serialize(triples, file, RdfFormat.N_QUADS)
        serialize(_default_only(endpoint), file, RdfFormat.N_QUADS)
    for graph, path in files:
        with path.open("rb") as part:
            found[_label(graph)] = digest(quad.triple for quad in parse(part, RdfFormat.N_TRIPLES))
        path.unlink()
    for file_left in parts.iterdir():
        file_left.unlink()
    parts.rmdir()
    return found


def _in_graph(quads: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
    for quad in quads:
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _default_only(endpoint: Endpoint) -> Iterator[Quad]:
    """Yield the triples of the default graph that are in no named graph, without those with blank nodes."""
    text = (
        "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o)) "
        "FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    )
    for row in endpoint.select(text):
        yield Quad(row["s"], row["p"], row["o"], DefaultGraph())  # type: ignore[arg-type]


def _fetched(endpoint: Endpoint, store: RemoteGraphs, graph: NamedNode, path: Path, counter: _Counter) -> Path:
    expected = count_of(endpoint, graph)
    counter.add(f"fetching {_label(graph)}", expected)
    if path.exists() and _lines(path) == expected:
        return path
    pending = path.with_suffix(".part")
    with pending.open("wb") as file:
        serialize(store.get(graph), file, RdfFormat.N_TRIPLES)
    if (found := _lines(pending)) != expected:
        message = f"{store.url}: {_label(graph)} has {found:,} triples, not the {expected:,} that the server counts"
        raise RemoteError(message, hint="another client may be writing; pull again")
    pending.replace(path)
    return path


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
