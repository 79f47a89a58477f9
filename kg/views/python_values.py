"""Terms as Python values: for data frames and lists of dicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.rdf import XSD

if TYPE_CHECKING:
    from collections.abc import Callable


def python_value(term: object) -> Any:  # noqa: ANN401  -- a Python value of any type
    """Return a term as a Python value: str, int, Decimal, float, bool or date; None for no value."""
    if isinstance(term, Literal):
        return _literal_value(term)
    return term.value if isinstance(term, NamedNode) else None if term is None else str(term)


def _literal_value(literal: Literal) -> Any:  # noqa: ANN401
    readers: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "decimal": Decimal,
        "double": float,
        "boolean": lambda text: text in ("true", "1"),
        "date": date.fromisoformat,
    }
    read = readers.get(literal.datatype.value.removeprefix(XSD))
    try:
        return read(literal.value) if read else literal.value
    except (ValueError, ArithmeticError):
        return literal.value
