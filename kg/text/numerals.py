"""Reads numerals of Chinese text, Arabic, Chinese and mixed: their positions and exact values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {
    character: value for value, group in enumerate("〇零 一 二两 三 四 五 六 七 八 九".split()) for character in group
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ZEROS = {unit: len(str(value)) - 1 for unit, value in (_TENS | _MYRIADS).items()}
_CHINESE = "".join([*_DIGITS, *_TENS, *_MYRIADS])

# full-width forms, each of one character, so that offsets do not change; not the comma, which separates clauses
_NARROW = str.maketrans("０１２３４５６７８９．％／－～—–〜", "0123456789.%/-----")

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!,?\d)|\d+)(?:\.\d+)?"
# 数百 and 十几 are not exact numbers; 人数百万 is one
_VAGUE = rf"(?:几|(?<![人总参个家件次指倍系户])数)[十百千万亿]+|[{_CHINESE}]*[十百千]几[十百千万亿]*"
_MORE = r"[余多](?=[万亿])"  # 300多亿
_NUMBER = (
    rf"(?:{_VAGUE}|{_ARABIC}(?:{_MORE})?[十百千]?万?亿?"
    rf"|[{_CHINESE}]+(?:{_MORE}[万亿]+|点[{''.join(_DIGITS)}]+[万亿]*)?)"
)
_NUMERAL = re.compile(
    rf"(?P<over>\d+)/(?P<under>\d+)"
    rf"|(?P<whole>[{_CHINESE}]+)分之(?P<part>{_NUMBER})"
    rf"|(?P<percent>{_ARABIC})(?:%?[-至到](?P<percents>{_ARABIC}))?(?P<sign>%|‰|个百分点)"
    rf"|第(?P<place>{_NUMBER})|(?P<first>首[位家张届批次例个座款项条台套所部场])"
    rf"|(?P<number>{_NUMBER})(?:[-至到](?P<most>{_NUMBER}))?"
)


@dataclass(frozen=True)
class Numeral:
    """A numeral of a text: its span in code points, and its number or numbers.

    `kind` is `number`, `percent` (a ratio: 60% is 0.60), `fraction` (with its `terms`) or `ordinal`; `high` differs
    from `low` only in a range. Both are NaN for words without an exact number, such as 十三五 or 数百.
    """

    start: int
    end: int
    words: str
    kind: str
    low: Decimal
    high: Decimal
    terms: tuple[int, int] | None = None

    @property
    def is_range(self) -> bool:
        """Whether the text has two numbers, the least and the greatest."""
        return not self.low.is_nan() and self.low != self.high


def find_numerals(text: str) -> list[Numeral]:
    """Return the numerals of a text in order: 531, 1.5万, ２０％, 1/7, 三分之一, 3至5, 第二, 首位, 二十二, 300多亿."""
    return [_read(match, text) for match in _NUMERAL.finditer(text.translate(_NARROW))]


def _read(match: re.Match[str], text: str) -> Numeral:
    start, end = match.span()
    kind, low, high, terms = _value(match.groupdict())
    return Numeral(start, end, text[start:end], kind, low, low if high is None else high, terms)


def _value(groups: dict[str, str | None]) -> tuple[str, Decimal, Decimal | None, tuple[int, int] | None]:
    if groups["over"] and groups["under"]:
        return _ratio(Decimal(groups["over"]), Decimal(groups["under"]))
    if groups["whole"] and groups["part"]:
        whole, part = read_number(groups["whole"]), read_number(groups["part"])
        return ("percent", part / whole, None, None) if groups["whole"] in ("百", "千") else _ratio(part, whole)
    if low := groups["percent"]:
        high, zeros = groups["percents"], -3 if groups["sign"] == "‰" else -2
        return "percent", _scaled(low, zeros), _scaled(high, zeros) if high else None, None
    if groups["first"] or groups["place"]:
        return "ordinal", read_number(groups["place"] or "一"), None, None
    return "number", *_range(groups["number"] or "", groups["most"]), None


def _range(least: str, most: str | None) -> tuple[Decimal, Decimal | None]:
    if not most:
        return read_number(least), None
    scale = re.search(r"(?<=\d)[十百千万亿]+$|[万亿]+$", most)  # 3至5万 begins at 30,000
    shared = scale and (least[-1].isdigit() or least[-1] in _DIGITS or least[-1] == "十")
    return read_number(least + scale[0] if scale and shared else least), read_number(most)


def _scaled(digits: str, zeros: int) -> Decimal:
    return Decimal(f"{digits.replace(',', '')}e{zeros}")  # exact, however many digits


def _ratio(part: Decimal, whole: Decimal) -> tuple[str, Decimal, None, tuple[int, int] | None]:
    if not whole or whole.is_nan() or part.is_nan():
        return "fraction", Decimal("NaN"), None, None
    is_whole = part == part.to_integral_value() and whole == whole.to_integral_value()
    return "fraction", part / whole, None, (int(part), int(whole)) if is_whole else None


def read_number(text: str) -> Decimal:
    """Return the number of a run of digits (1,800 · 6.2万亿 · 二十二 · 二〇二〇 · 两千五), else NaN."""
    text = re.sub("[余多]", "", text)
    if match := re.fullmatch(rf"({_ARABIC})([十百千万亿]*)", text):
        return _scaled(match[1], sum(_ZEROS[unit] for unit in match[2]))
    if match := re.fullmatch(rf"([{_CHINESE}]+)点([{''.join(_DIGITS)}]+)([万亿]*)", text):
        whole, places = _integer(match[1]), "".join(str(_DIGITS[digit]) for digit in match[2])
        return whole if whole.is_nan() else _scaled(f"{whole:f}.{places}", sum(_ZEROS[unit] for unit in match[3]))
    return _integer(text)


def _integer(text: str) -> Decimal:
    if text and all(character in _DIGITS for character in text):
        return _spelt(text)
    total = section = 0
    digit: int | None = None
    unit = 1  # of the character before, which determines that of a last digit: 两千五 is 2500
    for character in text:
        if character in _DIGITS:
            if digit:
                return Decimal("NaN")
            digit = _DIGITS[character]
            unit = unit if digit else 1
        elif unit := _TENS.get(character, 0):
            section += (1 if digit is None else digit) * unit
            digit = None
        elif unit := _MYRIADS.get(character, 0):
            section += digit or 0
            # 万 and 亿 alone, or a second one in 万亿 and 四万万; 一万二万 and 亿万 are not numbers
            if character == "亿" or (not section and 0 < total < _MYRIADS["亿"]):
                total = (total + (section or (not total))) * unit
            elif total % _MYRIADS["亿"] or (total and not section):
                return Decimal("NaN")
            else:
                total += (section or 1) * unit
            section, digit = 0, None
        else:
            return Decimal("NaN")
    last = (digit or 0) * (unit // 10 if digit and unit > 10 else 1)  # noqa: PLR2004  -- 十 is followed by ones
    return Decimal(total + section + last) if text else Decimal("NaN")


def _spelt(text: str) -> Decimal:
    """Return the number of digits written one by one: 二〇二〇. Two without a zero are an estimate (三四家), so NaN."""
    digits = [_DIGITS[character] for character in text]
    is_estimate = len(digits) == 2 and 0 not in digits  # noqa: PLR2004  -- a pair
    return Decimal("NaN") if is_estimate else Decimal("".join(map(str, digits)))
