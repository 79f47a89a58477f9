"""Templates of passages: TriG with `__name__` fields, compiled to text that `%` fills."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.terms import EVIDENCE, ID, TYPE, expand, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "templates"
FORMATS = ("nq", "nt", "trig")
# the fields that a whole zone shares, and those that name one of a few things common to all zones
ZONE = {"zone", "place_zh", "place_en", "place_py"}
COMMON = ZONE | {"sector", "sector_zh", "sector_en"}

_FIELD = re.compile(r"__([a-z]+(?:_[a-z]+)*)__")
_PASSAGE = ox.NamedNode(f"{ID}passage/p__p__s1")


@dataclass(frozen=True)
class Statement:
    """One quad of a template, each term as N-Quads writes it."""

    graph: str
    subject: str
    predicate: str
    value: str

    @property
    def triple(self) -> str:
        """The statement without its graph."""
        return f"{self.subject} {self.predicate} {self.value}"

    @property
    def is_common(self) -> bool:
        """Whether the same triple stands in every passage made of the template."""
        return set(_FIELD.findall(self.triple)) <= COMMON


@dataclass(frozen=True)
class Violation:
    """A way to spoil one statement of a passage so that one shape, and no other, reports one node."""

    kind: str
    passage: str
    node: str
    shape: str
    predicate: str
    value: str | None = None
    add: str | None = None
    language: str | None = None

    def spoil(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Return the statements of a passage with the violation. Raises ValueError if it does not apply there."""
        found = [each for each in statements if each.subject == self.node]
        hit = [each for each in found if each.predicate == self.predicate and each.value.endswith(self._end)]
        if not found or (self.add is None and len(hit) != 1):
            raise ValueError(f"{self.kind}: no single {self.predicate} of {self.node} in passage {self.passage}")
        if self.add is not None:
            return *statements, replace(found[0], predicate=self.predicate, value=self.add)
        if self.value is None:
            return tuple(each for each in statements if each is not hit[0])
        return tuple(replace(each, value=self.value) if each is hit[0] else each for each in statements)

    @property
    def _end(self) -> str:
        return f"@{self.language}" if self.language else ""


@dataclass(frozen=True)
class Template:
    """A passage to be filled in: its text in one format, and how many statements it makes."""

    text: str
    size: int


def compiled(statements: tuple[Statement, ...], fmt: str, *, once: bool = False) -> Template:
    """Return statements as a template; in N-Triples what every passage repeats is left out, unless it stands `once`."""
    if fmt == "nt":
        kept = [each for each in statements if once or not each.is_common]
        lines = [f"{each.triple} .\n" for each in kept]
    elif fmt == "nq":
        kept = list(statements)
        lines = [f"{each.triple} {each.graph} .\n" for each in kept]
    else:
        kept = sorted(statements, key=lambda each: each.graph)
        lines = list(_grouped(kept))
    return Template(pattern("".join(lines)), len(kept))


def pattern(text: str) -> str:
    """Return a text with `__name__` fields as one that `%` fills twice: with a zone's fields, then with a passage's."""
    return _FIELD.sub(_slot, text.replace("%", "%%%%"))


def _grouped(statements: list[Statement]) -> Iterator[str]:
    for graph, members in groupby(statements, key=lambda each: each.graph):
        yield f"{graph} {{\n"
        yield from (f"  {each.triple} .\n" for each in members)
        yield "}\n"


def _slot(match: re.Match[str]) -> str:
    return f"%({match[1]})s" if match[1] in ZONE else f"%%({match[1]})s"


@dataclass(frozen=True)
class Library:
    """All templates: their statements by passage, and the words and numbers that tell how to use them."""

    passages: dict[str, tuple[Statement, ...]]
    settings: dict[str, Any]

    @cached_property
    def violations(self) -> dict[str, list[Violation]]:
        """The ways to spoil a passage, by its name."""
        found: dict[str, list[Violation]] = {}
        for each in self.settings["violation"]:
            terms = {key: _term(text) for key, text in each.items() if key in ("node", "predicate", "value", "add")}
            found.setdefault(each["passage"], []).append(Violation(**{**each, **terms}))
        return found


def read_library(folder: Path = FOLDER) -> Library:
    """Read the templates and their settings; every passage gets its description and its evidence links."""
    settings = tomllib.loads((folder / "zones.toml").read_text(encoding="utf-8"))
    found: dict[str, list[ox.Quad]] = {}
    for path in sorted(folder.glob("*.trig")):
        for quad in ox.parse(path=str(path)):
            found.setdefault(quad.graph_name.value.removeprefix(ID), []).append(quad)  # type: ignore[union-attr]
    described = [_moved(quad, graph_iri("document")) for quad in found.pop("passage/passage")]
    passages: dict[str, list[ox.Quad]] = {key.split("/")[1]: [] for key in found}
    for key, quads in found.items():
        place, name = key.split("/")
        graph = _PASSAGE if place == "passage" else graph_iri("background")
        links = [ox.Quad(quad.subject, EVIDENCE, _PASSAGE, graph_iri("evidence")) for quad in quads if _types(quad)]
        passages[name] += [_moved(quad, graph) for quad in quads]
        passages[name] += [*links, *described] if place == "passage" else []
    return Library({name: tuple(map(_statement, quads)) for name, quads in passages.items()}, settings)


def _types(quad: ox.Quad) -> bool:
    return quad.predicate == TYPE


def _moved(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _statement(quad: ox.Quad) -> Statement:
    # the parser writes language tags in lower case, our data as the standard does
    value = str(quad.object).replace("@zh-hans", "@zh-Hans").replace("@zh-latn-", "@zh-Latn-")
    return Statement(str(quad.graph_name), str(quad.subject), str(quad.predicate), value)


def _term(text: str) -> str:
    """Return a CURIE, or a literal with a CURIE as its datatype, as N-Quads writes it."""
    body, marks, datatype = text.partition("^^")
    if marks:
        return f"{body}^^{_term(datatype)}"
    return text if text.startswith('"') else str(expand(text) or text)
