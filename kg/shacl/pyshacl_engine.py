"""pyshacl: validates by shapes that cannot be compiled, and is the reference in the tests."""

from __future__ import annotations

import io
import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize
from pyparsing import ParseBaseException
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    RuleLoadError,
    ShapeLoadError,
    ValidationFailure,
)
from rdflib.plugins.sparql import prepareQuery

from kg.errors import KgError
from kg.rdf import RDF, SH
from kg.shacl.finding import SEVERITIES, Finding, bilingual, term_text
from kg.shacl.shape_triples import MalformedShapeError, ShapeTriples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set as AbstractSet

    from kg.shacl.shape_triples import Node, Term

_TARGETS = {SH + name for name in ("target", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")}

# raised by pyshacl for a shape that is not well formed
_MALFORMED = (
    ShapeLoadError,
    ConstraintLoadError,
    RuleLoadError,
    ReportableRuntimeError,
    ValidationFailure,
    ParseBaseException,
    re.error,
    NotImplementedError,
)


class _PreparedGraph(rdflib.Graph):
    """Parses each query once: pyshacl runs the same text for every focus node, and parsing takes 0.1 s."""

    _prepare = staticmethod(lru_cache(prepareQuery))

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  -- rdflib's signature
        return super().query(self._prepare(query_object), *args, **kwargs)


def validate_by_pyshacl(
    data: Iterable[Triple],
    shapes: Iterable[Triple],
    *,
    focus: Iterable[str] | None = None,
    only: AbstractSet[Node] | None = None,
) -> tuple[list[Finding], list[Triple]]:
    """Validate data with pyshacl, by the shapes `only` (None: all); return the findings and the report's triples.

    Raises MalformedShapeError if a shape is not well formed, and KgError for sh:js, which pyshacl would ignore.
    """
    nodes = None if focus is None else sorted(focus)
    shapes = list(shapes)
    scripts = sorted({str(triple.subject) for triple in shapes if triple.predicate.value == SH + "js"})
    if scripts:
        raise KgError(f"{scripts[0]} uses sh:js: JavaScript is not supported", hint="write it in SPARQL: sh:sparql")
    selected = shapes if only is None else [triple for triple in shapes if not _is_target(triple, only)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns about each recursive shape; those are run here on purpose
            _, graph, _ = pyshacl.validate(
                _graph(data), shacl_graph=_graph(selected), focus_nodes=nodes, inplace=True, advanced=only is not None
            )
    except _MALFORMED as error:
        raise MalformedShapeError(f"a shape is not well formed: {error}", hint="correct it in shapes/") from None
    report = [quad.triple for quad in parse(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)]
    return list(_findings(report, shapes)), report


def _is_target(triple: Triple, only: AbstractSet[Node]) -> bool:
    """Return whether a triple states a target of a shape that is not selected."""
    if triple.subject in only:
        return False
    # a class that is also a shape targets its instances
    return triple.predicate.value in _TARGETS or (
        triple.predicate.value == RDF + "type" and getattr(triple.object, "value", "").endswith("rdf-schema#Class")
    )


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    buffer = io.BytesIO()
    serialize(triples, buffer, RdfFormat.N_TRIPLES)
    graph = _PreparedGraph(bind_namespaces="none")
    graph.parse(data=buffer.getvalue(), format="nt")
    return graph


def _findings(report: list[Triple], shapes: list[Triple]) -> Iterator[Finding]:
    reported, stated = ShapeTriples(report), ShapeTriples(shapes)
    results = [triple.object for triple in report if triple.predicate.value == SH + "result"]
    for result in results:
        terms: dict[str, Term | None] = {
            name: next(iter(reported.objects(result, name)), None)  # type: ignore[arg-type]
            for name in ("focusNode", "resultPath", "value", "sourceShape", "sourceConstraint", "resultSeverity")
        }
        source = terms["sourceShape"]
        messages = [
            message
            for node in dict.fromkeys((terms["sourceConstraint"], source))
            if isinstance(node, NamedNode)
            for message in stated.objects(node, "message")
        ]
        texts = messages or reported.objects(result, "resultMessage")  # type: ignore[arg-type]
        yield Finding(
            severity=SEVERITIES.get(term_text(terms["resultSeverity"]), "violation"),
            node=term_text(terms["focusNode"]),
            path=term_text(terms["resultPath"]),
            value=term_text(terms["value"]),
            source=term_text(source),
            message=bilingual([text for text in texts if isinstance(text, Literal)]),
        )
