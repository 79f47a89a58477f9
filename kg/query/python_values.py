"""Converts the Python values and RDF terms given for a parameter to the text that a person would type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable

# a datetime is a date, too
Scalar = str | int | float | Decimal | dt.date | NamedNode | Literal
# a value of a parameter, several, or None for a parameter that is not given; the terms of rdflib are subclasses of str
Value = Scalar | Sequence[Scalar] | None

_HINT = (
    "give a str, int, float, Decimal, bool, datetime.date or datetime.datetime, an IRI or literal of pyoxigraph or"
    " rdflib, or a flat list of these"
)
# how each type is written, as XML Schema writes it; the first type counts, since a bool is an int and a datetime a date
_FORMS: tuple[tuple[type, Callable[[Any], str | NamedNode]], ...] = (
    (NamedNode, lambda iri: iri),
    (Literal, lambda literal: literal.value),
    (str, str),
    (bool, lambda value: str(value).lower()),
    (int, lambda value: str(int(value))),
    # xsd:decimal has no exponent, and a column of whole numbers may have become one of floats
    (float, lambda value: str(int(value)) if value.is_integer() else format(Decimal(float.__repr__(value)), "f")),
    (Decimal, lambda value: format(value, "f")),
    (dt.datetime, dt.datetime.isoformat),
    (dt.date, dt.date.isoformat),
)


def value_text(name: str, value: object) -> str | NamedNode:
    """Return the value of a parameter as text, or as an IRI if it is one.

    Takes str, int, float, Decimal, bool, date and datetime, NamedNode and Literal of pyoxigraph, URIRef and Literal of
    rdflib. Raises ParameterError, naming the parameter, for other types.
    """
    kinds = _rdflib_kinds(value)
    if "URIRef" in kinds:
        try:
            return NamedNode(str(value))
        except ValueError as error:
            raise ParameterError(f"parameter {name}: {str(value)!r} is not an IRI: {error}", hint=_HINT) from None
    if "Literal" in kinds:
        return str(value)
    convert = None if kinds else next((form for kind, form in _FORMS if isinstance(value, kind)), None)
    if convert is None:
        raise ParameterError(f"parameter {name}: a value of type {type(value).__name__} is not supported", hint=_HINT)
    return convert(value)


def is_typed_text(value: object) -> bool:
    """Return whether a value is text from a person, where separators part several values, and not an RDF term."""
    return isinstance(value, str) and not _rdflib_kinds(value)


def _rdflib_kinds(value: object) -> set[str]:
    # by name, since importing rdflib takes a quarter of a second; its terms are subclasses of str
    return {cls.__name__ for cls in type(value).__mro__ if cls.__module__.split(".")[0] == "rdflib"}
