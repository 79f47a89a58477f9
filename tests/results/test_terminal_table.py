"""Tables on a terminal: at every width words, numbers and dates stay whole, and nothing is lost."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from kg.results.folding import fold, fold_line, least_width
from kg.results.terminal_table import terminal_table

NAMES = ["approval", "agent", "object", "earliest", "value"]
ROWS = [
    ["approval of the demonstration zone", "国务院", "上海张江高新技术产业开发区", "2011-01-01", "1234.5"],
    ["国务院批复同意支持上海张江高新技术产业开发区建设国家自主创新示范区", "State Council", "", "2011年1月19日", "3"],
]
WORDS = ("approval", "demonstration", "Council", "2011-01-01", "2011年1月19日", "1234.5", "earliest")
_STYLE = re.compile(r"\x1b\[[\d;]*m")
CELL = st.text("张江园区，。（）ab1. -/", max_size=60)
CELLS = st.lists(CELL, min_size=3, max_size=3)


def _drawn(width: int, rows: list[list[str]] = ROWS, names: list[str] = NAMES) -> list[str]:
    return _STYLE.sub("", terminal_table(names, rows, width)).splitlines()


@pytest.mark.parametrize("width", range(40, 201, 5))
def test_words_numbers_and_dates_stay_whole(width: int) -> None:
    """No line is wider than the terminal, and each word is found in one line."""
    lines = _drawn(width)
    assert max(map(cell_len, lines)) <= width
    assert [] == [word for word in WORDS if not any(word in line for line in lines)]


def test_a_wide_answer_is_a_record_per_row() -> None:
    """At 45 columns each row is a record with one line per column; at 120 it is a table."""
    assert [f"─ {number} ".ljust(45, "─") for number in (1, 2)] == [line for line in _drawn(45) if line.startswith("─")]
    assert "agent     国务院" in _drawn(45)
    assert ["approval", *NAMES[1:]] == _drawn(120)[0].split()


def test_a_long_iri_breaks_after_a_slash() -> None:
    """Only what is wider than the terminal is broken."""
    iri = "https://example.org/a-rather-long-path/with-several-parts/and-a-name"
    lines = [line.strip() for line in _drawn(40, [[iri]], ["node"])[2:]]
    assert iri == "".join(lines)
    assert all(line.endswith(("/", "-")) for line in lines[:-1])


@given(st.lists(CELLS, min_size=1, max_size=3), st.integers(40, 120))
def test_nothing_is_lost(rows: list[list[str]], width: int) -> None:
    """All characters of the cells are drawn, whatever the layout."""
    lines = _drawn(width, rows, ["a", "b", "c"])
    assert max(map(cell_len, lines)) <= width
    drawn, cells = (re.sub(r"[\s─]", "", "".join(texts)) for texts in (lines, chain.from_iterable(rows)))
    assert not set(cells) - set(drawn)
    assert all(drawn.count(character) >= cells.count(character) for character in set(cells))


@given(st.text("张江，。（）ab1.- ", max_size=80))
def test_a_text_fits_its_least_width(text: str) -> None:
    """Folded to the least width, no line is wider."""
    width = max(least_width(text), 1)
    assert all(cell_len(line) <= width for line in fold(text, width))


@given(
    st.lists(st.tuples(st.text("张江园区，。（）ab1. -/", max_size=40), st.booleans()), max_size=4), st.integers(20, 90)
)
def test_a_styled_line_keeps_its_characters_and_styles(parts: list[tuple[str, bool]], width: int) -> None:
    """A folded line has the words and styles of the original, in lines that fit."""
    line = "  " + "".join(f"\x1b[1m{text}\x1b[0m" if is_bold else text for text, is_bold in parts)
    folded = fold_line(line, width)
    assert max(cell_len(_STYLE.sub("", each)) for each in folded) <= max(width, 28)
    assert re.sub(r"\s", "", line) == re.sub(r"\s", "", "".join(folded))


def test_no_line_begins_with_a_separator() -> None:
    """Separators stay with what they follow."""
    folded = fold_line("← p03s1 “国家自主创新示范区(以下简称张江示范区)”; p10s1 “国家自主创新示范区”", 54)
    assert [] == [each for each in folded if each.strip().startswith((";", "，", "”"))]
