"""The cases of shapes and checks in tests/shapes, as tests/shapes/README.md describes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "shapes"
CASE = f"{ID}case/"


@dataclass
class ShapeCase:
    """The triples of a case of a shape, and the IRIs of the shapes that report it."""

    triples: list[Triple] = field(default_factory=list)
    reported_by: set[str] = field(default_factory=set)


@dataclass
class CheckCase:
    """The dataset of a case of a check, and the IRIs of the nodes that the check reports."""

    quads: list[Quad] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)


def shape_cases() -> dict[str, ShapeCase]:
    """Return the cases of all shapes by shape and case: `Entity/valid`."""
    cases: dict[str, ShapeCase] = {}
    for path in sorted(FOLDER.glob("*.trig")):
        for quad in parse(path.read_bytes(), RdfFormat.TRIG):
            name, _ = _case(quad)
            case = cases.setdefault(f"{path.stem}/{name}", ShapeCase())
            if isinstance(quad.graph_name, NamedNode):
                case.triples.append(quad.triple)
            else:
                case.reported_by.add(quad.object.value)
    return cases


def check_cases() -> Iterator[tuple[str, dict[str, CheckCase]]]:
    """Yield the name of each check with its cases `clean` and `defect`."""
    for path in sorted(FOLDER.glob("checks/*.trig")):
        cases = {"clean": CheckCase(), "defect": CheckCase()}
        for quad in parse(path.read_bytes(), RdfFormat.TRIG):
            name, graph = _case(quad)
            if isinstance(quad.graph_name, NamedNode):
                cases[name].quads.append(Quad(*quad.triple, NamedNode(ID + graph)))
            else:
                cases[name].reports.add(quad.object.value)
        yield path.stem, cases


def _case(quad: Quad) -> tuple[str, str]:
    """Return the case that a quad belongs to, and what follows its name in the name of the graph."""
    of_case = quad.graph_name if isinstance(quad.graph_name, NamedNode) else quad.subject
    name, _, rest = of_case.value.removeprefix(CASE).partition("/")
    return name, rest
