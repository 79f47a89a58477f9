"""Datatypes: their lexical forms as SPARQL conditions, since an engine need not know that `x` is no integer."""

from __future__ import annotations

from kg.rdf import RDF, RDFS, XSD

_ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_LEAP = "([0-9]*([02468][048]|[13579][26])00|[0-9]*[0-9]?(0[48]|[2468][048]|[13579][26]))"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?|24:00:00(\\.0+)?)"
_DAY = "(0[1-9]|1[0-9]|2[0-8])"
_MONTH_DAY = f"((0[1-9]|1[0-2])-{_DAY}|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_DATE = f"({_YEAR}-{_MONTH_DAY}|-?{_LEAP}-02-29)"
_INTEGER = "[+-]?[0-9]+"
_DECIMAL = r"[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)"
_DURATION = r"(T([0-9]+H([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?|[0-9]+M([0-9]+(\\.[0-9]+)?S)?|[0-9]+(\\.[0-9]+)?S))"
_DAYS = "([0-9]+D)"
_FLOAT = rf"(({_DECIMAL})([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"

# whole lexical forms, anchored when used; a string may be anything
_FORMS = {
    "integer": _INTEGER,
    "decimal": _DECIMAL,
    "float": _FLOAT,
    "double": _FLOAT,
    "boolean": "true|false|1|0",
    "date": _DATE + _ZONE,
    "time": _TIME + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE.removesuffix('?')}",
    "gYear": _YEAR + _ZONE,
    "gYearMonth": f"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    "gMonth": f"--(0[1-9]|1[0-2]){_ZONE}",
    "gDay": f"---(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    "gMonthDay": f"--({_MONTH_DAY}|02-29){_ZONE}",
    "duration": f"-?P(([0-9]+Y([0-9]+M)?|[0-9]+M){_DAYS}?{_DURATION}?|{_DAYS}{_DURATION}?|{_DURATION})",
    "dayTimeDuration": rf"-?P([0-9]+D{_DURATION}?|{_DURATION})",
    "yearMonthDuration": "-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
    "hexBinary": "([0-9a-fA-F]{2})*",
    "base64Binary": "(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}==|([A-Za-z0-9+/] ?){3}=)?",
    "language": "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
# integers with bounds
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}


def has_datatype(variable: str, iri: str) -> str:
    """Return the condition that a variable is a literal of a datatype and has one of its lexical forms.

    Forms are told by regular expressions over STR(), bounds by a cast to xsd:decimal, both of SPARQL 1.1, so that every
    engine decides alike. A datatype outside XML Schema has no known form: its literals are taken as they are.
    """
    if iri == RDF + "langString":
        return f'(isLITERAL({variable}) && LANG({variable}) != "")'
    if iri == RDFS + "Literal":
        return f"isLITERAL({variable})"
    is_of = f"isLITERAL({variable}) && DATATYPE({variable}) = <{iri}>"
    name = iri.removeprefix(XSD)
    if name in _FORMS and iri.startswith(XSD):
        return f'({is_of} && REGEX(STR({variable}), "^({_FORMS[name]})$"))'
    if name in _BOUNDS and iri.startswith(XSD):
        lowest, highest = _BOUNDS[name]
        number = f"<{XSD}decimal>(STR({variable}))"
        bounds = ([f"{number} >= {lowest}.0"] if lowest is not None else []) + (
            [f"{number} <= {highest}.0"] if highest is not None else []
        )
        tests = " && ".join(bounds)
        return f'({is_of} && REGEX(STR({variable}), "^{_INTEGER}$") && COALESCE({tests}, false))'
    return f"({is_of})"


def takes_any_text(iri: str) -> bool:
    """Say whether each literal of a datatype is one that `has_datatype` takes."""
    name = iri.removeprefix(XSD)
    return not iri.startswith(XSD) or (name not in _FORMS and name not in _BOUNDS)
