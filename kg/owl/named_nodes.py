"""Names for blank nodes while rules run: a rule names the terms of its axioms, and SPARQL cannot name a blank node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.rdf import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.rdf import Node, Object

_NAMESPACE = "urn:kg:blank-node:"
_BRACKETED = re.compile(f"<{_NAMESPACE}([^>]*)>")
# properties of OWL that say something of an individual, not of an axiom or a class expression
_OF_INDIVIDUALS = frozenset(OWL + name for name in ("sameAs", "differentFrom"))
_OF_LISTS = frozenset(RDF + name for name in ("first", "rest"))


def name_nodes(triples: Collection[Triple], *, expressions: bool = False) -> Iterator[Triple]:
    """Yield triples with an IRI in place of each blank node, for `restore_nodes`.

    Blank nodes that are axioms, class expressions or lists stay as they are unless `expressions` is set: the rules
    unfold them, so that no triple about them need be derived.
    """
    kept = set() if expressions else find_expressions(triples)

    def named(term: Object) -> Object:
        return NamedNode(_NAMESPACE + term.value) if isinstance(term, BlankNode) and term not in kept else term

    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            yield Triple(cast("Node", named(triple.subject)), triple.predicate, named(triple.object))
        else:
            yield triple


def find_expressions(triples: Iterable[Triple]) -> set[Object]:
    """Return the blank nodes that are axioms, expressions of classes or properties, or lists."""
    subjects = {triple.subject for triple in triples if _is_structure(triple.predicate.value)}
    return {subject for subject in subjects if isinstance(subject, BlankNode)}


def restore_nodes(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples with the blank nodes that `name_nodes` replaced, less those whose predicate would be one."""
    for triple in triples:
        if not _is_name(triple.predicate):
            yield Triple(cast("Node", _restored(triple.subject)), triple.predicate, _restored(triple.object))


def restore_text(text: str) -> str:
    """Return a text with `_:x` in place of each name."""
    return _BRACKETED.sub(r"_:\1", text)


def _is_structure(predicate: str) -> bool:
    return predicate in _OF_LISTS or (predicate.startswith(OWL) and predicate not in _OF_INDIVIDUALS)


def _is_name(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_NAMESPACE)


def _restored(term: Object) -> Object:
    return BlankNode(cast("NamedNode", term).value.removeprefix(_NAMESPACE)) if _is_name(term) else term
