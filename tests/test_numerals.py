"""The reader of numerals: each kind of numeral, where it stands, and the number that it says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.numerals import find_numerals, number

NUMBERS = {
    "二十二": 22,
    "四": 4,
    "十": 10,
    "千亿": 10**11,
    "万": 10**4,
    "1.5万": 15000,
    "6.2万亿": 6_200_000_000_000,
    "1800亿": 180_000_000_000,
    "238万": 2_380_000,
    "1,800": 1800,
    "二〇二〇": 2020,
    "一百零五": 105,
    "两千五": 2500,
    "六点二万亿": 6_200_000_000_000,
    "一亿二千万": 120_000_000,
}


@pytest.mark.parametrize("words", NUMBERS)
def test_a_number_is_read(words: str) -> None:
    """Arabic, Chinese and mixed numbers say what a reader takes them for."""
    assert NUMBERS[words] == number(words)


def test_digits_that_make_no_number_are_none() -> None:
    """The name of a plan is no number."""
    assert number("十三五").is_nan()


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("占12.5%以上", "percent", "0.125", "0.125"),
        ("占１２．５％", "percent", "0.125", "0.125"),
        ("百分之三十", "percent", "0.3", "0.3"),
        ("10%-20%", "percent", "0.1", "0.2"),
        ("3至5家", "number", "3", "5"),
        ("3至5万家", "number", "30000", "50000"),
        ("居首位", "ordinal", "1", "1"),
        ("第二届", "ordinal", "2", "2"),
    ],
)
def test_a_numeral_is_found(text: str, kind: str, low: str, high: str) -> None:
    """Percents, ranges and ordinals are told apart."""
    (found,) = find_numerals(text)
    assert (kind, Decimal(low), Decimal(high)) == (found.kind, found.low, found.high)


@pytest.mark.parametrize("text", ["占1/7的", "占七分之一的"])
def test_a_fraction_keeps_its_terms(text: str) -> None:
    """A fraction has numerator and denominator."""
    (found,) = find_numerals(text)
    assert ("fraction", (1, 7)) == (found.kind, found.terms)


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["", "万", "亿", "万亿"]))
def test_arabic_numbers_with_a_scale_come_back(value: int, scale: str) -> None:
    """A number written with a scale is read exactly."""
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert value * factor == number(f"{value}{scale}")


@given(st.text(alphabet="一二三十百千万亿0123456789.,/%-至到第首位分之点图a家， ", max_size=40))
def test_numerals_are_where_they_say(text: str) -> None:
    """Spans hold the words, follow each other, and no text is too odd."""
    end = 0
    for found in find_numerals(text):
        assert found.words == text[found.start : found.end]
        assert end <= found.start < found.end
        end = found.end
