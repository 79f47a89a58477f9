"""Numerals: their positions and exact values, in every script."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from kg.text.numerals import find_numerals

DIGITS = "零一二三四五六七八九"

# words: kind, number
SINGLE = {
    "531": ("number", "531"),
    "２３": ("number", "23"),
    "1,800": ("number", "1800"),
    "12,345,678": ("number", "12345678"),
    "3.25": ("number", "3.25"),
    "1.5万": ("number", "15000"),
    "6.2万亿": ("number", "6200000000000"),
    "1800亿": ("number", "180000000000"),
    "3百": ("number", "300"),
    "5千万": ("number", "50000000"),
    "300多亿": ("number", "30000000000"),
    "10余万": ("number", "100000"),
    "万": ("number", "10000"),
    "千": ("number", "1000"),
    "千亿": ("number", "100000000000"),
    "万亿": ("number", "1000000000000"),
    "十": ("number", "10"),
    "十二": ("number", "12"),
    "二十二": ("number", "22"),
    "一百零五": ("number", "105"),
    "一百五": ("number", "150"),
    "两千五": ("number", "2500"),
    "一万二": ("number", "12000"),
    "一万零二": ("number", "10002"),
    "两亿三千万": ("number", "230000000"),
    "一亿二千万": ("number", "120000000"),
    "一万亿": ("number", "1000000000000"),
    "四万万": ("number", "400000000"),
    "十余万": ("number", "100000"),
    "二十多亿": ("number", "2000000000"),
    "二〇二〇": ("number", "2020"),
    "一九七八": ("number", "1978"),
    "六点二": ("number", "6.2"),
    "一点五亿": ("number", "150000000"),
    "六点二万亿": ("number", "6200000000000"),
    "零": ("number", "0"),
    "60%": ("percent", "0.60"),
    "3.2％": ("percent", "0.032"),
    "5‰": ("percent", "0.005"),
    "2.5个百分点": ("percent", "0.025"),
    "百分之六十": ("percent", "0.60"),
    "百分之三点二": ("percent", "0.032"),
    "百分之百": ("percent", "1"),
    "千分之五": ("percent", "0.005"),
    "1/5": ("fraction", "0.2"),
    "四分之三": ("fraction", "0.75"),
    "十分之三": ("fraction", "0.3"),
    "第二": ("ordinal", "2"),
    "第15": ("ordinal", "15"),
    "第二十二": ("ordinal", "22"),
    "首位": ("ordinal", "1"),
    "首家": ("ordinal", "1"),
    "首个": ("ordinal", "1"),
    # words that say no exact number
    "十三五": ("number", "NaN"),
    "数百": ("number", "NaN"),
    "几十万": ("number", "NaN"),
    "十几": ("number", "NaN"),
    "三十几万": ("number", "NaN"),
    "三四": ("number", "NaN"),
    "亿万": ("number", "NaN"),
    "一万二万": ("number", "NaN"),
    "七八": ("number", "NaN"),
    "3/0": ("fraction", "NaN"),
}

# words: least, greatest, kind
RANGES = {
    "3至5": ("3", "5", "number"),
    "3-5万": ("30000", "50000", "number"),
    "３～５": ("3", "5", "number"),
    "800到1000万": ("8000000", "10000000", "number"),
    "3千至5万": ("3000", "50000", "number"),
    "500万至1亿": ("5000000", "100000000", "number"),
    "三至五": ("3", "5", "number"),
    "三至五万": ("30000", "50000", "number"),
    "三十到五十万": ("300000", "500000", "number"),
    "10%—15%": ("0.10", "0.15", "percent"),
    "10-15%": ("0.10", "0.15", "percent"),
}

# text: the words of its numerals
WITHIN = {
    "全镇有企业30家、商店12家。": ["30", "12"],
    "占全镇的1/4以上": ["1/4"],
    "1,2345": ["1", "2345"],
    "2011,2012": ["2011", "2012"],
    "2亿5千万": ["2亿", "5千万"],
    "人数百万": ["百万"],
    "职工总数三千": ["三千"],
    "共数百人": ["数百"],
    "从首尾两端": ["两"],
    "A330客机": ["330"],
    "第1至3期": ["第1", "3"],
    "没有数": [],
    "": [],
}


def _same(one: Decimal, other: Decimal) -> bool:
    return one == other or (one.is_nan() and other.is_nan())


@pytest.mark.parametrize(("words", "expected"), SINGLE.items(), ids=SINGLE)
def test_a_numeral(words: str, expected: tuple[str, str]) -> None:
    """A numeral between other words is found completely and read exactly."""
    kind, value = expected
    (found,) = find_numerals(f"约{words}。")
    assert (1, 1 + len(words), words, kind) == (found.start, found.end, found.words, found.kind)
    assert _same(Decimal(value), found.low)
    assert _same(found.low, found.high)
    assert not found.is_range


@pytest.mark.parametrize(("words", "expected"), RANGES.items(), ids=RANGES)
def test_a_range(words: str, expected: tuple[str, str, str]) -> None:
    """A range has two ends; a magnitude at the second also applies to the first."""
    least, greatest, kind = expected
    (found,) = find_numerals(f"约{words}。")
    assert (words, Decimal(least), Decimal(greatest)) == (found.words, found.low, found.high)
    assert (kind, True) == (found.kind, found.is_range)


@pytest.mark.parametrize(("text", "words"), WITHIN.items(), ids=WITHIN)
def test_numerals_within_a_text(text: str, words: list[str]) -> None:
    """Adjacent numerals are separated, and other characters are not a part of them."""
    assert words == [found.words for found in find_numerals(text)]


@pytest.mark.parametrize(
    ("words", "terms"),
    [("1/7", (1, 7)), ("三分之一", (1, 3)), ("二十分之十三", (13, 20)), ("三分之二点五", None), ("1/0", None)],
)
def test_the_terms_of_a_fraction(words: str, terms: tuple[int, int] | None) -> None:
    """A fraction has numerator and denominator if both are whole numbers."""
    (found,) = find_numerals(words)
    assert terms == found.terms


def _arabic(value: Decimal, scale: str) -> str:
    zeros = {"": 0, "万": 4, "亿": 8, "万亿": 12}[scale]
    return f"{value.scaleb(-zeros):f}{scale}"


@given(st.decimals(min_value=0, max_value=10**15, places=4), st.sampled_from(["", "万", "亿", "万亿"]))
def test_any_arabic_numeral_is_read_back(value: Decimal, scale: str) -> None:
    """Any decimal with any magnitude is read exactly."""
    written = _arabic(value, scale)
    (found,) = find_numerals(f"达{written}元")
    assert (written, value) == (found.words, found.low)


@given(st.integers(min_value=0, max_value=10**40))
def test_any_grouped_numeral_is_read_back(value: int) -> None:
    """Any whole number with commas is read exactly."""
    (found,) = find_numerals(f"达{value:,}元")
    assert value == found.low


@given(st.decimals(min_value=0, max_value=1000, places=3))
def test_any_percentage_is_read_back(value: Decimal) -> None:
    """Any percentage is read as its ratio, in either width."""
    (found,) = find_numerals(f"占{value}%")
    assert ("percent", value.scaleb(-2)) == (found.kind, found.low)


def _group(value: int) -> str:
    """Write 1 to 9999 in Chinese."""
    written, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + unit
        gap = not digit
    return written


def _chinese(value: int) -> str:
    """Write a whole number below 10^16 in standard Chinese: 十万零二百, 三亿零五."""
    if value < 10**4:
        return _group(value) or "零"
    size, unit = (10**8, "亿") if value >= 10**8 else (10**4, "万")
    high, low = divmod(value, size)
    return _chinese(high) + unit + (("零" if low < size // 10 else "") + _chinese(low) if low else "")


@given(st.one_of(st.integers(0, 10**5), st.integers(0, 10**16 - 1), st.integers(0, 15).map(lambda zeros: 10**zeros)))
def test_any_chinese_numeral_is_read_back(value: int) -> None:
    """Any whole number written in Chinese is read exactly."""
    written = _chinese(value)
    (found,) = find_numerals(f"共{written}元")
    assert (written, value) == (found.words, found.low)


@given(st.integers(10, 10**12), st.text("0123456789", min_size=1, max_size=6))
def test_any_chinese_decimal_is_read_back(value: int, places: str) -> None:
    """Digits after 点 are decimals, however many."""
    written = f"{_chinese(value)}点{''.join(DIGITS[int(place)] for place in places)}"
    (found,) = find_numerals(f"共{written}元")
    assert (written, Decimal(f"{value}.{places}")) == (found.words, found.low)


@given(st.integers(1, 999), st.integers(1, 999))
def test_any_fraction_is_read_back(part: int, whole: int) -> None:
    """A fraction has the same value in Arabic and in Chinese; hundredths are a percentage."""
    (arabic,) = find_numerals(f"{part}/{whole}")
    (chinese,) = find_numerals(f"占{_chinese(whole)}分之{_chinese(part)}，")
    assert (part, whole) == arabic.terms
    assert arabic.low == chinese.low
    assert chinese.kind == "fraction"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """In any text, numerals are at their offsets, in order, and do not overlap."""
    _holds(text)


@given(st.text("0123456789０１，,.．%％‰/第首位家分之点至到-—余多几数十百千万亿零一二两三五九"))
def test_any_run_of_numerals_is_read(text: str) -> None:
    """The same in texts that consist of the characters of numerals."""
    _holds(text)


def _holds(text: str) -> None:
    position = 0
    for found in find_numerals(text):
        assert position <= found.start < found.end
        assert text[found.start : found.end] == found.words
        assert found.low.is_nan() or found.low >= 0
        position = found.end


@given(st.text("0123456789.%/-~ 万亿家至", max_size=40))
def test_full_width_digits_are_read_alike(text: str) -> None:
    """Full-width digits and signs are read like others."""
    wide = text.translate(str.maketrans("0123456789.%/-~", "０１２３４５６７８９．％／－～"))
    narrow = [(found.start, found.end, found.kind, str(found.low)) for found in find_numerals(text.replace("~", "-"))]
    assert narrow == [(found.start, found.end, found.kind, str(found.low)) for found in find_numerals(wide)]
