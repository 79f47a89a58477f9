"""The build: load, infer, validate and store a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg._version import __version__
from kg.build.incremental.input_changes import Inputs
from kg.build.incremental.update import FromNothingError, update
from kg.build.loaded_graph import load
from kg.runtime import SILENT
from kg.store import new_generation
from kg.validation import violation_error, violations_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.build.loaded_graph import LoadedGraph
    from kg.project import Project
    from kg.runtime import Reporter
    from kg.store import Manifest


@dataclass(frozen=True)
class Built:
    """The result of a build: the store's manifest, and what was built.

    `changed` are the data files from which an existing store was updated; it is None for a build from nothing, and
    `reason` then says why no update was possible, if one was asked for.
    """

    manifest: Manifest
    changed: tuple[str, ...] | None = None
    reason: str = ""


def build_project(project: Project, *, only_changed: bool = False, reporter: Reporter = SILENT) -> Built:
    """Load, infer, validate and store a project; the new store replaces the old one at the very end.

    With `only_changed` the store is updated from the data files that changed, if that is possible; the result is the
    same. Raises ParseError for an input that cannot be read, ViolationError for data that violates a shape, KgError for
    a full disk; then the old store is kept.
    """
    digests = project.digests()
    reason = ""
    if only_changed:
        try:
            return Built(*update(project, digests, reporter=reporter))
        except FromNothingError as error:
            reason = str(error)
    build = _on_disk if project.is_large else _in_memory
    return Built(build(project, digests, reporter), reason=reason)


def _in_memory(project: Project, digests: Mapping[str, str], reporter: Reporter) -> Manifest:
    loaded = load(project, reporter=reporter)
    _refuse_violations(project, loaded, reporter)
    with reporter.step("store"), new_generation(project.store) as generation:
        generation.store.add(sorted(loaded.quads, key=str))
        return generation.make_current(**_record(project, loaded, digests, generation.name))


def _on_disk(project: Project, digests: Mapping[str, str], reporter: Reporter) -> Manifest:
    with new_generation(project.store) as generation:
        loaded = load(project, reporter=reporter, workspace=generation.store)
        _refuse_violations(project, loaded, reporter)
        with reporter.step("store"):
            return generation.make_current(**_record(project, loaded, digests, generation.name))


def _refuse_violations(project: Project, loaded: LoadedGraph, reporter: Reporter) -> None:
    if violations := violations_in(loaded.store, loaded.shapes, reporter=reporter):
        raise violation_error(project, violations)


def _record(project: Project, loaded: LoadedGraph, digests: Mapping[str, str], generation: str) -> dict[str, str]:
    """Write the record of the inputs beside the store, and return the fields of its manifest."""
    Inputs(generation, digests, loaded.graphs).write(project.store)
    return {
        "fingerprint": project.fingerprint(digests),
        "version": __version__,
        "ontology": loaded.ontology.version,
    }
