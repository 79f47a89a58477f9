"""What JSON-LD drops without a word: identifiers that are no IRIs, and keys without a meaning.

The JSON-LD algorithms omit a node whose identifier is no IRI, and a key that no context defines. A user loses data by a
slip of the pen, so the first is an error here, and the second a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ParseError
from kg.rdf.jsonld import contexts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_IRI = re.compile(r'[\s<>"{}|\\^`\x00-\x20]')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MAPS = {"@language", "@index", "@id", "@type"}


@dataclass(frozen=True)
class _Terms:
    """What the contexts of a document define, taken together: its terms, and whether it has a vocabulary and a base."""

    definitions: dict[str, dict[str, Any]]
    has_vocabulary: bool
    has_base: bool

    def keyword(self, key: str) -> str:
        """Return the keyword that a key is an alias of, else the key."""
        iri = self.definitions.get(key, {}).get("@id", "")
        return iri if isinstance(iri, str) and iri.startswith("@") else key


def find_losses(document: Any, name: str) -> tuple[str, ...]:  # noqa: ANN401  -- JSON
    """Return warnings about keys that JSON-LD ignores, because no context defines them.

    Raises ParseError for an identifier or a language that JSON-LD would drop, with its node.
    """
    terms, undefined = _terms(document), dict[str, None]()
    for key, problem in _losses(document, terms, ""):
        if problem:
            raise ParseError(f"{name}: {problem}", hint="correct it; JSON-LD would drop what it says")
        undefined[key] = None
    if not undefined:
        return ()
    listed = ", ".join(map(repr, undefined))
    return (f"{name}: no context defines {listed}, and JSON-LD ignores what no context defines",)


def _terms(document: Any) -> _Terms:  # noqa: ANN401  -- JSON
    contexts = list(contexts_of(document))
    definitions: dict[str, dict[str, Any]] = {}
    for context in contexts:
        for term, value in context.items():
            definitions.setdefault(term, value if isinstance(value, dict) else {"@id": value})
    vocabulary = any(isinstance(context.get("@vocab"), str) for context in contexts)
    return _Terms(definitions, vocabulary, not any(context.get("@base", "") is None for context in contexts))


def _losses(value: Any, terms: _Terms, node: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  -- JSON
    """Yield each key that is ignored, with nothing, and each problem, with its key."""
    if isinstance(value, list):
        for item in value:
            yield from _losses(item, terms, node)
    if not isinstance(value, dict):
        return
    names = {terms.keyword(key): item for key, item in value.items()}
    node = names["@id"] if isinstance(names.get("@id"), str) else node
    for key, item in value.items():
        keyword = terms.keyword(key)
        if keyword.startswith("@"):
            yield from _keyword_losses(keyword, item, terms, node)
        elif keyword in terms.definitions or ":" in key:
            yield from _property_losses(key, item, terms, node)
        elif terms.has_vocabulary:
            yield from _losses(item, terms, node)
        else:
            yield key, ""


def _keyword_losses(keyword: str, item: Any, terms: _Terms, node: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if keyword in ("@id", "@type") and item != "@json":
        for iri in item if isinstance(item, list) else [item]:
            yield from _iri_losses(keyword, iri, terms, node)
    elif keyword == "@language" and isinstance(item, str) and not _LANGUAGE.fullmatch(item):
        yield keyword, f"{item!r} is no language tag, in the node {node or 'without @id'}"
    elif keyword in ("@graph", "@list", "@set", "@reverse", "@included", "@nest"):
        yield from _losses(item, terms, node)


def _property_losses(key: str, item: Any, terms: _Terms, node: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    definition = terms.definitions.get(key, {})
    if ":" in key and key not in terms.definitions:
        yield from _iri_losses(key, key, terms, node)
    if definition.get("@type") == "@json":
        return
    if definition.get("@type") in ("@id", "@vocab"):
        for iri in item if isinstance(item, list) else [item]:
            yield from _iri_losses(key, iri, terms, node)
    containers = definition.get("@container", [])
    kinds = {containers} if isinstance(containers, str) else set(containers)
    for value in item.values() if isinstance(item, dict) and kinds & _MAPS else [item]:
        yield from _losses(value, terms, node)


def _iri_losses(key: str, iri: Any, terms: _Terms, node: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  -- JSON
    if not isinstance(iri, str) or (iri in terms.definitions and key != "@id"):
        return
    where = f"of {key} in the node {node!r}" if node and node != iri else f"of {key}"
    if found := _NO_IRI.search(iri):
        yield key, f"{iri!r} {where} is no IRI: it has {found[0]!r}"
    elif ":" not in iri and not terms.has_base and not terms.has_vocabulary:
        yield key, f"{iri!r} {where} is relative, and @base is null"
