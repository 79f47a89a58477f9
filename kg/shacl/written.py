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
        if not isinstance(value, Literal) or value not in literals:
            yield triple
            continue
        name = NamedNode(_DATATYPE + value.datatype.value)
        yield Triple(triple.subject, triple.predicate, Literal(value.value, datatype=name))


def as_written(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples with the literals that `protected` was given."""
    for triple in triples:
        value = triple.object
        if isinstance(value, Literal) and is_protected(value):
            own = Literal(value.value, datatype=NamedNode(value.datatype.value.removeprefix(_DATATYPE)))
            yield Triple(triple.subject, triple.predicate, own)
        else:
            yield triple


def is_protected(term: Object) -> bool:
    """Return whether a term is a literal that `protected` has changed."""
    return isinstance(term, Literal) and term.datatype.value.startswith(_DATATYPE)


def datatype_of(literal: Literal) -> str:
    """Return the IRI of the datatype with which a literal is written."""
    return literal.datatype.value.removeprefix(_DATATYPE)


def value_of(term: str) -> str:
    """Return the SPARQL expression for the value of a term that may be protected."""
    datatype = f"STR(DATATYPE({term}))"
    value = f'STRDT(STR({term}), IRI(STRAFTER({datatype}, "{_DATATYPE}")))'
    return f'IF(STRSTARTS({datatype}, "{_DATATYPE}"), {value}, {term})'


def has_datatype_iri(variable: str, iri: str, *, protects: bool) -> str:
    """Return the SPARQL condition that a literal has a datatype; with `protects`, it may be protected."""
    is_same = f"DATATYPE({variable}) = <{iri}>"
    return f"DATATYPE({variable}) IN (<{iri}>, <{_DATATYPE}{iri}>)" if protects and iri.startswith(XSD) else is_same
