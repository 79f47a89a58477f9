"""The parameters of SHACL Core: the component of each, and what values are well formed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import RDF, SH, XSD

if TYPE_CHECKING:
    from kg.shacl.shape_triples import Node, ShapeTriples, Term

TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
# parameters whose value is one shape, or a list of shapes
ONE_SHAPE = {"not": "Not", "node": "Node", "property": "Property"}
SHAPE_LISTS = {"and": "And", "or": "Or", "xone": "Xone"}
# parameters with one constraint per value, and with one value at most
_EACH = {
    "class": "Class",
    "hasValue": "HasValue",
    "equals": "Equals",
    "disjoint": "Disjoint",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "minInclusive": "MinInclusive",
    "minExclusive": "MinExclusive",
    "maxInclusive": "MaxInclusive",
    "maxExclusive": "MaxExclusive",
    "pattern": "Pattern",
    "sparql": "SPARQL",
}
ONCE = {"datatype": "Datatype", "nodeKind": "NodeKind"}
PLAIN = {**_EACH, **ONCE}
COUNTS = {"minCount": "MinCount", "maxCount": "MaxCount", "minLength": "MinLength", "maxLength": "MaxLength"}
_IRI_VALUES = ("class", "equals", "disjoint", "lessThan", "lessThanOrEquals", "datatype", "nodeKind")
ONLY_ON_PATHS = ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape")
_KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
ADVANCED = {"expression": "an expression constraint", "target": "a custom target"}
_CLASS_ESCAPE = re.compile(r"\\[pPiIcC](\{[^}]*\})?")


def check_value(triples: ShapeTriples, node: Node, name: str, value: Term) -> None:
    """Raise MalformedShapeError if a parameter has an invalid value."""
    if name in _IRI_VALUES and not isinstance(value, NamedNode):
        raise triples.malformed(node, f"sh:{name} is {value}, not an IRI")
    if name == "nodeKind" and value not in [NamedNode(SH + kind) for kind in _KINDS]:
        raise triples.malformed(node, f"sh:nodeKind is {value}, not one of sh:{', sh:'.join(_KINDS)}")
    if name.endswith("clusive") and not isinstance(value, Literal):
        raise triples.malformed(node, f"sh:{name} is {value}, not a literal")
    if name == "pattern":
        if not isinstance(value, Literal) or value.datatype.value not in (XSD + "string", RDF + "langString"):
            raise triples.malformed(node, f"sh:pattern is {value}, not a string")
        try:
            re.compile(_CLASS_ESCAPE.sub("a", value.value))
        except re.error as error:
            raise triples.malformed(node, f"sh:pattern {value} is not a regular expression: {error}") from None
    if name == "sparql" and not isinstance(triples.one(value, "select"), Literal):
        raise triples.malformed(node, "sh:sparql has no sh:select with a query")
