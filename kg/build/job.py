"""The build and inference as jobs: with the time of each step, and with the sentences of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.build.attachment import drop_sentences, keep_sentences, locate_passages
from kg.build.build import build_project
from kg.errors import ParameterError
from kg.owl import infer, name_nodes, restore_nodes
from kg.rdf import INFERRED, flat_triples, graph_iri, in_graph
from kg.runtime import Timer
from kg.store import WritableStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.audit import Anchoring
    from kg.build.build import Built
    from kg.project import Project
    from kg.rdf import RdfFile
    from kg.runtime import Reporter

_STATED = graph_iri("own")


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


def infer_files(files: Iterable[RdfFile], *, axioms: bool, reporter: Reporter) -> set[Triple]:
    """Return the triples that OWL 2 RL entails from RDF files together and that they do not state.

    Raises ViolationError if the data contradicts the ontology.
    """
    read = list(files)
    if not read:
        raise ParameterError("nothing to infer from", hint="name RDF files, or connect to a server")
    with reporter.step("load"):
        triples = flat_triples(quad for file in read for quad in file.quads)
        named = name_nodes(triples, expressions=axioms)
        store = WritableStore.in_memory(in_graph(triple, _STATED) for triple in named)
    with reporter.step("infer"):
        infer(store, INFERRED, axioms=axioms, reporter=reporter)
    return set(restore_nodes(quad.triple for quad in store.quads(graph=INFERRED)))
