"""The build as a job: with the time of each step, and with the sentences of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.build.attachment import drop_sentences, keep_sentences, locate_passages
from kg.build.build import build_project
from kg.errors import ParameterError
from kg.runtime import Timer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.audit import Anchoring
    from kg.build.build import Built
    from kg.project import Project
    from kg.runtime import Reporter


@dataclass(frozen=True)
class BuildResult:
    """What a build did: `seconds` per step, the passages found in a document, whether sentences were removed."""

    built: Built
    seconds: Mapping[str, float]
    anchoring: Anchoring | None
    dropped: bool


def build_with_document(
    project: Project, document: Path | None, *, no_document: bool, only_changed: bool, reporter: Reporter
) -> BuildResult:
    """Build a project's store, and attach the sentences of a document or remove those attached.

    Raises ParameterError for both, and what `build_project` and `locate_passages` raise.
    """
    if document is not None and no_document:
        raise ParameterError("--document and --no-document exclude each other", hint="omit one of them")
    # a wrong document is reported before the build
    anchoring = None if document is None else locate_passages(project, document)
    timer = Timer(reporter)
    built = build_project(project, only_changed=only_changed, reporter=timer)
    if anchoring is not None:
        keep_sentences(project.store, anchoring)
        if changed := anchoring.of_state("changed"):
            names = ", ".join(anchor.passage.name for anchor in changed)
            reporter.warn(f"{document}: these passages are not in it word for word, and have no text: {names}")
    return BuildResult(built, timer.seconds, anchoring, no_document and drop_sentences(project.store))
