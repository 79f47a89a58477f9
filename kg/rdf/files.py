"""RDF files: their formats, and reading them with errors that name file, line and column."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import KgError, ParseError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FORMATS: dict[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
}


def format_name(path: Path) -> str | None:
    """Return the name of the format of a file by its suffix, before `.gz`; None if the content must tell.

    `.owl` and `.xml` are suffixes of several formats. Raises KgError for an unknown suffix.
    """
    ending = Path(path.stem) if path.suffix.lower() == ".gz" else path
    suffix = ending.suffix.lower()
    if suffix in (".owl", ".xml"):
        return None
    if suffix not in _SUFFIXES:
        what = "is Notation3, which is more than RDF" if suffix == ".n3" else f"no RDF format {_ending(ending)}"
        use = "name it .ttl if it is Turtle" if suffix == ".n3" else f"use {' '.join(_SUFFIXES)}, or --input-format"
        raise KgError(f"{path}: {what}", hint=use)
    return _SUFFIXES[suffix]


def format_of(path: Path) -> RdfFormat:
    """Return the RDF format of a file by its suffix. Raises KgError for an unknown suffix."""
    name = _SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise KgError(f"{path}: no RDF format {_ending(path)}", hint="use " + " ".join(_SUFFIXES))
    return FORMATS[name]


def is_rdf_name(name: str) -> bool:
    """Return whether a name has a suffix of RDF files, such as `my.ttl` or `my.nt.gz`."""
    return Path(name.lower().removesuffix(".gz")).suffix in _SUFFIXES


def output_format(name: str | None, path: Path | None = None) -> str:
    """Return the name in FORMATS to write RDF in: the one given, else that of the file's suffix, else turtle.

    Raises UnknownNameError for an unknown name, KgError for an unknown suffix of a file.
    """
    if name is not None and name not in FORMATS:
        raise UnknownNameError("format", name, FORMATS, hint=f"use one of {', '.join(FORMATS)}")
    if name is not None or path is None:
        return name or "turtle"
    if path.suffix.lower() not in _SUFFIXES:
        raise KgError(f"{path}: no RDF format {_ending(path)}", hint=f"name a format, or use {' '.join(_SUFFIXES)}")
    return _SUFFIXES[path.suffix.lower()]


def _ending(path: Path) -> str:
    return f"has the suffix {path.suffix}" if path.suffix else "has a name without a suffix"


def read_rdf(path: Path) -> list[Quad]:
    """Read all quads of an RDF file. Raises as `stream_rdf` does."""
    return list(stream_rdf(path))


def stream_rdf(path: Path) -> Iterator[Quad]:
    """Yield the quads of an RDF file, whose suffix determines the format.

    Raises ParseError with file, line, column and the expected syntax, and KgError if the file cannot be opened.
    """
    yield from _parsed(path, lambda file: file)


def stream_lines(path: Path) -> Iterator[tuple[Quad, int]]:
    """Yield the quads of an RDF file, each with the line on which its statement ends. Raises as `stream_rdf` does."""
    lines = Lines()
    for quad in _parsed(path, lines.of):
        yield quad, lines.number


class Lines:
    """A binary file object that gives the parser one line at a time; `number` is the line that it has read last.

    The parser yields a statement as soon as it has read its end, so this is the line on which the statement ends.
    """

    def __init__(self) -> None:
        self.number = 0
        self._file: IO[bytes] = io.BytesIO()
        self._is_new = True

    def of(self, file: IO[bytes]) -> IO[bytes]:
        """Return the lines of a file."""
        self._file = file
        return cast("IO[bytes]", self)

    def read(self, size: int = -1) -> bytes:
        """Return the next line, or its next `size` bytes."""
        piece = self._file.readline(size)
        self.number += self._is_new and bool(piece)
        self._is_new = piece.endswith(b"\n")
        return piece


def _parsed(path: Path, reader: Callable[[IO[bytes]], IO[bytes]]) -> Iterator[Quad]:
    fmt = format_of(path)
    try:
        with path.open("rb") as file:
            # some editors write a byte order mark, which no RDF syntax allows
            if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                file.seek(0)
            yield from parse(reader(file), fmt)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
        expected = error.msg.split(": ", 1)[-1]
        name = next(name for name, known in FORMATS.items() if known == fmt)
        raise ParseError(f"{place}: {expected}", hint=f"the file must be {name}") from None
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}") from None


def in_graph(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """Return a triple as a quad of a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def flat_triples(quads: Iterable[Quad]) -> set[Triple]:
    """Return the triples of quads, each once (the flat merge of their graphs)."""
    return {quad.triple for quad in quads}
