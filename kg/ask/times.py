"""Finds the dates and periods in a Chinese or English text, with words such as since, until and before."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_YEAR = r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?![\d%]|\.\d)"
# English ordinals of five-year plans, and the Chinese ones that kg.text reads
_PLANS = {
    "first": "一", "second": "二", "third": "三", "fourth": "四", "fifth": "五", "sixth": "六", "seventh": "七",
    "eighth": "八", "ninth": "九", "tenth": "十", "eleventh": "十一", "twelfth": "十二", "thirteenth": "十三",
    "fourteenth": "十四", "fifteenth": "十五",
}  # fmt: skip
_ORDINALS = list(_PLANS.values())
_PLAN = re.compile(
    rf"(?P<words>{'|'.join(_PLANS)}|(?P<digits>1?\d)(?:st|nd|rd|th)) "
    r"(?:five[- ]year (?:plan|programme)|fyp)(?: period)?",
    re.IGNORECASE,
)
_BARE_PLAN = re.compile(r"[“\"「]?(?P<plan>十?[一二三四五六七八九十]五)(?!年)[”\"」]?(?:期间|时期|规划|末)?")
_BASES = (
    re.compile(rf"{_YEAR}[-/.](?P<number>0?[1-9]|1[0-2])(?:[-/.](?P<day>\d{{1,2}}))?(?![\d%])"),
    re.compile(
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?\b(?P<month>{_MONTH})\b\.?,? (?:of )?{_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_YEAR}年?"),
)
_HINT = re.compile(r"\d|年|[一二三四五六七八九十]五|five[- ]year|fyp", re.IGNORECASE)
_VAGUE = re.compile(r"[以之][前后]$")
_SINCE = re.compile(r"(?:以来|来|起|开始|至今|往后)")
_AFTER = re.compile(r"(?:年?(?:以后|之后|后))")
_BEFORE = re.compile(r"(?:年?(?:以前|之前|前))")
_UNTIL = re.compile(r"(?:底|年底|末|年末)?(?:为止|止)")
_YEAR_END = re.compile(r"(?:年?[底末](?:以前|之前|前))")
# words before a date, by what they mean
_LEADS = tuple(
    (side, re.compile(rf"(?:\b(?:{english})(?: the)?(?: end of)?(?: year)? ?{chinese})$", re.IGNORECASE))
    for side, english, chinese in (
        ("after", "after|later than", ""),
        ("since", "since|from|starting(?: in| from)?|as of", "|自从?|从"),
        ("before", "before|prior to|earlier than", ""),
        ("until", "until|till?|by|up to|no later than", "|截至|截止到?|到"),
    )
)
_BETWEEN = re.compile(r" ?(?:-|–|—|~|～|至|到|和|与|to|and|until|till|through) ?", re.IGNORECASE)
_RANGE_LEAD = re.compile(r"(?:\b(?:between|from)(?: the)?(?: years?)? ?|从|自|在)$", re.IGNORECASE)


@dataclass(frozen=True)
class Time:
    """A time in a text: its span, and its first and last day, None if open.

    `year` is set if the time is exactly one year, `by` if the text means a time span that ends then.
    """

    start: int
    end: int
    since: dt.date | None
    until: dt.date | None
    year: int | None
    by: bool = False


def find_times(text: str) -> list[Time]:
    """Return the times of a cleaned text in order.

    “Since 2011” is open at its end, “before 2015” and 2015年以前 end with 2014, “by 2015” with 2015.
    """
    if not _HINT.search(text):
        return []
    return [_with_direction(text, base) for base in _with_ranges(text, _bases(text))]


def _bases(text: str) -> list[Time]:
    """Return the dates and periods without the words around them; of overlapping ones, the first kind found."""
    times: list[Time] = []
    for time in _chinese(text):
        _add(times, time)
    for match in _PLAN.finditer(text):
        digits = match["digits"]
        ordinal = _PLANS.get(match["words"].lower(), "")
        if digits and 1 <= int(digits) <= len(_ORDINALS):
            ordinal = _ORDINALS[int(digits) - 1]
        for plan in find_dates(f"{ordinal}五期间") if ordinal else ():
            _add(times, Time(*match.span(), plan.earliest, plan.latest, None))
    for match in _BARE_PLAN.finditer(text):
        for plan in find_dates(f"{match['plan']}期间"):
            _add(times, Time(*match.span(), plan.earliest, plan.latest, None))
    for pattern in _BASES:
        for match in pattern.finditer(text):
            if (date := _calendar(match)) is not None:
                _add(times, date)
    return sorted(times, key=lambda time: time.start)


def _add(times: list[Time], time: Time) -> None:
    if not any(other.start < time.end and time.start < other.end for other in times):
        times.append(time)


def _chinese(text: str) -> Iterable[Time]:
    for date in find_dates(text):
        words = date.words
        if _VAGUE.search(words):  # left to `_with_direction`
            words = words[:-2]
        elif date.earliest and date.latest is None:
            words = re.sub(r"(?:以来|起)$", "", words)
        for base in find_dates(words):
            if base.earliest is not None and base.start == 0:
                is_year = (
                    base.precision == "year" and base.latest is not None and base.earliest.year == base.latest.year
                )
                yield Time(
                    date.start,
                    date.start + len(words),
                    base.earliest,
                    base.latest,
                    base.earliest.year if is_year else None,
                )


def _calendar(match: re.Match[str]) -> Time | None:
    parts = match.groupdict()
    year, named, day = int(parts["year"]), parts.get("month"), parts.get("day")
    month = next((place for place, name in enumerate(_MONTHS, 1) if named and name.startswith(named[:3].lower())), None)
    month = int(parts["number"]) if parts.get("number") else month
    if month is None:
        return Time(*match.span(), dt.date(year, 1, 1), dt.date(year, 12, 31), year)
    try:
        first = dt.date(year, month, int(day or 1))
    except ValueError:
        return None
    last = first if day else (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Time(*match.span(), first, last, None)


def _with_ranges(text: str, bases: list[Time]) -> list[Time]:
    """Join two dates with “to” between them, or with “and” after “between”, into one range."""
    joined: list[Time] = []
    for base in bases:
        last = joined[-1] if joined else None
        between = _BETWEEN.fullmatch(text[last.end : base.start]) if last else None
        if last is None or between is None or not _is_range(text[: last.start], between[0].strip(), last, base):
            joined.append(base)
            continue
        joined[-1] = Time(last.start, base.end, last.since, base.until, None)
    return joined


def _is_range(before: str, connector: str, first: Time, second: Time) -> bool:
    if first.since is None or second.since is None or first.since > second.since:
        return False
    return connector.lower() not in ("and", "和", "与") or _RANGE_LEAD.search(before) is not None


def _with_direction(text: str, base: Time) -> Time:
    """Return a date opened to one side by the words around it: since, after, before, until."""
    before, after = text[: base.start], text[base.end :]
    is_range = base.year is None and base.since and base.until and base.until.year - base.since.year > 0
    day = dt.timedelta(days=1)
    for pattern, side in (
        (_YEAR_END, "until"),
        (_AFTER, "after"),
        (_BEFORE, "before"),
        (_SINCE, "since"),
        (_UNTIL, "until"),
    ):
        if match := pattern.match(after):
            return _open(base, side, base.start, base.end + match.end(), day)
    for side, pattern in _LEADS:
        if (match := pattern.search(before)) and not (is_range and side == "since"):
            return _open(base, side, match.start(), base.end, day)
    return base


def _open(base: Time, side: str, start: int, end: int, day: dt.timedelta) -> Time:
    if side == "since":
        return Time(start, end, base.since, None, None)
    if side == "after":
        return Time(start, end, base.until + day if base.until else None, None, None)
    if side == "before":
        return Time(start, end, None, base.since - day if base.since else None, None)
    return Time(start, end, None, base.until, base.year, by=True)
