"""Datatypes: which lie within which, which exclude each other, and what a text of each looks like."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.rdf import RDF, RDFS, XSD

LITERAL = {NamedNode(RDFS + "Literal"), NamedNode(RDF + "langString"), NamedNode(RDF + "PlainLiteral")}
_PARENTS = {
    "integer": "decimal",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "Name": "token",
    "NMTOKEN": "token",
    "NCName": "Name",
    "dateTimeStamp": "dateTime",
}
# the datatypes of OWL 2 RL whose values no other of them shares (OWL 2 Profiles, section 4.3, table 8: dt-not-type)
_APART = "anyURI base64Binary boolean dateTime decimal double float hexBinary string".split()


def narrower(datatype: str) -> list[str]:
    """Return a datatype and those within it, as IRIs, sorted."""
    found = {datatype.removeprefix(XSD)}
    while new := {each for each, parent in _PARENTS.items() if parent in found} - found:
        found |= new
    return sorted(XSD + each if each != datatype else each for each in found)


def excluded(datatype: str) -> list[str]:
    """Return the datatypes, as IRIs, that share no value with one."""
    name = datatype.removeprefix(XSD)
    while name in _PARENTS:
        name = _PARENTS[name]
    return sorted(each for other in _APART if name in _APART and other != name for each in narrower(XSD + other))
