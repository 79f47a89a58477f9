"""Labels: the names of entities and properties in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import LABEL, ZJ, compact, language_matches

if TYPE_CHECKING:
    from kg.rdf.dataset import Dataset


_INVERSE_LABEL = NamedNode(ZJ + "inverseLabel")


def label(store: Dataset, node: NamedNode, language: str) -> str:
    """Return a node's label in a language, else in any other, else its CURIE."""
    return _best_text(store, node, LABEL, language) or compact(node.value, store.prefixes)


def inverse_label(store: Dataset, node: NamedNode, language: str) -> str:
    """Return a property's label for the direction from object to subject."""
    return _best_text(store, node, _INVERSE_LABEL, language) or f"← {label(store, node, language)}"


def _best_text(store: Dataset, node: NamedNode, predicate: NamedNode, language: str) -> str:
    texts = [t.object for t in store.triples(node, predicate) if isinstance(t.object, Literal)]
    ranked = sorted(
        texts, key=lambda text: (not language_matches(text.language, language), _is_pinyin(text), str(text))
    )
    return ranked[0].value if ranked else ""


def _is_pinyin(text: Literal) -> bool:
    return (text.language or "").lower().startswith("zh-latn")
