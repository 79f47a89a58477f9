"""Reads from the folder of queries how people ask: wordings of each query, synonyms, names and filler words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import yaml

from kg.errors import ParseError
from kg.project import read_text
from kg.rdf import LANGUAGES, expand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDINGS = "asks.yaml"
WORDS = "words.yaml"
_KEYS = frozenset({"words", "names", "show", "fillers", "spellings"})


@dataclass(frozen=True)
class Lexicon:
    """The words of questions.

    `wordings` are questions by the name of the query that answers them; `groups` are words of the same meaning; `names`
    are further names of entities, by IRI; `show` are phrases that ask for an entity itself; `fillers` have no meaning
    for the choice of a query; `spellings` replace English words by another form.
    """

    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)


def read_lexicon(folder: Path) -> Lexicon:
    """Read asks.yaml and words.yaml of a folder of queries; a project may have neither.

    Raises ParseError, naming the file and the key, for what is not as described in `Lexicon`.
    """
    asks, words = _read(folder / WORDINGS), _read(folder / WORDS)
    path = folder / WORDS
    if unknown := sorted(map(str, words.keys() - _KEYS)):
        raise ParseError(f"{path}: unknown key {', '.join(unknown)}", hint=f"known: {', '.join(sorted(_KEYS))}")
    fillers = _mapping(path, "fillers", words.get("fillers"))
    if unknown_languages := sorted(fillers.keys() - set(LANGUAGES)):
        raise ParseError(
            f"{path}: fillers: {', '.join(unknown_languages)} is not a language", hint="fillers: {zh: […], en: […]}"
        )
    return Lexicon(
        wordings={name: _texts(folder / WORDINGS, name, each) for name, each in asks.items()},
        groups=_lists(path, "words", words.get("words")),
        names={
            _iri(path, name): _texts(path, name, each)
            for name, each in _mapping(path, "names", words.get("names")).items()
        },
        show=tuple(chain(*_lists(path, "show", words.get("show")))),
        fillers=frozenset(text for name, each in fillers.items() for text in _texts(path, f"fillers.{name}", each)),
        spellings={key: str(value) for key, value in _mapping(path, "spellings", words.get("spellings")).items()},
    )


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(read_text(path), Loader=loader)  # noqa: S506  -- both loaders are the safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ParseError(f"{path}{line}: invalid YAML: {getattr(error, 'problem', error)}") from None
    return _mapping(path, "the file", content)


def _mapping(path: Path, key: str, value: object) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ParseError(f"{path}: {key} is not a mapping from names", hint="write NAME: and a list")
    return value


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value):
        return tuple(value)
    raise ParseError(
        f"{path}: {key} is not a list of words", hint='write [one, another]; yes, no and on need quotes: "no"'
    )


def _lists(path: Path, key: str, value: object) -> tuple[tuple[str, ...], ...]:
    if value is not None and not isinstance(value, list):
        raise ParseError(
            f"{path}: {key} is not a list of lists of words", hint=f"write {key}: and a line per list, - [one, 一]"
        )
    return tuple(_texts(path, key, each) for each in value or ())


def _iri(path: Path, name: str) -> str:
    if (iri := expand(name)) is None:
        raise ParseError(f"{path}: names: {name} is not a CURIE or an IRI", hint="for example: place:shanghai")
    return iri.value
