"""Sentences: the texts of passages, kept beside the store by their digests; no export has them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.project import ORDER, SHA256
from kg.rdf import PASSAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.rdf import Dataset

FILE = "texts.json"


def read_sentences(store: Path) -> Mapping[str, str]:
    """Return the sentences in a store's folder, by SHA-256, without those that do not have their digest."""
    try:
        kept = json.loads((store / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        digest: sentence
        for digest, sentence in kept.items()
        if isinstance(sentence, str) and _digest(sentence) == digest
    }


def in_reading_order(store: Dataset, texts: Mapping[str, str], names: Iterable[str]) -> dict[str, str | None]:
    """Return the sentences of passages, given by their ids, in reading order; None for one that is not attached."""
    iris = {name: NamedNode(PASSAGES + name) for name in names}
    order = {name: _value(store, iri, ORDER) for name, iri in iris.items()}
    ordered = sorted(iris, key=lambda name: (int(order[name]) if order[name].isdecimal() else 0, name))
    return {name: sentence(store, texts, iris[name]) for name in ordered}


def sentence(store: Dataset, texts: Mapping[str, str], passage: NamedNode) -> str | None:
    """Return the sentence of a passage, or None if it is not attached."""
    return texts.get(_value(store, passage, SHA256))


def _value(store: Dataset, node: NamedNode, predicate: NamedNode) -> str:
    found = next(store.triples(node, predicate), None)
    return found.object.value if found is not None and isinstance(found.object, Literal) else ""


def _digest(text: str) -> str:
    # damaged JSON can have surrogates, which UTF-8 cannot encode
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
