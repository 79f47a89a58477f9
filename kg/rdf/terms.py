"""RDF terms: namespaces and prefixes of the project, and conversion between CURIEs and IRIs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

ZJ = "https://w3id.org/zjkg/ontology#"
ID = "https://w3id.org/zjkg/id/"
SHAPES = "https://w3id.org/zjkg/shapes#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"

# one prefix per kind of entity, since a SPARQL 1.1 local name must not contain a slash
ENTITY_KINDS = {
    "inst": "org",
    "kind": "document-type",
    "basis": "growth-basis",
    "own": "unit",
} | {
    kind: kind
    for kind in (
        "claim collection comparator datatype document event figure graph indicator initiative interpretation "
        "membership note numeral observation park passage period person place principle product role scheme section "
        "sector statement target technology"
    ).split()
}

PREFIXES: dict[str, str] = {
    "zj": ZJ,
    "id": ID,
    **{prefix: f"{ID}{kind}/" for prefix, kind in sorted(ENTITY_KINDS.items())},
    "zjs": SHAPES,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "sh": SH,
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "lode": "http://linkedevents.org/ontology/",
    "time": "http://www.w3.org/2006/time#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": "http://purl.org/vocab/vann/",
    "unit": "http://qudt.org/vocab/unit/",
    "currency": "http://qudt.org/vocab/currency/",
    "wd": "http://www.wikidata.org/entity/",
}

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
ALT_LABEL = NamedNode(SKOS + "altLabel")
DEFINITION = NamedNode(SKOS + "definition")
AS_WRITTEN = NamedNode(ZJ + "asWritten")
EVIDENCE = NamedNode(ZJ + "evidence")
SIGN = NamedNode(ZJ + "sign")
# the value of a column that the document does not state
NOT_STATED = NamedNode(f"{ID}not-stated")

LANGUAGES = ("zh", "en")

_IRI = re.compile(r"<?((?:https?:|urn:|[A-Za-z][A-Za-z0-9+.-]*://)[^\s<>\"{}|\\^`\x00-\x20]+)>?")
_CURIE = re.compile(r"((?:[A-Za-z][\w.-]*)?):(\S*)")
_BRACKETED = re.compile(r"<([^\s<>\"{}|\\^`]+)>")
_LOCAL = re.compile(r"[A-Za-z0-9_\u3400-\u9fff](?:[\w.-]*[\w-])?")


def graph_iri(name: str) -> NamedNode:
    """Return the IRI of one of the dataset's own graphs, such as `background`."""
    return NamedNode(f"{ID}graph/{name}")


def expand(text: str, prefixes: Mapping[str, str] = PREFIXES) -> NamedNode | None:
    """Return the node for an IRI (bare or in `<>`) or a CURIE with a known prefix, None for any other text."""
    if match := _IRI.fullmatch(text) or _BRACKETED.fullmatch(text):
        return _iri(match[1])
    if (match := _CURIE.fullmatch(text)) and (base := prefixes.get(match[1])):
        return _iri(base + match[2])
    return None


def _iri(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:
        return None


def compact(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the CURIE of an IRI with the longest known namespace, or the IRI in `<>` if there is none.

    Of several prefixes of a namespace the first is used.
    """
    matches = [(prefix, base) for prefix, base in prefixes.items() if iri.startswith(base)]
    for prefix, base in sorted(matches, key=lambda match: -len(match[1])):
        local = iri[len(base) :]
        if _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def shorten(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return a text in which IRIs in `<>` are replaced by CURIEs where possible."""
    return _BRACKETED.sub(lambda match: compact(match[1], prefixes), text)


def language_matches(tag: str | None, language: str) -> bool:
    """Return whether a language tag matches a language, as in SPARQL's LANGMATCHES (RFC 4647 basic filtering).

    A transcription (`zh-Latn-…`) does not match `zh`: it is for readers who do not read Chinese.
    """
    if tag is None or tag.lower().startswith("zh-latn"):
        return False
    return tag.lower() == language or tag.lower().startswith(language + "-")
