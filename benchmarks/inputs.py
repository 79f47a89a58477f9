"""Writes the files that the jobs read, once for each size; all peers read the same files."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import ours
import pyoxigraph as ox
from measure import jobs
from task import Outcome
from templates import FOLDER
from zones import write

from kg.query import read_queries
from kg.rdf import INFERRED, SH, expand, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paths import Inputs
    from task import Task

    from kg.query import SavedQuery

ROOT = Path(__file__).resolve().parent.parent
_IN_USE = "SELECT ?x WHERE {{ ?x a {class_} . ?s ?p ?x . FILTER(STRSTARTS(STR(?x), STR(id:))) }} LIMIT 1"


def prepare_task(task: Task) -> Outcome:
    """Write the files of one size with the settings of jobs.toml."""
    settings = jobs()
    infer = task.inputs.size <= settings["infer_up_to"]
    prepare(task.inputs, violations=settings["violations"], seed=settings["seed"], infer=infer)
    return Outcome(task.inputs.size)


def prepare(inputs: Inputs, *, violations: float, seed: int, infer: bool) -> None:
    """Write the files of one size, unless they exist and were made from the same inputs."""
    marker = inputs.folder / "made-of"
    made_of = _made_of(violations, seed, infer=infer)
    if marker.is_file() and marker.read_text(encoding="utf-8") == made_of:
        ours.sign(inputs.store, ROOT)  # the inputs of our own graph may have changed since
        return
    shutil.rmtree(inputs.folder, ignore_errors=True)
    inputs.folder.mkdir(parents=True)
    for path in (inputs.quads, inputs.triples):
        fmt = path.suffix.removeprefix(".")
        write(path, triples=inputs.size, violations=violations, seed=seed, fmt=fmt, report=lambda _: None)
    ontology = list(_read("ontology"))
    with inputs.shapes.open("wb") as file:
        ox.serialize(_with_one_message(list(_read("shapes"))), file, ox.RdfFormat.N_TRIPLES)
    shutil.copy(inputs.triples, inputs.full)
    with inputs.full.open("ab") as file:
        ox.serialize(ontology, file, ox.RdfFormat.N_TRIPLES)
    # some peers read only Turtle; N-Triples are a subset of it
    inputs.turtle.hardlink_to(inputs.full)
    _store(inputs, ontology, infer=infer)
    marker.write_text(made_of, encoding="utf-8")


def _made_of(violations: float, seed: int, *, infer: bool) -> str:
    paths = [*FOLDER.iterdir(), *(ROOT / "ontology").glob("*.ttl"), *(ROOT / "shapes").glob("*.ttl")]
    paths += (ROOT / "queries").glob("**/*.rq")
    if infer:
        paths += (ROOT / "kg" / "owl").iterdir()
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {violations} {seed} {infer}"


def _read(folder: str) -> Iterator[ox.Triple]:
    for path in sorted((ROOT / folder).glob("*.ttl")):
        yield from (quad.triple for quad in ox.parse(path=str(path)))


def _with_one_message(shapes: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield shapes without the Chinese message of a SPARQL constraint, because Jena accepts only one message."""
    queries = {triple.subject for triple in shapes if triple.predicate.value == SH + "select"}
    for triple in shapes:
        is_message = triple.predicate.value == SH + "message" and triple.subject in queries
        if not (is_message and isinstance(triple.object, ox.Literal) and triple.object.language != "en"):
            yield triple


def _store(inputs: Inputs, ontology: list[ox.Triple], *, infer: bool) -> None:
    """Write the store: data, ontology and, with `infer`, the entailed triples; and bind the queries to it."""
    generation = inputs.store / ours.GENERATION
    inputs.store.mkdir()
    inner = ox.Store(str(generation))
    inner.bulk_load(path=str(inputs.quads))
    inner.bulk_load(path=str(inputs.full), format=ox.RdfFormat.N_TRIPLES)
    placed = [(triple, graph_iri("ontology")) for triple in ontology]
    if infer:
        store, _ = ours.closed(inputs.full)
        placed += [(quad.triple, INFERRED) for quad in store.quads(None, None, None, INFERRED)]
    for graph in (None, True):
        inner.bulk_extend(ox.Quad(*triple, place if graph else ox.DefaultGraph()) for triple, place in placed)
    inner.flush()
    texts = {query.name: _bound(inner, query) for query in read_queries(ROOT / "queries")}
    inputs.queries.write_text(json.dumps(texts, ensure_ascii=False, indent=1), encoding="utf-8")
    del inner
    ours.sign(inputs.store, ROOT)


def _bound(store: ox.Store, query: SavedQuery) -> str:
    """Return a query's text with each parameter that names an entity bound to an entity of the data."""
    values: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    for parameter in query.parameters:
        class_ = expand(parameter.class_ or "")
        if class_ is None or parameter.optional:
            continue
        found = next(iter(ours.solutions(store, _IN_USE.format(class_=class_))), None)
        if found is not None:
            values[parameter.name] = [found]
    return query.filled(values)
