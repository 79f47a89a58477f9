"""The attachment of a document: its sentences are found, and kept beside the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.audit import anchor
from kg.build.sentences import FILE
from kg.errors import EXIT_NEGATIVE, KgError
from kg.project import document_digest, quoted_words, read_data, read_document, read_passages
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

    from kg.audit import Anchoring
    from kg.project import Project

_KEPT = "the sentences attached before are kept"


class OtherDocumentError(KgError):
    """A document that is neither the annotated one nor an edition of it; nothing was attached."""

    exit_code = EXIT_NEGATIVE


def attach(project: Project, path: Path) -> Anchoring:
    """Find a project's passages in a document and keep their sentences beside the store.

    Raises what `locate_passages` raises, and KgError if the store's folder cannot be written.
    """
    anchoring = locate_passages(project, path)
    keep_sentences(project.store, anchoring)
    return anchoring


def locate_passages(project: Project, path: Path) -> Anchoring:
    """Find a project's passages in a document.

    Raises KgError if the document cannot be read or the data has no passages, OtherDocumentError if fewer than half of
    the passages are in it.
    """
    document = read_document(path)
    quads = read_data(project.data)
    passages = read_passages(quads)
    if not passages:
        raise KgError(f"{project.relative(project.data)} has no passages", hint="add them to data/document.ttl")
    anchoring = anchor(document, passages, document_digest(quads), quoted_words(quads))
    if anchoring.is_other:
        message = (
            f"{path}: another document: it shares {anchoring.shared} of {len(passages)} passages with the annotated one"
        )
        raise OtherDocumentError(f"{message}; nothing was attached", hint="name the document that data/ annotates")
    return anchoring


def keep_sentences(store: Path, anchoring: Anchoring) -> None:
    """Write the sentences of an anchoring into a store's folder, in place of former ones. Raises KgError."""
    texts = {found.passage.digest: found.text for found in anchoring.anchors if found.state != "changed"}
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"{store}: the sentences cannot be written: {error.strerror}", hint=_KEPT) from None
    with atomic_write(store / FILE, hint=_KEPT) as file:
        file.write(json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")


def drop_sentences(store: Path) -> bool:
    """Remove the sentences from a store's folder; return whether there were any. Raises KgError."""
    try:
        (store / FILE).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise KgError(f"{store / FILE} cannot be removed: {error.strerror}") from None
    return True
