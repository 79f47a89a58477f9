"""Reads the `#+` header of a query file: YAML in comments, as in grlc."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import lazy_loader

from kg.errors import KgError, ParseError
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

_HEADER_LINE = re.compile(r"#\+ ?(.*)")

# its import takes ten milliseconds, which a query with a cached header does not need
yaml = lazy_loader.load("yaml")


def read_header(
    path: Path, text: str, *, required: frozenset[str], optional: frozenset[str], cache: Path | None = None
) -> dict[str, Any]:
    """Return the header of a query file as a mapping; `cache` is a JSON file that keeps parsed headers.

    Raises ParseError if it is not a YAML mapping, lacks a required key or has one that is neither required nor
    optional.
    """
    # other lines become empty lines, so that YAML reports the line numbers of the file
    lines = [match[1] if (match := _HEADER_LINE.match(line)) else "" for line in text.splitlines()]
    source = "\n".join(lines).rstrip("\n")
    header = _parse_cached(path, source, cache) if cache else _parse(path, source)
    if not isinstance(header, dict):
        raise ParseError(f"{path}: no #+ header", hint=f"a header has {', '.join(sorted(required))}")
    if missing := sorted(required - header.keys()):
        raise ParseError(f"{path}: the #+ header lacks {', '.join(missing)}")
    if unknown := sorted(map(str, header.keys() - required - optional)):
        known = ", ".join(sorted(required | optional))
        raise ParseError(f"{path}: unknown key in the #+ header: {', '.join(unknown)}", hint=f"known: {known}")
    return header


def _parse(path: Path, source: str) -> object:
    # both loaders are safe; that of libyaml is three times as fast, but not in every wheel
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(source, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ParseError(f"{path}{line}: the #+ header is not YAML: {getattr(error, 'problem', error)}") from None


def _parse_cached(path: Path, source: str, cache: Path) -> object:
    """Return a parsed header from the cache, or parse it and add it; a cache that cannot be used is ignored."""
    key = hashlib.sha256(source.encode(errors="surrogatepass")).hexdigest()
    try:
        headers = json.loads(cache.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        headers = {}
    if not isinstance(headers, dict):
        headers = {}
    if key in headers:
        return headers[key]
    header = _parse(path, source)
    # JSON has no dates and no keys that are numbers; the folder may be read-only
    with suppress(TypeError, ValueError, KgError):
        if json.loads(json.dumps(header)) == header:
            with atomic_write(cache) as file:
                file.write(json.dumps(headers | {key: header}, ensure_ascii=False).encode())
    return header


def read_text(path: Path) -> str:
    """Return the text of a query file. Raises ParseError if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"{path}: byte {error.start} is not UTF-8", hint="save the file as UTF-8") from None


def bilingual(path: Path, key: str, value: object) -> dict[str, str]:
    """Return the `{zh: …, en: …}` value of a header key. Raises ParseError if a language is missing or not a text."""
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(text, str) for text in value.values()):
        return value
    raise ParseError(f"{path}: {key} needs a text in zh and one in en", hint=f"{key}: {{zh: …, en: …}}")
