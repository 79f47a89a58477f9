"""The reference engine: runs queries in rdflib."""

from __future__ import annotations

import warnings
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from kg.errors import QueryError
from kg.rdf import NUMBERS, PREFIXES, add_to_rdflib, flat_triples, from_rdflib
from kg.sparql import Script, refuse_unsafe, with_characters
from kg.store import as_result

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.rdf import Result

    # one row of canonical values
    Row = tuple[object, ...]
    # columns and rows
    Table = tuple[list[str], list[Row]]


class RdflibEngine:
    """An rdflib dataset of quads, with their flat merge as the default graph; statements about triples are left out."""

    def __init__(self, quads: Collection[Quad], prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._prefixes = dict(prefixes)
        self._dataset = rdflib.Dataset()
        by_graph = defaultdict[rdflib.URIRef, list[Triple]](list)
        for quad in quads:
            if isinstance(quad.graph_name, NamedNode):
                by_graph[rdflib.URIRef(quad.graph_name.value)].append(quad.triple)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # about what rdflib itself still uses
            add_to_rdflib(self._dataset.default_graph, flat_triples(quads))
            for name, triples in by_graph.items():
                add_to_rdflib(self._dataset.graph(name), triples)

    def query(self, text: str) -> Result:
        """Run a query; the prefixes need no declaration. Raises QueryError with the message of rdflib."""
        refuse_unsafe(text, self._prefixes)
        script = Script(with_characters(text))
        if any(script.places("FROM")):
            raise QueryError("rdflib would load the graphs of FROM from the network", hint="use GRAPH in the pattern")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                result = self._dataset.query(text, initNs=self._prefixes)
                if result.graph is not None:
                    return as_result(from_rdflib(result.graph))
                if result.type == "SELECT" and any(script.places("GROUP")):
                    # where nothing is grouped, rdflib has a row without values, which it leaves out when rows are read
                    result.bindings = [row for row in result.bindings if row]
                content = result.serialize(format="json") or b""
            found = parse_query_results(content, format=QueryResultsFormat.JSON)
            if isinstance(found, QuerySolutions):
                list(found)  # an IRI that rdflib makes may be none
            return parse_query_results(content, format=QueryResultsFormat.JSON)
        except Exception as error:  # rdflib raises errors of any type
            first = (str(error) or type(error).__name__).splitlines()[0][:200]
            raise QueryError(f"rdflib cannot run the query: {first}") from error

    def select(self, text: str) -> Table:
        """Run a query; return its columns, and its rows of canonical values (see `canonical_value`).

        Raises QueryError with the message of rdflib.
        """
        return table_of(self.query(text))


def table_of(result: Result) -> Table:
    """Return a result as columns and rows of canonical values; triples are sorted, ASK has one row.

    Raises QueryError for an error of the engine while rows are read.
    """
    if isinstance(result, QuerySolutions):
        names = [variable.value for variable in result.variables]
        try:
            return names, [tuple(canonical_value(row[name]) for name in names) for row in result]
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from None
    if isinstance(result, QueryBoolean):
        return ["answer"], [(bool(result),)]
    triples = Dataset(Quad(*triple) for triple in result)
    triples.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    rows = [tuple(map(canonical_value, quad.triple)) for quad in triples]
    return ["subject", "predicate", "object"], sorted(rows, key=str)


def canonical_value(term: NamedNode | BlankNode | Literal | Triple | None) -> object:
    """Return a value that is equal for terms that engines write differently: numbers and language tags.

    A number is a Decimal, another literal a tuple of lexical form, local name of the datatype and language; an IRI is
    its text, another term its text in N-Triples, an unbound variable None.
    """
    if isinstance(term, Literal):
        return _value(term.value, term.datatype.value, term.language)
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def _value(lexical: str, datatype: str, language: str | None) -> object:
    if datatype in NUMBERS:
        try:
            return Decimal(lexical).normalize()
        except InvalidOperation:
            return lexical
    return (lexical, datatype.rsplit("#", 1)[-1], (language or "").lower())
