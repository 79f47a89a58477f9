"""Reads the passages from the data: their order, offsets in the document, and digests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import KgError
from kg.rdf import AS_WRITTEN, TYPE, ZJ, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

PASSAGE = NamedNode(ZJ + "Passage")
SHA256 = NamedNode(ZJ + "sha256")
PASSAGE_OF = NamedNode(ZJ + "passageOf")
START = NamedNode(ZJ + "startOffset")
END = NamedNode(ZJ + "endOffset")
ORDER = NamedNode(ZJ + "order")

_NAME = NamedNode(ZJ + "passageId")
_KIND = NamedNode(ZJ + "passageKind")
_SECTION = NamedNode(ZJ + "inSection")
_PARAGRAPH = NamedNode(ZJ + "paragraphNumber")
_PROPERTIES = {_NAME, _KIND, _SECTION, ORDER, _PARAGRAPH, START, END, SHA256}
_REMEDY = "state each passage once, with all its properties, in data/document.ttl"


@dataclass(frozen=True)
class Passage:
    """A passage as the data states it: `name` as in p05s2, `section` as an id, offsets in characters, end exclusive.

    `digest` is the SHA-256 of its text in UTF-8, in hexadecimal.
    """

    iri: NamedNode
    name: str
    kind: str
    section: str
    order: int
    paragraph: int
    start: int
    end: int
    digest: str


def read_passages(quads: Iterable[Quad]) -> tuple[Passage, ...]:
    """Return the passages that quads of any graph state, in reading order.

    Raises KgError, naming the passage, for a property that is missing, stated twice or not a number where it should be.
    """
    typed: set[NamedNode] = set()
    stated: dict[object, dict[NamedNode, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if quad.predicate in _PROPERTIES:
            stated[quad.subject][quad.predicate].add(quad.object.value)  # type: ignore[union-attr]
        elif quad.predicate == TYPE and quad.object == PASSAGE and isinstance(quad.subject, NamedNode):
            typed.add(quad.subject)
    passages = [_passage(iri, stated[iri]) for iri in typed]
    return tuple(sorted(passages, key=lambda passage: (passage.order, passage.start, passage.name)))


def document_digest(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of the document of the passages. Raises KgError unless it is stated once."""
    documents: set[object] = set()
    digests: dict[object, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == PASSAGE_OF:
            documents.add(quad.object)
        elif quad.predicate == SHA256:
            digests[quad.subject].add(quad.object.value)  # type: ignore[union-attr]
    stated = {digest for document in documents for digest in digests[document]}
    if len(documents) != 1 or len(stated) != 1:
        message = f"the passages are of {len(documents)} documents with {len(stated)} digests; one of each is needed"
        raise KgError(message, hint="each passage is zj:passageOf the one document, and that has a zj:sha256")
    return stated.pop()


def quoted_words(quads: Iterable[Quad]) -> dict[str, tuple[str, ...]]:
    """Return the words that each named graph quotes, sorted; a passage's graph has the passage's IRI."""
    words: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == AS_WRITTEN and isinstance(quad.graph_name, NamedNode):
            words[quad.graph_name.value].add(quad.object.value)  # type: ignore[union-attr]
    return {graph: tuple(sorted(own)) for graph, own in words.items()}


def _passage(iri: NamedNode, stated: Mapping[NamedNode, set[str]]) -> Passage:
    passage = Passage(
        iri=iri,
        name=_one(iri, stated, _NAME),
        kind=_one(iri, stated, _KIND),
        section=_one(iri, stated, _SECTION).rsplit("/", 1)[-1],
        order=_number(iri, stated, ORDER),
        paragraph=_number(iri, stated, _PARAGRAPH),
        start=_number(iri, stated, START),
        end=_number(iri, stated, END),
        digest=_one(iri, stated, SHA256),
    )
    if not 0 <= passage.start < passage.end:
        message = f"{compact(iri.value)} has the offsets {passage.start} to {passage.end}"
        raise KgError(message, hint="zj:startOffset is 0 or more and before zj:endOffset")
    return passage


def _one(iri: NamedNode, stated: Mapping[NamedNode, set[str]], predicate: NamedNode) -> str:
    values = sorted(stated.get(predicate, ()))
    if not values:
        raise KgError(f"{compact(iri.value)} has no {compact(predicate.value)}", hint=_REMEDY)
    if len(values) > 1:
        raise KgError(f"{compact(iri.value)} has several {compact(predicate.value)}: {', '.join(values)}", hint=_REMEDY)
    return values[0]


def _number(iri: NamedNode, stated: Mapping[NamedNode, set[str]], predicate: NamedNode) -> int:
    text = _one(iri, stated, predicate)
    try:
        return int(text)
    except ValueError:
        message = f"{compact(iri.value)} has {compact(predicate.value)} {text[:40]!r}, which is not a whole number"
        raise KgError(message, hint=_REMEDY) from None
