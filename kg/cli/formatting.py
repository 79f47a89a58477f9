"""How commands tell terms, triples and sources: in a line, as JSON, in Markdown, in DOT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import compact, label
from kg.results import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.explain import Source
    from kg.rdf import Dataset, Object

FORMATS = ("table", "json", "md", "dot")
format_option = click.option(
    "-f", "--format", "fmt", type=click.Choice(FORMATS), default="table", help="dot is for Graphviz.  [table]"
)


@dataclass(frozen=True)
class TermFormatter:
    """Tells terms of a store in one language."""

    store: Dataset
    lang: str

    def name(self, term: Object | Triple) -> str:
        """Return a term as a person reads it, on one line."""
        return " ".join(cell_text(term, self._label).split())

    def triple(self, triple: Triple, mark: Callable[[str], str] = str) -> str:
        """Return a triple as a person reads it, its property passed through `mark`."""
        return f"{self.name(triple.subject)}  {mark(self.name(triple.predicate))}  {self.name(triple.object)}"

    def term(self, term: Object | Triple) -> dict[str, str]:
        """Return a term for JSON: an entity with its CURIE and label, a value with its datatype or language."""
        if isinstance(term, NamedNode):
            return {"iri": term.value, "curie": compact(term.value), "label": self._label(term)}
        if isinstance(term, Literal) and term.language:
            return {"value": term.value, "language": term.language}
        if isinstance(term, Literal):
            return {"value": term.value, "datatype": compact(term.datatype.value)}
        return {"value": str(term)}

    def terms(self, triple: Triple) -> dict[str, dict[str, str]]:
        """Return a triple for JSON."""
        return {name: self.term(getattr(triple, name)) for name in ("subject", "predicate", "object")}

    def _label(self, iri: NamedNode) -> str:
        return label(self.store, iri, self.lang)


def told(sources: Iterable[Source]) -> str:
    """Return sources as a person reads them."""
    return "; ".join(map(str, sources))


def listed(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return sources for JSON."""
    return [{"source": each.name, "words": list(each.words)} for each in sources]


def in_markdown(text: str) -> str:
    """Return a text in which Markdown finds nothing to interpret."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#" else character for character in text)


def in_dot(*lines: str) -> str:
    """Return lines as one quoted string of DOT."""
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") for line in lines if line)
    return '"' + "\\n".join(escaped) + '"'
