"""The opening of a project's store, which is built first if an input changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import build
from kg._version import __version__
from kg.errors import KgError
from kg.runtime import SILENT
from kg.store import TripleStore, read_manifest

if TYPE_CHECKING:
    from kg.project import Project
    from kg.runtime import Reporter
    from kg.store import Manifest


def open_store(project: Project, *, reporter: Reporter = SILENT) -> tuple[TripleStore, Manifest]:
    """Open a project's store; build it first if an input changed or it is damaged.

    If that build fails, the old store is opened and a warning is reported. Raises what `build_project` raises if there
    is no old store.
    """
    manifest = read_manifest(project.store)
    is_damaged = False
    if manifest is not None and _is_current(manifest, project):
        try:
            return TripleStore.open(project.store, manifest), manifest
        except KgError as error:
            reporter.warn(f"{error.message}\nit is built again")
            is_damaged = True
    try:
        # `build_project` is loaded here, through the package, because a query on a built store does not need it
        manifest = build.build_project(project, only_changed=not is_damaged, reporter=reporter).manifest
    except KgError as error:
        if manifest is None:
            raise
        reporter.warn(f"an input changed and the build failed; the old graph is used\n{error.message}")
    return TripleStore.open(project.store, manifest), manifest


def _is_current(manifest: Manifest, project: Project) -> bool:
    return manifest.version == __version__ and manifest.fingerprint == project.fingerprint()
