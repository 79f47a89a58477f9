"""The update of a store from the data files that changed, without a whole build."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from kg._version import __version__
from kg.build.incremental.input_changes import Inputs, compare_inputs, read_inputs
from kg.build.loaded_graph import refuse_undefined, terms_of_ours
from kg.errors import KgError
from kg.owl import COMING, FOUND, GONE, AxiomsChangedError, maintain
from kg.project import read_ontology, read_shapes
from kg.rdf import DERIVED, INFERRED, graph_iri, in_graph
from kg.runtime import SILENT
from kg.store import Manifest, new_generation, read_manifest
from kg.validation import violation_error, violations_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

    from kg.build.incremental.input_changes import Delta
    from kg.project import Project
    from kg.runtime import Reporter
    from kg.store import WritableStore

_ONTOLOGY = graph_iri("ontology")
# graphs that the build writes: if a data file has triples of one, only a whole build can separate them
_OURS = {graph.value for graph in (*DERIVED, _ONTOLOGY)}


class FromNothingError(Exception):
    """The store has to be built from nothing; the message is the reason."""


def update(
    project: Project, digests: Mapping[str, str], *, reporter: Reporter = SILENT
) -> tuple[Manifest, tuple[str, ...]]:
    """Update a project's store from its data files, whose digests are given; the result is that of a whole build.

    Only the graphs of changed files are read, only what follows from the difference is inferred, and only what it can
    violate is validated. The new store replaces the old one at the end. Returns its manifest and the files that
    changed. Raises FromNothingError if an update is not possible, and what `build_project` raises.
    """
    manifest, before = _current(project)
    changed = tuple(before.changed(digests))
    if not changed:
        return manifest, ()
    if others := [name for name in changed if not name.startswith("data/")]:
        raise FromNothingError(f"{others[0]} changed, which affects all data")
    with ExitStack() as stack:
        try:
            generation = stack.enter_context(new_generation(project.store, copied=manifest))
        except KgError as error:
            raise FromNothingError(f"the store cannot be copied: {error.message}") from None
        workspace = generation.store
        with reporter.step("load"):
            delta = compare_inputs(project, workspace, before, changed)
            _refuse(project, workspace, delta, before)
            _apply(workspace, delta)
        with reporter.step("infer"):
            try:
                maintain(workspace, INFERRED)
            except AxiomsChangedError:
                raise FromNothingError("an axiom changed, which affects all data") from None
        changed_quads = [*delta.removed, *delta.added, *_inferred_changes(workspace)]
        if violations := violations_after(workspace, read_shapes(project.shapes), changed_quads, reporter=reporter):
            raise violation_error(project, violations)
        with reporter.step("store"):
            updated = generation.make_current(
                fingerprint=project.fingerprint(digests), version=__version__, ontology=manifest.ontology_version
            )
            Inputs(updated.generation, digests, delta.graphs).write(project.store)
    return updated, changed


def _current(project: Project) -> tuple[Manifest, Inputs]:
    """Return the manifest of a project's store and the record of its inputs. Raises FromNothingError."""
    manifest = read_manifest(project.store)
    inputs = read_inputs(project.store, manifest.generation) if manifest else None
    if manifest is None or inputs is None or manifest.version != __version__:
        raise FromNothingError("there is no store of this version")
    return manifest, inputs


def _refuse(project: Project, workspace: WritableStore, delta: Delta, before: Inputs) -> None:
    """Raise ParseError for undefined terms, FromNothingError for triples of a graph that the build writes."""
    stated = {graph for names in (*before.graphs.values(), *delta.graphs.values()) for graph in names}
    if ours := sorted(stated & _OURS):
        raise FromNothingError(f"data files have triples of {ours[0]}")
    used = {term for quad in delta.added for term in terms_of_ours(quad)}
    if any(next(workspace.quads(term, graph=_ONTOLOGY), None) is None for term in used):
        refuse_undefined(read_ontology(project.ontology), used, project)


def _apply(workspace: WritableStore, delta: Delta) -> None:
    """Change the named graphs, and put the triples that are gone or new into the graphs that `maintain` reads."""
    new = {quad.triple for quad in delta.added if not any(_asserted(workspace, quad.triple))}
    workspace.change(removed=delta.removed, added=delta.added)
    gone = {quad.triple for quad in delta.removed if not any(_asserted(workspace, quad.triple))}
    workspace.change(removed=(), added=[*_in_graph(COMING, new), *_in_graph(GONE, gone)])


def _inferred_changes(workspace: WritableStore) -> Iterator[Quad]:
    """Yield the triples whose inference may have changed, and remove the graphs in which `maintain` records them."""
    for graph in (GONE, COMING, FOUND):
        for quad in list(workspace.quads(graph=graph)):
            yield in_graph(quad.triple, INFERRED)
        workspace.clear(graph)


def _asserted(workspace: WritableStore, triple: Triple) -> Iterator[bool]:
    for quad in workspace.quads(*triple):
        yield quad.graph_name != INFERRED


def _in_graph(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (in_graph(triple, graph) for triple in triples)
