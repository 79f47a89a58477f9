"""The shapes: SHACL triples and defect queries, read from shapes/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import ParseError
from kg.header import bilingual, read_header, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import Triple

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True)
class Check:
    """A query whose rows (`?node ?property ?value`) are defects, named after the defect."""

    name: str
    problem: Mapping[str, str]
    solution: Mapping[str, str]
    severity: str
    text: str


@dataclass(frozen=True)
class Shapes:
    """A shapes graph and the checks that need named graphs, which SHACL does not see."""

    triples: frozenset[Triple]
    checks: tuple[Check, ...]


def read_shapes(folder: Path) -> Shapes:
    """Read shapes/*.ttl and shapes/checks/*.rq. Raises ParseError."""
    triples = rdf.flat(quad for path in sorted(folder.glob("*.ttl")) for quad in rdf.read(path))
    checks = tuple(read_check(path) for path in sorted(folder.glob("checks/*.rq")))
    return Shapes(triples=frozenset(triples), checks=checks)


def read_check(path: Path) -> Check:
    """Read one defect query. Raises ParseError if its header is not complete."""
    text = read_text(path)
    keys = frozenset({"problem", "solution", "severity"})
    header = read_header(path, text, required=keys, optional=frozenset())
    if header["severity"] not in SEVERITIES:
        raise ParseError(f"{path}: severity is {header['severity']!r}", hint=f"one of {', '.join(SEVERITIES)}")
    return Check(
        name=path.stem,
        problem=bilingual(path, "problem", header["problem"]),
        solution=bilingual(path, "solution", header["solution"]),
        severity=header["severity"],
        text=text,
    )
