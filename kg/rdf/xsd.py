"""XML Schema datatypes: lexical forms, value bounds and derivation, for all packages that need them.

Source: W3C XML Schema Definition Language (XSD) 1.1 Part 2: Datatypes, sections 3.3 and 3.4.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError, clipped
from kg.rdf.reachability import transitive_closure
from kg.rdf.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

_DERIVED = {
    "decimal": {"integer"},
    "integer": {"nonPositiveInteger", "nonNegativeInteger", "long"},
    "nonPositiveInteger": {"negativeInteger"},
    "nonNegativeInteger": {"positiveInteger", "unsignedLong"},
    "long": {"int"},
    "int": {"short"},
    "short": {"byte"},
    "unsignedLong": {"unsignedInt"},
    "unsignedInt": {"unsignedShort"},
    "unsignedShort": {"unsignedByte"},
    "string": {"normalizedString"},
    "normalizedString": {"token"},
    "token": {"language", "Name", "NMTOKEN"},
    "Name": {"NCName"},
    "dateTime": {"dateTimeStamp"},
}


def derived_datatypes(datatype: str) -> list[str]:
    """Return an XSD datatype and all datatypes derived from it, as sorted IRIs."""
    name = datatype.removeprefix(XSD)
    return sorted({datatype, *(XSD + derived for derived in transitive_closure(name, _DERIVED))})


EXACT_NUMBERS = frozenset(derived_datatypes(XSD + "decimal"))
NUMBERS = EXACT_NUMBERS | {XSD + "double", XSD + "float"}

_ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP_CENTURY = "([1-9][0-9]*)?([02468][048]|[13579][26])00"
_LEAP_YEAR = f"-?({_LEAP_CENTURY}|([1-9][0-9]+|0[0-9])(0[48]|[2468][048]|[13579][26]))"
_MONTH = "(0[1-9]|1[0-2])"
# all days except 29 February
_MONTH_DAY = f"({_MONTH}-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_DATE = f"({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
_TIME = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?|24:00:00([.]0+)?)"
_DECIMAL = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)"
_FLOAT = f"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_SECONDS = "[0-9]+([.][0-9]+)?S"
_HOURS = f"(T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS}))"
_DAYS = "([0-9]+D)"

# regular expressions by datatype IRI, to be matched against the whole text; they are free of backslashes, so that the
# same text is valid in Python and in a SPARQL string. A datatype that is missing here accepts any text.
LEXICAL_FORMS = {
    XSD + name: form
    for name, form in {
        "decimal": _DECIMAL,
        "float": _FLOAT,
        "double": _FLOAT,
        "boolean": "true|false|1|0",
        "date": f"{_DATE}{_ZONE}?",
        "time": f"{_TIME}{_ZONE}?",
        "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
        "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
        "gMonth": f"--{_MONTH}{_ZONE}?",
        "gDay": f"---(0[1-9]|[12][0-9]|3[01]){_ZONE}?",
        "gMonthDay": f"--({_MONTH_DAY}|02-29){_ZONE}?",
        "duration": f"-?P(([0-9]+Y([0-9]+M)?|[0-9]+M){_DAYS}?{_HOURS}?|{_DAYS}{_HOURS}?|{_HOURS})",
        "dayTimeDuration": f"-?P({_DAYS}{_HOURS}?|{_HOURS})",
        "yearMonthDuration": "-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
        "hexBinary": "([0-9a-fA-F]{2})*",
        "base64Binary": "(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}==|([A-Za-z0-9+/] ?){3}=)?",
        "language": "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    }.items()
} | dict.fromkeys(derived_datatypes(XSD + "integer"), "[+-]?[0-9]+")
# the least and the greatest value by datatype IRI, None where there is no limit
VALUE_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
}
for _name, _bits in (("Byte", 8), ("Short", 16), ("Int", 32), ("Long", 64)):
    VALUE_BOUNDS[XSD + _name.lower()] = (-(2 ** (_bits - 1)), 2 ** (_bits - 1) - 1)
    VALUE_BOUNDS[f"{XSD}unsigned{_name}"] = (0, 2**_bits - 1)


def is_well_formed(literal: Literal) -> bool:
    """Return whether a literal's text is a lexical form of its datatype and within the datatype's bounds.

    White space around the text is ignored. A datatype without a known lexical form accepts any text.
    """
    datatype, text = literal.datatype.value, literal.value.strip(" \t\r\n")
    if (form := LEXICAL_FORMS.get(datatype)) is not None and not re.fullmatch(form, text):
        return False
    least, greatest = VALUE_BOUNDS.get(datatype, (None, None))
    return (least is None or Decimal(text) >= least) and (greatest is None or Decimal(text) <= greatest)


def _parse_decimal(text: str) -> str:
    # Decimal accepts an exponent, xsd:decimal does not
    if not re.fullmatch(_DECIMAL, text):
        raise ValueError(text)
    return format(Decimal(text), "f")


def _parse_boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text


def _parse_date_time(text: str) -> str:
    if not re.fullmatch(LEXICAL_FORMS[XSD + "dateTime"], text):
        raise ValueError(text)
    return text


# datatype of a query parameter: function that returns the lexical form of a text or raises, and an example
_PARSERS: dict[str, tuple[Callable[[str], str], str]] = {
    "string": (str, "张江"),
    "integer": (lambda text: str(int(text)), "2020"),
    "decimal": (_parse_decimal, "0.5"),
    "date": (lambda text: dt.date.fromisoformat(text).isoformat(), "2015-05-01"),
    "dateTime": (_parse_date_time, "2015-05-01T12:00:00"),
    "boolean": (_parse_boolean, "true"),
}


def typed(name: str, text: str, datatype: str) -> Literal:
    """Return the value of the parameter `name` as a literal of an XSD datatype, given by its local name.

    Raises ParameterError, with an example, if `text` is not of that datatype.
    """
    if datatype not in _PARSERS:
        raise ParameterError(f"parameter {name}: datatype xsd:{datatype} is not one of {', '.join(sorted(_PARSERS))}")
    parse, example = _PARSERS[datatype]
    try:
        lexical = parse(text)
    except (ValueError, ArithmeticError):
        message = f"parameter {name}: {clipped(text)!r} is not a valid xsd:{datatype}"
        raise ParameterError(message, hint=f"for example: -p {name}={example}") from None
    return Literal(lexical, datatype=NamedNode(XSD + datatype))
