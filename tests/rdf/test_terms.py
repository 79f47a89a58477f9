"""Terms: CURIEs, IRIs and typed values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.rdf.terms import ENTITY_KINDS, ID, PREFIXES, XSD, ZJ, compact, expand, graph_iri, language_matches, typed

LOCAL = st.text(alphabet=st.characters(categories=["Ll", "Lu", "Lo", "Nd"], include_characters="-._~/#?=&%():@"))
BASES = st.sampled_from([*PREFIXES.values(), "https://example.org/", "http://例.org/", "urn:x:"])


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


IRIS = st.builds(str.__add__, BASES, LOCAL).filter(_is_iri)


@given(IRIS)
def test_compact_and_expand_are_inverse(iri: str) -> None:
    """What an IRI is shown as, typed again, is that IRI."""
    assert NamedNode(iri) == expand(compact(iri))


@given(IRIS)
def test_an_iri_expands_to_itself(iri: str) -> None:
    """An IRI may be given bare or in angle brackets."""
    assert [NamedNode(iri)] * 2 == [expand(iri), expand(f"<{iri}>")]


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("zj:Park", f"{ZJ}Park"),
        ("passage:p05s2", f"{ID}passage/p05s2"),
        ("inst:state-council", f"{ID}org/state-council"),
        ("zj:园区", f"{ZJ}园区"),
        ("id:org/state-council", f"{ID}org/state-council"),
    ],
)
def test_a_curie_expands(curie: str, iri: str) -> None:
    """A CURIE with a prefix of ours stands for its IRI."""
    assert NamedNode(iri) == expand(curie)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张江",
        "张江:科学城",
        "nope:Park",
        "zj",
        "zj:a b",
        "zj:a\n",
        "a:b:c",
        ":a",
        "zj:<x>",
        "zj:a\nb",
        "http://a b",
    ],
)
def test_other_text_is_no_iri(text: str) -> None:
    """A label, an unknown prefix or a text with spaces stands for no IRI."""
    assert expand(text) is None


@pytest.mark.parametrize("text", ["zj:a%zz", "http://[", "https://a:port/", "<http://[>"])
def test_what_only_looks_like_an_iri_is_none(text: str) -> None:
    """A text with the form of an IRI that breaks the rules of IRIs is a text like any other: no exception."""
    assert expand(text) is None


@given(st.text())
def test_expand_takes_any_text(text: str) -> None:
    """Whatever a person types, the answer is an IRI or None."""
    assert isinstance(expand(text), NamedNode | None)


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{ID}passage/p05s2", "passage:p05s2"),
        (f"{ID}org/state-council", "inst:state-council"),
        (f"{ID}nothing/of/ours", f"<{ID}nothing/of/ours>"),
        (f"{ID}thing", "id:thing"),
        (ZJ, f"<{ZJ}>"),
        (f"{ZJ}a.", f"<{ZJ}a.>"),
        ("https://example.org/a", "<https://example.org/a>"),
    ],
)
def test_compact_takes_the_longest_prefix(iri: str, expected: str) -> None:
    """The most specific prefix is used, and none if what remains is no local name."""
    assert expected == compact(iri)


def test_prefixes_stand_for_different_namespaces() -> None:
    """No two prefixes share a namespace, and each kind of entity has one."""
    assert len(PREFIXES) == len(set(PREFIXES.values()))
    assert set(ENTITY_KINDS) <= set(PREFIXES)


def test_the_own_graphs_have_iris() -> None:
    """A graph of the dataset's own is named under id/graph/."""
    assert NamedNode("https://w3id.org/zjkg/id/graph/background") == graph_iri("background")


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
    """A value is written as its datatype demands."""
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
    with pytest.raises(ParameterError, match=f"^parameter since: {text!r} is no xsd:{datatype}$") as caught:
        typed("since", text, datatype)
    assert caught.value.hint.startswith("for example: -p since=")


def test_an_unknown_datatype_is_refused() -> None:
    """A datatype that cannot be checked is named, with those that can."""
    with pytest.raises(ParameterError, match="xsd:duration is not one of boolean, date, decimal, integer, string"):
        typed("x", "P1D", "duration")


@given(st.dates(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_typed_keeps_the_value(date: dt.date, integer: int, decimal: Decimal) -> None:
    """A value that is of its type keeps its meaning."""
    assert date == dt.date.fromisoformat(typed("x", str(date), "date").value)
    assert integer == int(typed("x", str(integer), "integer").value)
    assert decimal == Decimal(typed("x", str(decimal), "decimal").value)


@pytest.mark.parametrize(
    ("tag", "language", "expected"),
    [
        ("zh", "zh", True),
        ("zh-Hans", "zh", True),
        ("ZH-hans", "zh", True),
        ("zh-Latn-pinyin", "zh", False),
        ("zho", "zh", False),
        ("en-GB", "en", True),
        ("en", "zh", False),
        (None, "zh", False),
    ],
)
def test_a_tag_falls_under_a_language(tag: str | None, language: str, *, expected: bool) -> None:
    """A tag matches its language and what is more specific, a transcription none."""
    assert expected == language_matches(tag, language)
