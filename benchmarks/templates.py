"""Templates of passages: TriG with `__name__` fields, compiled to text for the operator `%`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.rdf import EVIDENCE, ID, TYPE, expand, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "templates"
FORMATS = ("nq", "nt", "trig")
# the fields that a whole zone shares
ZONE = {"zone", "place_zh", "place_en", "place_py"}
# with those that name one of a few things known to all zones
_COMMON = ZONE | {"sector", "sector_zh", "sector_en"}

_FIELD = re.compile(r"__([a-z]+(?:_[a-z]+)*)__")
_PASSAGE = ox.NamedNode(f"{ID}passage/p__p__s1")
_GRAPHS = {"passage": _PASSAGE, "background": graph_iri("background"), "description": graph_iri("document")}


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
        """Whether every passage that states it states the same."""
        return set(_FIELD.findall(self.triple)) <= _COMMON


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
    """A passage to be filled in: its text in one format, and how many triples it adds to those before."""

    text: str
    size: int


def compiled(statements: tuple[Statement, ...], fmt: str, stated: frozenset[str] = frozenset()) -> Template:
    """Return statements as a template; what is `stated` before counts as no new triple, and N-Triples leave it out."""
    fresh = [each for each in statements if each.triple not in stated]
    if fmt == "nt":
        lines = [f"{each.triple} .\n" for each in fresh]
    elif fmt == "nq":
        lines = [f"{each.triple} {each.graph} .\n" for each in statements]
    else:
        lines = list(_grouped(sorted(statements, key=lambda each: each.graph)))
    return Template(pattern("".join(lines)), len(fresh))


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
        for setting in self.settings["violation"]:
            terms = {key: _term(text) for key, text in setting.items() if key in ("node", "predicate", "value", "add")}
            found.setdefault(setting["passage"], []).append(Violation(**{**setting, **terms}))
        return found


def read_library(folder: Path = FOLDER) -> Library:
    """Read the templates and their settings; every passage gets its description and its evidence links."""
    settings = tomllib.loads((folder / "zones.toml").read_text(encoding="utf-8"))
    found: dict[str, list[ox.Quad]] = {}
    for path in sorted(folder.glob("*.trig")):
        for quad in ox.parse(path=str(path)):
            found.setdefault(quad.graph_name.value.removeprefix(ID), []).append(quad)  # type: ignore[union-attr]
    described = [_moved(quad, _GRAPHS["description"]) for quad in found.pop("description/passage")]
    passages: dict[str, list[ox.Quad]] = {key.split("/")[1]: [] for key in found}
    for key, quads in found.items():
        place, name = key.split("/")
        passages[name] += [_moved(quad, _GRAPHS[place]) for quad in quads]
        if place == "passage":
            typed = dict.fromkeys(quad.subject for quad in quads if quad.predicate == TYPE)
            passages[name] += [ox.Quad(node, EVIDENCE, _PASSAGE, graph_iri("evidence")) for node in typed]
            passages[name] += described
    return Library({name: tuple(map(_statement, quads)) for name, quads in passages.items()}, settings)


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
