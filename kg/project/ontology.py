"""Reads the ontology from ontology/: its triples, version and terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import DEFINITION, LABEL, OWL, TYPE, ZJ, language_matches, read_rdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HEADER = NamedNode(ZJ.removesuffix("#"))
_VERSION = NamedNode(OWL + "versionInfo")
_KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "datatype property",
    OWL + "AnnotationProperty": "annotation property",
}


@dataclass(frozen=True)
class Term:
    """A class or property of our namespace: its IRI, kind, and texts by language (`zh`, `en`)."""

    iri: str
    kind: str
    label: Mapping[str, str]
    definition: Mapping[str, str]


@dataclass(frozen=True)
class Ontology:
    """The triples of the ontology with its concepts, its version, and our terms by IRI."""

    triples: frozenset[Triple]
    version: str
    terms: Mapping[str, Term] = field(repr=False)

    def undefined(self, used: Iterable[NamedNode]) -> list[str]:
        """Return, sorted, the IRIs of our namespace among those used that no ontology file defines."""
        defined = {triple.subject for triple in self.triples}
        return sorted(term.value for term in set(used) if term.value.startswith(ZJ) and term not in defined)


def read_ontology(folder: Path) -> Ontology:
    """Read every Turtle file of the folder as one ontology. Raises ParseError."""
    triples = {quad.triple for path in sorted(folder.glob("**/*.ttl")) for quad in read_rdf(path)}
    stated = (triple.object for triple in triples if (triple.subject, triple.predicate) == (_HEADER, _VERSION))
    versions = [value.value for value in stated if isinstance(value, Literal)]
    return Ontology(
        triples=frozenset(triples),
        version=min(versions, default=""),
        terms=_terms(triples),
    )


def _terms(triples: set[Triple]) -> dict[str, Term]:
    kinds: dict[str, str] = {}
    texts: dict[tuple[str, NamedNode, str], str] = {}
    for subject, predicate, value in triples:
        if not isinstance(subject, NamedNode) or not subject.value.startswith(ZJ):
            continue
        if predicate == TYPE and isinstance(value, NamedNode) and value.value in _KINDS:
            kinds[subject.value] = _KINDS[value.value]
        elif predicate in (LABEL, DEFINITION) and isinstance(value, Literal):
            for language in ("zh", "en"):
                if language_matches(value.language, language):
                    texts[subject.value, predicate, language] = value.value

    def by_language(iri: str, predicate: NamedNode) -> dict[str, str]:
        return {lang: texts[iri, predicate, lang] for lang in ("zh", "en") if (iri, predicate, lang) in texts}

    return {
        iri: Term(iri=iri, kind=kind, label=by_language(iri, LABEL), definition=by_language(iri, DEFINITION))
        for iri, kind in sorted(kinds.items())
    }
