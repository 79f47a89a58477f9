"""Terms: CURIEs, IRIs and language tags."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import NamedNode

from kg.rdf.terms import ENTITY_KINDS, ID, PREFIXES, ZJ, compact, expand, graph_iri, language_matches

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
