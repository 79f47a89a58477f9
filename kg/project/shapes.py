"""Reads the shapes from shapes/: SHACL triples and defect queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import ParseError
from kg.project.query_header import bilingual, read_header, read_text
from kg.rdf import SH, SHAPES, flat_triples, read_rdf

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

SEVERITIES = ("violation", "warning", "info")
# what a check is about: the dataset, or the terms of the ontology
SCOPES = ("data", "ontology")
# of defects or rules, whose entries a check can cover
CATALOGUES = ("OOPS!", "FOOPS!", "ROBOT", "OWL 2 RL", "OWL 2 DL", "ISO 704")

_REQUIRED = frozenset({"problem", "solution", "severity"})
_OPTIONAL = frozenset({"scope", "covers", "justified"})

_PROPERTY = NamedNode(SH + "property")
_EDITORIAL = (NamedNode(SH + "group"), NamedNode(SHAPES + "Editorial"))

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """A query whose rows (`?node ?property ?value`) are defects, named after the defect.

    `covers` lists the entries of catalogues that it covers. `justified` gives the reasons why findings are accepted,
    each named by its text in a report or the beginning of that text.
    """

    name: str
    problem: Texts
    solution: Texts
    severity: str
    text: str
    scope: str = "data"
    covers: tuple[str, ...] = ()
    justified: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True)
class Shapes:
    """A shapes graph, and the checks that need named graphs, which SHACL cannot access."""

    triples: frozenset[Triple]
    checks: tuple[Check, ...]

    def for_users(self) -> Shapes:
        """Return the shapes for files of a user: without those about the work on the project's own documents."""
        editorial = {triple.subject for triple in self.triples if (triple.predicate, triple.object) == _EDITORIAL}
        kept = {
            triple
            for triple in self.triples
            if not (triple.predicate == _PROPERTY and triple.object in editorial)
            and not (triple.predicate.value.startswith(f"{SH}target") and triple.subject in editorial)
        }
        return Shapes(frozenset(kept), ())


def read_shapes(folder: Path) -> Shapes:
    """Read shapes/*.ttl and shapes/checks/*.rq. Raises ParseError for an invalid file."""
    triples = flat_triples(quad for path in sorted(folder.glob("*.ttl")) for quad in read_rdf(path))
    checks = tuple(read_check(path) for path in sorted(folder.glob("checks/*.rq")))
    return Shapes(triples=frozenset(triples), checks=checks)


def read_check(path: Path) -> Check:
    """Read one defect query. Raises ParseError if a key of its header is missing, unknown or invalid."""
    text = read_text(path)
    header = read_header(path, text, required=_REQUIRED, optional=_OPTIONAL)
    severity = _one_of(path, "severity", header["severity"], SEVERITIES)
    scope = _one_of(path, "scope", header.get("scope", "data"), SCOPES)
    return Check(
        name=path.stem,
        problem=bilingual(path, "problem", header["problem"]),
        solution=bilingual(path, "solution", header["solution"]),
        severity=severity,
        text=text,
        scope=scope,
        covers=_covers(path, header.get("covers", ())),
        justified=_justified(path, header.get("justified", {}), severity, scope),
    )


def _one_of(path: Path, key: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ParseError(f"{path}: {key} is {value!r}", hint=f"one of {', '.join(known)}")
    return str(value)


def _covers(path: Path, value: Any) -> tuple[str, ...]:  # noqa: ANN401  -- any YAML value
    """Return the catalogue entries, each with the name of its catalogue first. Raises ParseError."""
    hint = f"covers: [OOPS! P08, …], from {', '.join(CATALOGUES)}"
    if not isinstance(value, (list, tuple)):
        raise ParseError(f"{path}: covers is {value!r}, not a list", hint=hint)
    for entry in value:
        if not isinstance(entry, str) or not entry.startswith(tuple(f"{name} " for name in CATALOGUES)):
            raise ParseError(f"{path}: covers has {entry!r}, which is not an entry of a known catalogue", hint=hint)
    if repeated := sorted({entry for entry in value if value.count(entry) > 1}):
        raise ParseError(f"{path}: covers has {', '.join(repeated)} twice", hint="name each entry once")
    return tuple(value)


def _justified(path: Path, value: object, severity: str, scope: str) -> dict[str, Texts]:
    """Return the reasons for accepted findings. Raises ParseError, also if the check does not allow any."""
    if not isinstance(value, dict):
        raise ParseError(f"{path}: justified is {value!r}", hint="justified: {zj:term: {zh: …, en: …}}")
    if value and (severity == "violation" or scope != "ontology"):
        raise ParseError(
            f"{path}: justified is for warnings and infos about the ontology, not for a {severity} of scope {scope}",
            hint="correct the findings, or change the severity of the check",
        )
    return {str(finding): bilingual(path, f"justified: {finding}", reason) for finding, reason in value.items()}
