"""The build: load, infer, validate, store; and the store opened, built anew only when an input changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg._version import __version__
from kg.errors import KgError
from kg.runtime import SILENT
from kg.store import Manifest, TripleStore, new_generation, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.build.loaded_graph import LoadedGraph
    from kg.project import Project
    from kg.runtime import Reporter


@dataclass(frozen=True)
class Built:
    """A store, and the data files it was brought up to, or None for one built from nothing, and then perhaps why."""

    manifest: Manifest
    changed: tuple[str, ...] | None = None
    reason: str = ""


def build_project(project: Project, *, only_changed: bool = False, reporter: Reporter = SILENT) -> Built:
    """Load, infer, validate and store a project; its store is swapped in whole.

    With `only_changed` the store from before is brought up to the data files that changed, where that can be done;
    it comes to the same. Raises ParseError for an input that cannot be read, ViolationError for data that violates a
    shape; then, as after a full disk or a kill, the store from before is still there.
    """
    digests = project.digests()
    reason = ""
    if only_changed:
        from kg.build.incremental.update import FromNothingError, update  # noqa: PLC0415

        try:
            return Built(*update(project, digests, reporter=reporter))
        except FromNothingError as error:
            reason = str(error)
    make = _on_disk if project.is_large else _in_memory
    return Built(make(project, digests, reporter), reason=reason)


def _in_memory(project: Project, digests: Mapping[str, str], reporter: Reporter) -> Manifest:
    from kg.build.loaded_graph import load  # noqa: PLC0415

    closure = load(project, reporter=reporter)
    _refuse_violations(project, closure, reporter)
    with reporter.step("store"), new_generation(project.store) as generation:
        generation.workspace.add(sorted(closure.quads, key=str))
        return generation.make_current(**_told(project, closure, digests, generation.name))


def _on_disk(project: Project, digests: Mapping[str, str], reporter: Reporter) -> Manifest:
    from kg.build.loaded_graph import load  # noqa: PLC0415

    with new_generation(project.store) as generation:
        closure = load(project, reporter=reporter, workspace=generation.workspace)
        _refuse_violations(project, closure, reporter)
        with reporter.step("store"):
            return generation.make_current(**_told(project, closure, digests, generation.name))


def _refuse_violations(project: Project, closure: LoadedGraph, reporter: Reporter) -> None:
    from kg.validation import violation_error, violations_in  # noqa: PLC0415

    if violations := violations_in(closure.store, closure.shapes, reporter=reporter):
        raise violation_error(project, violations)


def _told(project: Project, closure: LoadedGraph, digests: Mapping[str, str], generation: str) -> dict[str, str]:
    """Keep what a store is built from, and return what its manifest says."""
    from kg.build.incremental.inputs import Inputs  # noqa: PLC0415

    Inputs(generation, closure.is_exact, digests, closure.graphs).write(project.store)
    return {
        "fingerprint": project.fingerprint(digests),
        "version": __version__,
        "ontology": closure.ontology.version,
    }


def open_store(project: Project, *, reporter: Reporter = SILENT) -> tuple[TripleStore, Manifest]:
    """Open the project's store, built anew first if an input changed since or the store is damaged.

    If that build fails, the store from before answers, and a warning is reported; with no store from before the error
    is raised.
    """
    manifest = read_manifest(project.store)
    is_damaged = False
    if manifest is not None and _is_fresh(manifest, project):
        try:
            return TripleStore.open(project.store, manifest), manifest
        except KgError as error:
            reporter.warn(f"{error.message}\nit is built again")
            is_damaged = True
    try:
        manifest = build_project(project, only_changed=not is_damaged, reporter=reporter).manifest
    except KgError as error:
        if manifest is None:
            raise
        reporter.warn(f"an input changed and the build failed; the graph from before answers\n{error.message}")
    return TripleStore.open(project.store, manifest), manifest


def _is_fresh(manifest: Manifest, project: Project) -> bool:
    return manifest.version == __version__ and manifest.fingerprint == project.fingerprint()
