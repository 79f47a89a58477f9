"""The update: a built store brought up to changed data files, without starting from nothing."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from kg._version import __version__
from kg.build.incremental.inputs import Inputs, compare_inputs, read_inputs
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

    from kg.build.incremental.inputs import Delta
    from kg.project import Project
    from kg.runtime import Reporter
    from kg.store import WritableStore

_ONTOLOGY = graph_iri("ontology")
# data files do not state these, or else it takes a whole build to tell their triples from ours
_OURS = {graph.value for graph in (*DERIVED, _ONTOLOGY)}


class FromNothingError(Exception):
    """The store has to be built from nothing; the message says why."""


def update(
    project: Project, digests: Mapping[str, str], *, reporter: Reporter = SILENT
) -> tuple[Manifest, tuple[str, ...]]:
    """Bring a project's store up to its data files, whose digests are given, as a build from nothing would.

    Only the graphs of changed files are looked at, what follows from the difference is inferred, and what it can
    violate is validated. The store is swapped in whole. Returns its manifest and the files that changed. Raises
    FromNothingError if that cannot be done, and what `build` raises.
    """
    manifest = read_manifest(project.store)
    before = read_inputs(project.store, manifest.generation) if manifest else None
    if manifest is None or before is None or manifest.version != __version__:
        raise FromNothingError("there is no store of this version")
    changed = tuple(before.changed(digests))
    if not changed:
        return manifest, ()
    if others := [name for name in changed if not name.startswith("data/")]:
        raise FromNothingError(f"{others[0]} changed, on which all rests")
    if not before.is_exact:
        raise FromNothingError("what was inferred includes what no store keeps")
    with ExitStack() as stack:
        try:
            generation = stack.enter_context(new_generation(project.store, copied=manifest))
        except KgError as error:
            raise FromNothingError(f"the store cannot be copied: {error.message}") from None
        workspace = generation.workspace
        with reporter.step("load"):
            found = compare_inputs(project, workspace, before, changed)
            _refuse(project, workspace, found, before)
            _place(workspace, found)
        with reporter.step("infer"):
            try:
                is_exact = maintain(workspace, INFERRED)
            except AxiomsChangedError:
                raise FromNothingError("an axiom changed, on which all rests") from None
        changed_quads = [*found.removed, *found.added, *_taken(workspace)]
        if violations := violations_after(
            workspace, read_shapes(project.shapes, cache=project.check_headers), changed_quads, reporter=reporter
        ):
            raise violation_error(project, violations)
        with reporter.step("store"):
            made = generation.make_current(
                fingerprint=project.fingerprint(digests), version=__version__, ontology=manifest.ontology_version
            )
            Inputs(made.generation, is_exact, digests, found.graphs).write(project.store)
    return made, changed


def _refuse(project: Project, workspace: WritableStore, found: Delta, before: Inputs) -> None:
    """Raise ParseError for undefined terms, and FromNothingError where data files state graphs of ours."""
    stated = {graph for names in (*before.graphs.values(), *found.graphs.values()) for graph in names}
    if ours := sorted(stated & _OURS):
        raise FromNothingError(f"data files state triples of {ours[0]}")
    used = {term for quad in found.added for term in terms_of_ours(quad)}
    if any(next(workspace.quads(term, graph=_ONTOLOGY), None) is None for term in used):
        refuse_undefined(read_ontology(project.ontology), used, project)


def _place(workspace: WritableStore, found: Delta) -> None:
    """Change the named graphs, and put what no graph states any more, and what none did, where `maintain` looks."""
    new = {quad.triple for quad in found.added if not any(_asserted(workspace, quad.triple))}
    workspace.change(removed=found.removed, added=found.added)
    gone = {quad.triple for quad in found.removed if not any(_asserted(workspace, quad.triple))}
    workspace.change(removed=(), added=[*_all_in(COMING, new), *_all_in(GONE, gone)])


def _taken(workspace: WritableStore) -> Iterator[Quad]:
    """Yield what may have come to be inferred or no more, and remove the graphs in which `maintain` told of it."""
    for graph in (GONE, COMING, FOUND):
        for quad in list(workspace.quads(graph=graph)):
            yield in_graph(quad.triple, INFERRED)
        workspace.clear(graph)


def _asserted(workspace: WritableStore, triple: Triple) -> Iterator[bool]:
    for quad in workspace.quads(*triple):
        yield quad.graph_name != INFERRED


def _all_in(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (in_graph(triple, graph) for triple in triples)
