"""Validation: SHACL by pyshacl, and defect queries on the dataset, gathered in one report."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, serialize

from kg.errors import KgError
from kg.terms import SH, language_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib
    from pyoxigraph import Triple

_SEVERITIES = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """One result of a validation: a focus node, where on it, which shape or check found it, and what to do."""

    severity: str
    node: str
    path: str
    value: str
    source: str
    message: Mapping[str, str]

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The place of the finding in a report: the gravest first, then by node."""
        return (_RANK[self.severity], self.node, self.source, self.path, self.value)


def validate_shapes(
    data: Iterable[Triple],
    shapes: Iterable[Triple],
    *,
    focus: Iterable[str] | None = None,
) -> tuple[list[Finding], rdflib.Graph]:
    """Validate data (closure and ontology included) against shapes.

    With `focus` only those nodes are looked at. Returns the findings, the gravest first, and the SHACL validation
    report as a graph. Raises KgError if a shape is not well formed.

    Source: Shapes Constraint Language (SHACL), section 3.
    """
    import pyshacl  # noqa: PLC0415  -- takes a third of a second, and only a validation needs it
    from pyparsing import ParseBaseException  # noqa: PLC0415
    from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError  # noqa: PLC0415

    malformed = (ShapeLoadError, ConstraintLoadError, ReportableRuntimeError, ParseBaseException, re.error)

    nodes = None if focus is None else sorted(focus)
    if nodes == []:
        return [], _empty_report()
    shapes_graph = _graph(shapes)
    try:
        _, report, _ = pyshacl.validate(_graph(data), shacl_graph=shapes_graph, focus_nodes=nodes, inplace=True)
    except malformed as error:
        raise KgError(f"a shape is not well formed: {error}", hint="look at shapes/") from None
    return sorted(_findings(report, shapes_graph), key=lambda finding: finding.order), report


def check_finding(
    row: Mapping[str, object], *, source: str, severity: str, problem: Mapping[str, str], solution: Mapping[str, str]
) -> Finding:
    """Return the finding that one row (`node`, `property`, `value`) of a defect query stands for."""

    def text(name: str) -> str:
        term = row.get(name)
        return "" if term is None else str(getattr(term, "value", term))

    message = {"zh": problem["zh"] + solution["zh"], "en": f"{problem['en']} {solution['en']}"}
    return Finding(severity, text("node"), text("property"), text("value"), source, message)


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


def _empty_report() -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    report = rdflib.BNode()
    graph.add((report, rdflib.RDF.type, rdflib.SH.ValidationReport))
    graph.add((report, rdflib.SH.conforms, rdflib.Literal("true", datatype=rdflib.XSD.boolean)))
    return graph


def _findings(report: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Finding]:
    import rdflib  # noqa: PLC0415

    for result in report.objects(None, rdflib.SH.result):
        source = report.value(result, rdflib.SH.sourceShape)
        constraint = report.value(result, rdflib.SH.sourceConstraint)
        # pyshacl picks one of a constraint's messages, so they are taken from where they are written
        texts = [*shapes.objects(constraint or source, rdflib.SH.message), *shapes.objects(source, rdflib.SH.message)]
        yield Finding(
            severity=_SEVERITIES.get(_text(report.value(result, rdflib.SH.resultSeverity)), "violation"),
            node=_text(report.value(result, rdflib.SH.focusNode)),
            path=_text(report.value(result, rdflib.SH.resultPath)),
            value=_text(report.value(result, rdflib.SH.value)),
            source=_text(source),
            message=_messages(texts or sorted(report.objects(result, rdflib.SH.resultMessage), key=str)),
        )


def _text(term: rdflib.term.Node | None) -> str:
    return "" if term is None else str(term)


def _messages(texts: list[rdflib.term.Node]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        for language in ("zh", "en"):
            if language_matches(getattr(text, "language", None), language):
                found.setdefault(language, str(text))
    plain = next((str(text) for text in texts if not getattr(text, "language", None)), "")
    anything = found.get("en") or plain or found.get("zh", "")
    return {"zh": found.get("zh", anything), "en": found.get("en", anything)}
