"""What the tests replace in rdflib gives what rdflib gives."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.rdflib_rows import REPLACED

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
import rdflib

dataset = rdflib.Dataset()
dataset.parse(data=sys.argv[1], format="trig")
for query in sys.argv[2:]:
    result = dataset.query(query, initBindings={"m": rdflib.Literal(4)})
    print(sorted(str([(str(name), row[name]) for name in result.vars if row[name] is not None]) for row in result))
"""
DATA = """
@prefix : <urn:x:> .
:a :p :b , :c ; :n 1 , 2.5 ; :l "text"@en . :b :p :a ; :n 3 . :c :p :e . :e :n 4 ; :p :a . :d :l "text" .
:g { :a :p :d . :d :n 5 } :h { :a :p :b }
"""
QUERIES = [
    "SELECT ?x ?y ?n { ?x :p ?y OPTIONAL { ?y :n ?n FILTER(?n > 1) } }",
    "SELECT ?x ?z { ?x :p/:p ?z MINUS { ?z :l ?l } }",
    "SELECT ?x (SUM(?n) AS ?sum) (COUNT(*) AS ?count) { ?x :n ?n } GROUP BY ?x HAVING(SUM(?n) > 0) ORDER BY ?x",
    "SELECT ?g ?x ?y { GRAPH ?g { ?x :p ?y } }",
    "SELECT DISTINCT ?x ?k { VALUES (?x ?k) { (:a 1) (UNDEF 2) } ?x :p+ ?y FILTER EXISTS { ?y :n ?m } }",
    "SELECT ?x ?n { { ?x :n ?n } UNION { ?x :p ?n } FILTER NOT EXISTS { ?n :p ?x } }",
    "SELECT ?x (IF(BOUND(?l), LANG(?l), 'none') AS ?tag) { ?x :p ?y OPTIONAL { ?x :l ?l } }",
]


def test_the_same_rows(root: Path) -> None:
    """A process in which nothing is replaced finds the same rows."""
    queries = [f"PREFIX : <urn:x:> {query}" for query in QUERIES]
    replaced = "from tests.rdflib_rows import speed_up; speed_up()\n"
    before, after = (
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, DATA, *queries],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for program in (PROGRAM, replaced + PROGRAM)
    )
    assert len(QUERIES) == len([line for line in before.splitlines() if line != "[]"])
    assert before == after


def test_what_is_replaced_is_there() -> None:
    """Each method that is replaced is one that rdflib has."""
    for kind, methods in REPLACED.items():
        assert {name for name in methods if any(name in vars(base) for base in kind.__mro__)} == set(methods)
