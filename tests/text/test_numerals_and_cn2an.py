"""Numerals compared with the library cn2an: we agree where it is right; what it cannot read is listed."""

from __future__ import annotations

import functools
import importlib
import re
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from kg.text.dates import find_dates
from kg.text.numerals import find_numerals, read_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIGITS = "零一二三四五六七八九"

# forms that both read: words and number
READ = {
    "一百五": 150,
    "两千五": 2500,
    "一万二": 12000,
    "二〇二〇": 2020,
    "一九七八": 1978,
    "六点二": Decimal("6.2"),
    "1.5万": 15000,
    "10万": 100_000,
    "1800亿": 180_000_000_000,
    "3百": 300,
    "5千万": 50_000_000,
    "两亿三千万": 230_000_000,
    "２３": 23,
}

# numerals that the library refuses, and their numbers
REFUSED = {
    "百": "100",
    "千": "1000",
    "万": "10000",
    "亿": "100000000",
    "百万": "1000000",
    "千亿": "100000000000",
    "万亿": "1000000000000",
    "6.2万亿": "6200000000000",
    "六点二万亿": "6200000000000",
    "一点五亿": "150000000",
    "四万万": "400000000",
    "300多亿": "30000000000",
    "十余万": "100000",
    "1,800": "1800",
    "60%": "0.6",
    "百分之六十": "0.6",
    "2.5个百分点": "0.025",
    "1/8": "0.125",
    "四分之三": "0.75",
    "第二十二": "22",
    "首家": "1",
}

# estimates that the library reads as a number: “three or four”
MISREAD = {"三四": 34, "七八": 78}

# numerals of the document that the library refuses, beside every percentage
REFUSED_OF_THE_DOCUMENT = {
    *("千亿", "6.2万亿", "万", "千", "1/5", "1/7", "1/3", "1/8"),
    *("首家", "首张", "首位", "首届", "0到1"),
}


@functools.cache
def _library() -> Callable[[str, str], float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import emits a warning
        found: Callable[[str, str], float] = importlib.import_module("cn2an").cn2an
        return found


def _cn2an(words: str) -> Decimal | None:
    """Return the number that the library reads, or None if it raises an error."""
    try:
        return Decimal(str(_library()(words, "smart")))
    except ValueError:
        return None


def _ours(words: str) -> Decimal:
    (found,) = find_numerals(words)
    assert words == found.words
    return found.low


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


def _spoken(value: int) -> str:
    """Write it as in speech: 十二 for 一十二, 两千 for 二千."""
    return re.sub("^一十", "十", re.sub("二(?=[千万亿])(?<!十二)", "两", _chinese(value)))


@pytest.mark.parametrize("write", [_chinese, _spoken], ids=["written", "spoken"])
def test_all_numerals_to_ten_thousand(write: Callable[[int], str]) -> None:
    """Both read every numeral up to ten thousand."""
    assert [] == [value for value in range(10**4 + 1) if not value == read_number(write(value)) == _cn2an(write(value))]


@given(st.integers(0, 10**16 - 1) | st.integers(0, 15).map(lambda zeros: 10**zeros) | st.integers(10**4, 10**9))
def test_any_whole_numeral(value: int) -> None:
    """We read every whole number that the library reads, in each form, with the same value."""
    for written in (_chinese(value), _spoken(value)):
        assert (value, written) == (read_number(written), written)
        assert _cn2an(written) in (value, None)


@given(st.integers(0, 10**16 - 1))
def test_the_library_reads_the_schoolbook(value: int) -> None:
    """The library reads every numeral in standard Chinese, so that it can be compared."""
    assert value == _cn2an(_chinese(value))


@pytest.mark.parametrize("words", READ)
def test_both_read(words: str) -> None:
    """Spoken and mixed forms have the same value for both."""
    assert READ[words] == _cn2an(words) == _ours(words)


@pytest.mark.parametrize("words", REFUSED)
def test_the_library_refuses(words: str) -> None:
    """Units without a number, trillions, fractions and percentages are read only by us."""
    assert (None, Decimal(REFUSED[words])) == (_cn2an(words), _ours(words))


@pytest.mark.parametrize("words", MISREAD)
def test_the_library_misreads(words: str) -> None:
    """An estimate is not a number."""
    assert MISREAD[words] == _cn2an(words)
    assert _ours(words).is_nan()


def test_what_the_library_makes_of_the_document(shared: Path) -> None:
    """The library reads no numeral of the document wrongly, and refuses a dozen forms and every percentage."""
    text = (shared / "document.txt").read_bytes().decode()
    dates = [(date.start, date.end) for date in find_dates(text)]
    found = [each for each in find_numerals(text) if not any(s <= each.start and each.end <= e for s, e in dates)]
    read = {each.words: _cn2an(each.words) for each in found}
    assert [] == [each.words for each in found if read[each.words] not in (None, each.low)]
    refused = {words for words, value in read.items() if value is None}
    percentages = {each.words for each in found if each.kind == "percent"}
    assert refused == REFUSED_OF_THE_DOCUMENT | percentages
