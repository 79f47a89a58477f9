"""Texts: the passages' sentences, attached to a store from the document, by digest; no export ever carries them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import EXIT_NEGATIVE, KgError
from kg.project import ORDER, SHA256
from kg.rdf import PASSAGES
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.audit import Anchoring
    from kg.project import Project
    from kg.rdf import Dataset

_FILE = "texts.json"
_KEPT = "those from before are kept"


class OtherDocumentError(KgError):
    """A document that is not the one annotated, nor an edition of it: nothing was attached."""

    exit_code = EXIT_NEGATIVE


def attach(project: Project, path: Path) -> Anchoring:
    """Find a project's passages in a document and keep the texts of those that stand there, beside the store.

    Raises what `locate` raises, and KgError if the store's folder cannot be written.
    """
    anchoring = locate_passages(project, path)
    keep_sentences(project.store, anchoring)
    return anchoring


def locate_passages(project: Project, path: Path) -> Anchoring:
    """Find a project's passages in a document.

    Raises KgError if the document cannot be read or the data states no passages that can be looked for, and
    OtherDocumentError if fewer than half of them stand in it.
    """
    # what only attaching needs is imported by it: a query or kg show reads the texts alone
    from kg.audit import anchor  # noqa: PLC0415
    from kg.project import (  # noqa: PLC0415
        document_digest,
        quoted_words,
        read_data,
        read_document,
        read_passages,
    )

    document = read_document(path)
    quads = read_data(project.data).quads
    passages = read_passages(quads)
    if not passages:
        raise KgError(f"{project.relative(project.data)} states no passages", hint="state them in data/document.ttl")
    anchoring = anchor(document, passages, document_digest(quads), quoted_words(quads))
    if anchoring.is_other:
        message = (
            f"{path}: another document: it shares {anchoring.shared} of {len(passages)} passages with the one annotated"
        )
        raise OtherDocumentError(f"{message}; nothing was attached", hint="name the document that data/ annotates")
    return anchoring


def keep_sentences(store: Path, anchoring: Anchoring) -> None:
    """Keep the texts of an anchoring in the folder of a store, in place of those from before. Raises KgError."""
    texts = {each.passage.digest: each.text for each in anchoring.anchors if each.state != "changed"}
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"{store}: the texts cannot be written: {error.strerror}", hint=_KEPT) from None
    with atomic_write(store / _FILE, hint=_KEPT) as file:
        file.write(json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")


def drop_sentences(store: Path) -> bool:
    """Remove the texts from the folder of a store; say whether there were any. Raises KgError."""
    try:
        (store / _FILE).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise KgError(f"{store / _FILE} cannot be removed: {error.strerror}") from None
    return True


def read_sentences(store: Path) -> Mapping[str, str]:
    """Return the texts kept in the folder of a store, by SHA-256; what is not of its digest is left out."""
    try:
        kept = json.loads((store / _FILE).read_text(encoding="utf-8"))
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
    """Return passages, given by their ids, in reading order, each with its text, or None where none is attached."""
    iris = {name: NamedNode(PASSAGES + name) for name in names}
    order = {name: _value(store, iri, ORDER) for name, iri in iris.items()}
    ordered = sorted(iris, key=lambda name: (int(order[name]) if order[name].isdecimal() else 0, name))
    return {name: sentence(store, texts, iris[name]) for name in ordered}


def sentence(store: Dataset, texts: Mapping[str, str], passage: NamedNode) -> str | None:
    """Return the text of a passage, or None where none is attached."""
    return texts.get(_value(store, passage, SHA256))


def _value(store: Dataset, node: NamedNode, predicate: NamedNode) -> str:
    found = next(store.triples(node, predicate), None)
    return found.object.value if found is not None and isinstance(found.object, Literal) else ""


def _digest(text: str) -> str:
    # JSON, where it is damaged, can hold what no UTF-8 can
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
