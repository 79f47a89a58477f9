"""Comparison of two validation reports: the results that only one of them has."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from kg.rdf import SH, compact
from kg.shacl.finding import term_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode, Triple

    from kg.rdf import Object

    Statements = Mapping[object, list[tuple[NamedNode, Object]]]

# the engines word the messages of shapes without one differently
_MESSAGE = SH + "resultMessage"
_SHOWN = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity")


@dataclass(frozen=True, order=True)
class Difference:
    """A result of one report that the other has less often: the engine that reported it, its text, how often."""

    engine: str
    text: str
    number: int


def differences(reports: Mapping[str, Iterable[Triple]]) -> list[Difference]:
    """Return the differences between the reports of two engines, given by name; messages are not compared.

    Two results are equal if their triples are, with those of the blank nodes that they lead to.
    """
    counts: dict[str, Counter[frozenset[str]]] = {}
    texts: dict[frozenset[str], str] = {}
    for engine, triples in reports.items():
        about = _about(triples)
        counts[engine] = Counter()
        for result in (
            value for values in about.values() for predicate, value in values if predicate.value == SH + "result"
        ):
            key = _canonical(result, about)
            counts[engine][key] += 1
            texts.setdefault(key, _text(result, about))
    one, other = counts
    missing = {one: counts[one] - counts[other], other: counts[other] - counts[one]}
    return sorted(
        Difference(engine, texts[key], more) for engine, keys in missing.items() for key, more in keys.items()
    )


def _about(triples: Iterable[Triple]) -> Statements:
    about: dict[object, list[tuple[NamedNode, Object]]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value != _MESSAGE:
            about[triple.subject].append((triple.predicate, triple.object))
    return about


def _canonical(result: Object, about: Statements) -> frozenset[str]:
    """Return the triples of a result with canonical blank nodes."""
    dataset, todo, seen = Dataset(), [result], {result}
    while todo:
        node = todo.pop()
        for predicate, value in about.get(node, ()):
            dataset.add(Quad(node, predicate, value))  # type: ignore[arg-type]
            if isinstance(value, BlankNode) and value not in seen:
                seen.add(value)
                todo.append(value)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _text(result: Object, about: Statements) -> str:
    """Return a result on one line: `focusNode ex:a, resultPath ex:p, …`."""
    values = {predicate.value.removeprefix(SH): value for predicate, value in about.get(result, ())}
    return ", ".join(f"{name} {_shown(values[name], about)}" for name in _SHOWN if name in values)


def _shown(term: Object, about: Statements, depth: int = 0) -> str:
    if not isinstance(term, BlankNode):
        text = term_text(term)
        return compact(text) if text.startswith(("http:", "https:")) else text
    inner = (f"{compact(name.value)} {_shown(value, about, depth + 1)}" for name, value in about.get(term, ()))
    return f"[{', '.join(sorted(inner))}]" if depth < 3 else "[…]"  # noqa: PLR2004  -- enough to recognize it
