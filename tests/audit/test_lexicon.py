"""The lexicon: the words of comparators and units, and the words of a text that belong to a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, strategies as st

from kg.audit.lexicon import AS_STATED, Figure, find_figures, read_lexicon
from kg.project import read_ontology

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.audit.lexicon import Lexicon

CASES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("lexicon.yaml").read_text(encoding="utf-8"))
ROOT = Path(__file__).parent.parent.parent
WORDS = read_lexicon(read_ontology(ROOT / "ontology").triples)


def _as_expected(figure: Figure, text: str) -> str:
    per = f" per {figure.per.words}" if figure.per else ""
    comparator, unit = (iri.rsplit("/", 1)[-1] or "—" for iri in (figure.comparator, figure.unit))
    return f"{text[figure.start : figure.end]} {comparator} {unit}{per}"


@pytest.mark.parametrize("text", CASES)
def test_figures(text: str, lexicon: Lexicon) -> None:
    """A figure is a numeral with its qualifier and its unit."""
    assert CASES[text] == [_as_expected(each, text) for each in find_figures(text, lexicon)]


def test_dates_are_no_figures(lexicon: Lexicon) -> None:
    """Figures in excluded spans are not returned."""
    assert ["12"] == [each.numeral.words for each in find_figures("2014年12家", lexicon, [(0, 5)])]


def test_the_words_are_those_of_the_concepts(quads_of: Callable[..., Any]) -> None:
    """Only hidden labels with … of concepts in the two schemes are read."""
    triples = {
        quad.triple
        for quad in quads_of(
            """comparator:a skos:inScheme scheme:comparator ; skos:hiddenLabel "满…", "整整…", "…整", "…", "满" .
            comparator:b skos:inScheme scheme:comparator ; skos:prefLabel "超…" ; skos:hiddenLabel comparator:a .
            own:c skos:inScheme scheme:unit , scheme:other ; skos:hiddenLabel "…吨" , "每亩…斤" .
            own:d skos:inScheme scheme:other ; skos:hiddenLabel "…尺" . own:e skos:hiddenLabel "…寸" ."""
        )
    }
    found = read_lexicon(triples)
    assert ["整整", "满"] == [word for word, _ in found.before]
    assert ["整"] == [word for word, _ in found.after]
    assert [("每亩", "斤"), ("", "吨")] == [(before, after) for before, after, _ in found.units]


def test_without_words() -> None:
    """Without concepts a numeral is as stated and has no unit."""
    (figure,) = find_figures("约12家", read_lexicon(()))
    assert (1, 3, AS_STATED, "") == (figure.start, figure.end, figure.comparator, figure.unit)


@given(
    st.lists(
        st.sampled_from([*"约近超过占的余多以上元家人件万亿三12%，。", "平方公里", "以上", "左右", "至"]), max_size=15
    ).map("".join)
)
def test_any_text_has_its_figures(text: str) -> None:
    """In any text, a figure's span contains its numeral and is within the text."""
    for figure in find_figures(text, WORDS):
        assert 0 <= figure.start <= figure.numeral.start < figure.numeral.end <= figure.end <= len(text)
