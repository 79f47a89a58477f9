"""The build: load, infer, validate, store; and the store opened, built anew only when an input changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import KgError, ViolationError
from kg.store import Manifest, TripleStore, read_manifest, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.closure import Step
    from kg.project import Project


def build(project: Project, *, step: Step | None = None) -> Manifest:
    """Load, infer, validate and store a project; its store is swapped in whole.

    Raises ParseError for an input that cannot be read, ViolationError for data that violates a shape; then, as
    after a full disk or a kill, the store from before is still there.
    """
    # what only a build needs is imported by a build: a query on a built graph starts in a fifth of a second
    from kg.closure import load, silent  # noqa: PLC0415
    from kg.report import check, describe  # noqa: PLC0415

    step = step or silent
    fingerprint = project.fingerprint()
    closure = load(project, step=step)
    if violations := check(closure, step=step).violations:
        lines = "\n".join(describe(each, closure.data, project) for each in violations)
        plural = "s" if len(violations) > 1 else ""
        message = f"{len(violations)} violation{plural}; nothing was stored\n{lines}"
        raise ViolationError(message, hint="the whole report: kg validate")
    with step("store"):
        return write_store(
            project.store,
            sorted(closure.quads, key=str),
            fingerprint=fingerprint,
            version=__version__,
            ontology=closure.ontology.version,
        )


def current_store(
    project: Project, *, step: Step | None = None, warn: Callable[[str], None] | None = None
) -> tuple[TripleStore, Manifest]:
    """Open the project's store, built anew first if an input changed since or the store is damaged.

    If that build fails, the store from before answers, and `warn` is told why; with no store from before the error
    is raised.
    """
    manifest = read_manifest(project.store)
    if manifest is not None and _is_fresh(manifest, project):
        try:
            return TripleStore.open(project.store, manifest), manifest
        except KgError as error:
            _tell(warn, f"{error.message}\nit is built again")
    try:
        manifest = build(project, step=step)
    except KgError as error:
        if manifest is None:
            raise
        _tell(warn, f"an input changed and the build failed; the graph from before answers\n{error.message}")
    return TripleStore.open(project.store, manifest), manifest


def _tell(warn: Callable[[str], None] | None, message: str) -> None:
    if warn is not None:
        warn(message)


def _is_fresh(manifest: Manifest, project: Project) -> bool:
    return manifest.version == __version__ and manifest.fingerprint == project.fingerprint()
