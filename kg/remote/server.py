"""The server: a SPARQL 1.1 server opened by the addresses that a user names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode

from kg.runtime import SILENT
from kg.store import TripleStore, as_result

if TYPE_CHECKING:
    from kg.remote.endpoint import Endpoint
    from kg.remote.http import Client
    from kg.remote.transfer import RemoteGraphs
    from kg.runtime import Reporter


@dataclass(frozen=True)
class Server:
    """A server, as what answers queries and updates and as what holds graphs."""

    endpoint: Endpoint
    graphs: RemoteGraphs
    _client: Client

    def __enter__(self) -> Self:
        """Use the server within a block, and close the connections to it at its end."""
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
    """Open a server by one of its addresses; where its kind is known the others follow, else they are needed too.

    `default_graph` is the IRI of the graph that stands for the default graph of a server that has none of its own.
    `auth` is USER:PASSWORD, a bearer token, or @FILE that holds one; `reporter` is warned when the server is busy.
    Nothing is sent yet. Raises KgError if the file of `auth` cannot be read.
    """
    from kg.remote.endpoint import Endpoint  # noqa: PLC0415  -- the embedded store starts without HTTP
    from kg.remote.http import Client  # noqa: PLC0415
    from kg.remote.known_servers import services  # noqa: PLC0415
    from kg.remote.transfer import RemoteGraphs  # noqa: PLC0415

    merge = None if default_graph is None else NamedNode(default_graph)
    found = services(query=endpoint, update=update_endpoint, store=graph_store, merge=merge)
    client = Client(auth, timeout=timeout, reporter=reporter)
    asked = Endpoint(found, client, made=as_result, held=TripleStore.in_memory)
    return Server(asked, RemoteGraphs(found.store, client), client)
