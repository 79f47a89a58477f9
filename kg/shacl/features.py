"""Features of a shapes graph beyond constraints: what cannot run is refused, and what is not run is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.errors import KgError
from kg.rdf import OWL, SH
from kg.runtime import texts
from kg.shacl.components import regular_expression
from kg.shacl.shape import ShapesGraph
from kg.shacl.shape_triples import ShapeTriples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.rdf import Dataset
    from kg.shacl.shape_triples import Term

# the inference that a value of sh:entailment requires
_ENTAILMENTS = {
    "http://www.w3.org/ns/entailment/Simple": "none",
    "http://www.w3.org/ns/entailment/RDFS": "rdfs",
    "http://www.w3.org/ns/entailment/OWL-RL": "owlrl",
    "http://www.w3.org/ns/owl-profile/RL": "owlrl",
}
_RULES = SH + "Rules"
# what only pyshacl's advanced mode runs, and what of it concerns all shapes
ADVANCED = ("rule", "target", "expression")


def refuse_javascript(triples: ShapeTriples) -> None:
    """Raise KgError for a shape that uses SHACL-JS, which pyshacl would ignore."""
    for node in triples.nodes:
        values = [value for name in ("target", "rule") for value in triples.objects(node, name)]
        if triples.objects(node, "js") or any(triples.objects(value, "jsFunctionName") for value in values):
            message = f"{triples.name(node)} uses SHACL-JS: JavaScript is not supported"
            raise KgError(message, hint="write it in SPARQL: sh:sparql, sh:SPARQLTarget, sh:SPARQLRule")


def shape_names(shapes: Iterable[Triple]) -> set[str]:
    """Return the names of the shapes among triples."""
    # most triples of data are about something else
    stated = (t for t in shapes if t.predicate.value.startswith(SH) or getattr(t.object, "value", "").startswith(SH))
    graph = ShapesGraph.of(stated)
    return {graph.triples.name(node) for node in graph.triples.nodes if graph.is_shape(node)}


def required_inference(shapes: Iterable[Triple], *, advanced: bool) -> frozenset[str]:
    """Return the inferences that sh:entailment requires. Raises KgError for a regime that is not supported.

    Source: Shapes Constraint Language (SHACL), section 1.5.
    """
    triples = ShapeTriples(shapes)
    regimes = set[str]()
    for node in triples.nodes:
        for value in triples.objects(node, "entailment"):
            regime = getattr(value, "value", "")
            if regime == _RULES and not advanced:
                raise KgError(f"{triples.name(node)} requires that rules are run", hint="run them: --advanced")
            if regime not in _ENTAILMENTS and regime != _RULES:
                message = f"{triples.name(node)} requires the entailment regime {value}, which is not supported"
                raise KgError(message, hint=f"supported: {' '.join([*_ENTAILMENTS, _RULES])}")
            regimes.add(_ENTAILMENTS.get(regime, "none"))
    return frozenset(regimes - {"none"})


def refused_patterns(triples: ShapeTriples, dataset: Dataset) -> dict[Term, str]:
    """Return the values of sh:pattern that a dataset's SPARQL cannot match, such as `(?!a)`, each with the reason."""
    used = {
        (pattern, getattr(flags, "value", ""))
        for node in triples.nodes
        for pattern in triples.objects(node, "pattern")
        for flags in triples.objects(node, "flags") or [Literal("")]
        if isinstance(pattern, Literal)
    }
    tests = [(pattern, f"{regular_expression(pattern)}, {Literal(flags)}") for pattern, flags in sorted(used, key=str)]
    if not tests:
        return {}
    columns = (f'(REGEX("", {arguments}) AS ?c{number})' for number, (_, arguments) in enumerate(tests))
    (row,) = dataset.select(f"SELECT {' '.join(columns)} WHERE {{}}")
    unmatched = (pattern for number, (pattern, _) in enumerate(tests) if row.get(f"c{number}") is None)
    return {text: f"a regular expression that SPARQL does not have: {text.value}" for text in unmatched}


def advanced_reason(triples: ShapeTriples) -> str:
    """Return why all shapes must run in pyshacl's advanced mode, "" if they need not."""
    if name := _first(triples, "rule"):
        return f"{name} has a rule, which changes the data"
    functions = triples.instances(SH + "SPARQLFunction")
    return f"{triples.name(functions[0])} is a function that queries may call" if functions else ""


def notes(shapes: Iterable[Triple], *, run: Collection[str] = ()) -> list[Mapping[str, str]]:
    """Return what a reader should know of a shapes graph, by language: advanced features not run, imports not read.

    `run` are the features of ADVANCED that run.
    """
    triples = ShapeTriples(shapes)
    names = [name for name in ADVANCED if name not in run]
    found = [
        texts(__file__, "not_run", shape=shape, feature=f"sh:{name}")
        for name in names
        if (shape := _first(triples, name))
    ]
    known = {node for node in triples.nodes if triples.objects(node, "declare")}
    known.update(triples.instances(OWL + "Ontology"))
    imported = {value for node in triples.nodes for value in triples.about(node).get(OWL + "imports", [])}
    return [*found, *(texts(__file__, "not_imported", iri=value) for value in sorted(map(str, imported - known)))]


def _first(triples: ShapeTriples, name: str) -> str:
    nodes: Iterator[Term] = (node for node in triples.nodes if triples.objects(node, name))
    return min(map(triples.name, nodes), default="")
