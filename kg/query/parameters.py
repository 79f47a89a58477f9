"""Reads the parameters of a saved query from its header, and their example values from its VALUES rows."""

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
    """A parameter of a saved query: it takes members of a class, an XSD datatype (both as CURIEs), or an interval.

    An interval sets two date parameters, for its first and its last day. A date parameter is bound to the first day of
    the given period (2015, “十三五”), with `is_end` to the last. `example` is the term in the query's VALUES row;
    `examples` are values as a person types them, each with rows; `value_without_rows` is one without rows.
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
    value_without_rows: str | None = None

    @property
    def kind(self) -> str:
        """What it takes: the CURIE of a class or a datatype, or `interval`."""
        return self.class_ or self.datatype or "interval"


def read_parameters(path: Path, text: str, header: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the parameters that a query's header describes. Raises ParseError, naming the file and the parameter."""
    described = header.get("params") or {}
    if not isinstance(described, dict):
        raise ParseError(
            f"{path}: params is not a mapping",
            hint="write params: and a line per parameter, NAME: {class: …, label: …}",
        )
    values = _read_values(path, text) if described else []
    parameters = tuple(_parameter(path, values, name, spec) for name, spec in described.items())
    dates = {parameter.name for parameter in parameters if parameter.datatype == "xsd:date"}
    for parameter in parameters:
        if parameter.interval is not None and not dates.issuperset(parameter.interval):
            raise ParseError(f"{path}: parameter {parameter.name}: its interval must be two parameters of xsd:date")
    return parameters


def _read_values(path: Path, text: str) -> list[Values]:
    """Return the VALUES of a query. Raises ParseError, naming the file, if its text is not SPARQL."""
    try:
        return read_values(text)
    except QueryError as error:
        raise ParseError(f"{path}: {error.message}") from None


def _parameter(path: Path, values: list[Values], name: str, spec: object) -> Parameter:
    if not isinstance(spec, dict) or (unknown := sorted(map(str, spec.keys() - _KEYS))):
        listed = f", unknown keys: {', '.join(unknown)}" if isinstance(spec, dict) else ""
        raise ParseError(
            f"{path}: parameter {name}: invalid description{listed}", hint=f"its keys are {', '.join(sorted(_KEYS))}"
        )
    if len(_KINDS & spec.keys()) != 1:
        raise ParseError(f"{path}: parameter {name} needs either a class, a datatype or an interval")
    interval, optional = spec.get("interval"), bool(spec.get("optional", False))
    is_pair = isinstance(interval, list) and [type(each) for each in interval] == [str, str]
    if interval is not None and not (is_pair and optional):
        raise ParseError(f"{path}: parameter {name}: an interval must be optional, with two names: [since, until]")
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
        value_without_rows=None if spec.get("none") is None else str(spec["none"]),
    )


def _example(path: Path, values: list[Values], name: str, *, optional: bool) -> str:
    rows = [row.text for row in values if row.name == name]
    if len(rows) != 1:
        message = f"{path}: parameter {name} has {len(rows)} VALUES rows and needs one"
        raise ParseError(message, hint=f"write VALUES ?{name} {{ … }}")
    if optional != (rows[0] == _UNBOUND):
        raise ParseError(f"{path}: parameter {name}: the row {{ UNDEF }} is for optional parameters, which need it")
    return rows[0]


def _values(path: Path, name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(each, (str, int, float)) for each in values):
        raise ParseError(
            f"{path}: parameter {name}: examples is not a list of values", hint="write examples: [国务院, 上海]"
        )
    return tuple(map(str, values))
