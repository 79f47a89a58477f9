"""Validation of RDF by shapes of a user's own, without a project, as pyshacl does it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import shacl
from kg.errors import KgError, ParameterError, ViolationError
from kg.owl import infer, infer_rdfs, name_nodes, restore_nodes
from kg.rdf import INFERRED, LANGUAGES, OWL, XSD, apart, graph_iri, in_graph, read_sources
from kg.runtime import SILENT, texts
from kg.store import TripleStore, WritableStore, rewritten
from kg.validation.places import statements
from kg.validation.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.rdf import Contexts, RdfFile, Source
    from kg.runtime import Reporter

INFERENCES = ("none", "rdfs", "owlrl")
_OWN = graph_iri("own")
_STRING = XSD + "string"
_SAME_AS = NamedNode(OWL + "sameAs")


@dataclass(frozen=True)
class Sources:
    """Some sources, read, and their triples."""

    files: tuple[RdfFile, ...]
    triples: frozenset[Triple]

    @classmethod
    def of(cls, files: Iterable[RdfFile]) -> Sources:
        """Return files that were read, whose graphs become one."""
        files = tuple(files)
        return cls(files, frozenset(quad.triple for file in files for quad in file.quads))

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of all sources."""
        return {prefix: namespace for file in self.files for prefix, namespace in file.prefixes.items()}

    def __str__(self) -> str:
        return ", ".join(file.name for file in self.files)


@dataclass(frozen=True)
class ShapesJob:
    """Data to validate by shapes, with all that an ontology and inference add; options as those of pyshacl."""

    data: Sources
    shapes: Sources
    closure: frozenset[Triple]
    prefixes: Mapping[str, str]
    contradictions: str
    advanced: bool
    abort: bool
    reporter: Reporter

    def run(self, engine: str) -> Report:
        """Validate with `kg` or `pyshacl`. Raises MalformedShapeError."""
        run = {"kg": self._run_compiled, "pyshacl": self._run_pyshacl}[engine]
        try:
            with self.reporter.step("validate"):
                return run().placed(statements(self.data.files))
        except shacl.MalformedShapeError as error:
            error.hint = f"correct it in {self.shapes}"
            raise

    def _run_compiled(self) -> Report:
        literals = {*_typed(self.closure), *_typed(self.shapes.triples)}
        changed = literals & rewritten(literals).keys()
        data = [in_graph(triple, _OWN) for triple in shacl.protected(self.closure, changed)]
        store = TripleStore.in_memory(data)
        compiled = shacl.compile_for(
            store,
            shacl.protected(self.shapes.triples, changed),
            advanced=self.advanced,
            rules=self.advanced,
            protected=[quad for quad in data if shacl.is_protected(quad.object)] if changed else (),
            prefixes=self.prefixes,
        )
        findings, graph = shacl.run_shapes(compiled, store, abort=self.abort, reporter=self.reporter)
        not_compiled = tuple((compiled.name(shape), reason) for shape, reason in compiled.not_compiled)
        is_judged = shacl.has_targets(compiled, store)
        warnings = (*self._warnings(), *([] if is_judged else [texts(__file__, "no_target")]))
        return Report(tuple(findings), tuple(graph), not_compiled, warnings, is_strict=True, has_targets=is_judged)

    def _run_pyshacl(self) -> Report:
        shapes = self.shapes.triples
        options: dict[str, Any] = {"advanced": self.advanced, "abort": self.abort, "prefixes": self.prefixes}
        findings, graph = shacl.validate_by_pyshacl(self.closure, shapes, **options)
        found = sorted(findings, key=lambda finding: finding.order)
        return Report(tuple(found), tuple(graph), (), self._warnings(), is_strict=True)

    def _warnings(self) -> tuple[Mapping[str, str], ...]:
        more = shacl.shape_names(self.data.triples) - shacl.shape_names(self.shapes.triples)
        unused = [texts(__file__, "shapes_in_data", files=self.data, shape=min(more))] if more else []
        text = self.contradictions
        contradictions = [dict.fromkeys(LANGUAGES, text)] if text else []
        notes = shacl.notes(self.shapes.triples, run=shacl.ADVANCED if self.advanced else ())
        return (*contradictions, *notes, *unused)


def read_job(
    data: Iterable[Source],
    shapes: Iterable[Source],
    ontology: Iterable[Source] = (),
    *,
    input_format: str | None = None,
    context: Contexts | None = None,
    inference: str = "none",
    advanced: bool = False,
    abort: bool = False,
    reporter: Reporter = SILENT,
) -> ShapesJob:
    """Read data, shapes and an ontology, whose axioms are added to the data, and infer as `inference` says.

    sh:entailment in the shapes requires an inference, too. `input_format`, of the data, and `context` are those of
    `read_sources`. Raises ParseError, ParameterError for an unknown inference,
    and KgError if there is no shape, or the shapes require what is not supported.
    """
    if inference not in INFERENCES:
        raise ParameterError(f"unknown inference {inference!r}", hint=f"use {', '.join(INFERENCES)}")
    with reporter.step("load"):
        options: dict[str, Any] = {"input_format": input_format, "context": context, "reporter": reporter}
        read, by, axioms = _read(list(data), list(shapes), list(ontology), options)
        _refuse_no_shapes(read, by)
        required = shacl.required_inference(by.triples, advanced=advanced)
        closure = read.triples | frozenset(shacl.ontology_axioms(axioms.triples) if axioms.triples else ())
    contradictions = ""
    for regime in sorted(required | {inference} - {"none"}):
        with reporter.step("infer"):
            if regime == "rdfs":
                closure |= infer_rdfs(closure)
                continue
            found, contradictions = _infer_owlrl(closure, reporter)
            closure |= found
    return ShapesJob(read, by, closure, {**axioms.prefixes, **read.prefixes}, contradictions, advanced, abort, reporter)


def _read(
    data: list[Source], shapes: list[Source], ontology: list[Source], options: dict[str, Any]
) -> tuple[Sources, Sources, Sources]:
    """Read sources; the format of `options` is that of the data.

    The same label of a blank node in two of them means two nodes, except in the same rdflib graph.
    """
    others = read_sources([*shapes, *ontology], **{**options, "input_format": None})
    files = apart([*read_sources(data, **options), *others])
    read, by = files[: len(data)], files[len(data) : len(data) + len(shapes)]
    for number, source in enumerate(shapes):
        same = [file for file, other in zip(read, data, strict=True) if other is source]
        if same and not isinstance(source, (str, Path, bytes)):
            by[number] = same[0]
    return Sources.of(read), Sources.of(by), Sources.of(files[len(data) + len(shapes) :])


def _refuse_no_shapes(data: Sources, shapes: Sources) -> None:
    """Raise KgError if there is no shape, which may mean that the files are in the wrong order."""
    if shacl.shape_names(shapes.triples):
        return
    if shacl.shape_names(data.triples):
        raise KgError(f"{shapes} has no shapes, but {data} has", hint="name the data first, the shapes by --shapes")
    raise KgError(f"{shapes} has no shapes", hint="a shape has the type sh:NodeShape or sh:PropertyShape, or a target")


def _infer_owlrl(triples: frozenset[Triple], reporter: Reporter) -> tuple[set[Triple], str]:
    """Return what OWL 2 RL entails, with restated axioms as owlrl does, and the contradictions ("" for none)."""
    store, contradictions = WritableStore.in_memory(in_graph(triple, _OWN) for triple in name_nodes(triples)), ""
    try:
        infer(store, INFERRED, axioms=True, reporter=reporter)
    except ViolationError as error:  # pyshacl validates such data, too
        contradictions = error.message
    found = set(restore_nodes(quad.triple for quad in store.quads(graph=INFERRED)))
    nodes = {term for triple in (*triples, *found) for term in triple if isinstance(term, (NamedNode, BlankNode))}
    return found | {Triple(node, _SAME_AS, node) for node in nodes}, contradictions


def _typed(triples: Iterable[Triple]) -> Iterator[Literal]:
    """Yield the literals whose datatype a store may interpret."""
    for triple in triples:
        value = triple.object
        if isinstance(value, Literal) and value.datatype.value.startswith(XSD) and value.datatype.value != _STRING:
            yield value
