"""The validation report: converts results to findings and to the triples that the standard defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import RDF, SH, TYPE, XSD
from kg.shacl.finding import SEVERITIES, Finding, bilingual, term_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.rdf import Dataset, Object
    from kg.shacl.run import Result
    from kg.shacl.shape import ShapesGraph

    Node = NamedNode | BlankNode
    About = Callable[[BlankNode], Iterable[tuple[NamedNode, Object]]]

_LINKS = (RDF + "first", RDF + "rest")
# levels of nested blank nodes that are copied
_MAX_DEPTH = 5


def findings(results: Iterable[Result], graph: ShapesGraph) -> Iterator[Finding]:
    """Yield results as findings, with the messages of shapes and constraints in all their languages."""
    for result in results:
        texts = graph.triples.objects(result.constraint.parameter, "message")
        own = [text for text in texts if isinstance(text, Literal)] if result.constraint.component == "SPARQL" else []
        is_own_path = result.path is not None and result.path == result.shape.path_node
        path = str(result.shape.path) if is_own_path and isinstance(result.path, BlankNode) else term_text(result.path)
        yield Finding(
            severity=SEVERITIES.get(term_text(result.shape.severity), "violation"),
            node=term_text(result.focus),
            path=path,
            value=term_text(result.value),
            source=term_text(result.shape.node),
            message=bilingual([*own, *result.shape.messages] or result.messages),
        )


def report_triples(
    results: Iterable[Result], graph: ShapesGraph, dataset: Dataset, more: Iterable[Triple] = ()
) -> list[Triple]:
    """Return the validation report of results, merged with `more`, pyshacl's report on the shapes that run in it.

    Source: Shapes Constraint Language (SHACL), section 3.6.
    """
    writer = _Writer(graph, dataset)
    report = BlankNode()
    links = [writer.result(result) for result in results]
    taken, rest = _split_report(more, report)
    conforms = Literal("false" if links or taken else "true", datatype=NamedNode(XSD + "boolean"))
    head = [
        Triple(report, TYPE, NamedNode(SH + "ValidationReport")),
        Triple(report, NamedNode(SH + "conforms"), conforms),
        *(Triple(report, NamedNode(SH + "result"), link) for link in links),
    ]
    return [*head, *writer.triples, *taken, *rest]


def _split_report(more: Iterable[Triple], report: BlankNode) -> tuple[list[Triple], list[Triple]]:
    """Return the links from another report to its results, moved to ours, and the triples about those results."""
    taken: list[Triple] = []
    rest: list[Triple] = []
    for triple in more:
        if triple.predicate.value == SH + "result":
            taken.append(Triple(report, triple.predicate, triple.object))
        elif triple.predicate.value != SH + "conforms" and triple.object != NamedNode(SH + "ValidationReport"):
            rest.append(triple)
    return taken, rest


class _Writer:
    """Writes results, and copies the description of each blank node once per graph."""

    def __init__(self, graph: ShapesGraph, dataset: Dataset) -> None:
        self.triples: list[Triple] = []
        self._graph, self._dataset = graph, dataset
        self._copied: dict[tuple[str, BlankNode], BlankNode] = {}

    def result(self, result: Result) -> BlankNode:
        node = BlankNode()
        is_own_path = result.path is not None and result.path == result.shape.path_node
        self._add(node, RDF + "type", NamedNode(SH + "ValidationResult"))
        self._add(node, SH + "focusNode", self._data(result.focus))
        self._add(node, SH + "resultSeverity", result.shape.severity)
        self._add(node, SH + "sourceShape", self._shapes(result.shape.node))
        self._add(
            node, SH + "sourceConstraintComponent", NamedNode(f"{SH}{result.constraint.component}ConstraintComponent")
        )
        if result.constraint.component == "SPARQL":
            self._add(node, SH + "sourceConstraint", self._shapes(result.constraint.parameter))
        if result.path is not None:
            self._add(node, SH + "resultPath", self._shapes(result.path) if is_own_path else self._data(result.path))
        if result.value is not None:
            self._add(node, SH + "value", self._data(result.value))
        for message in result.messages:
            self._add(node, SH + "resultMessage", message)
        for detail in result.details:
            self._add(node, SH + "detail", self.result(detail))
        return node

    def _add(self, node: BlankNode, predicate: str, value: Object) -> None:
        self.triples.append(Triple(node, NamedNode(predicate), value))

    def _data(self, term: Object) -> Object:
        return self._copy("data", term, self._about_data)

    def _shapes(self, term: Object) -> Object:
        return self._copy("shapes", term, self._about_shape)

    def _about_data(self, node: BlankNode) -> Iterator[tuple[NamedNode, Object]]:
        for triple in self._dataset.triples(node):
            yield triple.predicate, triple.object

    def _about_shape(self, node: BlankNode) -> Iterator[tuple[NamedNode, Object]]:
        about = self._graph.triples.about(node)
        # of a list, only its links are copied
        for name in _LINKS if _LINKS[0] in about else sorted(about):
            for value in about.get(name, ()):
                yield NamedNode(name), value

    def _copy(self, source: str, term: Object, about: About) -> Object:
        if not isinstance(term, BlankNode):
            return term
        if (source, term) not in self._copied:
            self._copied[source, term] = self._copy_description(term, about, ())
        return self._copied[source, term]

    def _copy_description(
        self, node: BlankNode, about: About, above: tuple[BlankNode, ...], links: frozenset[BlankNode] = frozenset()
    ) -> BlankNode:
        """Return a copy of a node with its description; `above` are the nodes above it, `links` those of its list."""
        copy = BlankNode()
        if len(above) < _MAX_DEPTH and node not in links:
            for predicate, value in about(node):
                copied: Object = value
                if isinstance(value, BlankNode):  # the rest of a list is not one level deeper
                    is_rest = predicate.value == RDF + "rest"
                    place = (above, links | {node}) if is_rest else ((*above, node),)
                    copied = self._copy_description(value, about, *place)
                self.triples.append(Triple(copy, predicate, copied))
        return copy
