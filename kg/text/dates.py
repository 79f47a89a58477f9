"""Reads date expressions of Chinese text: their positions, and the intervals that they name."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kg.text.numerals import read_number

_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_SPELT = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SPELT_YEAR = re.compile(r"(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}(?=年)")

_YEAR = r"(?<![\d.])(?:19|20)\d\d"
_IN_YEAR = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?P<from>{_YEAR})年?(?:-|－|—|–|～|至|到)(?P<to>{_YEAR})年"
    rf"|(?P<year>{_YEAR})年(?:(?P<month>{_IN_YEAR})月(?:(?P<day>{_IN_YEAR})日)?)?"
    r"(?:(?P<since>以来|起(?![草步诉源点初飞航家]))|(?P<vague>[以之][前后]))?"
    rf"|(?P<listed>{_YEAR})(?=(?:[、和及与]{_YEAR})*[、和及与]{_YEAR}年)"
    r"|[“「](?P<quoted>[一二三四五六七八九十]+五)[”」](?:期间|时期|规划|末)?"
    r"|(?P<plan>[一二三四五六七八九十]+五)(?:期间|时期|规划|末)"
    r"|(?P<span>\d{1,3}|[一二两三四五六七八九十百]+)年(?:来|间|(?=路))"
    r"|(?P<now>目前|如今|当前|现在|迄今)"
)

# since the third plan, 1966-1970, the plans follow each other without a gap; 一五 was 1953-1957, 二五 1958-1962
_THIRD_PLAN = 1966
_FIRST_PLANS = {1: 1953, 2: 1958}
_PLAN_YEARS = 5
_MAX_LENGTH = 40
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
_SPAN = re.compile(r"(.+?)\s*(?:\.\.|/|–|—|～|~|至|到| to |(?<=\d{4})-(?=\d{4}))\s*(.+)")
_PLAN = re.compile(r"[“‘「\"']?([一二三四五六七八九十]+五)[”’」\"']?")


@dataclass(frozen=True)
class DateExpression:
    """A date expression: its span in code points, and the interval it names, both ends included.

    `precision` is `day`, `month`, `year`, or `open` if the words leave an end open (2014年以来 has no `latest`) or do
    not name a calendar date (十年来, 目前, 2025年以前).
    """

    start: int
    end: int
    words: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: str


def find_dates(text: str) -> list[DateExpression]:
    """Return the date expressions of a text in order.

    These forms are read: 2020年, 2020年5月4日, 二〇二〇年五月, 2014年以来, 2013-2020年, 2011、2012年, “十三五”期间,
    十年来, 目前. A day that the calendar does not have is not returned.
    """
    expressions = []
    digits = _SPELT_YEAR.sub(lambda year: year[0].translate(_SPELT), text.translate(_NARROW))
    for match in _DATE.finditer(digits):
        try:
            earliest, latest, precision = _interval(match.groupdict())
        except (ValueError, OverflowError):
            continue
        expressions.append(DateExpression(*match.span(), text[slice(*match.span())], earliest, latest, precision))
    return expressions


def read_interval(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of the time that a text names, or None if it is not a time.

    These forms are read: 2015, 2015-05, 2015-05-04, spans of these (2011-2014, 2011..2014-06), and the forms of
    `find_dates` with both ends: 2015年5月, 2013-2020年, 十三五.
    """
    words = text.strip().translate(_NARROW)
    if len(words) > _MAX_LENGTH:
        return None
    if span := _SPAN.fullmatch(words):
        first, last = map(read_interval, span.groups())
        if first and last and first[0] <= last[1]:
            return first[0], last[1]
    try:
        if iso := _ISO.fullmatch(words):
            earliest, latest, _ = _calendar(int(iso["year"]), iso["month"], iso["day"])
            return earliest, latest
    except (ValueError, OverflowError):
        return None
    if plan := _PLAN.fullmatch(words):
        words = f"{plan[1]}期间"
    dates = find_dates(words)
    if len(dates) == 1 and dates[0].words == words and dates[0].earliest and dates[0].latest:
        return dates[0].earliest, dates[0].latest
    return None


def _interval(groups: dict[str, str | None]) -> tuple[dt.date | None, dt.date | None, str]:
    if groups["from"] and groups["to"]:
        return dt.date(int(groups["from"]), 1, 1), dt.date(int(groups["to"]), 12, 31), "year"
    if year := groups["year"] or groups["listed"]:
        earliest, latest, precision = _calendar(int(year), groups["month"], groups["day"])
        if groups["vague"]:
            return None, None, "open"
        return (earliest, None, "open") if groups["since"] else (earliest, latest, precision)
    if plan := groups["plan"] or groups["quoted"]:
        number = int(read_number(plan.removesuffix("五")))
        first = _FIRST_PLANS.get(number, _THIRD_PLAN + _PLAN_YEARS * (number - 3))
        return dt.date(first, 1, 1), dt.date(first + _PLAN_YEARS - 1, 12, 31), "year"
    return None, None, "open"


def _calendar(year: int, month: str | None, day: str | None) -> tuple[dt.date, dt.date, str]:
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    if day is not None:
        date = dt.date(year, int(read_number(month)), int(read_number(day)))
        return date, date, "day"
    first = dt.date(year, int(read_number(month)), 1)
    return first, (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1), "month"
