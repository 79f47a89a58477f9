"""The endpoint: a server that speaks the SPARQL 1.1 Protocol, seen as any other dataset."""

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
from kg.rdf import PREFIXES, graph_iri
from kg.remote.default_graph import placed, query_parameters, update_parameters
from kg.remote.http import IN_MEMORY, Client, RemoteError
from kg.sparql import first_keyword, prefixes_used, refuse_unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.rdf import Dataset, Node, Object, Result
    from kg.remote.known_servers import Services

# bytes of an answer: rows are read from the disk, triples are held
_MOST_ON_DISK, _MOST_IN_MEMORY = 4 << 30, 512 << 20
_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_ASIDE = graph_iri("inserting")
_GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")


class Endpoint:
    """A SPARQL server; what goes out is SPARQL 1.1 and nothing else.

    Source: SPARQL 1.1 Protocol; SPARQL 1.1 Query Results JSON Format.
    """

    def __init__(
        self,
        services: Services,
        client: Client,
        *,
        made: Callable[[Iterable[Triple]], Result],
        held: Callable[[Iterable[Quad]], Dataset],
    ) -> None:
        """Take the addresses of a server and its client.

        `made` gives triples the form in which an embedded store answers CONSTRUCT; `held` makes an embedded store of
        quads, for what is beyond the engine of the server.
        """
        self.url = services.query
        self.merge = services.merge
        self._update_url = services.update
        self._dialect = services.dialect
        self._client = client
        self._made = made
        self._held = held
        self._fetched: Dataset | None = None
        self._known: list[NamedNode] | None = None

    def query(self, text: str) -> Result:
        """Run a query; our prefixes need no declaration. Raises QueryError, RemoteError."""
        refuse_unsafe(text)
        if self._dialect.beyond(text):
            return self._here().query(text)
        asks_for_triples = first_keyword(text) in _GRAPH_FORMS
        accept = _TRIPLES if asks_for_triples else _RESULTS
        parameters = [] if self.merge is None else query_parameters(text, self.merge, self._named)
        body = urlencode([("query", self._dialect.query(declared(text))), *parameters]).encode()
        most = _MOST_IN_MEMORY if asks_for_triples else _MOST_ON_DISK
        with self._client.send(
            "POST", self.url, accept=accept, content=body, content_type=_FORM, most=most, about=text
        ) as answer:
            if asks_for_triples:
                return self._made(_triples(answer, self.url))
            with self._dialect.answer(text, answer) as rows:
                return _solutions(rows, self.url)

    def _here(self) -> Dataset:
        """Return the dataset as it was before the last update from here, fetched once, in an embedded store."""
        if self._fetched is None:
            self._fetched = self._held(self.quads())
        return self._fetched

    def _named(self) -> list[NamedNode]:
        """Return the named graphs as they were before the last update from here: each query must name them."""
        if self._known is None:
            self._known = self.graphs()
        return self._known

    def select(self, text: str) -> Iterator[Mapping[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError, RemoteError."""
        found = self.query(text)
        if not isinstance(found, QuerySolutions):
            raise QueryError("a SELECT query is needed here")
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
            "POST", self.url, accept=_RESULTS, content=body, content_type=_FORM, most=_MOST_ON_DISK, about=text
        ) as answer:
            found = _solutions(answer, self.url)
        names = {row["g"].value for row in found if isinstance(row["g"], NamedNode)}  # type: ignore[union-attr]
        hidden = self._dialect.own | ({self.merge.value} if self.merge else set())
        return [NamedNode(name) for name in sorted(names - hidden)]

    def update(self, text: str) -> None:
        """Run an update; our prefixes need no declaration. Raises RemoteError."""
        parameters = []
        if self.merge is not None:
            parameters = update_parameters(text, self.merge, self._named)
            text = placed(text, self.merge)
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
        self.update(f"INSERT {{ GRAPH {_ASIDE} {{ {template} }} }} WHERE {{ {where} }}")
        if not self.query(f"ASK {{ GRAPH {_ASIDE} {{ ?s ?p ?o }} }}"):
            return
        for place in ("?s ?p ?o", *(f"GRAPH {graph} {{ ?s ?p ?o }}" for graph in graphs)):
            self.update(f"INSERT {{ {place} }} WHERE {{ GRAPH {_ASIDE} {{ ?s ?p ?o }} }}")
        self.clear(_ASIDE)

    def clear(self, graph: NamedNode) -> None:
        """Remove a named graph; what stands in the default graph stays there."""
        self.update(f"DROP SILENT GRAPH {graph}")


def declared(text: str) -> str:
    """Return a query or update with our prefixes declared where it uses them; line numbers stay."""
    likely = [name for name in PREFIXES if f"{name}:" in text]
    used = prefixes_used(text) if likely else frozenset()
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in likely if name in used) + text


def _solutions(answer: IO[bytes], url: str) -> QuerySolutions | QueryBoolean:
    """Return the rows of an answer. Raises RemoteError if it is cut short or no result at all."""
    found: QuerySolutions | QueryBoolean | None = None
    try:
        found = parse_query_results(answer, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return found
        for _ in found:  # read through once, so that nothing is told of an answer that was cut short
            pass
        again = parse_query_results(_kept(answer), QueryResultsFormat.JSON)
    except (SyntaxError, OSError, ValueError) as error:
        # the frames that an error keeps hold an iterator that must not outlive this thread
        error.with_traceback(None)
        found = None
        message = f"{url}: the answer is cut short or is no SPARQL result ({error})"
        raise RemoteError(message, hint="try again; look at the server's log") from None
    return again


def _kept(answer: IO[bytes]) -> IO[bytes] | bytes:
    """Return an answer to be read after its file is closed: in memory if it is small, else mapped from the disk."""
    size = answer.seek(0, 2)
    answer.seek(0)
    if size <= IN_MEMORY:
        return answer.read()
    mapped: Any = mmap(answer.fileno(), 0, access=ACCESS_READ)  # of a file it has what a parser needs: read()
    return mapped  # type: ignore[no-any-return]


def _triples(answer: IO[bytes], url: str) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(answer, RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise RemoteError(f"{url}: the answer is cut short or is no N-Triples ({error})", hint="try again") from None


def _pattern(subject: Node | None, predicate: NamedNode | None, value: Object | None) -> str | None:
    """Return the pattern that matches; None where a blank node is asked for, which has no name in SPARQL."""
    if isinstance(subject, BlankNode) or isinstance(value, BlankNode | Triple):
        return None
    terms = (("?s", subject), ("?p", predicate), ("?o", value))
    return " ".join(name if term is None else str(term) for name, term in terms) + " ."


def _terms(
    row: Mapping[str, Object | None], subject: Node | None, predicate: NamedNode | None, value: Object | None
) -> tuple[Node, NamedNode, Literal]:
    return (subject or row["s"], predicate or row["p"], row["o"] if value is None else value)  # type: ignore[return-value]
