"""pyshacl: validates by shapes that cannot be compiled, and is the reference in the tests."""

from __future__ import annotations

import logging
import re
import traceback
import warnings
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from pyparsing import ParseBaseException
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.rdfutil.inoculate import inoculate
from pyshacl.validator import Validator
from rdflib.plugins.sparql import prepareQuery

from kg.rdf import SH, TYPE, add_to_rdflib, from_rdflib
from kg.shacl.finding import SEVERITIES, Finding, bilingual, term_text
from kg.shacl.shape_triples import MalformedShapeError, ShapeTriples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set as AbstractSet

    from rdflib.plugins.sparql.sparql import Query

    from kg.shacl.shape_triples import Node, Term

_TARGETS = {SH + name for name in ("target", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")}
_LOGGERS = ("pyshacl.validator", "rdflib.term")


class _PreparedGraph(rdflib.Graph):
    """Parses each query once: pyshacl runs the same text for every focus node, and parsing takes 0.1 s."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  -- rdflib's signature
        return super().query(self._prepared(query_object), *args, **kwargs)

    @cached_property
    def _prepared(self) -> Callable[[str], Query]:
        return lru_cache(partial(prepareQuery, initNs=dict(self.namespaces())))


def validate_by_pyshacl(
    data: Iterable[Triple],
    shapes: Iterable[Triple],
    *,
    focus: Iterable[str] | None = None,
    without: AbstractSet[Node] = frozenset(),
    advanced: bool = False,
    abort: bool = False,
    prefixes: Mapping[str, str] | None = None,
) -> tuple[list[Finding], list[Triple]]:
    """Validate data with pyshacl; return the findings and the report's triples.

    With `focus`, only those nodes (IRIs) are validated; the targets of the shapes `without` are ignored. `advanced`
    runs the SHACL Advanced Features, `abort` stops at the first violation, queries need not declare `prefixes`. Raises
    MalformedShapeError, which names the shape, for any error of pyshacl.
    """
    nodes = None if focus is None else sorted(focus)
    shapes = list(shapes)
    options = {"focus_nodes": nodes, "inplace": True, "advanced": advanced, "abort_on_first": abort}
    with _quiet():
        try:
            selected = _shapes_graph(triple for triple in shapes if not _is_target(triple, without))
            # not `pyshacl.validate`, which makes rdflib rewrite values
            data_graph = DataGraph.from_rdflib(_graph(data, prefixes))
            _, graph, _ = Validator(data_graph, shacl_graph=selected, options=options).run()  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001  -- for a malformed shape pyshacl and rdflib raise errors of any class
            raise _malformed(error, shapes) from None
    report = list(from_rdflib(graph))
    return list(_findings(report, shapes)), report


def ontology_axioms(ontology: Iterable[Triple]) -> list[Triple]:
    """Return the triples of an ontology that pyshacl adds to the data: those of RDFS and OWL, and named individuals."""
    mixed = _graph(())
    with _quiet():
        inoculate(DataGraph.from_rdflib(mixed), _graph(ontology))
    return list(from_rdflib(mixed))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pyshacl and rdflib from logging, from warning about recursive shapes, and from rewriting values."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.disabled for logger in loggers]
    normalizes, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalizes
        for logger, is_disabled in zip(loggers, before, strict=True):
            logger.disabled = is_disabled


def _malformed(error: Exception, shapes: list[Triple]) -> MalformedShapeError:
    """Return an error of pyshacl or rdflib as one that names the shape, which their messages do not."""
    stated = ShapeTriples(shapes)
    for frame, _ in traceback.walk_tb(error.__traceback__):
        # a shape, or a constraint with its shape; while shapes and rules are read, local variables
        owner = frame.f_locals.get("self")
        owners = (getattr(owner, "shape", owner), *(frame.f_locals.get(name) for name in ("shape", "s", "sub")))
        for node in (getattr(each, "node", each) for each in owners):
            if isinstance(node, rdflib.IdentifiedNode) and not stated.name(_node(node)).startswith("_:"):
                return stated.malformed(_node(node), _problem(error))
    return MalformedShapeError(f"a shape is not well formed: {_problem(error)}", hint="correct it in shapes/")


def _node(node: rdflib.IdentifiedNode) -> Node:
    return NamedNode(str(node)) if isinstance(node, rdflib.URIRef) else BlankNode(str(node))


def _problem(error: Exception) -> str:
    """Return what an error says, without the address of the standard and, for a bug, with its class."""
    if isinstance(error, RecursionError):
        return "a list, a path or a shape is part of itself"
    text = str(error).split("\nFor reference", 1)[0].strip()
    is_message = isinstance(error, (ReportableRuntimeError, ParseBaseException, re.error)) or type(error) is Exception
    return text if is_message and text else f"pyshacl fails with {type(error).__name__}: {text}".removesuffix(": ")


def _is_target(triple: Triple, shapes: AbstractSet[Node]) -> bool:
    """Return whether a triple states a target of one of these shapes; a class that is a shape is its own target."""
    is_type = triple.predicate == TYPE and not getattr(triple.object, "value", "").startswith(SH)
    return triple.subject in shapes and (is_type or triple.predicate.value in _TARGETS)


def _graph(triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> rdflib.Graph:
    graph = _PreparedGraph(bind_namespaces="core")
    for prefix, namespace in (prefixes or {}).items():
        graph.bind(prefix, namespace)
    add_to_rdflib(graph, triples)
    return graph


def _shapes_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return shapes as pyshacl reads them itself: only the boolean `true` is true, not `1`."""
    rdflib_bool_patch()  # type: ignore[no-untyped-call]
    try:
        return _graph(triples)
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]
        rdflib.NORMALIZE_LITERALS = False


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
