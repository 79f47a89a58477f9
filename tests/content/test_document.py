"""Compares the data with the document: passages, quotes, labels and numerals. Reads ../shared."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.project import read_data
from kg.rdf import ALT_LABEL, AS_WRITTEN, ID, LABEL, TYPE, ZJ

ROOT = Path(__file__).parents[2]
DIGITS = re.compile(r"\d+(?:[./-]\d+)?")


def _property(name: str) -> NamedNode:
    return NamedNode(ZJ + name)


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    """The document with its line ends."""
    return (shared / "document.txt").read_bytes().decode()


@pytest.fixture(scope="module")
def quads() -> frozenset[Quad]:
    """All asserted quads."""
    return read_data(ROOT / "data")


@pytest.fixture(scope="module")
def spans(quads: frozenset[Quad]) -> dict[str, tuple[int, int, str]]:
    """Each passage's start, end and digest, in reading order."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        name = quad.predicate.value.removeprefix(ZJ)
        if name in {"startOffset", "endOffset", "sha256"} and quad.subject.value.startswith(f"{ID}passage/"):
            found[quad.subject.value][name] = quad.object.value
    ordered = sorted(found.items(), key=lambda item: int(item[1]["startOffset"]))
    return {iri: (int(each["startOffset"]), int(each["endOffset"]), each["sha256"]) for iri, each in ordered}


@pytest.fixture(scope="module")
def passages(text: str, spans: dict[str, tuple[int, int, str]]) -> dict[str, str]:
    """Each passage's text by its IRI."""
    return {iri: text[start:end] for iri, (start, end, _) in spans.items()}


def _quotes(quads: frozenset[Quad]) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Return (prefix, words, suffix) by passage and node."""
    by_node: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        name = quad.predicate.value.removeprefix(ZJ)
        # a numeral that is no figure is quoted in the background
        if name in {"asWritten", "asWrittenPrefix", "asWrittenSuffix"} and "/passage/" in quad.graph_name.value:
            by_node[quad.graph_name.value, quad.subject.value][name].append(quad.object.value)
    return {
        key: [
            ("".join(texts["asWrittenPrefix"]), words, "".join(texts["asWrittenSuffix"]))
            for words in texts["asWritten"]
        ]
        for key, texts in by_node.items()
    }


def test_the_document_is_the_one_annotated(text: str, quads: frozenset[Quad]) -> None:
    """The digest in the data is that of the document."""
    stated = [
        quad.object.value
        for quad in quads
        if quad.subject.value.startswith(f"{ID}document/") and quad.predicate == _property("sha256")
    ]
    assert [hashlib.sha256(text.encode()).hexdigest()] == stated


def test_passages_are_where_they_claim_to_be(text: str, spans: dict[str, tuple[int, int, str]]) -> None:
    """The digest of each slice of the document is the passage's digest."""
    wrong = [
        iri
        for iri, (start, end, digest) in spans.items()
        if hashlib.sha256(text[start:end].encode()).hexdigest() != digest
    ]
    assert [] == wrong


def test_passages_cover_the_document(text: str, spans: dict[str, tuple[int, int, str]]) -> None:
    """Passages do not overlap, and no character but white space lies between them."""
    position = 0
    for start, end, _ in spans.values():
        assert "" == text[position:start].strip()
        position = end
    assert "" == text[position:].strip()


def test_every_passage_has_facts(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """The graph of each passage has statements."""
    stated = {quad.graph_name.value for quad in quads}
    assert [] == [iri for iri in passages if iri not in stated]


def test_every_quote_occurs_once_in_its_passage(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """Each quote, with its prefix and suffix, occurs exactly once in the passage whose graph gives it."""
    wrong = [
        (graph, node, "".join(quote))
        for (graph, node), quotes in _quotes(quads).items()
        for quote in quotes
        if passages[graph].count("".join(quote)) != 1
    ]
    assert [] == wrong


def test_every_label_in_a_passage_is_its_words(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """A name or wording in a passage's graph is in the passage; all others are in the background."""
    names = {LABEL, ALT_LABEL, AS_WRITTEN, _property("statementText")}
    wrong = [
        str(quad)
        for quad in quads
        if quad.graph_name.value in passages
        and quad.predicate in names
        and quad.object.value not in passages[quad.graph_name.value]
    ]
    assert [] == wrong


def test_every_node_is_quoted_where_it_is_typed(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """Nothing is invented: a node with a type in a passage's graph has a quote from that passage."""
    quoted = set(_quotes(quads))
    typed = {
        (quad.graph_name.value, quad.subject.value)
        for quad in quads
        if quad.predicate == TYPE and quad.graph_name.value in passages
    }
    assert set() == typed - quoted


def test_every_run_of_digits_is_quoted(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """Nothing is missing: each Arabic numeral of the document is in a quote."""
    covered: dict[str, set[int]] = defaultdict(set)
    for (graph, _), quotes in _quotes(quads).items():
        for prefix, words, suffix in quotes:
            start = passages[graph].find(prefix + words + suffix) + len(prefix)
            covered[graph] |= set(range(start, start + len(words)))
    missing = [
        (iri, match[0])
        for iri, passage in passages.items()
        for match in DIGITS.finditer(passage)
        if not set(range(*match.span())) <= covered[iri]
    ]
    assert [] == missing


def test_the_text_is_not_in_the_repository(quads: frozenset[Quad], passages: dict[str, str]) -> None:
    """Quotes are short: no literal contains a whole sentence of the document."""
    literals = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    sentences = {passage.rstrip("。；") for passage in passages.values() if passage.endswith(("。", "；"))}
    assert [] == sorted(sentence for sentence in sentences if any(sentence in literal for literal in literals))
