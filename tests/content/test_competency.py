"""The competency questions: each has its queries, each query its question, and each term of the ontology a use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.project import read_ontology
from kg.query import query_paths
from kg.rdf import ZJ

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "competency.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "../queries/" in line]
LINKS = re.compile(r"\[(\w+)\]\(\.\./queries/(\w+)/(\w+)\.rq\)")
NAMED = sorted({link for row in ROWS for link in LINKS.findall(row[2])})
QUERIES = query_paths(ROOT / "queries")
TERMS = {iri.removeprefix(ZJ): term for iri, term in read_ontology(ROOT / "ontology").terms.items()}


def _terms(name: str) -> set[str]:
    """Return the terms that a query names in its header or text, or returns as a class or relation."""
    lines = QUERIES[name].read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.split("# ")[0] if not line.startswith("#+") else line for line in lines)
    answer = (ROOT / "tests" / "queries" / f"{name}.tsv").read_text(encoding="utf-8")
    return set(re.findall(r"\bzj:(\w+)", text)) | set(re.findall(rf"<{ZJ}(\w+)>", answer))


@pytest.mark.parametrize(("name", "theme", "stem"), NAMED, ids=[name for name, _, _ in NAMED])
def test_a_named_query_exists(name: str, theme: str, stem: str) -> None:
    """A link of the page leads to the saved query that it names."""
    assert name == stem
    assert QUERIES[name] == ROOT / "queries" / theme / f"{stem}.rq"


def test_each_query_answers_a_question() -> None:
    """No saved query is there for nobody."""
    assert sorted(QUERIES) == sorted({name for name, _, _ in NAMED})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_question_is_asked_in_both_languages(row: list[str]) -> None:
    """A question has a Chinese and an English wording, each asked once, and a query."""
    zh, en, queries = row
    assert re.search(r"[一-鿿]", zh)
    assert zh.endswith("？")
    assert en.isascii()
    assert en.endswith("?")
    assert LINKS.findall(queries)
    assert 1 == sum(other[0] == zh for other in ROWS)
    assert 1 == sum(other[1] == en for other in ROWS)


def test_each_term_serves_a_question() -> None:
    """Each class and property is used by a query."""
    assert set() == set(TERMS) - set().union(*(_terms(name) for name in QUERIES))
