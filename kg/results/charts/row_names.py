"""Chooses the names of the rows of a chart: the columns whose labels identify a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.rdf import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.rdf import Object

    Row = Mapping[str, Object | None]

_NO_NAMES = ("unit", "comparator")  # drawn at the axis and before the value
_PASSAGES = f"{ID}passage/"


def chosen_names(
    columns: Sequence[str], rows: Sequence[Row], value_columns: Sequence[str], label: Callable[[NamedNode], str]
) -> list[str]:
    """Return a name for each row; an empty list if no column has names.

    The columns of labels before the figure (`value_columns[0]`) say what it measures: one of them if its labels
    distinguish all rows that differ in any of them, else several joined. If there is none before the figure, those
    after it are taken.
    """
    others = [name for name in columns if name not in value_columns and name not in _NO_NAMES]
    candidates = [name for name in others if _has_entities(name, rows)]
    candidates = candidates or [name for name in others if _has_strings(name, rows)]
    preceding = [name for name in others if columns.index(name) < columns.index(value_columns[0])]
    before = [name for name in preceding if name in candidates or any(isinstance(row[name], NamedNode) for row in rows)]
    before.sort(key=lambda name: name not in candidates)  # a passage is a name only if there is no other
    texts = {name: [_text(row[name], label) for row in rows] for name in before or candidates}
    figures = [tuple(row[name] for name in (*before, *value_columns)) for row in rows]
    unique = [name for name in texts if name in candidates and all(texts[name]) and _distinguish(texts[name], figures)]
    if unique:
        return texts[max(unique, key=lambda name: len(set(texts[name])))]
    varying = [name for name in texts if len(set(texts[name])) > 1] or list(texts)[:1]
    joined = [""] * len(rows) if varying else []
    for name in varying:
        joined = [" · ".join(filter(None, pair)) for pair in zip(joined, texts[name], strict=True)]
        if all(joined) and _distinguish(joined, figures):
            break
    return [text or "—" for text in joined]


def _has_entities(name: str, rows: Sequence[Row]) -> bool:
    terms = [row[name] for row in rows]
    return any(isinstance(term, NamedNode) and not term.value.startswith(_PASSAGES) for term in terms)


def _has_strings(name: str, rows: Sequence[Row]) -> bool:
    return any(isinstance(row[name], Literal) and row[name].datatype.value.endswith("tring") for row in rows)  # type: ignore[union-attr]


def _distinguish(names: Sequence[str], figures: Sequence[tuple[Object | None, ...]]) -> bool:
    return len(set(names)) == len(set(zip(names, figures, strict=True)))


def _text(term: Object | None, label: Callable[[NamedNode], str]) -> str:
    if isinstance(term, NamedNode):
        return label(term)
    return " ".join(term.value.split()) if isinstance(term, Literal) else ""
