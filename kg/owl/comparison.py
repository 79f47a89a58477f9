"""Comparison of engines: the same inference by the compiled rules and by owlrl, with the reason of each difference."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError, ViolationError
from kg.owl.axioms import ON, SAME
from kg.owl.inference import ContradictionError
from kg.owl.owlrl_engine import are_equal_values, infer_by_owlrl
from kg.rdf import OWL, RDF, RDFS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Engine = Callable[[set[Triple]], set[Triple]]
    Pair = tuple[str, Triple]

INFERENCE_ENGINES = ("kg", "owlrl")
_KEY, _STRING = OWL + "hasKey", NamedNode(XSD + "string")
# the datatypes of owlrl that OWL 2 RL does not have (OWL 2 Profiles, section 4.2.1)
_NOT_IN_OWL_RL = {NamedNode(iri) for iri in (RDF + "HTML", RDF + "langString", XSD + "date", XSD + "time")}
_OF_SCHEMA = {RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "equivalentClass", OWL + "equivalentProperty"}
_FILLERS = {OWL + "someValuesFrom", OWL + "allValuesFrom"}
# the rules for contradictions that owlrl does not have, or not for the last member of a list
_NOT_IN_OWLRL = {"eq-diff2", "prp-adp", "dt-diff", "dt-not-type"}


@dataclass(frozen=True)
class InferenceDifference:
    """A triple that one engine alone derives; `reason` is the key of a known cause, or empty."""

    engine: str
    triple: Triple
    reason: str


@dataclass(frozen=True)
class InferenceComparison:
    """What the engines derive: the numbers of triples, the contradiction that each found, and the differences.

    `reason` is the known cause for which one engine alone finds a contradiction, or empty.
    """

    counts: Mapping[str, int]
    errors: Mapping[str, KgError]
    differences: tuple[InferenceDifference, ...]
    reason: str

    @property
    def is_explained(self) -> bool:
        """Whether the engines derive the same, or each difference has a known cause."""
        agree = len(self.errors) != 1 or bool(self.reason)
        return agree and all(difference.reason for difference in self.differences)


def compare_engines(stated: set[Triple], infer: Engine) -> InferenceComparison:
    """Infer from triples by `infer`, which runs the compiled rules, and by owlrl, each with the restated axioms."""
    results: dict[str, set[Triple]] = {}
    errors: dict[str, KgError] = {}
    for engine, run in _engines(infer).items():
        try:
            results[engine] = run(stated)
        except KgError as error:
            errors[engine] = error
    counts = {engine: len(found) for engine, found in results.items()}
    if errors:
        return InferenceComparison(counts, errors, (), _reason_of_error(errors))
    values = defaultdict[tuple[object, object], list[Literal]](list)
    for triple in stated | results["kg"]:
        if isinstance(triple.object, Literal):
            values[triple.subject, triple.predicate].append(triple.object)
    reasons = {pair: _reason(pair[1], values) for pair in _different(results)}
    for reason, without in _CAUSES.items():
        left = {pair for pair, known in reasons.items() if not known}
        if left and (changed := without(stated)) != stated:
            stated = changed
            try:
                still = _different({engine: run(stated) for engine, run in _engines(infer).items()})
            except ViolationError:
                break
            reasons |= dict.fromkeys(left - still, reason)
    ordered = sorted(reasons.items(), key=lambda item: (item[1], str(item[0])))
    return InferenceComparison(counts, {}, tuple(InferenceDifference(*pair, known) for pair, known in ordered), "")


def _engines(infer: Engine) -> dict[str, Engine]:
    return {"kg": infer, "owlrl": lambda triples: infer_by_owlrl(triples, axioms=True)}


def _different(results: Mapping[str, set[Triple]]) -> set[Pair]:
    ours, theirs = (results[engine] for engine in INFERENCE_ENGINES)
    return {("kg", triple) for triple in ours - theirs} | {("owlrl", triple) for triple in theirs - ours}


def _reason_of_error(errors: Mapping[str, KgError]) -> str:
    """Return why only our rules find a contradiction; that owlrl alone finds one, or fails, has no known reason."""
    error = errors.get("kg")
    if len(errors) > 1 or not isinstance(error, ContradictionError):
        return ""
    return "contradiction" if {found.rule for found in error.contradictions} <= _NOT_IN_OWLRL else ""


def _reason(triple: Triple, values: Mapping[tuple[object, object], list[Literal]]) -> str:
    """Return the known cause of a difference that a triple alone shows, or an empty text."""
    subject, predicate, value = triple
    is_datatype = isinstance(subject, NamedNode) and subject.value.startswith(XSD)
    is_of_datatype = predicate == TYPE and isinstance(value, NamedNode) and value.value.startswith(XSD)
    if subject in _NOT_IN_OWL_RL or is_of_datatype or (is_datatype and predicate.value == OWL + "disjointWith"):
        return "datatypes"
    if predicate.value in _OF_SCHEMA and subject == value:
        return "reflexive"
    return "values" if any(are_equal_values(value, other) for other in values[subject, predicate]) else ""


def _without_keys(stated: set[Triple]) -> set[Triple]:
    return {triple for triple in stated if triple.predicate.value != _KEY}


def _without_strings(stated: set[Triple]) -> set[Triple]:
    return {triple for triple in stated if triple.object != _STRING}


def _without_equality(stated: set[Triple]) -> set[Triple]:
    return {triple for triple in stated if triple.subject != SAME}


def _declared(stated: set[Triple]) -> set[Triple]:
    """Declare the properties and classes of restrictions."""
    return stated | set(_declarations(stated))


def _declarations(stated: set[Triple]) -> Iterator[Triple]:
    for _, predicate, value in stated:
        if isinstance(value, NamedNode) and predicate == ON:
            yield Triple(value, TYPE, NamedNode(OWL + "ObjectProperty"))
        elif isinstance(value, NamedNode) and predicate.value in _FILLERS and not value.value.startswith(XSD):
            yield Triple(value, TYPE, NamedNode(OWL + "Class"))


# a difference has this cause if it is gone with the changed input
_CAUSES: dict[str, Engine] = {
    "keys": _without_keys,
    "strings": _without_strings,
    "equality": _without_equality,
    "undeclared": _declared,
}
