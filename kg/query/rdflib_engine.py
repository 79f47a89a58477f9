"""Runs queries in rdflib, so that a saved query is tested on a second engine."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyparsing
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from kg.errors import QueryError
from kg.rdf import NUMBERS, PREFIXES, flat_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    # one row of canonical values
    Row = tuple[object, ...]


class RdflibEngine:
    """An rdflib dataset of quads, with their flat merge as the default graph."""

    def __init__(self, quads: Collection[Quad]) -> None:
        self._dataset = rdflib.Dataset()
        with _without_deprecation_warnings():
            self._dataset.parse(data=_lines(quads, RdfFormat.N_QUADS), format="nquads")
            self._dataset.default_graph.parse(data=_lines(flat_triples(quads), RdfFormat.N_TRIPLES), format="nt")

    def select(self, text: str) -> tuple[list[str], list[Row]]:
        """Run a SELECT query; return its columns, and its rows of canonical values (see `canonical_value`).

        Raises QueryError with the message of rdflib.
        """
        try:
            with _without_deprecation_warnings():
                result = self._dataset.query(text, initNs=PREFIXES)
                rows = [tuple(_canonical_rdflib_value(term) for term in row) for row in result]  # type: ignore[union-attr]
        except (pyparsing.ParseException, ValueError, TypeError, NotImplementedError, AttributeError) as error:
            raise QueryError(f"rdflib cannot run the query: {str(error).splitlines()[0][:200]}") from None
        return [str(variable) for variable in result.vars or ()], rows


def canonical_value(term: NamedNode | BlankNode | Literal | object | None) -> object:
    """Return a value that is equal for terms that engines write differently: numbers and language tags.

    A number is a Decimal, another literal a tuple of lexical form, local name of the datatype and language; an IRI or
    blank node is its text, an unbound variable None.
    """
    if isinstance(term, Literal):
        return _value(term.value, term.datatype.value, term.language)
    return None if term is None else getattr(term, "value", str(term))


def _canonical_rdflib_value(term: rdflib.term.Node | None) -> object:
    if isinstance(term, rdflib.Literal):
        plain = rdflib.RDF.langString if term.language else rdflib.XSD.string
        return _value(str(term), str(term.datatype or plain), term.language)
    return None if term is None else str(term)


def _value(lexical: str, datatype: str, language: str | None) -> object:
    if datatype in NUMBERS:
        try:
            return Decimal(lexical).normalize()
        except InvalidOperation:
            return lexical
    return (lexical, datatype.rsplit("#", 1)[-1], (language or "").lower())


@contextmanager
def _without_deprecation_warnings() -> Iterator[None]:
    """Ignore the warnings about what rdflib itself still uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _lines(statements: Collection[object], rdf_format: RdfFormat) -> bytes:
    buffer = io.BytesIO()
    serialize(statements, buffer, rdf_format)  # type: ignore[arg-type]
    return buffer.getvalue()
