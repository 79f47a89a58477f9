"""What Virtuoso is asked in the place of what it answers wrongly, and what it is not asked at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from pyoxigraph import QueryResultsFormat, Store, parse_query_results

from kg.project import read_shapes
from kg.query import query_paths
from kg.remote.endpoint import declared
from kg.remote.virtuoso.boolean_columns import boolean_columns
from kg.remote.virtuoso.dialect import rewritten
from kg.remote.virtuoso.json_results import repair
from kg.remote.virtuoso.unsupported import is_unsupported

ROOT = Path(__file__).parent.parent.parent
DATA = """
PREFIX : <urn:x:>
INSERT DATA {
  :a :p :b ; :n 7 ; :d "2011-02-03"^^<http://www.w3.org/2001/XMLSchema#date> ; :t "不断"@zh ; :f true .
  :b :p :c ; :n 2 ; :t "持续" . :c :p :a .
}
"""


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("SELECT * { VALUES ?x { UNDEF } ?x :p ?y }", "{  ?x :p ?y }"),
        ("SELECT (?n / 2 AS ?half) { ?x :n ?n }", "?n * 1.0 / 2"),
        ("SELECT * { ?x :p/:p ?y }", ":p/:p"),
        ("SELECT (YEAR(?d) AS ?year) (MONTH(?d) AS ?month) { ?x :d ?d }", "SUBSTR(STR(?d), 6, 2)"),
        ('SELECT * { ?x :t ?t FILTER(REGEX(STR(?t), "不断|续")) }', 'string>), "(不断|续)"'),
        ("SELECT * { ?x :p+ :c }", "SELECT DISTINCT ?x WHERE { ?x :p+ :c }"),
        ("SELECT * { ?x :n 7 ; :p* ?y , ?z }", "?x :p+ ?z"),
        ("SELECT * { ?x :p+ ?x }", "FILTER("),
        ("SELECT ?x { ?x :n ?n ; :p+ :c ; :t ?t }", "?x  :t ?t"),
        ("SELECT * { ?x :p ?y BIND(!EXISTS { ?x :t ?t } AS ?e) FILTER(?e) }", "IF(EXISTS { ?x :t ?t }, true, false)"),
        ("SELECT * { ?x :t ?t FILTER(sameTerm(?t, '持续')) }", "(?t = '持续')"),
        ("SELECT * { ?x :p ?y MINUS { ?x :n 7 } }", "LIMIT 1000000000 } MINUS"),
        ("SELECT * { ?x :p ?y OPTIONAL { ?x :t ?t } FILTER(!BOUND(?t)) }", "LIMIT 1000000000 } FILTER"),
    ],
)  # fmt: skip
def test_what_is_asked_instead_means_the_same(query: str, part: str) -> None:
    """Each rule changes the query, and an engine without the fault gives the same rows."""
    store = Store()
    store.update(DATA)
    assert part in rewritten(query)
    before, after = (_rows(store, text) for text in (query, rewritten(query)))
    assert before == after
    assert before


def _rows(store: Store, query: str) -> list[list[tuple[str, str]]]:
    found = store.query("PREFIX : <urn:x:> " + query)
    names = [each.value for each in found.variables if "walk" not in each.value]  # type: ignore[union-attr]
    return sorted(sorted((name, str(row[name])) for name in names) for row in found)  # type: ignore[call-overload]


def test_a_question_is_asked_as_a_query_for_a_row() -> None:
    """ASK, and no word in a text or a comment, becomes SELECT; the answer is read back as a verdict."""
    assert "SELECT (1 AS ?asked) { ?s ?p ?o } LIMIT 1" == rewritten("ASK { ?s ?p ?o }")
    for rows, verdict in ((b'[{"asked": {"type": "literal", "value": "1"}}]', True), (b"[]", False)):
        answer = io.BytesIO(b'{"head": {"vars": ["asked"]}, "results": {"bindings": ' + rows + b"}}")
        with repair("ASK { ?s ?p ?o }", answer) as file:
            assert verdict == bool(parse_query_results(file.read(), QueryResultsFormat.JSON))
    with repair("ASK { ?s ?p ?o }", io.BytesIO(b'{"head": {"vars"')) as file:
        assert b'{"head": {"vars"' == file.read()


@pytest.mark.parametrize(
    ("expression", "is_boolean"),
    [
        ("?a = 1", True),
        ("EXISTS { ?a ?b ?c }", True),
        ("COALESCE(?a > 1, false)", True),
        ("IF(?a, true, false)", True),
        ("?a + 1", False),
        ("IF(?a = 1, 2, 3)", False),
        ("STR(?a = 1)", False),
        ("MAX(?known)", True),
    ],
)
def test_columns_of_truth_values_are_known(expression: str, is_boolean: bool) -> None:  # noqa: FBT001  -- a parameter
    """A query tells by its expressions which of its columns hold booleans."""
    found = boolean_columns(f"SELECT ({expression} AS ?x) {{ BIND(true AS ?known) }}")
    assert is_boolean == ("x" in found)


def test_truth_values_are_read_back() -> None:
    """1 and 0 are words again where a column or a datatype says that they are booleans, and nowhere else."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    cell = f'{{ "type": "typed-literal", "datatype": "{xsd}integer", "value": "1" }}'
    stored = f'{{ "type": "typed-literal", "datatype": "{xsd}boolean", "value": "0" }}'
    line = f'{{ "x": {cell}	, "n": {cell}	, "s": {stored}	, "b": {{ "type": "bnode", "value": "nodeID://b1" }} }}\n'
    with repair("SELECT (1 = 1 AS ?x) ?n ?s ?b {}", io.BytesIO(line.encode())) as file:
        found = file.read().decode()
    word = cell.replace("integer", "boolean").replace('"1"', '"true"')
    assert f'"x": {word}' in found
    assert f'"n": {cell}' in found
    assert stored.replace('"0"', '"false"') in found
    assert '"value": "b1"' in found


def test_what_is_not_asked_is_listed() -> None:
    """The queries and checks that are answered here are those of the list, no more and no fewer."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in query_paths(ROOT / "queries").items()}
    texts |= {each.name: each.text for each in read_shapes(ROOT / "shapes").checks}
    listed = yaml.safe_load((Path(__file__).parent / "virtuoso.yaml").read_text(encoding="utf-8"))
    expected = {name for names in listed.values() for name in names}
    assert expected == {name for name, text in texts.items() if is_unsupported(declared(text))}
