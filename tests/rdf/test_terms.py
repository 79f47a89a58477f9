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
    """The short form of an IRI expands to that IRI."""
    assert NamedNode(iri) == expand(compact(iri))


@given(IRIS)
def test_an_iri_expands_to_itself(iri: str) -> None:
    """An IRI expands with or without angle brackets."""
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
    """A CURIE with a known prefix expands to its IRI."""
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
def test_other_text_is_not_an_iri(text: str) -> None:
    """A label, an unknown prefix or a text with spaces does not expand."""
    assert expand(text) is None


@pytest.mark.parametrize("text", ["zj:a%zz", "http://[", "https://a:port/", "<http://[>"])
def test_an_invalid_iri_is_none(text: str) -> None:
    """A text that resembles an IRI but is not valid gives None, not an exception."""
    assert expand(text) is None


@given(st.text())
def test_expand_takes_any_text(text: str) -> None:
    """Any text gives an IRI or None."""
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
    """The longest namespace is used; an invalid local name gives no CURIE."""
    assert expected == compact(iri)


def test_prefixes_have_different_namespaces() -> None:
    """No two prefixes share a namespace, and each kind of entity has one."""
    assert len(PREFIXES) == len(set(PREFIXES.values()))
    assert set(ENTITY_KINDS) <= set(PREFIXES)


def test_the_own_graphs_have_iris() -> None:
    """The IRIs of the dataset's own graphs start with id/graph/."""
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
    """A language matches more specific tags, but not transcriptions."""
    assert expected == language_matches(tag, language)
