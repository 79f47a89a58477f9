"""pyshacl: the reference that a compiled shape is held against, and what takes over shapes that do not compile."""

from __future__ import annotations

import io
import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import KgError
from kg.rdf import RDF, SH
from kg.shacl.finding import SEVERITIES, Finding, bilingual, term_text
from kg.shacl.shape_triples import MalformedShapeError, ShapeTriples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set as AbstractSet

    import rdflib

    from kg.shacl.shape_triples import Node, Term

_TARGETS = {SH + name for name in ("target", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")}


def validate_by_pyshacl(
    data: Iterable[Triple],
    shapes: Iterable[Triple],
    *,
    focus: Iterable[str] | None = None,
    only: AbstractSet[Node] | None = None,
) -> tuple[list[Finding], list[Triple]]:
    """Validate data by pyshacl, with `only` against those shapes alone; return findings and the report's triples.

    Raises MalformedShapeError if a shape is not well formed, KgError if it is in JavaScript, which pyshacl would pass
    over in silence.
    """
    import pyshacl  # noqa: PLC0415  -- takes a third of a second, and only what does not compile needs it
    from pyparsing import ParseBaseException  # noqa: PLC0415
    from pyshacl.errors import (  # noqa: PLC0415
        ConstraintLoadError,
        ReportableRuntimeError,
        RuleLoadError,
        ShapeLoadError,
        ValidationFailure,
    )

    loading = (ShapeLoadError, ConstraintLoadError, RuleLoadError)
    malformed = (*loading, ReportableRuntimeError, ValidationFailure, ParseBaseException, re.error, NotImplementedError)
    nodes = None if focus is None else sorted(focus)
    shapes = list(shapes)
    scripts = sorted({str(triple.subject) for triple in shapes if triple.predicate.value == SH + "js"})
    if scripts:
        raise KgError(f"{scripts[0]} uses sh:js, and nothing here runs JavaScript", hint="say it in SPARQL: sh:sparql")
    kept = shapes if only is None else [triple for triple in shapes if not _is_target(triple, only)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of each recursive shape, which is why it was asked
            _, graph, _ = pyshacl.validate(
                _graph(data), shacl_graph=_graph(kept), focus_nodes=nodes, inplace=True, advanced=only is not None
            )
    except malformed as error:
        raise MalformedShapeError(f"a shape is not well formed: {error}", hint="look at shapes/") from None
    report = [quad.triple for quad in parse(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)]
    return list(_findings(report, shapes)), report


def _is_target(triple: Triple, only: AbstractSet[Node]) -> bool:
    """Say whether a triple gives a target to a shape that is not asked for."""
    if triple.subject in only:
        return False
    # a class that is a shape is its own target
    return triple.predicate.value in _TARGETS or (
        triple.predicate.value == RDF + "type" and getattr(triple.object, "value", "").endswith("rdf-schema#Class")
    )


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415

    class PreparedGraph(rdflib.Graph):
        """Parses each query once: pyshacl asks the same text for every focus node, and parsing takes 0.1 s."""

        prepared = staticmethod(lru_cache(prepareQuery))

        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  -- rdflib's signature
            return super().query(self.prepared(query_object), *args, **kwargs)

    buffer = io.BytesIO()
    serialize(triples, buffer, RdfFormat.N_TRIPLES)
    graph = PreparedGraph(bind_namespaces="none")
    graph.parse(data=buffer.getvalue(), format="nt")
    return graph


def _findings(report: list[Triple], shapes: list[Triple]) -> Iterator[Finding]:
    told, written = ShapeTriples(report), ShapeTriples(shapes)
    results = [triple.object for triple in report if triple.predicate.value == SH + "result"]
    for result in results:
        terms: dict[str, Term | None] = {
            name: next(iter(told.objects(result, name)), None)  # type: ignore[arg-type]
            for name in ("focusNode", "resultPath", "value", "sourceShape", "sourceConstraint", "resultSeverity")
        }
        source = terms["sourceShape"]
        messages = [
            each
            for node in dict.fromkeys((terms["sourceConstraint"], source))
            if isinstance(node, NamedNode)
            for each in written.objects(node, "message")
        ]
        texts = messages or told.objects(result, "resultMessage")  # type: ignore[arg-type]
        yield Finding(
            severity=SEVERITIES.get(term_text(terms["resultSeverity"]), "violation"),
            node=term_text(terms["focusNode"]),
            path=term_text(terms["resultPath"]),
            value=term_text(terms["value"]),
            source=term_text(source),
            message=bilingual([each for each in texts if isinstance(each, Literal)]),
        )
