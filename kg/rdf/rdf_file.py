"""A user's RDF file: its statements with their lines, and its prefixes."""

from __future__ import annotations

import gzip
import io
import json
import re
import stat
import sys
import zlib
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Quad, parse

from kg.errors import KgError, ParseError, UnknownNameError
from kg.rdf.blank_nodes import blank_nodes, renamed
from kg.rdf.content_format import decoded, format_of_content, remedy
from kg.rdf.files import FORMATS, Lines, format_name
from kg.rdf.jsonld import local_contexts, prefixes_of, read_json
from kg.rdf.jsonld_losses import find_losses
from kg.rdf.rdfxml import as_utf8, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STANDARD_INPUT = "-"
_MOST_ERRORS = 20
_GZIP = b"\x1f\x8b"
# the parser names a blank node that has no name in the file with up to 32 random hexadecimal digits
_RANDOM = re.compile(r"[a-f][0-9a-f]{20,31}")
# files that are pipes by nature: a shell's <(command)
_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


class RdflibGraph(Protocol):
    """What is used of an `rdflib.Graph` or `Dataset`."""

    def serialize(self, *, format: str, encoding: str) -> bytes:
        """Return the graph in a format."""
        ...

    def namespaces(self) -> Iterable[tuple[str, object]]:
        """Yield prefixes and namespaces."""
        ...


Source = Path | str | bytes | RdflibGraph


@dataclass(frozen=True)
class RdfFile:
    """The content of a file: `lines` has the line of each quad, 0 in JSON-LD; `name` is the file's name in messages.

    `warnings` are about what the file says, and its format ignores; `errors` are the syntax errors of a file that was
    read as far as possible.
    """

    name: str
    format: str
    quads: tuple[Quad, ...] = field(repr=False)
    lines: tuple[int, ...] = field(repr=False)
    prefixes: Mapping[str, str] = field(repr=False)
    warnings: tuple[str, ...] = ()
    errors: tuple[ParseError, ...] = ()


def read_source(
    source: Source,
    *,
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    name: str = "",
    lenient: bool = False,
) -> RdfFile:
    """Read RDF from a file, from standard input (`-`), from text or bytes, or from an rdflib graph.

    The format is `input_format`, a name in FORMATS, else that of the file's suffix (`.gz` may follow), else that of the
    content. Relative IRIs resolve against the file; against the current folder if there is no file. `contexts` has
    local files for JSON-LD contexts by address; the key `""` is for every other address. `name` is the name in
    messages, if the source has none. With `lenient`, syntax errors are not raised: the file has them, and the
    statements that can be read.

    Raises ParseError with line and column for a syntax error, KgError for a source that cannot be read.
    """
    if input_format is not None and input_format not in FORMATS:
        raise UnknownNameError("format", input_format, FORMATS, hint=f"use one of {', '.join(FORMATS)}")
    path = _path(source)
    if path is not None:
        content, name, base = _read(path), str(path), path.resolve().as_uri()
    else:
        content, name, base = _content(source), name or _name(source), f"{Path.cwd().as_uri()}/"
    content = _unpacked(content, name)
    if not isinstance(source, (Path, str, bytes)):
        input_format = "nquads"
    known = input_format or (None if path is None or _is_pipe(path) else format_name(path))
    content, fmt = decoded(content, name), known or format_of_content(content, name)
    try:
        found = _parse(content, fmt, base, name, contexts or {}, lenient=lenient)
    except ParseError as error:
        if not lenient:
            raise
        return RdfFile(name, fmt, (), (), {}, errors=(error,))
    return found if isinstance(source, (Path, str, bytes)) else _with_namespaces(found, source)


def _path(source: Source) -> Path | None:
    """Return the path that a source is, None for standard input and content: a path has no `<`, `{` or line end."""
    if isinstance(source, Path):
        return source if str(source) != STANDARD_INPUT else None
    is_path = isinstance(source, str) and source != STANDARD_INPUT and not re.search(r"[<{\n]|^\s*(\[|$)", source)
    return Path(str(source)) if is_path else None


def _content(source: Source) -> bytes:
    if str(source) == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    if isinstance(source, str):
        return source.encode()
    return source if isinstance(source, bytes) else _statements(source)  # type: ignore[arg-type]


def _statements(graph: RdflibGraph) -> bytes:
    is_dataset = hasattr(graph, "quads")
    return graph.serialize(format="nquads" if is_dataset else "nt", encoding="utf-8")


def _name(source: Source) -> str:
    if str(source) == STANDARD_INPUT:
        return "standard input"
    return "the text" if isinstance(source, (str, bytes)) else "the rdflib graph"


def _with_namespaces(file: RdfFile, graph: RdflibGraph) -> RdfFile:
    prefixes = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    return RdfFile(file.name, file.format, file.quads, (0,) * len(file.quads), prefixes)


def _is_pipe(path: Path) -> bool:
    return str(path).startswith(_PIPES)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise KgError(f"{path} is a folder", hint="name the RDF files in it")
        if not stat.S_ISREG(mode) and not _is_pipe(path):  # to open a pipe without a writer would wait for ever
            raise KgError(f"{path} is not a regular file", hint=f"read it from standard input: cat {path} | kg … -")
        return path.read_bytes()
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:  # a null character in the name
        raise KgError(f"{str(path)!r} is no file: {error}") from None


def _unpacked(content: bytes, name: str) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise KgError(f"{name}: the gzip file is damaged: {error}", hint="compress or copy the file again") from None


def _parse(content: bytes, fmt: str, base: str, name: str, contexts: Mapping[str, Path], *, lenient: bool) -> RdfFile:
    prefixes, warnings = dict[str, str](), tuple[str, ...]()
    if fmt in ("rdfxml", "jsonld") and not content.strip():
        raise ParseError(f"{name} is empty", hint=f"the file must be {fmt}")
    if fmt == "rdfxml":
        content = as_utf8(content, name)
        content, prefixes = read_xml(content, name)
    elif fmt == "jsonld":
        document = read_json(content, name)
        local = local_contexts(document, name, contexts)
        prefixes, warnings = prefixes_of(local), find_losses(local, name)
        content = content if local == document else json.dumps(local).encode()
    lines = Lines()
    quads, numbers, errors = list[Quad](), list[int](), list[ParseError]()
    # the formats of lines have no base
    parser = parse(
        lines.of(io.BytesIO(content)), FORMATS[fmt], base_iri=None if fmt in ("ntriples", "nquads") else base
    )
    # after an error, the parser goes on with the next statement; in JSON and XML this cannot be trusted
    while not errors or (fmt not in ("rdfxml", "jsonld") and len(errors) < _MOST_ERRORS):
        try:
            for quad in parser:
                quads.append(quad)
                numbers.append(lines.number)
            break
        except SyntaxError as error:
            errors.append(_syntax_error(error, content, fmt, name, lines.number))
            if not lenient:
                raise errors[0] from None
    if fmt == "jsonld":
        numbers = [0] * len(quads)
    prefixes = prefixes | parser.prefixes
    return RdfFile(name, fmt, tuple(_named(quads)), tuple(numbers), prefixes, warnings, tuple(errors))


def _syntax_error(error: SyntaxError, content: bytes, fmt: str, name: str, line: int) -> ParseError:
    place = f"{name}:{error.lineno}:{error.offset}" if error.lineno else f"{name}:{line}"
    hint = remedy(content, fmt, name)
    if fmt in ("ntriples", "nquads") and "No scheme" in error.msg:
        hint += ", which has no relative IRIs: Turtle has, .ttl"
    return ParseError(f"{place}: {error.msg.split(': ', 1)[-1] if error.lineno else error.msg}", hint=hint)


def _named(quads: list[Quad]) -> Iterator[Quad]:
    """Return quads in which the blank nodes without a name are called b1, b2, …, the same at each reading."""
    values = dict.fromkeys(node.value for quad in quads for node in blank_nodes(quad))
    free = (name for number in count(1) if (name := f"b{number}") not in values)
    names = {value: BlankNode(next(free)) for value in values if _RANDOM.fullmatch(value)}
    return (renamed(quad, names) for quad in quads)
