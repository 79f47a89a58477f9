"""Decides which entities and classes a parameter takes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.ask.names import CLASS, CONCEPT
from kg.rdf import expand

if TYPE_CHECKING:
    from kg.ask.names import Names
    from kg.query import Parameter

_ENDS = frozenset({"until", "to", "end", "before", "latest"})
_END_WORDS = ("截止", "结束", "终")


class Kinds:
    """What parameters take: members of a class, concepts of a scheme, or subclasses of a class."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._scheme = cache(self._scheme_of)
        self._root = cache(self._root_of)

    def takes(self, parameter: Parameter, iri: str) -> bool:
        """Return whether a parameter takes an entity or class."""
        class_ = expand(parameter.class_ or "")
        if class_ is None:
            return False
        if class_.value == CLASS:
            root = self._root(parameter.label["zh"])
            return iri != root and (root is None or root in self.names.above.get(iri, ()))
        if class_.value == CONCEPT:
            scheme = self._scheme(parameter.label["zh"], parameter.example)
            return scheme is not None and self.names.scheme.get(iri) == scheme
        return class_.value in self.names.types.get(iri, ())

    def members(self, parameter: Parameter) -> list[str]:
        """Return all entities that a parameter takes; none for a parameter that takes classes or concepts."""
        class_ = expand(parameter.class_ or "")
        return self.names.members(class_.value) if class_ and class_.value not in (CLASS, CONCEPT) else []

    def _scheme_of(self, label: str, example: str) -> str | None:
        """Return the scheme that the label of a parameter names (文种: 公文文种), else that of its example."""
        for scheme in sorted(set(self.names.scheme.values())):
            if any(label in text or text in label for text in self.names.labels.get(scheme, ())):
                return scheme
        iri = expand(example)
        return self.names.scheme.get(iri.value) if iri else None

    def _root_of(self, label: str) -> str | None:
        """Return the class that the label of a parameter names: 事件 in 事件类别."""
        classes = [iri for iri, types in self.names.types.items() if CLASS in types]
        named = [
            (len(text), iri)
            for iri in classes
            for text in self.names.labels.get(iri, ())
            if not text.isascii() and text in label
        ]
        return max(named)[1] if named else None


def is_end(parameter: Parameter) -> bool:
    """Return whether a date parameter is the end of a time span."""
    return parameter.is_end or parameter.name in _ENDS or any(word in parameter.label["zh"] for word in _END_WORDS)


def is_year(parameter: Parameter) -> bool:
    """Return whether a parameter takes a year as a number."""
    return parameter.datatype == "xsd:integer" and ("year" in parameter.name.lower() or "年" in parameter.label["zh"])
