"""The embedded store: an Oxigraph database on disk, written once, swapped in whole, and read only."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# Raised whenever a store written before could be misread by the code after.
FORMAT = 1

Result = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_UPDATE = re.compile(
    r"(?:\s|#[^\r\n]*[\r\n]|(?:PREFIX\s+\S*|BASE)\s*<[^>]*>)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile("s(?=ervice)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Manifest:
    """What a store holds: the generation it lies in, the inputs it was built from, and the versions that built it."""

    generation: str
    fingerprint: str
    version: str
    ontology_version: str
    format: int = FORMAT


class TripleStore:
    """An opened store: SPARQL and pattern look-ups, no writing."""

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner

    @classmethod
    def open(cls, folder: Path, manifest: Manifest) -> TripleStore:
        """Open the store that a manifest names, read only. Raises KgError if it is not there or broken."""
        try:
            return cls(ox.Store.read_only(str(folder / manifest.generation)))
        except OSError as error:
            raise KgError(f"{folder}: the store cannot be opened: {error}", hint="build it again: kg build") from None

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad]) -> Self:
        """Hold quads in memory; the default graph is the flat merge of their graphs."""
        inner = ox.Store()
        inner.bulk_extend(with_default_graph(quads))
        return cls(inner)

    def query(self, text: str) -> Result:
        """Run a SPARQL 1.1 query; our prefixes need no declaration. Raises QueryError."""
        refuse_unsafe(text)
        try:
            return self._inner.query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(_explain_syntax(str(error), text)) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from None

    def select(self, text: str) -> Iterator[dict[str, Object | None]]:
        """Run a SELECT query and yield its solutions by variable name. Raises QueryError."""
        solutions = self.query(text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        names = [variable.value for variable in solutions.variables]
        try:
            for solution in solutions:
                yield {name: solution[name] for name in names}
        except OSError as error:
            raise QueryError(f"the query failed: {error}") from None

    def triples(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Object | None = None,
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the flat default graph that match a pattern; None matches all."""
        for quad in self._inner.quads_for_pattern(subject, predicate, value, ox.DefaultGraph()):
            yield quad.triple

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: Object | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads of the named graphs that match a pattern; None matches all."""
        for quad in self._inner.quads_for_pattern(subject, predicate, value, graph):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                yield quad

    def graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs, sorted by IRI."""
        named = (graph for graph in self._inner.named_graphs() if isinstance(graph, ox.NamedNode))
        return sorted(named, key=lambda graph: graph.value)


class Workspace(TripleStore):
    """A store that is being made: what is added to it stands in it at once."""

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 update; our prefixes need no declaration. Raises QueryError."""
        try:
            self._inner.update(text, prefixes=PREFIXES)
        except (SyntaxError, OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the update failed: {error}") from None

    def insert(self, template: str, where: str, graphs: Sequence[ox.NamedNode]) -> None:
        """Add a template's triples, for each solution of a pattern, to the default graph and to named ones."""
        named = " ".join(f"GRAPH {graph} {{ {template} }}" for graph in graphs)
        self.update(f"INSERT {{ {template} {named} }} WHERE {{ {where} }}")

    def clear(self, graph: ox.NamedNode) -> None:
        """Remove a named graph; what stands in the default graph stays there."""
        self._inner.remove_graph(graph)


def as_result(triples: Iterable[ox.Triple]) -> Result:
    """Return triples in the form in which a store answers CONSTRUCT."""
    inner = ox.Store()
    inner.bulk_extend(ox.Quad(*triple) for triple in triples)
    return inner.query("CONSTRUCT WHERE { ?s ?p ?o }")


def with_default_graph(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads and, for each different triple, one in the default graph."""
    seen: set[ox.Triple] = set()
    for quad in quads:
        yield quad
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def refuse_unsafe(text: str) -> None:
    """Raise QueryError if a query would write (an update) or leave the store (SERVICE)."""
    if update := _UPDATE.match(text):
        raise QueryError(f"{update[1].upper()} is refused: the graph is read only", hint="change data/ and build again")
    if not _SERVICE.search(text):
        return
    # The engine's own parser decides what is a keyword: where the word, misspelt, is no error, it stood in a string,
    # an IRI, a name or a comment. A parser of ours would only have to differ once.
    try:
        ox.Store().query(_SERVICE.sub("z", text), prefixes=PREFIXES)
    except SyntaxError:
        raise QueryError(
            "SERVICE is refused: a query reaches no network",
            hint="query that endpoint on its own; or the syntax is wrong",
        ) from None


def _explain_syntax(message: str, text: str) -> str:
    place = re.search(r"at (\d+):(\d+)", message)
    if not place:
        return f"the query is not valid SPARQL: {message}"
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    before = [match[1] for match in re.finditer(r"([A-Za-z][\w-]*):", shown) if match.start() < column]
    if "Prefix not found" in message:
        what = f"prefix {before[-1]}: is not declared" if before else "a prefix is not declared"
    else:
        what = message.split(": ", 1)[-1].splitlines()[0][:200]
    return f"the query is not valid SPARQL at line {line}, column {column}: {what}\n  {shown}\n  {' ' * (column - 1)}^"


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the store in a folder, or None if there is none that this version can read."""
    try:
        fields: dict[str, Any] = json.loads((folder / "CURRENT").read_text(encoding="utf-8"))
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError):
        return None
    return manifest if manifest.format == FORMAT and (folder / manifest.generation).is_dir() else None


def write_store(folder: Path, quads: Iterable[ox.Quad], *, fingerprint: str, version: str, ontology: str) -> Manifest:
    """Write a new store beside the one in `folder`, then make it current with one rename.

    Until that rename, whatever stops the writing, the old store answers. Raises KgError if the disk is full or the
    folder cannot be written.
    """
    import uuid  # noqa: PLC0415  -- only a build writes

    import filelock  # noqa: PLC0415

    manifest = Manifest(f"graph-{uuid.uuid4().hex[:12]}", fingerprint, version, ontology)
    target = folder / manifest.generation
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / "LOCK"):
            _remove_others(folder, keep=read_manifest(folder))
            inner = ox.Store(str(target))
            inner.bulk_extend(with_default_graph(quads))
            inner.flush()
            del inner
            pending = folder / "CURRENT.new"
            pending.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
            pending.replace(folder / "CURRENT")
    except OSError as error:
        _remove(target)
        raise KgError(f"{folder}: the store cannot be written: {error}", hint="the store from before is kept") from None
    return manifest


def _remove_others(folder: Path, *, keep: Manifest | None) -> None:
    for path in folder.glob("graph-*"):
        if keep is None or path.name != keep.generation:
            _remove(path)


def _remove(path: Path) -> None:
    import shutil  # noqa: PLC0415  -- only a build removes

    shutil.rmtree(path, ignore_errors=True)
