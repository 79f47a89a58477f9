"""The jobs by the Java peers: Jena's SHACL command and the Fuseki server, fetched by java/pom.xml."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError

from task import HERE, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from task import Task

JARS = HERE.parent / "build" / "bench" / "java"
_PATIENCE = 60.0


def missing() -> str | None:
    """Return how to install what the Java peers lack, or None."""
    if shutil.which("java") is None:
        return "no java on the path"
    if not any(JARS.glob("jena-cmds-*.jar")):
        return "mvn -f benchmarks/java/pom.xml dependency:copy-dependencies -DoutputDirectory=" + str(
            JARS.relative_to(HERE.parent)
        )
    return None


def validate_jena(task: Task) -> Outcome:
    """Validate by Jena's command, which writes the report in Turtle."""
    inputs = task.inputs
    command = [*_java("shacl.shacl"), "validate", "--shapes", str(inputs.shapes), "--data", str(inputs.full)]
    with task.folder() as folder, (folder / "report.ttl").open("wb") as report:
        subprocess.run(command, check=True, stdout=report)
        task.done()
        text = (folder / "report.ttl").read_text(encoding="utf-8")
    return Outcome(text.count("sh:resultSeverity"))


def load_fuseki(task: Task) -> Outcome:
    """Load data, ontology and the entailed triples into a TDB2 store, once."""
    import pyoxigraph as ox

    folder = task.inputs.folder / "tdb2"
    if folder.is_dir():
        return Outcome(0)
    store = ox.Store.read_only(str(next(task.inputs.store.glob("graph-*"))))
    with task.folder() as place:
        path = place / "all.nq"
        store.dump(str(path), format=ox.RdfFormat.N_QUADS)
        command = [*_java("tdb2.tdbloader"), "--loc", str(place / "tdb2"), str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (place / "tdb2").rename(folder)
    return Outcome(0)


def query_fuseki(task: Task) -> Outcome:
    """Answer each query by HTTP, its rows read as JSON; the peak memory is the server's."""
    rows = 0
    with _server(task.inputs.folder / "tdb2") as (address, process):
        for name, text in task.items(task.inputs.texts):
            with task.item(name) as item:
                item.count = _ask(address, text)
            rows += item.count
        peak = _peak(process.pid)
    return Outcome(rows, peak)


def _java(name: str) -> list[str]:
    return ["java", "-cp", f"{JARS}/*", name]


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    command = [*_java(main), "--tdb2", "--loc", str(folder), "--port", str(port), "--localhost", "/zones"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/zones/sparql"
        _wait(address)
        yield address, process
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    begun = time.monotonic()
    while True:
        try:
            _ask(address, "SELECT * WHERE {} LIMIT 1")
        except (URLError, OSError):
            if time.monotonic() - begun > _PATIENCE:
                raise
            time.sleep(0.1)
        else:
            return


def _ask(address: str, text: str) -> int:
    from kg.rdf import PREFIXES

    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    request = urllib.request.Request(address, data=(declared + text).encode(), headers=headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310  -- our own server on this machine
        found = json.load(answer)
    return len(found["results"]["bindings"]) if "results" in found else 1


def _peak(pid: int) -> float | None:
    """Return the peak memory of a process in MB, or None if the system does not report it."""
    path = f"/proc/{pid}/status"
    if not os.path.exists(path):  # noqa: PTH110  -- no such folder elsewhere
        return None
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM")), None)
