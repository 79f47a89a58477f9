"""How people ask, as data."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.ask.lexicon import Lexicon, read_lexicon
from kg.errors import ParseError
from kg.query import query_paths

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


def test_every_wording_has_its_query(graph: Graph) -> None:
    """Each wording belongs to an existing query, and none occurs twice."""
    lexicon = read_lexicon(graph.project.queries)
    assert not lexicon.wordings.keys() - query_paths(graph.project.queries).keys()
    texts = [text.casefold() for text in chain(*lexicon.wordings.values())]
    assert sorted(texts) == sorted(set(texts))


def test_every_name_has_its_entity(graph: Graph) -> None:
    """No further name is of an entity or class that the graph does not have."""
    names = read_lexicon(graph.project.queries).names
    assert [] == [iri for iri in names if next(graph.store.triples(NamedNode(iri)), None) is None]


def test_both_languages_have_their_words(graph: Graph) -> None:
    """A group of words has both languages, so that a question in one finds texts in the other."""
    groups = read_lexicon(graph.project.queries).groups
    one_sided = [group[0] for group in groups if len({text.isascii() for text in group}) == 1]
    assert [] == one_sided


def test_a_project_may_have_none(mini: Path) -> None:
    """Without the two files the lexicon is empty."""
    assert Lexicon() == read_lexicon(mini / "queries")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("asks.yaml", "park_history: history", "park_history is not a list"),
        ("asks.yaml", "park_history: [no]", "park_history is not a list"),
        ("asks.yaml", "- history", "not a mapping"),
        ("asks.yaml", "park_history: [", r"asks.yaml:\d: invalid YAML"),
        ("asks.yaml", b"\xff", "not UTF-8"),
        ("words.yaml", "word: [[a, b]]", "unknown key word"),
        ("words.yaml", "words: [[a, 1]]", "words is not a list"),
        ("words.yaml", "words: a", "words is not a list"),
        ("words.yaml", "show: 1", "show is not a list"),
        ("words.yaml", "names: {shanghai: [沪]}", "shanghai is not a CURIE"),
        ("words.yaml", "names: [沪]", "names is not a mapping"),
        ("words.yaml", "fillers: {fr: [le]}", "fr is not a language"),
        ("words.yaml", "fillers: {zh: [' ']}", "fillers.zh is not a list"),
    ],
)
def test_an_invalid_file_is_an_error(tmp_path: Path, name: str, text: str | bytes, message: str) -> None:
    """An invalid file is an error that names the place."""
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ParseError, match=message):
        read_lexicon(tmp_path)
