"""Times validation on copies of the graph: shapes compiled to SPARQL, each query, and pyshacl.

python benchmarks/validation.py --copies 120             about a million triples
python benchmarks/validation.py --copies 1 --pyshacl     the graph itself, and pyshacl on it
python benchmarks/validation.py --slowest 10             the slowest queries, one by one
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.build import load
from kg.project import find_project
from kg.rdf import ID, flat_triples, graph_iri, in_graph
from kg.shacl import compile_for, run_shapes, validate_by_pyshacl
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl import CompiledShapes

ROOT = Path(__file__).resolve().parent.parent
# the entities that all copies share, with those that the shapes name
SHARED = tuple(
    f"{ID}{kind}/" for kind in "comparator unit growth-basis document-type role scheme graph datatype".split()
)


def copies(triples: set[Triple], named: set[object], number: int) -> Iterator[Triple]:
    """Yield copies of triples with their entities renamed, and once the triples without such entities."""

    def own(term: object) -> bool:
        return isinstance(term, NamedNode) and term.value.startswith(ID) and not term.value.startswith(SHARED)

    renamed = {term for triple in triples for term in triple if own(term) and term not in named}
    for copy in range(number):
        names = {term: NamedNode(f"{term.value}/{copy}") for term in renamed}  # type: ignore[union-attr]
        for triple in triples:
            is_own = triple.subject in renamed or triple.object in renamed
            if is_own or not copy:
                subject, value = (names.get(term, term) for term in (triple.subject, triple.object))
                yield Triple(subject, triple.predicate, value)  # type: ignore[arg-type]


def timed(what: str, start: float) -> None:
    """Print the time since `start` and the peak memory so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - start:9.3f} s  {peak:6.0f} MB  {what}")


def slowest(compiled: CompiledShapes, store: TripleStore, number: int) -> None:
    """Print the slowest of the queries that every validation runs."""
    texts = [(one.shape, batch.text) for one in compiled.shapes for batch in one.batches]
    parts = [(one.shape, part) for one in compiled.shapes for part in one.parts]
    texts += [(shape, query.text) for shape, part in parts for query in part.queries]
    times = []
    for shape, text in texts:
        start = time.perf_counter()
        rows = sum(1 for _ in store.select(text))
        times.append((time.perf_counter() - start, rows, compiled.name(shape), text))
    for seconds, rows, name, text in sorted(times, reverse=True)[:number]:
        print(f"{seconds:9.3f} s  {rows:6} rows  {name}: {text[:120]}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=1, help="how many times the graph is taken [1]")
    parser.add_argument("--slowest", type=int, default=0, help="how many queries to tell one by one [0]")
    parser.add_argument("--pyshacl", action="store_true", help="run pyshacl, too: a hundred times slower")
    options = parser.parse_args()
    loaded = load(find_project(ROOT))
    named = {term for triple in loaded.shapes.triples for term in triple}
    data = list(copies(flat_triples(loaded.quads), named, options.copies))
    store = TripleStore.in_memory(in_graph(triple, graph_iri("own")) for triple in data)
    print(f"{len(data)} triples")
    start = time.perf_counter()
    compiled = compile_for(store, loaded.shapes.triples)
    timed(f"compiled {len(compiled.shapes)} shapes, {len(compiled.not_compiled)} run in pyshacl", start)
    start = time.perf_counter()
    findings, _ = run_shapes(compiled, store)
    timed(f"run, {len(findings)} findings", start)
    slowest(compiled, store, options.slowest)
    if options.pyshacl:
        start = time.perf_counter()
        findings, _ = validate_by_pyshacl(data, loaded.shapes.triples)
        timed(f"pyshacl, {len(findings)} findings", start)


if __name__ == "__main__":
    main()
