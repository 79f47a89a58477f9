"""The jobs by kg: the only module of the benchmarks that runs kg's own functions for a job."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from task import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox
    from task import Task

    from kg.store import WritableStore

GENERATION = "graph-benchmark"
KG = [sys.executable, "-m", "kg"]


def load(task: Task) -> Outcome:
    """Write a store from a file, as a build of large data does, and open it."""
    import pyoxigraph as ox

    from kg.rdf import ZJ, FlatLines
    from kg.store import new_generation

    with task.folder() as folder:
        with new_generation(folder) as generation:
            generation.store.load_lines(task.inputs.quads, FlatLines(task.inputs.quads, ZJ))  # type: ignore[arg-type]
            manifest = generation.make_current(fingerprint="", version="", ontology="")
        task.done()
        return Outcome(len(ox.Store.read_only(str(folder / manifest.generation))))


def closed(path: Path) -> tuple[WritableStore, int]:
    """Return the triples of a file with the entailed triples, and the number of these."""
    import pyoxigraph as ox

    from kg.owl import infer as entail
    from kg.rdf import INFERRED
    from kg.store import WritableStore

    inner = ox.Store()
    inner.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    stated = len(inner)
    entail(WritableStore(inner), INFERRED)
    # an inferred triple is in the default graph and in a named graph
    return WritableStore(inner), (len(inner) - stated) // 2


def infer(task: Task) -> Outcome:
    """Read data and ontology, and infer."""
    _, found = closed(task.inputs.full)
    task.done()
    return Outcome(found)


def validate(task: Task) -> Outcome:
    """Read data and ontology, and validate by our shapes."""
    import pyoxigraph as ox

    from kg.shacl import validate_shapes
    from kg.store import TripleStore

    shapes = {quad.triple for quad in ox.parse(path=str(task.inputs.shapes))}
    inner = ox.Store()
    # lenient, as Jena reads N-Triples: IRIs are not validated
    inner.bulk_load(path=str(task.inputs.full), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    task.work()
    findings, _ = validate_shapes(TripleStore(inner), shapes)
    task.done()
    return Outcome(len(findings))


def query(task: Task) -> Outcome:
    """Answer each saved query."""
    from kg.query import run_query
    from kg.store import TripleStore, read_manifest

    manifest = read_manifest(task.inputs.store)
    assert manifest is not None  # noqa: S101  -- sign() wrote it
    store = TripleStore.open(task.inputs.store / manifest.generation)
    rows = 0
    for name, text in task.items(task.inputs.texts):
        with task.item(name) as item:
            item.count = sum(1 for row in run_query(store, text, {}) if tuple(row))
        rows += item.count
    return Outcome(rows)


def export(task: Task) -> Outcome:
    """Export a store."""
    from kg.rdf import export_in_parts
    from kg.store import TripleStore, read_manifest

    manifest = read_manifest(task.inputs.store)
    assert manifest is not None  # noqa: S101  -- sign() wrote it
    store = TripleStore.open(task.inputs.store / manifest.generation)
    with task.folder() as folder:
        task.work()
        target = folder / "all.nq"
        with target.open("wb") as file:
            file.writelines(export_in_parts(store, fmt="nquads"))
        task.done()
        return Outcome(_lines(target))


def start(task: Task) -> Outcome:
    """Answer a query as a command."""
    command = [*KG, "query", "targets", "--store", str(task.inputs.store), "--format", "csv"]
    task.work()
    done = subprocess.run(command, check=True, capture_output=True, cwd=task.root)
    task.done()
    return Outcome(done.stdout.count(b"\n") - 1)


def build(task: Task) -> Outcome:
    """Build our graph from nothing, and again with one fact changed."""
    job = task.job
    with task.folder() as folder:
        for name in ("ontology", "data", "shapes", "queries"):
            shutil.copytree(task.root / name, folder / name)
        command = [*KG, "build", "--project", str(folder)]
        with task.item("from nothing"):
            subprocess.run(command, check=True, capture_output=True, cwd=task.root)
        changed = folder / job["file"]
        text = changed.read_text(encoding="utf-8")
        if text.count(job["old"]) != 1:
            raise ValueError(f"{job['file']}: {job['old']} occurs {text.count(job['old'])} times, not once")
        changed.write_text(text.replace(job["old"], job["new"]), encoding="utf-8")
        with task.item("one fact changed"):
            subprocess.run([*command, "--only-changed"], check=True, capture_output=True, cwd=task.root)
    return Outcome(0)


def sign(store: Path, root: Path) -> None:
    """Make a store written by other means one that kg takes for a fresh build."""
    from kg._version import __version__
    from kg.project import find_project
    from kg.store import Manifest

    manifest = Manifest(GENERATION, find_project(root).fingerprint(), __version__, "")
    (store / "CURRENT").write_text(json.dumps(asdict(manifest)), encoding="utf-8")


def solutions(store: ox.Store, text: str) -> Iterator[Any]:
    """Yield the first column of a query's rows."""
    from kg.rdf import PREFIXES

    for row in store.query(text, prefixes=PREFIXES):  # type: ignore[union-attr]
        yield row[0]  # type: ignore[index]


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
