"""The saved queries, read from queries/: each a query that runs as it stands, with a header that says what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ParameterError, ParseError, UnknownNameError
from kg.project import HeaderCache, bilingual, read_header, read_text
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

    `key` are the columns that tell its rows apart, `columns` what each column holds, in Chinese and English, and
    `related` the names of queries that a reader may want next.
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
        text = self.filled(values)
        for each in self.parameters:
            if not each.optional and not values.get(each.name):
                message = f"{self.name} needs {each.name} ({each.kind})"
                raise ParameterError(message, hint=f"for example: -p {each.name}={each.example}")
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
    """Return each saved query's file by its name, the file's stem. Raises ParseError if two bear one name."""
    paths: dict[str, Path] = {}
    for path in sorted(folder.glob("**/*.rq")):
        if path.stem in paths:
            raise ParseError(f"{path}: {paths[path.stem]} bears that name already", hint="rename one of them")
        paths[path.stem] = path
    return paths


def find_query(folder: Path, name: str, *, cache: Path | None = None) -> SavedQuery:
    """Read the saved query of that name; `cache` is a file that keeps parsed headers.

    Raises UnknownNameError with the closest names, or ParseError.
    """
    paths = query_paths(folder)
    if name not in paths:
        raise UnknownNameError("query", name, paths, hint="list them with: kg queries")
    return read_query(paths[name], cache=cache)


def read_queries(folder: Path) -> list[SavedQuery]:
    """Read every saved query, by theme and name. Raises ParseError."""
    found = [read_query(path) for path in query_paths(folder).values()]
    return sorted(found, key=lambda query: (query.theme, query.name))


def read_query(path: Path, *, cache: Path | None = None) -> SavedQuery:
    """Read one saved query. Raises ParseError, naming the file, if its header or a parameter's row is not right."""
    text = read_text(path)
    kept = HeaderCache(cache) if cache else None
    header = read_header(path, text, required=_REQUIRED, optional=_OPTIONAL, cache=kept)
    grain, columns = header["grain"], header.get("columns") or {}
    if not isinstance(grain, str):
        raise ParseError(f"{path}: grain says nothing", hint="grain: one row per …")
    if not isinstance(columns, dict):
        raise ParseError(f"{path}: columns is no mapping", hint="columns: then a line for each, NAME: {zh: …, en: …}")
    return SavedQuery(
        name=path.stem,
        theme=path.parent.name,
        summary=bilingual(path, "summary", header["summary"]),
        grain=grain,
        tags=_words(path, "tags", header),
        parameters=read_parameters(path, text, header),
        text=text,
        key=_words(path, "key", header),
        columns={name: bilingual(path, f"columns.{name}", each) for name, each in columns.items()},
        related=_words(path, "related", header),
    )


def _words(path: Path, key: str, header: Mapping[str, object]) -> tuple[str, ...]:
    words = header.get(key, [])
    if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
        raise ParseError(f"{path}: {key} is no list of words", hint=f"{key}: [one, another]")
    return tuple(words)
