"""The ontology: its version, its terms, and terms that it does not define."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple
from rdflib import DCTERMS, FOAF, ORG, PROV, SDO, SKOS, TIME, VANN, URIRef
from rdflib.namespace import GEO

from kg.build import terms_of_ours
from kg.errors import ParseError
from kg.project.ontology import Term, read_ontology
from kg.rdf import LABEL, OWL, TYPE, ZJ, in_graph

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project.project import Project


def _term(name: str) -> NamedNode:
    return NamedNode(ZJ + name)


def test_the_version_is_that_of_the_header(mini_project: Project) -> None:
    """The version is that of the ontology's header."""
    assert "0.0.1" == read_ontology(mini_project.ontology).version


def test_a_term_has_kind_label_and_definition(mini_project: Project) -> None:
    """A term has its label and definition in both languages."""
    expected = Term(
        iri=ZJ + "PublicBody",
        kind="class",
        label={"zh": "公共机构", "en": "public body"},
        definition={"zh": "由国家设立的行动者。", "en": "Agent that a state sets up."},
    )
    assert expected == read_ontology(mini_project.ontology).terms[ZJ + "PublicBody"]


def test_all_terms_of_ours_are_there_in_order(mini_project: Project) -> None:
    """Terms are sorted by IRI; the ontology itself is not a term."""
    expected = [
        ("Agent", "class"),
        ("Passage", "class"),
        ("Place", "class"),
        ("PublicBody", "class"),
        ("asWritten", "datatype property"),
        ("contains", "object property"),
        ("foundedOn", "datatype property"),
        ("locatedIn", "object property"),
    ]
    terms = read_ontology(mini_project.ontology).terms
    assert expected == [(iri.removeprefix(ZJ), term.kind) for iri, term in terms.items()]


def test_several_files_are_one_ontology(mini_project: Project) -> None:
    """A term may have its label in another file than its definition; subfolders are read too."""
    before = read_ontology(mini_project.ontology)
    more = mini_project.ontology / "more" / "notes.ttl"
    more.parent.mkdir()
    more.write_text(f"<{ZJ}note> a <http://www.w3.org/2002/07/owl#AnnotationProperty> .", encoding="utf-8")
    labels = mini_project.ontology / "labels.ttl"
    labels.write_text(f'<{ZJ}note> <{LABEL.value}> "注"@zh , "zhù"@zh-Latn-pinyin , "nota"@it .', encoding="utf-8")
    after = read_ontology(mini_project.ontology)
    assert (4, frozenset()) == (len(after.triples - before.triples), before.triples - after.triples)
    assert Term(ZJ + "note", "annotation property", {"zh": "注"}, {}) == after.terms[ZJ + "note"]


def test_a_term_of_others_is_no_term(mini_project: Project) -> None:
    """A described class in another namespace is not one of our terms."""
    path = mini_project.ontology / "alignments.ttl"
    path.write_text("<https://schema.org/Place> a <http://www.w3.org/2002/07/owl#Class> .", encoding="utf-8")
    assert "https://schema.org/Place" not in read_ontology(mini_project.ontology).terms


def test_undefined_terms_are_found_wherever_they_stand(mini_project: Project) -> None:
    """Undefined terms of our namespace are returned, sorted; defined and foreign terms are not."""
    node = NamedNode("https://example.org/x")
    triples = {
        Triple(node, TYPE, _term("Plcae")),
        Triple(node, _term("locatedin"), _term("Place")),
        Triple(_term("Cake"), LABEL, Literal("cake")),
        Triple(node, _term("locatedIn"), node),
        Triple(node, LABEL, Literal(f"{ZJ}InText")),
    }
    expected = [f"{ZJ}Cake", f"{ZJ}Plcae", f"{ZJ}locatedin"]
    used = {term for triple in triples for term in terms_of_ours(in_graph(triple, DefaultGraph()))}
    assert expected == read_ontology(mini_project.ontology).undefined(used)


def test_an_ontology_without_header_has_no_version(tmp_path: Path) -> None:
    """A folder without files is an ontology without terms and version."""
    ontology = read_ontology(tmp_path)
    assert (frozenset(), "", {}) == (ontology.triples, ontology.version, ontology.terms)


def test_a_syntax_error_has_its_file(mini_project: Project) -> None:
    """Invalid Turtle is an error that names the file."""
    (mini_project.ontology / "bad.ttl").write_text("zj:Place a owl:Class .", encoding="utf-8")
    with pytest.raises(ParseError, match=r"bad\.ttl:1:1: The prefix zj: has not been declared"):
        read_ontology(mini_project.ontology)


# vocabularies, and terms newer than rdflib's copy of theirs, that rdflib has no list of: looked up by hand
UNLISTED = {
    "http://linkedevents.org/ontology/": {"Event", "involved", "involvedAgent"},
    "http://purl.org/ontology/bibo/": {"status"},
    "http://www.w3.org/ns/oa#": {"SpecificResource", "end", "exact", "hasSource", "prefix", "start", "suffix"},
    "https://schema.org/": {"StatisticalVariable", "measurementDenominator", "observationAbout"},
}
LISTED = (DCTERMS, FOAF, GEO, ORG, PROV, SDO, SKOS, TIME, VANN)


def test_terms_of_others_exist(root: Path) -> None:
    """Each class and property of another vocabulary that the ontology declares exists in that vocabulary."""
    declared = {
        triple.subject.value
        for triple in read_ontology(root / "ontology").triples
        if triple.predicate == TYPE
        and isinstance(triple.object, NamedNode)
        and triple.object.value.startswith(OWL)
        and triple.object.value.endswith(("Class", "Property"))
        and isinstance(triple.subject, NamedNode)
        and not triple.subject.value.startswith(ZJ)
    }
    unlisted = {base + name for base, names in UNLISTED.items() for name in names}
    assert set() == {iri for iri in declared if not any(URIRef(iri) in namespace for namespace in LISTED)} - unlisted
    assert unlisted <= declared
