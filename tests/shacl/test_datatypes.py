"""Datatype conditions: they accept exactly the lexical forms, whatever datatypes an engine implements."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
import yaml
from reports import store_of, triples

from kg.rdf import RDF, RDFS, XSD
from kg.shacl.datatypes import has_datatype

FORMS = yaml.safe_load((Path(__file__).parent / "datatypes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_of_a_datatype(name: str) -> None:
    """A condition accepts lexical forms and rejects other texts.

    It is evaluated on plain literals, without the test of the datatype, because an engine may normalize a literal that
    it understands, such as `007` to `7`.
    """
    condition = has_datatype("?value", XSD + name).replace(f"DATATYPE(?value) = <{XSD}{name}>", "true")
    forms = [*FORMS[name]["good"], *FORMS[name]["bad"]]
    rows = " ".join(rdflib.Literal(form).n3() for form in forms)
    query = f"SELECT ?value WHERE {{ VALUES ?value {{ {rows} }} FILTER({condition}) }}"
    assert set(FORMS[name]["good"]) == {str(row[0]) for row in rdflib.Graph().query(query)}
    assert set(FORMS[name]["good"]) == {row["value"].value for row in store_of([]).select(query)}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (RDF + "langString", {"b"}),
        (RDFS + "Literal", {"a", "b", "1", "c"}),
        (XSD + "string", {"a"}),
        (XSD + "integer", {"1"}),
        ("http://e/own", {"c"}),
    ],
)
def test_which_literals_are_of_a_datatype(iri: str, expected: set[str]) -> None:
    """Literals with a language, all literals, and those of a custom datatype; never an IRI."""
    data = triples(':x :p "a" , "b"@en , 1 , "c"^^:own , :y .')
    query = f"SELECT ?value WHERE {{ ?x ?p ?value FILTER({has_datatype('?value', iri)}) }}"
    assert expected == {row["value"].value for row in store_of(data).select(query)}  # type: ignore[union-attr]
