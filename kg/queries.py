"""The saved queries, read from queries/: each a query that runs as it stands, with a header that says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ParameterError, ParseError, UnknownNameError
from kg.header import bilingual, read_header, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

_REQUIRED = frozenset({"summary", "grain", "tags"})
_OPTIONAL = frozenset({"params"})
_VALUES_ROW = re.compile(r"(?P<head>VALUES\s+\?(?P<name>\w+)\s*\{\s*)(?P<terms>[^{}]*?)(?P<tail>\s*\})")
_PARAMETER_KEYS = frozenset({"class", "datatype", "optional", "label"})


@dataclass(frozen=True)
class Parameter:
    """A parameter of a saved query: a class whose members it takes, or an XSD datatype (both as CURIEs)."""

    name: str
    label: Mapping[str, str]
    class_: str | None
    datatype: str | None
    optional: bool
    example: str


@dataclass(frozen=True)
class SavedQuery:
    """A saved query: one row per `grain`; its text is valid SPARQL 1.1 and runs with its example values."""

    name: str
    theme: str
    summary: Mapping[str, str]
    grain: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name. Raises UnknownNameError."""
        for each in self.parameters:
            if each.name == name:
                return each
        known = [each.name for each in self.parameters]
        hint = f"{self.name} takes {', '.join(known)}" if known else f"{self.name} takes no parameters"
        raise UnknownNameError("parameter", name, known, hint=hint)

    def bind(self, values: Mapping[str, Sequence[NamedNode | Literal]]) -> str:
        """Return the query's text with the VALUES row of each given parameter replaced by serialised terms.

        Raises UnknownNameError for a parameter the query does not have, ParameterError for a required one not given.
        """
        for name in values:
            self.parameter(name)
        for each in self.parameters:
            if not each.optional and not values.get(each.name):
                message = f"{self.name} needs {each.name} ({each.class_ or each.datatype})"
                raise ParameterError(message, hint=f"for example: -p {each.name}={each.example}")

        def row(match: re.Match[str]) -> str:
            terms = values.get(match["name"])
            return f"{match['head']}{' '.join(map(str, terms))}{match['tail']}" if terms else match[0]

        # all rows in one pass, so that a value is never searched for the next row
        return _VALUES_ROW.sub(row, self.text)


def query_paths(folder: Path) -> dict[str, Path]:
    """Return each saved query's file by its name, the file's stem. Raises ParseError if two bear one name."""
    paths: dict[str, Path] = {}
    for path in sorted(folder.glob("**/*.rq")):
        if path.stem in paths:
            raise ParseError(f"{path}: {paths[path.stem]} bears that name already", hint="rename one of them")
        paths[path.stem] = path
    return paths


def find_query(folder: Path, name: str) -> SavedQuery:
    """Read the saved query of that name. Raises UnknownNameError with the closest names, or ParseError."""
    paths = query_paths(folder)
    if name not in paths:
        raise UnknownNameError("query", name, paths, hint="list them with: kg queries")
    return read_query(paths[name])


def read_queries(folder: Path) -> list[SavedQuery]:
    """Read every saved query, by theme and name. Raises ParseError."""
    found = [read_query(path) for path in query_paths(folder).values()]
    return sorted(found, key=lambda query: (query.theme, query.name))


def read_query(path: Path) -> SavedQuery:
    """Read one saved query. Raises ParseError, naming the file, if its header or a parameter's row is not right."""
    text = read_text(path)
    header = read_header(path, text, required=_REQUIRED, optional=_OPTIONAL)
    parameters, tags, grain = header.get("params") or {}, header["tags"], header["grain"]
    if not isinstance(parameters, dict):
        raise ParseError(
            f"{path}: params is no mapping", hint="params: then a line for each, NAME: {class: …, label: …}"
        )
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ParseError(f"{path}: tags is no list of words", hint="tags: [policies, institutions]")
    if not isinstance(grain, str):
        raise ParseError(f"{path}: grain says nothing", hint="grain: one row per …")
    return SavedQuery(
        name=path.stem,
        theme=path.parent.name,
        summary=bilingual(path, "summary", header["summary"]),
        grain=grain,
        tags=tuple(tags),
        parameters=tuple(_parameter(path, text, name, spec) for name, spec in parameters.items()),
        text=text,
    )


def _parameter(path: Path, text: str, name: str, spec: dict[str, Any]) -> Parameter:
    if not isinstance(spec, dict) or (unknown := sorted(map(str, spec.keys() - _PARAMETER_KEYS))):
        listed = f": {', '.join(unknown)}" if isinstance(spec, dict) else ""
        raise ParseError(f"{path}: parameter {name} is not well described{listed}", hint="class or datatype, and label")
    if ("class" in spec) == ("datatype" in spec):
        raise ParseError(f"{path}: parameter {name} needs either a class or a datatype")
    rows = [match["terms"] for match in _VALUES_ROW.finditer(text) if match["name"] == name]
    if len(rows) != 1:
        message = f"{path}: parameter {name} has {len(rows)} VALUES rows, and needs one"
        raise ParseError(message, hint=f"VALUES ?{name} {{ … }}")
    example = rows[0]
    optional = bool(spec.get("optional", False))
    if optional != (example == "UNDEF"):
        raise ParseError(f"{path}: parameter {name}: only an optional one has the row {{ UNDEF }}, and it must")
    return Parameter(
        name=name,
        label=bilingual(path, f"params.{name}.label", spec.get("label")),
        class_=spec.get("class"),
        datatype=spec.get("datatype"),
        optional=optional,
        example=example,
    )
