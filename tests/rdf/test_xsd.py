"""XML Schema datatypes: lexical forms, bounds, derivation, and typed parameter values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.rdf import EXACT_NUMBERS, NUMBERS, XSD, derived_datatypes, is_well_formed, typed

FORMS = yaml.safe_load((Path(__file__).parent.parent / "shacl" / "datatypes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORMS)
def test_a_literal_is_well_formed_if_its_text_is_a_lexical_form(name: str) -> None:
    """Lexical forms are accepted, with white space around them too; other texts are not."""
    accepted = {
        form
        for forms in FORMS[name].values()
        for form in forms
        if is_well_formed(Literal(f" {form}\n", datatype=NamedNode(XSD + name)))
    }
    assert {form for form in accepted if form == form.strip()} == set(FORMS[name]["good"])


def test_a_long_number_is_compared_with_the_bounds() -> None:
    """A number of more digits than Python converts to an integer is compared like any other."""
    assert not is_well_formed(Literal("9" * 5000, datatype=NamedNode(XSD + "long")))
    assert is_well_formed(Literal("9" * 5000, datatype=NamedNode(XSD + "positiveInteger")))


def test_derived_datatypes() -> None:
    """A datatype is returned with all that are derived from it, transitively."""
    assert derived_datatypes(XSD + "short") == [XSD + "byte", XSD + "short"]
    assert derived_datatypes("http://e/own") == ["http://e/own"]
    assert {XSD + "integer", XSD + "unsignedByte", XSD + "negativeInteger"} <= EXACT_NUMBERS
    assert NUMBERS - EXACT_NUMBERS == {XSD + "double", XSD + "float"}


@pytest.mark.parametrize(
    ("datatype", "text", "lexical"),
    [
        ("string", "国务院", "国务院"),
        ("string", "", ""),
        ("integer", "-12", "-12"),
        ("integer", "007", "7"),
        ("decimal", "0.0000001", "0.0000001"),
        ("decimal", "531", "531"),
        ("date", "2015-05-01", "2015-05-01"),
        ("boolean", "false", "false"),
    ],
)
def test_a_typed_value_has_its_lexical_form(datatype: str, text: str, lexical: str) -> None:
    """A value has the lexical form of its datatype."""
    assert Literal(lexical, datatype=NamedNode(XSD + datatype)) == typed("x", text, datatype)


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("integer", "twelve"),
        ("integer", "1.5"),
        ("integer", ""),
        ("decimal", "NaN"),
        ("decimal", "-Infinity"),
        ("decimal", "1,5"),
        ("date", "2015-02-30"),
        ("date", "2015"),
        ("date", "2015-05-01T00:00:00"),
        ("boolean", "yes"),
    ],
)
def test_an_ill_typed_value_is_refused(datatype: str, text: str) -> None:
    """The message names parameter, value and datatype; the hint shows an example."""
    with pytest.raises(ParameterError, match=f"^parameter since: {text!r} is not a valid xsd:{datatype}$") as caught:
        typed("since", text, datatype)
    assert caught.value.hint.startswith("for example: -p since=")


def test_an_unknown_datatype_is_refused() -> None:
    """The error names the datatype and lists the supported ones."""
    with pytest.raises(ParameterError, match="xsd:duration is not one of boolean, date, dateTime, decimal, integer"):
        typed("x", "P1D", "duration")


@given(st.dates(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_typed_keeps_the_value(date: dt.date, integer: int, decimal: Decimal) -> None:
    """A valid value is preserved."""
    assert date == dt.date.fromisoformat(typed("x", str(date), "date").value)
    assert integer == int(typed("x", str(integer), "integer").value)
    assert decimal == Decimal(typed("x", str(decimal), "decimal").value)
