"""Lexical forms: which texts are values of their datatype."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from kg.rdf import XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAY = r"-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_WHOLE = r"[+-]?[0-9]+"
# Source: XML Schema Definition Language 1.1 Part 2, the lexical mapping of each datatype
_FORMS = {
    "boolean": "(true|false|1|0)",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "double": r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)",
    "float": r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)",
    "date": _DAY + _ZONE,
    "dateTime": f"{_DAY}T{_CLOCK}{_ZONE}",
    "time": _CLOCK + _ZONE,
    "gYear": r"-?([1-9][0-9]{3,}|0[0-9]{3})" + _ZONE,
    "gYearMonth": r"-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])" + _ZONE,
    "hexBinary": "([0-9a-fA-F]{2})*",
    **dict.fromkeys("integer long int short byte".split(), _WHOLE),
    **dict.fromkeys(("nonNegativeInteger", "positiveInteger"), r"([+]?[0-9]+|-0+)"),
    **dict.fromkeys("unsignedLong unsignedInt unsignedShort unsignedByte".split(), r"([+]?[0-9]+|-0+)"),
    **dict.fromkeys(("nonPositiveInteger", "negativeInteger"), r"(-[0-9]+|[+]?0+)"),
}
_BOUNDS = {
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in
       (("long", 64), ("int", 32), ("short", 16), ("byte", 8))},
    **{name: (0, 2**bits - 1) for name, bits in
       (("unsignedLong", 64), ("unsignedInt", 32), ("unsignedShort", 16), ("unsignedByte", 8))},
    "positiveInteger": (1, None),
    "negativeInteger": (None, -1),
}  # fmt: skip


def ill_formed(value: Literal) -> bool:
    """Say whether the text of a literal is not one of its datatype; a datatype not known here allows all."""
    name = value.datatype.value.removeprefix(XSD)
    form = _FORMS.get(name)
    if form is None:
        return False
    text = value.value.strip(" \t\r\n")
    if not re.fullmatch(form, text, re.ASCII):
        return True
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        return (low is not None and int(text) < low) or (high is not None and int(text) > high)
    if name in ("date", "dateTime") and not text.startswith("-"):
        return not _is_day(text)
    return False


def _is_day(text: str) -> bool:
    year, month, day = text.split("T", maxsplit=1)[0].split("-")[:3]
    try:
        # the calendar repeats every 400 years, and Python's ends with the year 9999
        dt.date(int(year) % 400 + 400, int(month), int(day[:2]))
    except ValueError:
        return False
    return True
