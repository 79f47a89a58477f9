"""Property paths: read from a shapes graph, written as SPARQL.

Source: Shapes Constraint Language (SHACL), section 2.3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from kg.rdf import RDF, SH

if TYPE_CHECKING:
    from kg.shacl.shape_triples import ShapeTriples, Term

_CLOSURES = {SH + "zeroOrMorePath": "*", SH + "oneOrMorePath": "+", SH + "zeroOrOnePath": "?"}
_FIRST = RDF + "first"


@dataclass(frozen=True)
class Step:
    """One property, from subject to object or, if inverse, from object to subject."""

    iri: str
    inverse: bool = False

    def __str__(self) -> str:
        return f"^<{self.iri}>" if self.inverse else f"<{self.iri}>"


@dataclass(frozen=True)
class Sequence:
    """Paths that follow each other."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return f"({'/'.join(map(str, self.parts))})"


@dataclass(frozen=True)
class Alternative:
    """Alternative paths."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return f"({'|'.join(map(str, self.parts))})"


@dataclass(frozen=True)
class Closure:
    """A path with a quantifier `*`, `+` or `?`."""

    part: Path
    kind: str

    def __str__(self) -> str:
        return f"({self.part}){self.kind}"


Path = Step | Sequence | Alternative | Closure


def read_path(triples: ShapeTriples, node: Term, *, inverse: bool = False, within: tuple[Term, ...] = ()) -> Path:
    """Return the path that a node of a shapes graph describes. Raises MalformedShapeError."""
    if isinstance(node, NamedNode) and node.value != RDF + "nil":
        return Step(node.value, inverse)
    if not isinstance(node, BlankNode) or node in within:
        raise triples.malformed(node, f"a path cannot be {'part of itself' if node in within else node}")
    within = (*within, node)
    statements = {predicate: values for predicate, values in triples.about(node).items() if predicate in _PATHS}
    if _FIRST in statements:  # a node with rdf:first is a list, whatever its other properties
        statements = {_FIRST: statements[_FIRST]}
    if len(statements) != 1 or any(len(values) != 1 for values in statements.values()):
        raise triples.malformed(
            node, "a path is a property, a list of paths, or a node with sh:inversePath, sh:alternativePath, …"
        )
    ((predicate, (value,)),) = statements.items()
    if predicate == SH + "inversePath":
        return read_path(triples, value, inverse=not inverse, within=within)
    if predicate in _CLOSURES:
        return Closure(read_path(triples, value, inverse=inverse, within=within), _CLOSURES[predicate])
    is_sequence = predicate == _FIRST
    members = triples.items(node if is_sequence else value)
    if len(members) < 2:  # noqa: PLR2004  -- the standard requires two members
        raise triples.malformed(node, "a path in a list needs two members")
    parts = tuple(read_path(triples, member, inverse=inverse, within=within) for member in members)
    if is_sequence:
        return Sequence(parts[::-1] if inverse else parts)
    return Alternative(parts)


_PATHS = {*_CLOSURES, SH + "inversePath", SH + "alternativePath", _FIRST}


def may_be_empty(path: Path | None) -> bool:
    """Return whether a path leads from each node to itself; a missing path (None) does."""
    if isinstance(path, Sequence):
        return all(map(may_be_empty, path.parts))
    if isinstance(path, Alternative):
        return any(map(may_be_empty, path.parts))
    if isinstance(path, Closure):
        return path.kind != "+" or may_be_empty(path.part)
    return path is None
