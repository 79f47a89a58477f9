"""Matching: which rows of a query some quads can have changed, told from its patterns."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad

from kg.sparql.matching import Matching

NODE, P, Q, OTHER, GRAPH = (NamedNode(f"http://e/{name}") for name in ("n", "p", "q", "o", "g"))
VALUES = "VALUES ?node { <http://e/g> <http://e/n> <http://e/o> <http://e/p> }"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?node WHERE { ?node <http://e/q> ?x }", "none"),
        ("SELECT ?node WHERE { ?node <http://e/p> ?x }", "narrowed"),
        ("SELECT ?x WHERE { ?node <http://e/p> ?x }", "whole"),
        ("SELECT ?node WHERE { ?node <http://e/q> ?x . ?x <http://e/p> ?y }", "whole"),
        # a sub-select that has nothing of the node, that gives it, that hides one of the same name, that counts
        ("SELECT ?node WHERE { ?node <http://e/p> ?x { SELECT ?x WHERE { ?x <http://e/q> ?y } } }", "narrowed"),
        ("SELECT ?node WHERE { { SELECT ?node ?x WHERE { ?node <http://e/p> ?x } } ?x <http://e/q> ?y }", "narrowed"),
        ("SELECT ?node WHERE { ?node <http://e/q> ?x { SELECT ?x WHERE { ?node <http://e/p> ?x } } }", "whole"),
        (
            "SELECT ?node WHERE { ?node <http://e/q> ?x { SELECT (COUNT(?y) AS ?x) WHERE { ?y <http://e/p> ?z } } }",
            "whole",
        ),
        ("SELECT ?node WHERE { ?node <http://e/p> ?x } LIMIT 1", "whole"),
    ],
)
def test_a_query_is_narrowed_where_it_can_be(text: str, expected: str) -> None:
    """To nothing where no pattern can match, to the nodes of the quads where each that can names the node."""
    found = Matching([Quad(NODE, P, OTHER, GRAPH)]).narrowed(text, "node")
    told = "none" if found is None else "whole" if found == text else "narrowed"
    assert told == expected
    assert (VALUES in (found or "")) == (expected == "narrowed")
