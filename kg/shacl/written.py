"""Values as written: literals that a store would rewrite are kept under datatypes of their own while shapes are run.

Oxigraph stores `4.0` as `4`, and each xsd:int as an xsd:integer, which sh:datatype, sh:in or sh:pattern would notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.rdf import Object

_DATATYPE = "urn:kg:written:"


def protected(triples: Iterable[Triple], literals: Collection[Literal]) -> Iterator[Triple]:
    """Yield triples in which these literals have a datatype that no engine interprets."""
    for triple in triples:
        value = triple.object
        if isinstance(value, Literal) and value in literals:
            name = _DATATYPE + value.datatype.value
            value = Literal(value.value, datatype=NamedNode(name))
        yield Triple(triple.subject, triple.predicate, value)


def as_written(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples with the literals that `protected` was given."""
    for triple in triples:
        yield Triple(triple.subject, triple.predicate, _as_written(triple.object))


def is_protected(term: Object) -> bool:
    """Return whether a term is a literal that `protected` has changed."""
    return isinstance(term, Literal) and term.datatype.value.startswith(_DATATYPE)


def value_of(term: str) -> str:
    """Return the SPARQL expression for the value of a term that may be protected."""
    datatype = f"STR(DATATYPE({term}))"
    value = f'STRDT(STR({term}), IRI(STRAFTER({datatype}, "{_DATATYPE}")))'
    return f'IF(STRSTARTS({datatype}, "{_DATATYPE}"), {value}, {term})'


def has_datatype_iri(variable: str, iri: str, *, protects: bool) -> str:
    """Return the SPARQL condition that a literal has a datatype; with `protects`, it may be protected."""
    is_same = f"DATATYPE({variable}) = <{iri}>"
    return f"DATATYPE({variable}) IN (<{iri}>, <{_DATATYPE}{iri}>)" if protects and iri.startswith(XSD) else is_same


def _as_written(term: Object) -> Object:
    if not isinstance(term, Literal) or not is_protected(term):
        return term
    return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(_DATATYPE)))
