"""Reads the saved queries of a folder: each file is a query that runs with its example values, with a header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ParameterError, ParseError, UnknownNameError
from kg.project import bilingual, read_header, read_text
from kg.query.parameters import read_parameters
from kg.sparql import with_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    from kg.query.parameters import Parameter

_REQUIRED = frozenset({"summary", "grain", "tags"})
_OPTIONAL = frozenset({"key", "columns", "related", "params"})


@dataclass(frozen=True)
class SavedQuery:
    """A saved query: one row per `grain`; its text is valid SPARQL 1.1 and runs with its example values.

    `key` are the columns that identify a row, `columns` describes each column in Chinese and English, and `related` are
    names of queries that a reader may want next.
    """

    name: str
    theme: str
    summary: Mapping[str, str]
    grain: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    key: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    related: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name. Raises UnknownNameError."""
        known = {parameter.name: parameter for parameter in self.parameters}
        if name in known:
            return known[name]
        hint = f"{self.name} takes {', '.join(known)}" if known else f"{self.name} takes no parameters"
        raise UnknownNameError("parameter", name, known, hint=hint)

    def bind(self, values: Mapping[str, Sequence[NamedNode | Literal]]) -> str:
        """Return the query's text with the VALUES row of each given parameter replaced by serialised terms.

        Raises UnknownNameError for a parameter the query does not have, ParameterError for a required one not given.
        """
        text = self.filled(values)
        for parameter in self.parameters:
            if not parameter.optional and not values.get(parameter.name):
                message = f"{self.name} needs {parameter.name} ({parameter.kind})"
                raise ParameterError(message, hint=f"for example: -p {parameter.name}={parameter.example}")
        return text

    def filled(self, values: Mapping[str, Sequence[NamedNode | Literal]]) -> str:
        """Return the query's text with given parameters bound; one that is not given keeps its example.

        Raises UnknownNameError for a parameter the query does not have.
        """
        for name in values:
            self.parameter(name)
        rows = {name: " ".join(map(str, terms)) for name, terms in values.items() if terms}
        return with_values(self.text, rows) if rows else self.text


def query_paths(folder: Path) -> dict[str, Path]:
    """Return each saved query's file by its name, the file's stem. Raises ParseError if two files have one name."""
    paths: dict[str, Path] = {}
    for path in sorted(folder.glob("**/*.rq")):
        if path.stem in paths:
            raise ParseError(f"{path}: {paths[path.stem]} has the same name", hint="rename one of them")
        paths[path.stem] = path
    return paths


def find_query(folder: Path, name: str, *, cache: Path | None = None) -> SavedQuery:
    """Read the saved query of a name; `cache` is a JSON file that keeps parsed headers.

    Raises UnknownNameError with the closest names, ParseError for an invalid file.
    """
    paths = query_paths(folder)
    if name not in paths:
        raise UnknownNameError("query", name, paths, hint="list them with: kg queries")
    return read_query(paths[name], cache=cache)


def read_queries(folder: Path) -> list[SavedQuery]:
    """Read all saved queries, sorted by theme and name. Raises ParseError."""
    queries = [read_query(path) for path in query_paths(folder).values()]
    return sorted(queries, key=lambda query: (query.theme, query.name))


def read_query(path: Path, *, cache: Path | None = None) -> SavedQuery:
    """Read one saved query. Raises ParseError, naming the file, if its header or a VALUES row is invalid."""
    text = read_text(path)
    header = read_header(path, text, required=_REQUIRED, optional=_OPTIONAL, cache=cache)
    grain, columns = header["grain"], header.get("columns") or {}
    if not isinstance(grain, str):
        raise ParseError(f"{path}: grain is not a text", hint="write grain: one row per …")
    if not isinstance(columns, dict):
        raise ParseError(
            f"{path}: columns is not a mapping", hint="write columns: and a line per column, NAME: {zh: …, en: …}"
        )
    return SavedQuery(
        name=path.stem,
        theme=path.parent.name,
        summary=bilingual(path, "summary", header["summary"]),
        grain=grain,
        tags=_words(path, "tags", header),
        parameters=read_parameters(path, text, header),
        text=text,
        key=_words(path, "key", header),
        columns={name: bilingual(path, f"columns.{name}", texts) for name, texts in columns.items()},
        related=_words(path, "related", header),
    )


def _words(path: Path, key: str, header: Mapping[str, object]) -> tuple[str, ...]:
    words = header.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ParseError(f"{path}: {key} is not a list of words", hint=f"write {key}: [one, another]")
    return tuple(words)
