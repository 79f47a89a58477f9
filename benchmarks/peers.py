"""The jobs by the Python peers, each used as its documentation says, on the same files as kg."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from task import Outcome

if TYPE_CHECKING:
    from task import Task


def load_pyoxigraph(task: Task) -> Outcome:
    """Load the named graphs alone."""
    return _load(task, merged=False)


def load_pyoxigraph_merged(task: Task) -> Outcome:
    """Load the named graphs, and the flat merge into the default graph: what our store has."""
    return _load(task, merged=True)


def _load(task: Task, *, merged: bool) -> Outcome:
    import pyoxigraph as ox

    with task.folder() as folder:
        store = ox.Store(str(folder / "store"))
        store.bulk_load(path=str(task.inputs.quads))
        if merged:
            store.bulk_load(path=str(task.inputs.triples))
        store.flush()
        task.done()
        return Outcome(len(store))


def load_rdflib(task: Task) -> Outcome:
    """Load the named graphs into memory."""
    dataset = _dataset(task)
    task.done()
    return Outcome(len(dataset))


def infer_owlrl(task: Task) -> Outcome:
    """Infer by owlrl; it keeps what it infers in the graph that it is given."""
    import owlrl

    graph = _graph(task)
    before = len(graph)
    task.work()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    task.done()
    return Outcome(len(graph) - before)


def infer_reasonable(task: Task) -> Outcome:
    """Infer by reasonable, which gives back all triples as a list."""
    import reasonable

    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(task.inputs.turtle))
    task.work()
    found = reasoner.reason()
    task.done()
    return Outcome(len(found) - _lines(task))


def validate_pyshacl(task: Task) -> Outcome:
    """Validate by pyshacl."""
    import pyshacl
    import rdflib

    data = _graph(task)
    shapes = rdflib.Graph().parse(str(task.inputs.shapes), format="nt")
    task.work()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    task.done()
    return Outcome(len(set(report.objects(None, rdflib.SH.result))))


def validate_pyshifty(task: Task) -> Outcome:
    """Validate by pyshifty; it reads the files itself."""
    import rdflib
    import shifty

    _, report, _ = shifty.validate(str(task.inputs.full), str(task.inputs.shapes), infer=False, graph_mode="data")
    task.done()
    return Outcome(len(set(report.objects(None, rdflib.SH.result))))


def validate_pyrudof(task: Task) -> Outcome:
    """Validate by rudof's own engine."""
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(task.inputs.full), pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(str(task.inputs.shapes), pyrudof.ShaclFormat.NTriples)
    task.work()
    report = rudof.validate_shacl()
    task.done()
    return Outcome(len(report))


def query_pyoxigraph(task: Task) -> Outcome:
    """Answer each query by the bare engine, on the same store."""
    import pyoxigraph as ox

    from kg.rdf import PREFIXES

    store = ox.Store.read_only(str(next(task.inputs.store.glob("graph-*"))))
    rows = 0
    for name, text in task.items(task.inputs.texts):
        with task.item(name) as item:
            item.count = sum(1 for row in store.query(text, prefixes=PREFIXES) if tuple(row))  # type: ignore[arg-type,union-attr]
        rows += item.count
    return Outcome(rows)


def query_rdflib(task: Task) -> Outcome:
    """Answer each query in memory; its union of graphs is the flat merge."""
    import pyoxigraph as ox
    import rdflib
    from rdflib.plugins.stores.memory import Memory

    dataset = rdflib.Dataset(store=Memory(), default_union=True)
    store = ox.Store.read_only(str(next(task.inputs.store.glob("graph-*"))))
    with task.folder() as folder:
        path = folder / "all.nq"
        store.dump(str(path), format=ox.RdfFormat.N_QUADS)
        named = folder / "named.nq"
        # the default graph's copies have three terms, and the union makes them anew
        named.write_text(
            "".join(f"{quad} .\n" for quad in ox.parse(path=str(path)) if str(quad.graph_name) != "DEFAULT"),
            encoding="utf-8",
        )
        dataset.parse(str(named), format="nquads")
    from kg.rdf import PREFIXES

    rows = 0
    for name, text in task.items(task.inputs.texts):
        with task.item(name) as item:
            item.count = sum(1 for _ in dataset.query(text, initNs=PREFIXES))
        rows += item.count
    return Outcome(rows)


def export_pyoxigraph(task: Task) -> Outcome:
    """Dump the store."""
    import pyoxigraph as ox

    store = ox.Store.read_only(str(next(task.inputs.store.glob("graph-*"))))
    with task.folder() as folder:
        target = folder / "all.nq"
        task.work()
        store.dump(str(target), format=ox.RdfFormat.N_QUADS)
        task.done()
        with target.open("rb") as file:
            return Outcome(sum(1 for _ in file))


def export_rdflib(task: Task) -> Outcome:
    """Serialise the named graphs from memory."""
    dataset = _dataset(task)
    with task.folder() as folder:
        target = folder / "all.nq"
        task.work()
        dataset.serialize(str(target), format="nquads", encoding="utf-8")
        task.done()
        with target.open("rb") as file:
            return Outcome(sum(1 for _ in file))


def start_python(task: Task) -> Outcome:
    """Start Python, import the engine and open the store: what no command on it can do without."""
    path = next(task.inputs.store.glob("graph-*"))
    code = f"import pyoxigraph; pyoxigraph.Store.read_only({str(path)!r})"
    task.work()
    subprocess.run([sys.executable, "-c", code], check=True)
    task.done()
    return Outcome(0)


def _graph(task: Task) -> Any:  # noqa: ANN401  -- rdflib is imported by those that use it alone
    import rdflib

    return rdflib.Graph(bind_namespaces="none").parse(str(task.inputs.full), format="nt")


def _dataset(task: Task) -> Any:  # noqa: ANN401  -- as _graph
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(str(task.inputs.quads), format="nquads")
    return dataset


def _lines(task: Task) -> int:
    with task.inputs.full.open("rb") as file:
        return sum(1 for _ in file)
