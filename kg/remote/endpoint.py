"""The endpoint: a server's SPARQL 1.1 Protocol as a dataset, like the embedded store."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import QueryError
from kg.rdf import ID, PREFIXES, ZJ, graph_iri
from kg.remote.default_graph import query_parameters, update_parameters, with_named_default
from kg.remote.http import IN_MEMORY, Client, RemoteError
from kg.sparql import first_keyword, prefixes_used, refuse_unsafe
from kg.store import TripleStore, as_result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.rdf import Dataset, Node, Object, Result
    from kg.remote.known_servers import Services

# largest answers in bytes: rows are read from the disk, triples from memory
_MAX_ON_DISK, _MAX_IN_MEMORY = 4 << 30, 512 << 20
_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_TEMPORARY = graph_iri("inserting")
_GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")


class Endpoint:
    """A SPARQL server; only SPARQL 1.1 is sent to it.

    Source: SPARQL 1.1 Protocol; SPARQL 1.1 Query Results JSON Format.
    """

    prefixes: Mapping[str, str] = PREFIXES
    entities = ID
    terms = ZJ

    def __init__(self, services: Services, client: Client) -> None:
        self.url = services.query
        self.flat_graph = services.flat_graph
        self._update_url = services.update
        self._dialect = services.dialect
        self._client = client
        self._fetched: Dataset | None = None
        self._known: list[NamedNode] | None = None

    def query(self, text: str) -> Result:
        """Run a query; our prefixes need no declaration. Raises QueryError, RemoteError."""
        refuse_unsafe(text)
        if self._dialect.is_unsupported(text):
            return self._local_copy().query(text)
        asks_for_triples = first_keyword(text) in _GRAPH_FORMS
        accept = _TRIPLES if asks_for_triples else _RESULTS
        parameters = [] if self.flat_graph is None else query_parameters(text, self.flat_graph, self._named)
        body = urlencode([("query", self._dialect.query(declared(text))), *parameters]).encode()
        most = _MAX_IN_MEMORY if asks_for_triples else _MAX_ON_DISK
        with self._client.send(
            "POST", self.url, accept=accept, content=body, content_type=_FORM, most=most, about=text
        ) as answer:
            if asks_for_triples:
                return as_result(_triples(answer, self.url))
            with self._dialect.answer(text, answer) as rows:
                return _solutions(rows, self.url)

    def _local_copy(self) -> Dataset:
        """Return a copy of the dataset in an embedded store, fetched once after each update by this endpoint."""
        if self._fetched is None:
            self._fetched = TripleStore.in_memory(self.quads())
        return self._fetched

    def _named(self) -> list[NamedNode]:
        """Return the named graphs, fetched once after each update by this endpoint; a query has to name them."""
        if self._known is None:
            self._known = self.graphs()
        return self._known

    def select(self, text: str) -> Iterator[Mapping[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError, RemoteError."""
        found = self.query(text)
        if not isinstance(found, QuerySolutions):
            raise QueryError("the query must be a SELECT query")
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: row[name] for name in names}

    def triples(
        self, subject: Node | None = None, predicate: NamedNode | None = None, value: Object | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of the default graph that match a pattern; None matches all."""
        pattern = _pattern(subject, predicate, value)
        if pattern is None:
            return
        for row in self.select(f"SELECT DISTINCT * WHERE {{ {pattern} BIND (1 AS ?found) }}"):
            yield Triple(*_terms(row, subject, predicate, value))

    def quads(
        self,
        subject: Node | None = None,
        predicate: NamedNode | None = None,
        value: Object | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that match a pattern; None matches all."""
        pattern = _pattern(subject, predicate, value)
        if pattern is None:
            return
        place = "?g" if graph is None else str(graph)
        for row in self.select(f"SELECT * WHERE {{ GRAPH {place} {{ {pattern} }} BIND (1 AS ?found) }}"):
            found = graph or row["g"]
            yield Quad(*_terms(row, subject, predicate, value), found)  # type: ignore[arg-type]

    def graphs(self) -> list[NamedNode]:
        """Return the named graphs, sorted by IRI."""
        text = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        body = urlencode({"query": text}).encode()
        with self._client.send(
            "POST", self.url, accept=_RESULTS, content=body, content_type=_FORM, most=_MAX_ON_DISK, about=text
        ) as answer:
            found = _solutions(answer, self.url)
        names = {row["g"].value for row in found if isinstance(row["g"], NamedNode)}  # type: ignore[union-attr]
        hidden = self._dialect.own | ({self.flat_graph.value} if self.flat_graph else set())
        return [NamedNode(name) for name in sorted(names - hidden)]

    def update(self, text: str) -> None:
        """Run an update; our prefixes need no declaration. Raises RemoteError."""
        parameters = []
        if self.flat_graph is not None:
            parameters = update_parameters(text, self.flat_graph, self._named)
            text = with_named_default(text, self.flat_graph)
        self._known = self._fetched = None
        body = urlencode([("update", declared(text)), *parameters]).encode()
        with self._client.send("POST", self._update_url, content=body, content_type=_FORM, about=text):
            pass

    def insert(self, template: str, where: str, graphs: Sequence[NamedNode]) -> None:
        """Add a template's triples, for each solution of a pattern, to the default graph and to named ones."""
        if self._dialect.many_graphs:
            named = " ".join(f"GRAPH {graph} {{ {template} }}" for graph in graphs)
            self.update(f"INSERT {{ {template} {named} }} WHERE {{ {where} }}")
            return
        self.update(f"INSERT {{ GRAPH {_TEMPORARY} {{ {template} }} }} WHERE {{ {where} }}")
        if not self.query(f"ASK {{ GRAPH {_TEMPORARY} {{ ?s ?p ?o }} }}"):
            return
        for place in ("?s ?p ?o", *(f"GRAPH {graph} {{ ?s ?p ?o }}" for graph in graphs)):
            self.update(f"INSERT {{ {place} }} WHERE {{ GRAPH {_TEMPORARY} {{ ?s ?p ?o }} }}")
        self.clear(_TEMPORARY)

    def clear(self, graph: NamedNode) -> None:
        """Remove a named graph; the triples of the default graph are kept."""
        self.update(f"DROP SILENT GRAPH {graph}")

    def places(self, triple: Triple, graph: NamedNode | None = None) -> Sequence[str]:
        """Return nothing: only a user's files have places."""
        del triple, graph
        return ()


def declared(text: str) -> str:
    """Return a query or update with our prefixes declared that it uses; line numbers are unchanged."""
    likely = [name for name in PREFIXES if f"{name}:" in text]
    used = prefixes_used(text) if likely else frozenset()
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in likely if name in used) + text


def _solutions(answer: IO[bytes], url: str) -> QuerySolutions | QueryBoolean:
    """Return the rows of an answer. Raises RemoteError if it is incomplete or not a SPARQL result."""
    found: QuerySolutions | QueryBoolean | None = None
    try:
        found = parse_query_results(answer, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return found
        for _ in found:  # read to the end first, so that no row of an incomplete answer is returned
            pass
        again = parse_query_results(_kept(answer), QueryResultsFormat.JSON)
    except (SyntaxError, OSError, ValueError) as error:
        # the frames of the traceback have an iterator that must not outlive this thread
        error.with_traceback(None)
        found = None
        message = f"{url}: the answer is incomplete or not a SPARQL result ({error})"
        raise RemoteError(message, hint="try again; see the server's log") from None
    return again


def _kept(answer: IO[bytes]) -> IO[bytes] | bytes:
    """Return an answer that can be read after its file is closed: in memory if small, else mapped from the disk."""
    size = answer.seek(0, 2)
    answer.seek(0)
    if size <= IN_MEMORY:
        return answer.read()
    mapped: Any = mmap(answer.fileno(), 0, access=ACCESS_READ)  # it has read(), which a parser needs
    return mapped  # type: ignore[no-any-return]


def _triples(answer: IO[bytes], url: str) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(answer, RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise RemoteError(f"{url}: the answer is incomplete or not N-Triples ({error})", hint="try again") from None


def _pattern(subject: Node | None, predicate: NamedNode | None, value: Object | None) -> str | None:
    """Return a pattern for some terms; None for a blank node, which SPARQL cannot name."""
    if isinstance(subject, BlankNode) or isinstance(value, BlankNode | Triple):
        return None
    terms = (("?s", subject), ("?p", predicate), ("?o", value))
    return " ".join(name if term is None else str(term) for name, term in terms) + " ."


def _terms(
    row: Mapping[str, Object | None], subject: Node | None, predicate: NamedNode | None, value: Object | None
) -> tuple[Node, NamedNode, Literal]:
    return (subject or row["s"], predicate or row["p"], row["o"] if value is None else value)  # type: ignore[return-value]
