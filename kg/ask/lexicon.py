"""How people ask, read from queries/: wordings of each query; words, names and fillers of two languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

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

    `wordings` are ways to ask for a query, by its name; `groups` words that mean the same; `names` further names of
    entities, by IRI; `show` what asks for an entity itself; `fillers` say nothing of what is asked; `spellings` are
    English words by the form that stands for them.
    """

    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)


def read_lexicon(folder: Path) -> Lexicon:
    """Read asks.yaml and words.yaml of a folder of queries; a project may have neither.

    Raises ParseError, naming the file and the key, where one is not as it should be.
    """
    asks, words = _read(folder / WORDINGS), _read(folder / WORDS)
    path = folder / WORDS
    if unknown := sorted(map(str, words.keys() - _KEYS)):
        raise ParseError(f"{path}: unknown key {', '.join(unknown)}", hint=f"known: {', '.join(sorted(_KEYS))}")
    fillers = _mapping(path, "fillers", words.get("fillers"))
    if strangers := sorted(fillers.keys() - set(LANGUAGES)):
        raise ParseError(f"{path}: fillers: {', '.join(strangers)} is no language", hint="fillers: {zh: […], en: […]}")
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
    import yaml  # noqa: PLC0415  -- only a question needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(read_text(path), Loader=loader)  # noqa: S506  -- both loaders are the safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ParseError(f"{path}{line}: no YAML: {getattr(error, 'problem', error)}") from None
    return _mapping(path, "the file", content)


def _mapping(path: Path, key: str, value: object) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ParseError(f"{path}: {key} is no mapping from names", hint="NAME: then a list")
    return value


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    raise ParseError(f"{path}: {key} is no list of words", hint='[one, another]; yes, no and on stand in quotes: "no"')


def _lists(path: Path, key: str, value: object) -> tuple[tuple[str, ...], ...]:
    if value is not None and not isinstance(value, list):
        raise ParseError(
            f"{path}: {key} is no list of lists of words", hint=f"{key}: then a line for each, - [one, 一]"
        )
    return tuple(_texts(path, key, each) for each in value or ())


def _iri(path: Path, name: str) -> str:
    if (found := expand(name)) is None:
        raise ParseError(f"{path}: names: {name} is no CURIE or IRI", hint="for example: place:shanghai")
    return found.value
