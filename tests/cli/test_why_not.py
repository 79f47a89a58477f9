"""`kg why-not`: what a user reads when a query has no rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run


def test_the_failing_part_is_shown(real: Run) -> None:
    """The part that fails, what stands against it and what would match, with labels."""
    done = real("why-not", "policy_documents", "-p", "since=2030", "--lang", "en")
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("no rows: this part of the pattern fails, in line ")
    assert 'VALUES ?since { "2030-01-01"^^xsd:date }' in done.stdout
    assert "without one of these there would be rows" in done.stdout


def test_a_misspelt_property_is_told(real: Run) -> None:
    """A term that the graph does not hold is told with the nearest one, in the language asked for."""
    done = real("why-not", "SELECT ?d { ?d zj:isuedBy ?i }", "--lang", "zh")
    assert "图谱中没有zj:isuedBy；是否指zj:issuedBy" in done.stdout


def test_json_for_programs(real: Run) -> None:
    """As JSON the diagnosis has its parts by name."""
    done = real("why-not", "SELECT ?d { ?d zj:issuedBy place:china }", "-f", "json", "--lang", "en")
    found = json.loads(done.stdout)
    assert (False, "TRIPLE", 1, False) == tuple(found[name] for name in ("rows", "kind", "line", "matchesAlone"))
    assert "State Council" in [value["label"] for match in found["wouldMatch"] for value in match["values"]]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("targets",), 1, "the query has rows"),
        (("SELECT ?p { ?p a zj:Park } LIMIT 0",), 0, "HAVING, LIMIT or OFFSET leaves no row"),
        (("ASK { ?s ?p ?o }",), 2, "only a SELECT query can lack rows"),
        (("SELECT ?p { ?p a",), 2, "line 1, column"),
        (("nothing_like_it",), 2, "unknown query"),
    ],
)
def test_what_cannot_be_explained(real: Run, args: tuple[str, ...], code: int, said: str) -> None:
    """A query with rows is 1, one that cannot be explained is misuse."""
    done = real("why-not", *args, "--lang", "en")
    assert code == done.returncode
    assert said in done.stdout + done.stderr
