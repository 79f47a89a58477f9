"""The reader on all queries of the W3C's SPARQL 1.0 and 1.1 tests, which are read in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import QueryError
from kg.sparql.parser import read_query, read_select

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BASE = "http://example.org/base/"
NEGATIVE = ("NegativeSyntaxTest", "NegativeSyntaxTest11", "NegativeUpdateSyntaxTest11")
FORMS = ("ASK", "CONSTRUCT", "DESCRIBE", "SELECT")


@pytest.fixture(scope="module")
def folders(shared: Path) -> list[Path]:
    """The folders of the tests."""
    return [shared / "w3c" / "sparql10", shared / "w3c" / "sparql11"]


def _negative(folders: list[Path]) -> set[Path]:
    """Return the queries that the manifests call wrong."""
    found = set()
    for manifest in (path for folder in folders for path in folder.rglob("manifest.ttl")):
        store = Store()
        store.load(path=str(manifest), format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
        for kind in NEGATIVE:
            for quad in store.quads_for_pattern(None, TYPE, NamedNode(MF + kind)):
                for action in store.quads_for_pattern(quad.subject, NamedNode(MF + "action"), None):
                    assert isinstance(action.object, NamedNode)
                    found.add(Path(action.object.value.removeprefix("file://")))
    return found


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _accepted(folders: list[Path]) -> list[Path]:
    """Return the queries that the engine accepts; syn-bad-26.rq is wrong, and the engine accepts it."""
    paths = {path for folder in folders for path in folder.rglob("*.rq")} - _negative(folders)
    return sorted(path for path in paths if _is_accepted(_text(path)))


def _is_accepted(text: str) -> bool:
    try:
        Store().query(text, base_iri=BASE)
    except SyntaxError:
        return False
    except (OSError, ValueError, RuntimeError):  # it is valid, and fails when it is run
        pass
    return "SERVICE" not in text.upper()


def _problem(path: Path) -> str:
    """Return why a query cannot be read, or nothing."""
    try:
        read_query(_text(path), BASE)
    except QueryError as error:
        return error.message
    return ""


def test_what_the_engine_accepts_is_read(folders: list[Path]) -> None:
    """Every query of any form that the engine accepts is read, all but those with SERVICE."""
    accepted = _accepted(folders)
    assert len(accepted) > 700
    assert {} == {str(path): problem for path in accepted if (problem := _problem(path))}


def test_what_is_read_is_valid_for_the_engine(folders: list[Path]) -> None:
    """The query for the solutions of every SELECT that is read is one that the engine accepts."""
    failed = []
    for path in _accepted(folders):
        try:
            text = read_select(_text(path), BASE).solutions()
        except QueryError:  # another form of query
            continue
        if not _is_accepted(text):
            failed.append(f"{path}: {text}")
    assert [] == failed


def test_wrong_queries_are_refused(folders: list[Path]) -> None:
    """Every query that the manifests call wrong is refused, with a place."""
    wrong = sorted(_negative(folders))
    assert len(wrong) > 90
    problems = {str(path): _problem(path) for path in wrong}
    assert {} == {path: problem for path, problem in problems.items() if ", column " not in problem}
