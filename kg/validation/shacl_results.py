"""Results: findings that no shape reported, as results of the standard validation report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import SH, SHAPES, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rdf import Object
    from kg.validation.terms import Fault

_CONFORMS, _REPORT = NamedNode(SH + "conforms"), NamedNode(SH + "ValidationReport")
# the constraint that a check of terms amounts to; the others have the name of the check
_COMPONENTS = {
    "literal_for_node": SH + "NodeKindConstraintComponent",
    "node_for_literal": SH + "NodeKindConstraintComponent",
    "wrong_class_of_value": SH + "ClassConstraintComponent",
    "wrong_class_of_node": SH + "ClassConstraintComponent",
    "wrong_datatype": SH + "DatatypeConstraintComponent",
    "malformed_literal": SH + "DatatypeConstraintComponent",
}
_TAGS = {"zh": "zh-Hans", "en": "en"}


def with_results(report: Iterable[Triple], faults: Iterable[Fault]) -> tuple[Triple, ...]:
    """Return a validation report with a result for each fault of a statement; syntax errors have no focus node."""
    report = tuple(report)
    results = [(BlankNode(), fault) for fault in faults if fault.triples]
    head = next((triple.subject for triple in report if triple.object == _REPORT), None)
    if not results or head is None:
        return report
    false = Literal("false", datatype=NamedNode(XSD + "boolean"))
    kept = [Triple(head, _CONFORMS, false) if triple.predicate == _CONFORMS else triple for triple in report]
    links = [Triple(head, NamedNode(SH + "result"), node) for node, _ in results]
    about = [Triple(node, NamedNode(predicate), value) for node, fault in results for predicate, value in _about(fault)]
    return (*kept, *links, *about)


def _about(fault: Fault) -> list[tuple[str, Object]]:
    finding, (subject, predicate, value) = fault.finding, fault.triples[0]
    component = _COMPONENTS.get(finding.source, SHAPES + finding.source)
    messages = [Literal(text, language=_TAGS[language]) for language, text in finding.message.items()]
    return [
        (TYPE.value, NamedNode(SH + "ValidationResult")),
        (SH + "focusNode", subject),
        (SH + "resultPath", predicate),
        (SH + "value", value),
        (SH + "resultSeverity", NamedNode(SH + finding.severity.capitalize())),
        (SH + "sourceConstraintComponent", NamedNode(component)),
        *((SH + "resultMessage", text) for text in messages),
    ]
