"""Reads figures, numerals with the words of comparators and units: 超过1.5万件, 80%以上, 9000余家."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.audit.comparators import Comparator, read_comparators
from kg.rdf import ID, PREFIXES, SKOS
from kg.text import find_numerals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from kg.text import Numeral

HIDDEN_LABEL = NamedNode(SKOS + "hiddenLabel")
IN_SCHEME = NamedNode(SKOS + "inScheme")
COMPARATORS = NamedNode(f"{ID}scheme/comparator")
UNITS = NamedNode(f"{ID}scheme/unit")

AS_STATED = f"{ID}comparator/as-stated"
RATIO = PREFIXES["unit"] + "UNITLESS"

_GAP = "…"
# a qualifier also applies across a short 占…: 约占全市70%
_LINK = r"(?:占[^，。；、：,;()（）]{0,4})?"
_CLAUSE = re.compile(r"[，。；：,;()（）]")


@dataclass(frozen=True)
class Lexicon:
    """Words by which a text qualifies a number or gives its unit, each with the IRI of the concept; longest first.

    They are the `skos:hiddenLabel`s of the concepts, with … in place of the number: “超过…”, “…余”, “…家”, “万人…件”.
    """

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str, str], ...]
    comparators: Mapping[str, Comparator] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A numeral with its qualifier and unit: the span of its words, and the concepts that they name.

    `per` is the base of a rate (the 万 of 万人…件); `bound` is the property, lower or upper bound, that has the number
    as its value because of the comparator.
    """

    numeral: Numeral
    start: int
    end: int
    comparator: str
    unit: str
    per: Numeral | None = None
    bound: NamedNode | None = None


def read_lexicon(triples: Collection[Triple]) -> Lexicon:
    """Return the words of the ontology's comparators and units."""
    comparators, units = (list(_words(triples, scheme)) for scheme in (COMPARATORS, UNITS))
    return Lexicon(
        before=_longest((before, iri) for before, _, iri in comparators if before),
        after=_longest((after, iri) for _, after, iri in comparators if after),
        units=tuple(sorted(units, key=lambda words: (-len(words[0]), -len(words[1]), words))),
        comparators=read_comparators(triples),
    )


def _words(triples: Collection[Triple], scheme: NamedNode) -> Iterator[tuple[str, str, str]]:
    """Yield the words before and after the number, and the concept, of each hidden label in a scheme."""
    members = {triple.subject for triple in triples if triple.predicate == IN_SCHEME and triple.object == scheme}
    for triple in triples:
        subject, label = triple.subject, triple.object
        if triple.predicate == HIDDEN_LABEL and isinstance(label, Literal) and isinstance(subject, NamedNode):
            before, gap, after = label.value.partition(_GAP)
            if subject in members and gap and (before or after):
                yield before, after, subject.value


def find_figures(text: str, lexicon: Lexicon, excluded: Iterable[tuple[int, int]] = ()) -> list[Figure]:
    """Return the figures of a text in order, without those in the `excluded` spans, such as dates."""
    spans = list(excluded)
    numerals = [
        numeral
        for numeral in find_numerals(text)
        if not any(start <= numeral.start and numeral.end <= end for start, end in spans)
    ]
    return [_figure(numeral, numerals, text, lexicon) for numeral in numerals]


def _longest(words: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(words, key=lambda pair: (-len(pair[0]), pair)))


def _figure(numeral: Numeral, numerals: list[Numeral], text: str, lexicon: Lexicon) -> Figure:
    start, end, comparator = numeral.start, numeral.end, AS_STATED
    for word, iri in lexicon.before:
        if match := re.search(rf"{re.escape(word)}{_LINK}$", text[: numeral.start]):
            # words that only look like a qualifier (经过3次) are not a part of the figure
            start, comparator = (numeral.start if iri == AS_STATED else match.start()), iri
            break
    # the qualifier may be within the numeral: 300多亿
    comparator = next((iri for word, iri in lexicon.after if word in numeral.words), comparator)
    end, comparator = _qualifier_after(text, end, comparator, lexicon)
    unit, per = (RATIO, None) if numeral.kind in ("percent", "fraction") else ("", None)
    if not unit:
        unit, end, per = _unit(numeral, numerals, text, end, lexicon)
        end, comparator = _qualifier_after(text, end, comparator, lexicon)
    bound = lexicon.comparators.get(comparator, Comparator()).bound
    return Figure(numeral, start, end, comparator, unit, per, bound)


def _qualifier_after(text: str, end: int, comparator: str, lexicon: Lexicon) -> tuple[int, str]:
    for word, iri in lexicon.after:
        if text.startswith(word, end):
            return end + len(word), iri
    return end, comparator


def _unit(
    numeral: Numeral, numerals: list[Numeral], text: str, end: int, lexicon: Lexicon
) -> tuple[str, int, Numeral | None]:
    clause = max((match.end() for match in _CLAUSE.finditer(text, 0, numeral.start)), default=0)
    for before, after, iri in lexicon.units:
        if not text.startswith(after, end):
            continue
        place = text.rfind(before, clause, numeral.start) if before else -1
        if before and place < 0:
            continue
        bases = (base for base in numerals if place <= base.start < place + len(before)) if before else ()
        per = next(iter(bases), None)
        return iri, end + len(after), per
    return "", end, None
