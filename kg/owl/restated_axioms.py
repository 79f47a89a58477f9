"""Restated axioms: what the rules about classes and properties derive from a schema, as triples."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.owl.schema import NOTHING, THING
from kg.rdf import OWL, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.owl.schema import Schema
    from kg.rdf import Object

    Row = tuple[str, str, str]
    Above = Mapping[Object, set[Object]]


def restated_axioms(schema: Schema) -> list[Row]:
    """Return the triples that the rules scm-*, cls-thing, cls-nothing1, prp-ap and dt-type1 derive from a schema.

    Its blank nodes have names. Source: OWL 2 Profiles, section 4.3, table 9; tables 5, 6 and 8 for terms of OWL.
    """
    properties = {*schema.kinds["ObjectProperty"], *schema.kinds["DatatypeProperty"]}
    superproperties = _reflexive(schema.superproperties, properties)
    classes = {*schema.kinds["Class"], THING, NOTHING}
    classes.update(_own_superclasses(schema, superproperties, _reflexive(schema.superclasses, classes)))
    superclasses = _reflexive(schema.superclasses, classes)
    superclasses[NOTHING].add(THING)
    terms = parse((files("kg.owl") / "terms_of_owl.ttl").read_bytes(), RdfFormat.TURTLE)
    return sorted(
        {
            *((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in terms),
            *_hierarchy(superclasses, RDFS + "subClassOf", OWL + "equivalentClass"),
            *_hierarchy(superproperties, RDFS + "subPropertyOf", OWL + "equivalentProperty"),
            *_ends(schema, superproperties, superclasses),
        }
    )


def _own_superclasses(schema: Schema, superproperties: Above, superclasses: Above) -> Iterator[Object]:
    """Yield the restrictions that imply themselves (scm-hv, scm-svf1, scm-svf2, scm-avf1, scm-avf2)."""
    for node, restrictions in schema.restrictions.items():
        for restriction in restrictions:
            on, filler = restriction.on, restriction.filler
            is_by_class = restriction.kind != "hasValue" and filler in superclasses.get(filler, ())
            if not restriction.kind.startswith("max") and (is_by_class or on in superproperties.get(on, ())):
                yield node


def _hierarchy(above: Above, below: str, equivalent: str) -> Iterator[Row]:
    """Yield what a closed hierarchy of classes or properties states (scm-cls, scm-sco, scm-eqc, scm-op, scm-spo …)."""
    for lower, uppers in above.items():
        for upper in uppers:
            yield from _rows([(lower, upper)], below)
            if lower in above.get(upper, ()):
                yield from _rows([(lower, upper)], equivalent)


def _ends(schema: Schema, superproperties: Above, superclasses: Above) -> Iterator[Row]:
    """Yield the domains and ranges (scm-dom1, scm-dom2, scm-rng1, scm-rng2)."""
    subproperties: dict[Object, set[Object]] = defaultdict(set)
    for lower, uppers in superproperties.items():
        for upper in uppers:
            subproperties[upper].add(lower)
    for end in (RDFS + "domain", RDFS + "range"):
        for prop, kind in schema.pairs(end):
            yield from _rows(product({prop, *subproperties[prop]}, {kind, *superclasses.get(kind, ())}), end)


def _reflexive(above: Above, terms: Iterable[Object]) -> dict[Object, set[Object]]:
    """Return what is above each term, itself included if it is one of `terms` or on a cycle."""
    found = {term: set(uppers) for term, uppers in above.items()}
    for term, uppers in above.items():
        if any(term in above.get(upper, ()) for upper in uppers):
            found[term].add(term)
    for term in terms:
        found.setdefault(term, set()).add(term)
    return found


def _rows(pairs: Iterable[tuple[Object, Object]], predicate: str) -> Iterator[Row]:
    for subject, value in pairs:
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            yield str(subject), f"<{predicate}>", str(value)
