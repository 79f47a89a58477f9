"""What the ontology must and must not entail, as data beside the tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import ViolationError
from kg.project import read_ontology
from kg.rdf import flat_triples, read_rdf
from tests.reasoning import infer

if TYPE_CHECKING:
    from kg.graph import Graph

CASES = Path(__file__).parent / "cases"
ONTOLOGY = Path(__file__).parents[2] / "ontology"
INFERRED = "https://w3id.org/zjkg/id/graph/inferred"


def test_what_must_follow_is_inferred(graph: Graph) -> None:
    """Each expected entailment stands in the graph of inferred triples, and nowhere else."""
    wrong = []
    for triple in flat_triples(read_rdf(CASES / "entailed.ttl")):
        graphs = [quad.graph_name.value for quad in graph.store.quads(*triple)]
        if graphs != [INFERRED]:
            wrong.append((str(triple), graphs))
    assert [] == wrong


def test_what_must_not_follow_is_absent(graph: Graph) -> None:
    """No triple that the document does not bear out is in the graph."""
    found = [
        str(triple)
        for triple in flat_triples(read_rdf(CASES / "not_entailed.ttl"))
        if next(graph.store.triples(*triple), None) is not None
    ]
    assert [] == found


@pytest.mark.parametrize("path", sorted((CASES / "contradictions").glob("*.ttl")), ids=lambda path: path.stem)
def test_contradictions_are_found(path: Path) -> None:
    """Data that the ontology excludes is refused, with the node named."""
    triples = read_ontology(ONTOLOGY).triples | flat_triples(read_rdf(path))
    with pytest.raises(ViolationError, match="urn:x:"):
        infer(triples)


def test_inferred_triples_are_new_and_storable(graph: Graph) -> None:
    """An inferred triple is asserted nowhere, equates nothing with itself and has no blank node."""
    quads = list(graph.store.quads())
    stated = {quad.triple for quad in quads if quad.graph_name.value != INFERRED}
    inferred = [quad.triple for quad in quads if quad.graph_name.value == INFERRED]
    assert len(inferred) > 1000
    assert [] == [str(triple) for triple in inferred if triple in stated or triple.subject == triple.object]
    assert [] == [str(triple) for triple in inferred if "_:" in str(triple)[:2]]
