"""Writes values for people: figures with comparator and unit, dates by their precision."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.audit.comparators import LOWER_BOUND as LOWER, UPPER_BOUND as UPPER
from kg.audit.dates import EARLIEST, LATEST, PRECISION
from kg.audit.figures import COMPARATOR, DENOMINATOR, NUMERATOR, RANK, UNIT, VALUE
from kg.audit.lexicon import AS_STATED, RATIO
from kg.audit.page.labels import Text, page_text
from kg.rdf import LEXICAL_FORMS, NUMBERS, PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import NamedNode

    from kg.audit.annotations import Value
    from kg.audit.page.labels import Labels

    # the values of one node in one passage, by property
    Stated = Mapping[NamedNode, Sequence[Value]]

_COUNT = PREFIXES["unit"] + "NUM"
_SHORT = {PREFIXES["unit"] + "KiloM2": "km²"}
# no exponent: xsd:decimal has none, and a large one would use all memory
_DECIMAL = re.compile(LEXICAL_FORMS[XSD + "decimal"])
_HUNDREDTH, _ROUNDING = Decimal("0.01"), Decimal("0.000001")
_BOOLEANS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
_LENGTHS = {"month": len("2011-01"), "year": len("2011")}

MEASURED = (VALUE, UNIT, COMPARATOR)
DATED = (EARLIEST, LATEST, PRECISION)


def headline(stated: Stated, labels: Labels) -> Text | None:
    """Return the main value of a node: its figure, rank or date; None if it has none."""
    if VALUE in stated:
        return measure(stated, labels, short=True)
    if RANK in stated:
        return page_text("rank", rank=_joined(stated[RANK]))
    return date(stated)


def measure(stated: Stated, labels: Labels, *, short: bool = False) -> Text:
    """Return a node's value with comparator and unit: 超过 6,200,000,000,000 元.

    `short` leaves out the unit of a count and the comparator “as stated”.
    """
    units = [value.value for value in stated.get(UNIT, ())]
    numbers = " / ".join(_number(value, units, labels) for value in stated[VALUE])
    if fraction := _fraction(stated):
        numbers = fraction
    zh, en, additions = numbers, numbers, []
    for unit in units:
        label = labels.of(unit)
        if unit == _COUNT:
            additions.append(label)
        elif unit != RATIO:
            zh, en = f"{zh} {label.zh}", f"{en} {_symbol(unit) or label.en}"
    for comparator in stated.get(COMPARATOR, ()):
        label = labels.of(comparator.value)
        if comparator.value == AS_STATED:
            additions.append(label)
        else:
            zh, en = f"{label.zh} {zh}", f"{label.en} {en}"
    if additions and not short:
        zh += f"（{'，'.join(label.zh for label in additions)}）"
        en += f" ({', '.join(label.en for label in additions)})"
    return Text(zh, en)


def _number(value: Value, units: Sequence[str], labels: Labels) -> str:
    return quantity(value.value, units) if isinstance(value, Literal) else labels.of(value.value).en


def _fraction(stated: Stated) -> str:
    """Return terms and quotient, 1/7 ≈ 14.29%; an empty text unless the node has one of each."""
    numbers = [_joined(stated.get(predicate, ())) for predicate in (NUMERATOR, DENOMINATOR, VALUE)]
    if not all(map(_DECIMAL.fullmatch, numbers)):
        return ""
    upper, lower, value = map(Decimal, numbers)
    if not lower:
        return ""
    exact = upper / lower
    sign = "=" if value == exact else "≈" if abs(value - exact) < _ROUNDING else "≠"
    shown = f"{_plain((value * 100).quantize(_HUNDREDTH))}%" if sign == "≈" else quantity(numbers[2], (RATIO,))
    return f"{numbers[0]}/{numbers[1]} {sign} {shown}"


def _symbol(unit: str) -> str:
    currency = PREFIXES["currency"]
    return unit.removeprefix(currency) if unit.startswith(currency) else _SHORT.get(unit, "")


def date(stated: Stated) -> Text | None:
    """Return a node's interval with its precision: 2011-01; from 2014-01-01; None if it has no date."""
    if EARLIEST not in stated and LATEST not in stated:
        return None
    earliest, latest = (_joined(stated.get(end, ())) for end in (EARLIEST, LATEST))
    precision = _joined(stated.get(PRECISION, ()))
    if not latest:
        return page_text("from", date=earliest)
    if not earliest:
        return page_text("until", date=latest)
    length = _LENGTHS.get(precision) if _is_even(earliest, latest, precision) else None
    first, last = earliest[:length], latest[:length]
    whole = first if first == last else f"{first} – {last}"
    return Text(whole, whole)


def _is_even(earliest: str, latest: str, precision: str) -> bool:
    """Return whether an interval consists of whole months or years, so that these name it exactly."""
    try:
        first, after = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest) + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return False
    is_month = first.day == after.day == 1
    return is_month and (precision == "month" or first.month == after.month == 1)


def value_text(value: Value, predicate: NamedNode, stated: Stated, labels: Labels) -> Text:
    """Return one value of a node: an entity as its label, a literal as people write it."""
    if not isinstance(value, Literal):
        return labels.of(value.value)
    kind = value.datatype.value
    if kind == XSD + "boolean":
        key = _BOOLEANS.get(value.value)
        return page_text(key) if key else Text(value.value, value.value)
    text = value.value
    if predicate in (LOWER, UPPER):
        text = quantity(text, [unit.value for unit in stated.get(UNIT, ())])
    elif kind in NUMBERS:
        text = quantity(text, ())
    return Text(text, text)


def quantity(text: str, units: Sequence[str]) -> str:
    """Return a number with thousands separators and no trailing zeros; a ratio in per cent; another text unchanged."""
    if not _DECIMAL.fullmatch(text):
        return text
    with localcontext(prec=len(text) + len("100")):
        number = Decimal(text)
        return f"{_plain(number * 100)}%" if RATIO in units else _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(values: Sequence[Value]) -> str:
    return " / ".join(value.value for value in values)
