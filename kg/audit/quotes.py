"""Compares the quotes of each passage with its text: each must occur exactly once, and name its node."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.audit.findings import Fault, Section, section
from kg.rdf import ALT_LABEL, AS_WRITTEN, LABEL, TYPE, ZJ, language_matches
from kg.text import word_boundaries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.audit.annotations import Annotations, Quote
    from kg.audit.findings import Mark

_BETWEEN = "，。；：、！？,;:!? \t\n\u3000"
_AFTER_A_WORD = ("的", "了", "等")
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"))

STATEMENT = NamedNode(ZJ + "statementText")


def audit_quotes(annotations: Annotations, marks: Collection[Mark]) -> Section:
    """Compare every quote with the text of its passage: it must occur once, cut no word, and name its node.

    `marks` are those of numerals and dates: a quote may begin and end at their edges, and a node that states one needs
    no name in its quote.
    """
    stating = {(mark.passage, node) for mark in marks for node in mark.nodes if mark.state == "figure"}
    ends: dict[str, set[int]] = defaultdict(set)
    for mark in marks:
        ends[mark.passage] |= {*mark.edges} or {mark.start, mark.end}
    quotes = [quote for group in annotations.quotes.values() for quote in group if quote.passage in annotations.texts]
    edges = {passage: ends[passage] | word_boundaries(text) for passage, text in annotations.texts.items()}
    faults = [fault for quote in quotes for fault in _faults(quote, annotations, stating, edges[quote.passage])]
    return section("quotes", len(quotes), [*faults, *_lacking(annotations)])


def names(node: str, annotations: Annotations) -> set[str]:
    """Return the Chinese names and texts of a node, in any graph: labels, alternative labels, wordings."""
    return {
        value.value
        for predicate in (LABEL, ALT_LABEL, STATEMENT)
        for value in annotations.values(node, predicate)
        if isinstance(value, Literal)
        and value.value
        and (value.language is None or language_matches(value.language, "zh"))
    }


def _faults(
    quote: Quote, annotations: Annotations, stating: Collection[tuple[str, str]], edges: Collection[int]
) -> Iterator[Fault]:
    def fault(name: str, **details: str) -> Fault:
        return Fault(name, quote.passage, quote.node, quote.words, details)

    if quote.times > 1:
        yield fault("quote_repeated", times=str(quote.times))
        return
    if quote.start is None:
        yield fault("quote_missing", near=nearest("".join((quote.context[0], quote.words, quote.context[1])),
                                                  annotations.texts[quote.passage]))  # fmt: skip
        return
    if not {quote.start, quote.end} <= set(edges) or _is_ragged(quote.words):
        yield fault("quote_cut")
    elif (quote.passage, quote.node) not in stating:
        node_names = names(quote.node, annotations)
        if not any(name in quote.words or quote.words in name for name in node_names):
            yield fault("quote_adrift", names="、".join(sorted(node_names)) or "—")
        elif _is_clipped(quote, node_names, annotations.texts[quote.passage]):
            yield fault("quote_cut")


def _is_ragged(words: str) -> bool:
    """Return whether words begin with a particle, begin or end with punctuation, or have half a pair of brackets."""
    return (
        words.strip(_BETWEEN) != words
        or words.startswith(_AFTER_A_WORD)
        or any(words.count(left) != words.count(right) for left, right in _PAIRS)
    )


def _is_clipped(quote: Quote, node_names: Collection[str], text: str) -> bool:
    """Return whether a name of the node continues the quote at its start or end with the adjacent character."""
    left, right = text[: quote.start][-1:], text[quote.end :][:1]
    return any(
        (left.isalpha() and name.startswith(left + quote.words))
        or (right.isalpha() and name.endswith(quote.words + right))
        for name in node_names
    )


def _lacking(annotations: Annotations) -> Iterator[Fault]:
    for passage in annotations.texts:
        triples = annotations.stated.get(passage, ())
        quoted = {triple.subject for triple in triples if triple.predicate == AS_WRITTEN}
        for node in sorted({t.subject.value for t in triples if t.predicate == TYPE and t.subject not in quoted}):  # type: ignore[union-attr]
            yield Fault("quote_lacking", passage, node)


def nearest(words: str, text: str) -> str:
    """Return the part of a text, as long as the words, around the longest run that it shares with them."""
    match = difflib.SequenceMatcher(None, words, text, autojunk=False).find_longest_match()
    start = max(0, match.b - match.a)
    return text[start : start + len(words)]
