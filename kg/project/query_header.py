"""The `#+` header of a query file: YAML in comments, as grlc writes it."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from kg.errors import KgError, ParseError
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER_LINE = re.compile(r"#\+ ?(.*)")


def read_header(
    path: Path, text: str, *, required: frozenset[str], optional: frozenset[str], cache: HeaderCache | None = None
) -> dict[str, Any]:
    """Return the header of a query file as a mapping; a `cache` spares the parsing of one that it knows.

    Raises ParseError if it is no YAML mapping, lacks a required key or has one that is neither required nor optional.
    """
    # other lines stay as empty ones, so that YAML counts the file's lines
    lines = [match[1] if (match := _HEADER_LINE.match(line)) else "" for line in text.splitlines()]
    yaml = "\n".join(lines).rstrip("\n")
    header = cache.get(yaml) if cache else None
    if header is None:
        header = _parse(path, yaml)
        if cache:
            cache.put(yaml, header)
    if not isinstance(header, dict):
        raise ParseError(f"{path}: no #+ header", hint=f"a header has {', '.join(sorted(required))}")
    if missing := sorted(required - header.keys()):
        raise ParseError(f"{path}: the #+ header lacks {', '.join(missing)}")
    if unknown := sorted(map(str, header.keys() - required - optional)):
        known = ", ".join(sorted(required | optional))
        raise ParseError(f"{path}: unknown key in the #+ header: {', '.join(unknown)}", hint=f"known: {known}")
    return header


def _parse(path: Path, text: str) -> object:
    import yaml  # noqa: PLC0415  -- a sixth of a cold query's time, which a known header spares

    # libyaml's parser, if the wheel has it, is three times as fast
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506  -- both loaders are the safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ParseError(f"{path}{line}: the #+ header is no YAML: {getattr(error, 'problem', error)}") from None


class HeaderCache:
    """Headers parsed before, by their digest, in a file that may be lost at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new: dict[str, object] = {}
        self._waits = False

    def get(self, text: str) -> object:
        """Return the header that a text was parsed to, or None if it is not known."""
        digest = _digest(text)
        return self._new.get(digest, self._known.get(digest))

    def put(self, text: str, header: object) -> None:
        """Store the parsed header of a text, if it is valid JSON; do nothing if the file cannot be written."""
        try:
            if json.loads(json.dumps(header)) != header:
                return
        except (TypeError, ValueError):
            return
        self._new[_digest(text)] = header
        if not self._waits:
            self._write()

    @contextmanager
    def together(self) -> Iterator[Self]:
        """Write the headers that are stored within the context once, at its end."""
        self._waits = True
        yield self
        self._waits = False
        if self._new:
            self._write()

    def _write(self) -> None:
        content = json.dumps(self._read() | self._new, ensure_ascii=False, sort_keys=True)
        with suppress(KgError), atomic_write(self._path) as file:
            file.write(content.encode())

    @cached_property
    def _known(self) -> dict[str, object]:
        return self._read()

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return known if isinstance(known, dict) else {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def read_text(path: Path) -> str:
    """Return a query file's text. Raises ParseError if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"{path}: byte {error.start} is not UTF-8", hint="save the file as UTF-8") from None


def bilingual(path: Path, key: str, value: object) -> dict[str, str]:
    """Return a header's `{zh: …, en: …}` value. Raises ParseError if a language is missing or no text."""
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(text, str) for text in value.values()):
        return value
    raise ParseError(f"{path}: {key} needs a text in zh and one in en", hint=f"{key}: {{zh: …, en: …}}")
