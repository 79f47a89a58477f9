"""Finds the numbers in a Chinese or English text, as decimals: 98%, 1/7, a third, 七分之一, 0.2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.text import find_numerals

if TYPE_CHECKING:
    from kg.text import Numeral

_PERCENT = re.compile(r"(?<=\d) ?(?:per ?cent|percent)\b", re.IGNORECASE)
_CHINESE_PERCENT = re.compile(r"百分之(?P<digits>\d+(?:\.\d+)?)")
_PARTS = "half third quarter fifth sixth seventh eighth ninth tenth".split()
_COUNTS = "one two three four five six seven eight nine ten".split()
_FRACTION = re.compile(rf"\b(?:(?P<over>a|{'|'.join(_COUNTS)})[ -])?(?P<part>{'|'.join(_PARTS)})s?\b", re.IGNORECASE)
_HINT = re.compile(rf"[\d〇零一二两三四五六七八九十百千万亿]|{'|'.join(_PARTS)}", re.IGNORECASE)
# fractions are rounded as in the graph
_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Number:
    """A number in a text: its span and its value; percentages and fractions are ratios."""

    start: int
    end: int
    value: Decimal
    is_ratio: bool

    @property
    def text(self) -> str:
        """The value as an xsd:decimal."""
        rounded = self.value.quantize(_PLACES) if self.is_ratio else self.value
        plain = format(rounded, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a cleaned text in order, without words for an inexact number."""
    if not _HINT.search(text):
        return []
    # percent as one sign, padded so that offsets remain valid
    signed = _PERCENT.sub(lambda match: "%".ljust(len(match[0])), text)
    signed = _CHINESE_PERCENT.sub(lambda match: f"{match['digits']}%".ljust(len(match[0])), signed)
    numbers = [
        Number(numeral.start, numeral.end, numeral.low, numeral.kind in ("percent", "fraction"))
        for numeral in find_numerals(signed)
        if not numeral.low.is_nan() and numeral.kind != "ordinal" and not _is_in_word(signed, numeral)
    ]
    for match in _FRACTION.finditer(text):
        over = (match["over"] or "").lower()
        if not over:  # “the third” may be an ordinal
            continue
        count = _COUNTS.index(over) + 1 if over in _COUNTS else 1
        numbers.append(Number(*match.span(), Decimal(count) / (_PARTS.index(match["part"].lower()) + 2), is_ratio=True))
    return sorted(numbers, key=lambda number: number.start)


def _is_in_word(text: str, numeral: Numeral) -> bool:
    """Return whether a numeral is part of a word such as C919, p05s2 or 13th."""
    around = text[max(0, numeral.start - 1) : numeral.start] + text[numeral.end : numeral.end + 1]
    return any(character.isascii() and character.isalpha() for character in around)
