"""Views: what all results of the façade have in common, and the labels and sentences that they are rendered with."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Triple

from kg import runtime, views
from kg.errors import ParameterError
from kg.rdf import compact, label
from kg.results import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.explain import Source
    from kg.rdf import Dataset, Object

_STYLES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}
_ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def styled(text: str, *styles: str) -> str:
    """Return a text in terminal styles (`bold`, `dim`, a colour)."""
    return "".join(f"\x1b[{_STYLES[style]}m" for style in styles) + text + "\x1b[0m" if styles else text


def plain(text: str) -> str:
    """Return a text without terminal styles."""
    return _ESCAPE.sub("", text)


def in_markdown(text: str) -> str:
    """Return a text with the characters escaped that Markdown interprets."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#" else character for character in text)


def in_dot(*lines: str) -> str:
    """Return lines as one quoted string of DOT."""
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") for line in lines if line)
    return '"' + "\\n".join(escaped) + '"'


def sources_text(sources: Iterable[Source]) -> str:
    """Return sources as text: `p05s2 “约531平方公里”; background`."""
    return "; ".join(map(str, sources))


def sources_data(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return sources for JSON."""
    return [{"source": source.name, "words": list(source.words)} for source in sources]


@dataclass(frozen=True)
class Context:
    """What a view needs of the graph: its labels in one language, and the sentences of passages.

    `sentences` returns the sentences of passages by their ids; it is None where no text is attached.
    """

    store: Dataset
    lang: str
    sentences: Callable[[Iterable[str]], Mapping[str, str | None]] | None = field(default=None, repr=False)

    def label(self, iri: NamedNode) -> str:
        """Return the label of an entity or term."""
        return label(self.store, iri, self.lang)

    def name(self, term: Object | Triple) -> str:
        """Return a term as text on one line: an entity by its label, a value by its characters."""
        return " ".join(cell_text(term, self.label).split())

    def triple(self, triple: Triple, *styles: str) -> str:
        """Return a triple as text, its property in terminal styles."""
        return (
            f"{self.name(triple.subject)}  {styled(self.name(triple.predicate), *styles)}  {self.name(triple.object)}"
        )

    def term_data(self, term: Object | Triple) -> dict[str, str]:
        """Return a term for JSON: an entity with its CURIE and label, a value with its datatype or language."""
        if isinstance(term, NamedNode):
            return {"iri": term.value, "curie": compact(term.value, self.store.prefixes), "label": self.label(term)}
        if isinstance(term, Literal) and term.language:
            return {"value": term.value, "language": term.language}
        if isinstance(term, Literal):
            return {"value": term.value, "datatype": compact(term.datatype.value, self.store.prefixes)}
        return {"value": str(term)}

    def triple_data(self, triple: Triple) -> dict[str, dict[str, str]]:
        """Return a triple for JSON."""
        return {name: self.term_data(getattr(triple, name)) for name in ("subject", "predicate", "object")}

    def message(self, key: str, **values: object) -> str:
        """Return a message of this package in the context's language."""
        return runtime.message(__file__, key, self.lang, **values)


class View(ABC):
    """A result: `str()` is its text, `to_dict()` its data, `render` any of its `formats`; notebooks show it as HTML."""

    formats: tuple[str, ...] = ("text", "json")

    @abstractmethod
    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the lines of the text, with terminal styles; `width` is the terminal's in columns, None for none."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the result as data for JSON."""

    def render(self, format: str = "text", *, width: int | None = None) -> str:
        """Return the result in one of `formats`, folded to `width` columns (None: not). Raises ParameterError."""
        if format not in self.formats:
            message = f"{type(self).__name__} cannot be rendered as {format}"
            raise ParameterError(message, hint=f"use {', '.join(self.formats)}")
        if format == "json":
            return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"
        if format in ("text", "table"):
            return "".join(f"{line}\n" for line in self.lines(width))
        render: Callable[[], Iterator[str]] = getattr(self, f"{format}_lines")
        return "".join(f"{line}\n" for line in render())

    def __str__(self) -> str:
        return plain(self.render("text" if "text" in self.formats else "table")).removesuffix("\n")

    def _repr_html_(self) -> str:
        return views.text_html(str(self))
