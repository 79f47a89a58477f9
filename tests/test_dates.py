"""The reader of date expressions: each kind, and the interval that it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import find_dates

CASES = {
    "2020年": [("2020年", "2020-01-01", "2020-12-31", "year")],
    "于2016年2月": [("2016年2月", "2016-02-01", "2016-02-29", "month")],
    "2020年5月4日": [("2020年5月4日", "2020-05-04", "2020-05-04", "day")],
    "2014年以来": [("2014年以来", "2014-01-01", "None", "open")],
    "(2013-2020年)": [("2013-2020年", "2013-01-01", "2020-12-31", "year")],
    "2011、2012年": [("2011", "2011-01-01", "2011-12-31", "year"), ("2012年", "2012-01-01", "2012-12-31", "year")],
    "“十三五”期间": [("“十三五”期间", "2016-01-01", "2020-12-31", "year")],
    "十四五规划": [("十四五规划", "2021-01-01", "2025-12-31", "year")],
    "十年来": [("十年来", "None", "None", "open")],
    "目前": [("目前", "None", "None", "open")],
    "2020年13月": [],
    "2020家": [],
}


@pytest.mark.parametrize("text", CASES)
def test_a_date_is_read(text: str) -> None:
    """A date expression names its interval; what the calendar does not have is none."""
    found = [(each.words, str(each.earliest), str(each.latest), each.precision) for each in find_dates(text)]
    assert CASES[text] == found


@given(st.text(alphabet="0123456789年月日十三五“”期间以来目前、-至一", max_size=30))
def test_dates_are_where_they_say(text: str) -> None:
    """Spans hold the words, and no text is too odd."""
    for each in find_dates(text):
        assert each.words == text[each.start : each.end]
