"""Times in questions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given

from kg.ask.times import find_times

CASES = yaml.safe_load((Path(__file__).parent / "times.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_time_is_read(case: dict[str, Any]) -> None:
    """The first time of a text is open on the side that the words leave open."""
    found = find_times(case["text"])
    if "since" not in case:
        assert [] == found
        return
    first = found[0]
    shown = [day.isoformat() if day else "" for day in (first.since, first.until)]
    assert [case["since"], case["until"], case.get("year")] == [*shown, first.year]


@given(st.text(alphabet="0123456789年月日以前后来到至-/. 十三五期间sincebefore"))
def test_no_text_is_too_odd(text: str) -> None:
    """In any text, times are in order, do not overlap, and begin before they end."""
    found = find_times(text)
    assert all(time.since is None or time.until is None or time.since <= time.until for time in found)
    assert all(one.start <= two.start for one, two in pairwise(found))
