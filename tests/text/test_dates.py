"""Date expressions: their intervals and positions, and no dates that the calendar does not have."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import pytest
from hypothesis import given, strategies as st

from kg.text.dates import find_dates

# words: earliest, latest, precision
NAMED = {
    "2020年": ("2020-01-01", "2020-12-31", "year"),
    "１９９９年": ("1999-01-01", "1999-12-31", "year"),
    "2011年1月": ("2011-01-01", "2011-01-31", "month"),
    "2016年2月": ("2016-02-01", "2016-02-29", "month"),
    "2015年2月": ("2015-02-01", "2015-02-28", "month"),
    "2019年12月": ("2019-12-01", "2019-12-31", "month"),
    "2020年5月4日": ("2020-05-04", "2020-05-04", "day"),
    "二〇二〇年": ("2020-01-01", "2020-12-31", "year"),
    "一九四九年十月": ("1949-10-01", "1949-10-31", "month"),
    "二〇二〇年十二月三十一日": ("2020-12-31", "2020-12-31", "day"),
    "2014年以来": ("2014-01-01", None, "open"),
    "2014年5月起": ("2014-05-01", None, "open"),
    "2025年以前": (None, None, "open"),
    "2025年之后": (None, None, "open"),
    "2013-2020年": ("2013-01-01", "2020-12-31", "year"),
    "2013—2020年": ("2013-01-01", "2020-12-31", "year"),
    "2013年至2020年": ("2013-01-01", "2020-12-31", "year"),
    "“十三五”期间": ("2016-01-01", "2020-12-31", "year"),
    "“十三五”": ("2016-01-01", "2020-12-31", "year"),
    "十四五规划": ("2021-01-01", "2025-12-31", "year"),
    "“十五”时期": ("2001-01-01", "2005-12-31", "year"),
    "“十五五”": ("2026-01-01", "2030-12-31", "year"),
    "“三五”": ("1966-01-01", "1970-12-31", "year"),
    "“二五”": ("1958-01-01", "1962-12-31", "year"),
    "“一五”": ("1953-01-01", "1957-12-31", "year"),
    "十年来": (None, None, "open"),
    "20年间": (None, None, "open"),
    "目前": (None, None, "open"),
    "迄今": (None, None, "open"),
}

# texts without a date
NONE = [
    "2014年2月30日",
    "2014年13月",
    "2014年0月",
    "12020年",
    "1840年",
    "3.2020年",
    "5月4日",
    "2020家",
    "十三五万",
    "一二三五",
    "“五”",
    "“九九九九九九九九九九九九九五”",
    "",
]


@pytest.mark.parametrize(("words", "expected"), NAMED.items(), ids=NAMED)
def test_a_date(words: str, expected: tuple[str | None, str | None, str]) -> None:
    """An expression between other words is found completely, with its interval."""
    (found,) = find_dates(f"据悉{words}，")
    earliest, latest = (end and dt.date.fromisoformat(end) for end in expected[:2])
    assert (2, 2 + len(words), words) == (found.start, found.end, found.words)
    assert (earliest, latest, expected[2]) == (found.earliest, found.latest, found.precision)


@pytest.mark.parametrize("text", NONE)
def test_no_date(text: str) -> None:
    """A text that only looks like a date is not one."""
    assert [] == find_dates(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("经2011、2012、2014、2020年四次调整", ["2011", "2012", "2014", "2020年"]),
        ("2011年和2012年", ["2011年", "2012年"]),
        ("2011年1月至3月", ["2011年1月"]),
        ("目前，2020年以来", ["目前", "2020年以来"]),
        ("奋斗10年路", ["10年"]),
        ("2014年起步，2015年5月起施工", ["2014年", "2015年5月起"]),
    ],
)
def test_dates_within_a_text(text: str, words: list[str]) -> None:
    """Each date of a list is found."""
    assert words == [found.words for found in find_dates(text)]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_any_day_is_read_back(day: dt.date) -> None:
    """Any day, month and year of two centuries is read exactly."""
    written = (f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month}月", f"{day.year}年")
    found = [find_dates(f"于{words}起草")[0] for words in written]
    last = monthrange(day.year, day.month)[1]
    expected = [
        (day, day),
        (day.replace(day=1), day.replace(day=last)),
        (day.replace(month=1, day=1), day.replace(month=12, day=31)),
    ]
    assert expected == [(each.earliest, each.latest) for each in found]
    assert ["day", "month", "year"] == [each.precision for each in found]


@given(st.integers(3, 30))
def test_plans_follow_each_other(which: int) -> None:
    """The next plan begins on the day after the last one."""
    digits = "一二三四五六七八九"

    def plan(number: int) -> tuple[dt.date | None, dt.date | None]:
        tens = ("" if number < 20 else digits[number // 10 - 1]) + "十" if number >= 10 else ""
        (found,) = find_dates(f"“{tens}{digits[number % 10 - 1] if number % 10 else ''}五”期间")
        return found.earliest, found.latest

    _, end = plan(which)
    start, _ = plan(which + 1)
    assert end is not None
    assert end + dt.timedelta(days=1) == start


@given(st.text("0123456789０９二〇零一十五年月日以来前起至到-—、和“”期间末路目前九", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """In any text, expressions are at their offsets, in order, and do not overlap."""
    position = 0
    for found in find_dates(text):
        assert position <= found.start < found.end
        assert text[found.start : found.end] == found.words
        assert (found.earliest is not None and found.latest is not None) or found.precision == "open"
        position = found.end


@given(st.text("0123456789年月日至-“十三五”期间目前", max_size=40))
def test_full_width_digits_are_read_alike(text: str) -> None:
    """Full-width digits are read like others."""
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    narrow = [(found.start, found.end, found.earliest, found.latest) for found in find_dates(text)]
    assert narrow == [(found.start, found.end, found.earliest, found.latest) for found in find_dates(wide)]
