"""The server: a SPARQL 1.1 server, given by its addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode

from kg.remote.endpoint import Endpoint
from kg.remote.http import Client
from kg.remote.known_servers import services
from kg.remote.transfer import RemoteGraphs
from kg.runtime import SILENT

if TYPE_CHECKING:
    from kg.runtime import Reporter


@dataclass(frozen=True)
class Server:
    """A server: its endpoint for queries and updates, and its graph store."""

    endpoint: Endpoint
    graphs: RemoteGraphs
    _client: Client

    def __enter__(self) -> Self:
        """Return the server; its connections are closed at the end of the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def open_server(
    endpoint: str | None = None,
    update_endpoint: str | None = None,
    graph_store: str | None = None,
    *,
    default_graph: str | None = None,
    auth: str | None = None,
    timeout: float = 300.0,
    reporter: Reporter = SILENT,
) -> Server:
    """Open a server by one of its addresses, from which the others follow for known servers; nothing is sent yet.

    `default_graph` is the IRI of the graph used as the default graph of a server that has none. `auth` is
    USER:PASSWORD, a bearer token, or @FILE with one of these; `timeout` is how long the server may be silent, in
    seconds; `reporter` is warned when the server is busy. Raises KgError if the file of `auth` cannot be read.
    """
    flat_graph = None if default_graph is None else NamedNode(default_graph)
    addresses = services(query=endpoint, update=update_endpoint, store=graph_store, flat_graph=flat_graph)
    client = Client(auth, timeout=timeout, reporter=reporter)
    endpoint_of = Endpoint(addresses, client)
    return Server(endpoint_of, RemoteGraphs(addresses.store, client), client)
