"""Real servers, started for the tests on free loopback ports and stopped by their process id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest

from kg.remote.server import Server, open_server
from kg.remote.transfer import push

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph

JARS = Path(__file__).parent.parent.parent / "build" / "servers"
_PATIENCE = 600


@dataclass(frozen=True)
class Address:
    """Where the graph store of a running server is, and who may write there."""

    store: str
    auth: str | None = None

    def open(self) -> Server:
        """Open the server."""
        return open_server(None, None, self.store, auth=self.auth)


def _is_missing(what: str) -> NoReturn:
    missing = f"{what} is not installed: run .ci/servers"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], ready: str, folder: Path) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(process, ready, folder / "log")
            yield
        finally:
            process.terminate()
            process.wait(timeout=300)


def _wait(process: subprocess.Popen[bytes], ready: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(ready, timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Address]:
    """Run `oxigraph serve`."""
    binary = Path(sys.executable).parent / "oxigraph"
    port = free_port()
    command = [str(binary), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}/", folder):
        yield Address(f"http://127.0.0.1:{port}/store")


@contextmanager
def fuseki(folder: Path) -> Iterator[Address]:
    """Run Apache Jena Fuseki with a TDB2 dataset."""
    jars = sorted(JARS.glob("jena-fuseki-server-*.jar"))
    if not jars or not shutil.which("java"):
        _is_missing("Apache Jena Fuseki, or Java 17,")
    port = free_port()
    (folder / "tdb").mkdir()
    command = ["java", "-Xmx1g", "-jar", str(jars[-1]), "--localhost", "--port", str(port), "--update", "--tdb2"]
    with _running([*command, "--loc", str(folder / "tdb"), "/ds"], f"http://127.0.0.1:{port}/$/ping", folder):
        yield Address(f"http://127.0.0.1:{port}/ds/data")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """Run OpenLink Virtuoso with a database of its own, whose owner still has the password that it starts with."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        _is_missing("OpenLink Virtuoso")
    sql, http = free_port(), free_port()
    settings = (Path(__file__).parent / "virtuoso.ini").read_text(encoding="utf-8")
    (folder / "virtuoso.ini").write_text(settings.format(sql=sql, http=http), encoding="utf-8")
    command = [binary, "+foreground", "+wait", "+configfile", "virtuoso.ini"]
    with _running(command, f"http://127.0.0.1:{http}/sparql", folder):
        yield Address(f"http://127.0.0.1:{http}/sparql-graph-crud-auth", "dba:dba")


@pytest.fixture(scope="module", params=[oxigraph, fuseki, virtuoso], ids=["oxigraph", "fuseki", "virtuoso"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A running server without data."""
    with request.param(tmp_path_factory.mktemp(request.param.__name__)) as found:
        yield found


@pytest.fixture(scope="module")
def server(address: Address, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server that the whole graph was pushed to."""
    with address.open() as found:
        push(graph.store, found.endpoint, found.graphs, tmp_path_factory.mktemp("push") / "journal.json", chunk=1500)
        yield found
