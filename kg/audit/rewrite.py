"""Writes the new offsets of passages that moved into the file that states them, and changes nothing else there."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kg.errors import KgError
from kg.project import END, PASSAGE_OF, SHA256, START
from kg.rdf import compact
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.audit.anchors import Anchoring

    Key = tuple[str, str]  # the IRIs of subject and predicate
    Row = tuple[str, str, str]

# the part of Turtle's grammar that separates subject, predicate and object in any layout
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*) | (?P<iri><[^>\s]*>)
      | (?P<long>\"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3})
      | (?P<string>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
      | (?P<word>(?:[^\s<>"'\#;,.\[\](){}]|\.(?=[^\s<>"'\#;,.\[\](){}]))+) | (?P<mark>[;,.\[\](){}])""",
    re.VERBOSE | re.DOTALL,
)
_REMEDY = "nothing was written; correct the offsets by hand"


def rewrite_offsets(path: Path, anchoring: Anchoring) -> int:
    """Write the new offsets of the passages that moved into a Turtle file, and return their number.

    If only offsets changed, the new digest of the document is written too. Layout and comments stay; a changed passage
    keeps its offsets and digest until an editor has reviewed it. For another document nothing is written. Raises
    KgError, and leaves the file unchanged, if it cannot be read or written, or the offsets cannot be changed safely.
    """
    if anchoring.is_other:
        return 0
    path = path.resolve()  # a link stays a link
    moved = anchoring.of_state("moved")
    try:
        before = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    stated = _triples(path, before)
    values: dict[Key, tuple[str, str]] = {}
    for anchor in moved:
        values[anchor.passage.iri.value, START.value] = str(anchor.passage.start), str(anchor.start)
        values[anchor.passage.iri.value, END.value] = str(anchor.passage.end), str(anchor.end)
    values |= _digest(stated, anchoring)
    values = {key: (old, new) for key, (old, new) in values.items() if old != new}
    if values:
        after = _edited(path, before, values)
        _verify(path, stated, _triples(path, after), values)
        _write(path, after)
    return len(moved)


def _digest(stated: set[Row], anchoring: Anchoring) -> dict[Key, tuple[str, str]]:
    if anchoring.of_state("changed") or anchoring.uncovered:
        return {}
    documents = {value[1:-1] for _, predicate, value in stated if predicate == PASSAGE_OF.value}
    return {
        (subject, predicate): (value.split('"')[1], anchoring.document.digest)
        for subject, predicate, value in stated
        if predicate == SHA256.value and subject in documents
    }


def _triples(path: Path, text: str) -> set[Row]:
    """Return the triples as strings: the IRIs of subject and predicate, and the object in N-Triples."""
    try:
        quads = list(parse(text.removeprefix("\ufeff").encode(), RdfFormat.TURTLE))
    except SyntaxError as error:
        raise KgError(f"{path}:{error.lineno}:{error.offset}: {error.msg}", hint="the file must be turtle") from None
    return {(str(quad.subject).strip("<>"), quad.predicate.value, str(quad.object)) for quad in quads}


def _edited(path: Path, text: str, values: Mapping[Key, tuple[str, str]]) -> str:
    places: dict[Key, tuple[int, int]] = {}
    for key, start, end in _literals(text):
        if key in values and text[start:end] == values[key][0]:
            places[key] = start, end
    if missing := [key for key in values if key not in places]:
        subject, predicate = missing[0]
        message = f"{path} does not state {compact(subject)} {compact(predicate)} {values[missing[0]][0]}"
        raise KgError(message, hint=_REMEDY)
    for key, (start, end) in sorted(places.items(), key=lambda item: item[1], reverse=True):
        text = text[:start] + values[key][1] + text[end:]
    return text


def _literals(text: str) -> Iterator[tuple[Key, int, int]]:
    """Yield subject, predicate, start and end of each literal's lexical form, outside of brackets."""
    prefixes: dict[str, str] = {}
    terms: list[str] = []  # subject and predicate of the current statement
    for token in _outside_brackets(text):
        word = token[0]
        if word == ".":
            terms = []
        elif word == ";":
            terms = terms[:1]
        elif word == ",":
            continue
        elif len(terms) < 2:  # noqa: PLR2004  -- subject, predicate
            terms.append(word)
        elif terms[0].casefold() in ("@prefix", "prefix"):
            prefixes[terms[1].removesuffix(":")] = word[1:-1]
            terms = []  # PREFIX, as in SPARQL, has no full stop
        else:
            quotes = {"string": 1, "long": 3}.get(token.lastgroup or "", 0)
            yield (_iri(terms[0], prefixes), _iri(terms[1], prefixes)), token.start() + quotes, token.end() - quotes


def _outside_brackets(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens except comments; a node in brackets is represented by its closing bracket."""
    depth = 0
    for token in _TOKEN.finditer(text, text.startswith("\ufeff")):
        depth += (token[0] in ("[", "(")) - (token[0] in ("]", ")"))
        if depth == 0 and token.lastgroup != "comment":
            yield token


def _iri(word: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = word.partition(":")
    return word[1:-1] if word.startswith("<") else prefixes.get(prefix, "?") + local


def _verify(path: Path, before: set[Row], after: set[Row], values: Mapping[Key, tuple[str, str]]) -> None:
    """Raise KgError unless exactly the intended triples differ."""
    expected = set()
    for subject, predicate, value in before:
        old, new = values.get((subject, predicate), ("", ""))
        is_old = value.startswith(f'"{old}"') and old
        expected.add((subject, predicate, value.replace(old, new, 1) if is_old else value))
    if after != expected or len(before - expected) != len(values):
        raise KgError(f"{path}: the offsets cannot be changed without changing more", hint=_REMEDY)


def _write(path: Path, text: str) -> None:
    with atomic_write(path, hint="it is as it was") as file:
        shutil.copymode(path, file.name)
        file.write(text.encode())
