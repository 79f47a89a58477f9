"""The shapes: SHACL triples and defect queries, read from shapes/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import ParseError
from kg.project.query_header import bilingual, read_header, read_text
from kg.rdf import flat_triples, read_rdf

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

SEVERITIES = ("violation", "warning", "info")
# the subject of a check: the dataset, or the terms of the ontology
SCOPES = ("data", "ontology")
# whose entries a check can decide
CATALOGUES = ("OOPS!", "FOOPS!", "ROBOT", "OWL 2 RL", "OWL 2 DL", "ISO 704")

_REQUIRED = frozenset({"problem", "solution", "severity"})
_OPTIONAL = frozenset({"scope", "covers", "justified"})

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """A query whose rows (`?node ?property ?value`) are defects, named after the defect.

    `covers` lists the entries of catalogues that it decides. `justified` says of a finding, named as a report prints
    it or by the beginning of that, why it may stay.
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
    """A shapes graph and the checks that need named graphs, which SHACL does not see."""

    triples: frozenset[Triple]
    checks: tuple[Check, ...]


def read_shapes(folder: Path) -> Shapes:
    """Read shapes/*.ttl and shapes/checks/*.rq. Raises ParseError for an invalid file."""
    triples = flat_triples(quad for path in sorted(folder.glob("*.ttl")) for quad in read_rdf(path))
    checks = tuple(read_check(path) for path in sorted(folder.glob("checks/*.rq")))
    return Shapes(triples=frozenset(triples), checks=checks)


def read_check(path: Path) -> Check:
    """Read one defect query. Raises ParseError if a key of its header is missing, unknown or ill-formed."""
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
    """Return the catalogue entries, each a catalogue's name and the entry's. Raises ParseError."""
    hint = f"covers: [OOPS! P08, …], from {', '.join(CATALOGUES)}"
    if not isinstance(value, (list, tuple)):
        raise ParseError(f"{path}: covers is {value!r}, not a list", hint=hint)
    for entry in value:
        if not isinstance(entry, str) or not entry.startswith(tuple(f"{name} " for name in CATALOGUES)):
            raise ParseError(f"{path}: covers has {entry!r}, which names no entry of a known catalogue", hint=hint)
    if repeated := sorted({entry for entry in value if value.count(entry) > 1}):
        raise ParseError(f"{path}: covers has {', '.join(repeated)} twice", hint="name each entry once")
    return tuple(value)


def _justified(path: Path, value: object, severity: str, scope: str) -> dict[str, Texts]:
    """Return the reasons for findings that stay. Raises ParseError, also for findings that must not stay."""
    if not isinstance(value, dict):
        raise ParseError(f"{path}: justified is {value!r}", hint="justified: {zj:term: {zh: …, en: …}}")
    if value and (severity == "violation" or scope != "ontology"):
        raise ParseError(
            f"{path}: justified is for warnings and hints about the ontology, not for a {severity} of scope {scope}",
            hint="mend what the check finds, or give it another severity",
        )
    return {str(finding): bilingual(path, f"justified: {finding}", reason) for finding, reason in value.items()}
