"""The result formats of SPARQL, compared with the engine's serializer and parser."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.rdf import XSD
from kg.results.output_formats import write_result
from kg.results.rows import Rows, Term
from kg.store import TripleStore

FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
# what XML 1.0 can hold
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"))
TEXTS |= st.sampled_from(["", " ", " a ", "\t", "\r\n", '"', "'", "<a>&amp;]]>", "\\", "a,b", "张江\u202e\u2028"])
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "zh-hans"])),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1", "-1", "+1", "01", "1.0", "1e6", "true", "x", "", "2020-01-01", "１"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date"]),
    ),
)
TERMS = st.one_of(st.none(), LITERALS, st.sampled_from([NamedNode("http://e/a?b=1&c='2'"), NamedNode("http://e/张江")]))
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=4)


def _write(rows: list[tuple[Term | None, ...]], fmt: str) -> bytes:
    output = io.BytesIO()
    write_result(Rows(["one", "two"], rows), output, fmt=fmt, label=str)
    return output.getvalue()


@pytest.mark.parametrize("fmt", ["tsv", "json", "xml"])
@given(rows=TABLES)
def test_the_engine_reads_what_was_written(fmt: str, rows: list[tuple[Term | None, ...]]) -> None:
    """Formats that keep types give back the same terms."""
    read = parse_query_results(_write(rows, fmt), FORMATS[fmt])
    assert isinstance(read, QuerySolutions)
    assert ["one", "two"] == [variable.value for variable in read.variables]
    assert rows == [(row["one"], row["two"]) for row in read]


@given(TABLES)
def test_csv_keeps_values(rows: list[tuple[Term | None, ...]]) -> None:
    """CSV gives back the value of each term, without its type."""
    text = _write(rows, "csv").decode()
    expected = [[getattr(term, "value", "") for term in row] for row in rows]
    assert [["one", "two"], *expected] == list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("fmt", ["csv", "tsv"])
@given(rows=TABLES)
def test_the_same_bytes_as_the_engine(fmt: str, rows: list[tuple[Term | None, ...]]) -> None:
    """The output equals that of the engine's serializer."""
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    query = f"SELECT ?one ?two {{ VALUES (?one ?two) {{ {values} }} }}"
    result = TripleStore.in_memory([]).query(query)
    assert isinstance(result, QuerySolutions)
    same = [tuple(row) for row in TripleStore.in_memory([]).query(query)]  # type: ignore[union-attr]
    expected = io.BytesIO()
    result.serialize(expected, FORMATS[fmt])
    assert expected.getvalue() == _write(same, fmt)


def test_json_without_evidence_has_no_more_than_the_standard_says() -> None:
    """There are no members beside head and results."""
    assert {"head", "results"} == set(json.loads(_write([], "json")))
