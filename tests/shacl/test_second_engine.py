"""The queries are standard SPARQL: rdflib gives the same solutions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.plugins.sparql import prepareQuery
from reports import store_of, triples

from kg.project import read_shapes
from kg.shacl.compiler import compile_shapes
from kg.shacl.planner.statistics import read_hierarchy
from kg.shacl.validator import compile_for, run_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph

DATA = """
:a a :A ; :p :b , 1 , "x"@en , "y"@EN ; :q :c ; rdfs:label "a"@en , "b"@en .
:b a :B ; :p :c ; :q 5 , "2015-02-30"^^xsd:date .
:c a :A , :B ; :q :a ; :r 3 , 7 . :d :p :a ; :r "z" .
:B rdfs:subClassOf :A .
"""
SHAPES = (Path(__file__).parent / "shapes.ttl").read_text(encoding="utf-8").split("\n\n")[1:]


class Rdflib:
    """A dataset in rdflib."""

    def __init__(self, data: str) -> None:
        self._store = store_of(triples(data))
        self._graph = rdflib.Graph()
        self._graph.parse(data="".join(f"{each} .\n" for each in self._store.triples()), format="nt")

    def select(self, text: str) -> Iterator[dict[str, Any]]:
        """Run a query."""
        for row in self._graph.query(text):
            yield {name: _term(value) for name, value in row.asdict().items()}  # type: ignore[union-attr]

    def triples(self, *pattern: Any) -> Any:
        """Yield triples, for the description of blank nodes."""
        return self._store.triples(*pattern)


def _term(term: object) -> NamedNode | BlankNode | Literal:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language.lower())
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


@pytest.mark.parametrize("shape", SHAPES)
def test_rdflib_gives_the_same_findings(shape: str) -> None:
    """Each kind of query has the same findings in rdflib and Oxigraph."""
    made = compile_for(store_of(triples(DATA)), triples(shape))
    assert [] == made.not_compiled
    expected, _ = run_shapes(made, store_of(triples(DATA)))
    assert expected
    assert expected == run_shapes(made, Rdflib(DATA))[0]  # type: ignore[arg-type]


def test_rdflib_parses_each_query(graph: Graph) -> None:
    """All queries of the real shapes are valid and declare their prefixes."""
    shapes = read_shapes(graph.project.shapes).triples
    made = [compile_for(graph.store, shapes), compile_shapes(shapes, read_hierarchy(graph.store))]
    texts = {query.text for each in made for shape in each.shapes for query in shape.queries}
    texts |= {screen.text for each in made for shape in each.shapes for screen in shape.batches}
    assert len(texts) > 250
    for text in sorted(texts, key=len)[:: max(1, len(texts) // 60)]:
        prepareQuery(text)
