"""Safety: what an engine may take for SERVICE is refused, however it is written."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.sparql.safety import refuse_unsafe


@pytest.mark.parametrize(
    "text",
    [
        r"SELECT * { \u0053ERVICE <http://e/> { ?s ?p ?o } }",
        r"SELECT * { # \u000A SERVICE <http://e/> { ?s ?p ?o } }",
        r"SELECT * { ?s ?p '\u0027 SERVICE <http://e/> { ?s ?p ?o } #' }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://e/>{ ?s ?p ?o } }",
        'SELECT * { ?s ?p ?o FILTER(?s<?o)#>"""\nSERVICE <http://e/>{ ?s ?p ?o } #"""\n}',
        "SELECT * { ?s ?p ?o LATERAL { SERVICE ?s { ?s ?p ?o } } }",
    ],
)
def test_service_is_refused(text: str) -> None:
    """Escapes, and comments within what looks like an IRI, do not hide the word."""
    with pytest.raises(QueryError, match=r"^SERVICE is refused"):
        refuse_unsafe(text)


@pytest.mark.parametrize(
    "text",
    [
        r"SELECT * { ?s ?p '\uD800' }",
        r"SELECT * { ?s ?p 'a \u0073ervice' }",
        "SELECT * { ?s <service> ?o }",
        "ASK { ?s ?p 'SERVICE' } # SERVICE",
    ],
)
def test_what_holds_no_service_passes(text: str) -> None:
    """Text and names may hold the word; whether a query is valid is no matter of safety."""
    refuse_unsafe(text)


@pytest.mark.parametrize("first", ["insert", r"\u0049NSERT"])
def test_an_update_is_refused(first: str) -> None:
    """An update is refused by the name of its operation."""
    with pytest.raises(QueryError, match=r"^INSERT is refused"):
        refuse_unsafe(f"PREFIX select: <http://e/> {first} DATA {{}}")
