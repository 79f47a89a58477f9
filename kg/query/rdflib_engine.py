"""The second engine: the same quads held by rdflib, to tell whether a query means the same elsewhere."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from kg.errors import QueryError
from kg.rdf import NUMBERS, PREFIXES, flat_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import rdflib
    from pyoxigraph import Quad

    # one row, each cell by what it means
    Row = tuple[object, ...]


class RdflibEngine:
    """Quads held by rdflib, their flat merge as the default graph."""

    def __init__(self, quads: Collection[Quad]) -> None:
        import rdflib  # noqa: PLC0415  -- takes a quarter of a second, and only a comparison needs it

        self._dataset = rdflib.Dataset()
        with _quietly():
            self._dataset.parse(data=_lines(quads, RdfFormat.N_QUADS), format="nquads")
            self._dataset.default_graph.parse(data=_lines(flat_triples(quads), RdfFormat.N_TRIPLES), format="nt")

    def select(self, text: str) -> tuple[list[str], list[Row]]:
        """Run a SELECT query; return its columns, and its rows by what each cell means (see `meaning`).

        Raises QueryError with what rdflib says.
        """
        import pyparsing  # noqa: PLC0415

        try:
            with _quietly():
                result = self._dataset.query(text, initNs=PREFIXES)
                rows = [tuple(_meaning(term) for term in row) for row in result]  # type: ignore[union-attr]
        except (pyparsing.ParseException, ValueError, TypeError, NotImplementedError, AttributeError) as error:
            raise QueryError(f"rdflib cannot run the query: {str(error).splitlines()[0][:200]}") from None
        return [str(variable) for variable in result.vars or ()], rows


def canonical_value(term: NamedNode | BlankNode | Literal | object | None) -> object:
    """Return what a term means: engines write the same number and the same language tag differently."""
    if isinstance(term, Literal):
        return _value(term.value, term.datatype.value, term.language)
    return None if term is None else getattr(term, "value", str(term))


def _meaning(term: rdflib.term.Node | None) -> object:
    import rdflib  # noqa: PLC0415

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
def _quietly() -> Iterator[None]:
    """Keep from a user what rdflib deprecates within itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _lines(statements: Collection[object], rdf_format: RdfFormat) -> bytes:
    buffer = io.BytesIO()
    serialize(statements, buffer, rdf_format)  # type: ignore[arg-type]
    return buffer.getvalue()
