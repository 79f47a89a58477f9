"""Vocabularies: which terms the standard vocabularies define, and which names resemble one that is unknown."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg.rdf import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LOCAL = re.compile(r"[^#/]*$")
# names of a vocabulary that is not closed are wrong only if they are so near to one of its terms
_MAX_EDITS = 2
_SIMILAR, _SIMILAR_NAMESPACE = 70, 88
_MOST = 3
# rdflib has another scheme for this vocabulary than its publisher, and one of the two that schema.org allows
_ALSO = {
    "https://www.w3.org/2003/01/geo/wgs84_pos#": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "https://schema.org/": "http://schema.org/",
}


Key = TypeVar("Key")


class Vocabulary:
    """A namespace with the local names of its terms; one that is not closed may define others."""

    def __init__(self, names: frozenset[str], *, is_closed: bool) -> None:
        self.names, self._is_closed = names, is_closed

    def lacks(self, local: str) -> bool:
        """Return whether a name is none of the vocabulary's."""
        if local in self.names or re.fullmatch(r"_[1-9][0-9]*", local):
            return False
        edits = min(_MAX_EDITS, len(local) // 4)
        folded = {name.casefold() for name in self.names}
        near = process.extractOne(local.casefold(), folded, scorer=OSA.distance, score_cutoff=edits)
        return self._is_closed or near is not None


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Return the standard vocabularies by namespace, as rdflib lists them."""
    from rdflib import namespace  # noqa: PLC0415  -- its import takes longer than the validation of a small file

    found: dict[str, Vocabulary] = {}
    for listed in vars(namespace).values():
        if isinstance(listed, namespace.DefinedNamespaceMeta) and "_NS" in vars(listed):
            described = vars(listed)
            names = (*listed.__annotations__, *described.get("_extras", ()))
            vocabulary = Vocabulary(
                frozenset(name for name in names if name[:1] != "_"),
                is_closed=described.get("_fail", False) or described["_NS"] == XSD,
            )
            base = str(described["_NS"])
            found |= dict.fromkeys((base, _ALSO.get(base, base)), vocabulary)
    return found


def namespace_of(iri: str) -> str:
    """Return an IRI without its local name."""
    return _LOCAL.sub("", iri)


def nearest_namespace(namespace: str, known: Iterable[str]) -> str | None:
    """Return the known namespace that another one resembles, None if there is none."""
    candidates = {base: _without_scheme(base) for base in (*known, *vocabularies(), *PREFIXES.values())}
    candidates.pop(namespace, None)
    text = _without_scheme(namespace)
    found = process.extractOne(text, candidates, scorer=fuzz.ratio, score_cutoff=_SIMILAR_NAMESPACE)
    return found[2] if found else None


def nearest_terms(iri: str, known: Iterable[str]) -> list[str]:
    """Return the terms that an unknown one resembles: of its namespace, else those of the same name elsewhere."""
    namespace, local = namespace_of(iri), iri.removeprefix(namespace_of(iri))
    names = {term: term.removeprefix(namespace) for term in known if term.startswith(namespace)}
    names |= {namespace + name: name for name in vocabularies().get(namespace, _NONE).names}
    if near := nearest(local, names):
        return near
    elsewhere = [term for term in known if term.removeprefix(namespace_of(term)) == local]
    elsewhere += [
        base + local for base, one in vocabularies().items() if local in one.names and base not in _ALSO.values()
    ]
    return elsewhere[:_MOST]


def nearest(name: str, known: Mapping[Key, str]) -> list[Key]:
    """Return up to three keys of `known` whose names resemble a name, best first."""
    found = process.extract(name, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_SIMILAR, limit=_MOST)
    best = max((score for _, score, _ in found), default=0.0)
    return [key for _, score, key in sorted(found, key=lambda one: (-one[1], one[2])) if score >= best - 10]


def _without_scheme(iri: str) -> str:
    return iri.partition("://")[2] or iri


_NONE = Vocabulary(frozenset(), is_closed=False)
