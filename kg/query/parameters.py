"""Parameters of saved queries, as their header describes them and as the query's VALUES rows hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ParseError, QueryError
from kg.project import bilingual
from kg.sparql import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.sparql import Values

_KINDS = frozenset({"class", "datatype", "interval"})
_KEYS = _KINDS | {"optional", "label", "end", "examples", "none"}
_UNBOUND = "UNDEF"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a saved query: a class whose members it takes, an XSD datatype (both as CURIEs), or an interval.

    An interval stands for two date parameters, its first day and its last. A date parameter takes the first day of what
    is given (2015, “十三五”), with `is_end` the last. `example` is the term of the query as it stands; `examples` are
    values as a person types them, each with rows; `none` is one without.
    """

    name: str
    label: Mapping[str, str]
    class_: str | None
    datatype: str | None
    optional: bool
    example: str
    interval: tuple[str, str] | None = None
    is_end: bool = False
    examples: tuple[str, ...] = ()
    none: str | None = None

    @property
    def kind(self) -> str:
        """What it takes, as a person reads it: a class, a datatype, or an interval."""
        return self.class_ or self.datatype or "interval"


def read_parameters(path: Path, text: str, header: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the parameters that a query's header describes. Raises ParseError, naming the file and the parameter."""
    described = header.get("params") or {}
    if not isinstance(described, dict):
        raise ParseError(
            f"{path}: params is no mapping", hint="params: then a line for each, NAME: {class: …, label: …}"
        )
    values = _values_of(path, text) if described else []
    found = tuple(_parameter(path, values, name, spec) for name, spec in described.items())
    dates = {each.name for each in found if each.datatype == "xsd:date"}
    for each in found:
        if each.interval is not None and not dates.issuperset(each.interval):
            raise ParseError(f"{path}: parameter {each.name}: its interval must be two parameters of xsd:date")
    return found


def _values_of(path: Path, text: str) -> list[Values]:
    """Return the VALUES of a query. Raises ParseError, naming the file, where its text is no SPARQL."""
    try:
        return read_values(text)
    except QueryError as error:
        raise ParseError(f"{path}: {error.message}") from None


def _parameter(path: Path, values: list[Values], name: str, spec: object) -> Parameter:
    if not isinstance(spec, dict) or (unknown := sorted(map(str, spec.keys() - _KEYS))):
        listed = f": {', '.join(unknown)}" if isinstance(spec, dict) else ""
        raise ParseError(f"{path}: parameter {name} is not well described{listed}", hint="class or datatype, and label")
    if len(_KINDS & spec.keys()) != 1:
        raise ParseError(f"{path}: parameter {name} needs either a class, a datatype or an interval")
    interval, optional = spec.get("interval"), bool(spec.get("optional", False))
    is_pair = isinstance(interval, list) and [type(each) for each in interval] == [str, str]
    if interval is not None and not (is_pair and optional):
        raise ParseError(f"{path}: parameter {name}: an interval is optional, and two names: [since, until]")
    return Parameter(
        name=name,
        label=bilingual(path, f"params.{name}.label", spec.get("label")),
        class_=spec.get("class"),
        datatype=spec.get("datatype"),
        optional=optional,
        example=_UNBOUND if interval else _example(path, values, name, optional=optional),
        interval=(interval[0], interval[1]) if interval else None,
        is_end=bool(spec.get("end", False)),
        examples=_values(path, name, spec.get("examples", [])),
        none=None if spec.get("none") is None else str(spec["none"]),
    )


def _example(path: Path, values: list[Values], name: str, *, optional: bool) -> str:
    rows = [row.text for row in values if row.name == name]
    if len(rows) != 1:
        message = f"{path}: parameter {name} has {len(rows)} VALUES rows, and needs one"
        raise ParseError(message, hint=f"VALUES ?{name} {{ … }}")
    if optional != (rows[0] == _UNBOUND):
        raise ParseError(f"{path}: parameter {name}: only an optional one has the row {{ UNDEF }}, and it must")
    return rows[0]


def _values(path: Path, name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(each, (str, int, float)) for each in values):
        raise ParseError(f"{path}: parameter {name}: examples is no list of values", hint="examples: [国务院, 上海]")
    return tuple(map(str, values))
