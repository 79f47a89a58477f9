"""Serialization: equal statements are written as equal bytes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, Triple

from kg.errors import KgError
from kg.rdf.files import flat_triples, in_graph
from kg.rdf.terms import PREFIXES

_OTHER_FORMAT = "use turtle, ntriples, trig or nquads"
_NAME_END = re.compile(r"[^\W\d][\w.·-]*$")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def serialize(
    statements: Iterable[Quad | Triple], rdf_format: RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """Serialize quads or triples in sorted order, so that equal statements give equal bytes.

    Blank nodes get canonical names (RDF Dataset Canonicalization 1.0). In a format without named graphs, the flat
    merge is written. Raises KgError for a statement that the format cannot have.
    """
    quads = [item if isinstance(item, Quad) else in_graph(item, DefaultGraph()) for item in statements]
    if not rdf_format.supports_datasets:
        quads = [in_graph(triple, DefaultGraph()) for triple in flat_triples(quads)]
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted(dataset, key=_order)
    output = io.BytesIO()
    rows: list[Quad] | list[Triple] = ordered
    if not rdf_format.supports_datasets:
        rows = [quad.triple for quad in ordered]
    if rdf_format == RdfFormat.RDF_XML:
        _refuse_not_xml(ordered)
    try:
        ox.serialize(rows, output, rdf_format, prefixes=_used_prefixes(ordered, prefixes))
    except OSError as error:  # a statement that the format cannot have
        raise KgError(f"the triples cannot be written as {rdf_format.name}: {error}", hint=_OTHER_FORMAT) from None
    return output.getvalue()


def _refuse_not_xml(quads: Iterable[Quad]) -> None:
    """Raise KgError for a property without a name at its end, or a character, that XML cannot have."""
    for quad in quads:
        if not _NAME_END.search(quad.predicate.value):
            message = f"{quad.predicate} cannot be written as RDF/XML: it does not end in a name of XML"
            raise KgError(message, hint=_OTHER_FORMAT)
        if _NOT_XML.search(getattr(quad.object, "value", "")):
            message = f"a value of {quad.predicate} cannot be written as RDF/XML: it has a control character"
            raise KgError(message, hint=_OTHER_FORMAT)


def _order(quad: Quad) -> tuple[str, str, str, str]:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
    predicate = quad.predicate.value
    # rdf:type first, as usual in Turtle
    return graph, str(quad.subject), "" if predicate.endswith("#type") else predicate, str(quad.object)


def _used_prefixes(quads: Iterable[Quad], known: Mapping[str, str]) -> dict[str, str]:
    stems: set[str] = set()
    for quad in quads:
        for term in (quad.graph_name, *quad.triple, getattr(quad.object, "datatype", None)):
            iri = getattr(term, "value", "")
            end = max(iri.rfind("#"), iri.rfind("/")) if "/" in iri else iri.rfind(":")
            stems.add(iri[: end + 1])
    used: dict[str, str] = {}
    for prefix, base in known.items():
        if base in stems:
            used.setdefault(base, prefix)
    return {prefix: base for base, prefix in used.items()}
