"""JSON-LD contexts: those at an address are read from local files, because pyoxigraph loads none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, ParseError
from kg.rdf.content_format import remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# a term whose IRI ends in one of these is a prefix (JSON-LD 1.1, section 4.2.2)
_PREFIX_ENDS = tuple(":/?#[]@")
_CONTEXT = "@context"


def read_json(content: bytes, name: str) -> Any:  # noqa: ANN401  -- JSON
    """Return the value of a JSON document. Raises ParseError with line and column."""
    try:
        found = json.loads(content.decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError(f"{name}:{line}: Invalid UTF-8 character encoding", hint="save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        raise ParseError(f"{place}: {error.msg}", hint=remedy(content, "jsonld", name)) from None
    except RecursionError:
        raise ParseError(f"{name}: the JSON is nested too deeply", hint="nest less") from None
    if not isinstance(found, (dict, list)):
        raise ParseError(f"{name}:1: the JSON is neither an object nor a list", hint="the file must be jsonld")
    return found


def local_contexts(document: Any, name: str, files: Mapping[str, Path]) -> Any:  # noqa: ANN401  -- JSON
    """Return a document in which each context at an address is replaced by that of a local file.

    `files` has the files by address; the key `""` is for every other address. Raises KgError, with the address, if
    there is no file, or it has no context.
    """
    return _Contexts(name, files).in_node(document)


def prefixes_of(document: Any) -> dict[str, str]:  # noqa: ANN401  -- JSON
    """Return the prefixes that the contexts of a document declare, the first for a name."""
    found: dict[str, str] = {}
    for context in contexts_of(document):
        for term, definition in context.items():
            iri = definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(iri, str) and ":" in iri and ":" not in term and iri.endswith(_PREFIX_ENDS):
                found.setdefault(term, iri)
    return found


def contexts_of(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  -- JSON
    """Yield the contexts of a document, at every depth."""
    if isinstance(value, list):
        for item in value:
            yield from contexts_of(item)
    elif isinstance(value, dict):
        own = value.get(_CONTEXT)
        yield from (context for context in (own if isinstance(own, list) else [own]) if isinstance(context, dict))
        for item in value.values():
            yield from contexts_of(item)


class _Contexts:
    def __init__(self, name: str, files: Mapping[str, Path]) -> None:
        self._name, self._files = name, files
        self._open: tuple[str, ...] = ()

    def in_node(self, value: Any) -> Any:  # noqa: ANN401  -- JSON
        if isinstance(value, list):
            return [self.in_node(item) for item in value]
        if not isinstance(value, dict) or value.get("@type") == "@json":
            return value
        return {key: self._local(item) if key == _CONTEXT else self.in_node(item) for key, item in value.items()}

    def _local(self, context: Any) -> Any:  # noqa: ANN401  -- JSON
        if isinstance(context, str):
            return self._read(context)
        if isinstance(context, list):
            found = [self._local(item) for item in context]
            return [item for own in found for item in (own if isinstance(own, list) else [own])]
        if not isinstance(context, dict):
            return context
        context = self.in_node(context)
        if not isinstance(address := context.pop("@import", None), str):
            return context
        imported = self._read(address)
        return (imported if isinstance(imported, dict) else {}) | context

    def _read(self, address: str) -> Any:  # noqa: ANN401  -- JSON
        file = self._files.get(address) or self._files.get("")
        if file is None:
            message = f"{self._name}: its context {address} is at an address, and nothing is read from the internet"
            raise KgError(message, hint="save the context in a file and name it: --context FILE")
        if address in self._open:
            raise KgError(f"{file}: the context {address} contains itself", hint="name a context that does not")
        try:
            found = read_json(file.read_bytes(), str(file))
        except OSError as error:
            raise KgError(f"{file}: {error.strerror or error}") from None
        if not isinstance(found, dict) or _CONTEXT not in found:
            raise KgError(f"{file} has no JSON-LD context", hint='it must be {"@context": …}')
        self._open += (address,)
        local = self._local(found[_CONTEXT])
        self._open = self._open[:-1]
        return local
