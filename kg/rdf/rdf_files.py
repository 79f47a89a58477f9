"""Several RDF files of a user: their statements with places, and their prefixes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kg.errors import KgError
from kg.rdf.blank_nodes import blank_nodes, renamed
from kg.rdf.rdf_file import STANDARD_INPUT, RdfFile, read_source
from kg.rdf.terms import PREFIXES
from kg.runtime import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.rdf.rdf_file import Source
    from kg.runtime import Reporter


Contexts = str | Path | Mapping[str, str | Path]


def apart(files: Iterable[RdfFile]) -> list[RdfFile]:
    """Return files in which blank nodes of different files are different: a name that several files use is changed."""
    read = list(files)
    names = [{node.value for quad in file.quads for node in blank_nodes(quad)} for file in read]
    number_of_files = Counter(name for own in names for name in own)
    return [
        _renamed(file, {name: f"{name}.{number}" for name in own if number_of_files[name] > 1})
        for number, (file, own) in enumerate(zip(read, names, strict=True), start=1)
    ]


def _renamed(file: RdfFile, names: Mapping[str, str]) -> RdfFile:
    if not names:
        return file
    nodes = {name: BlankNode(new) for name, new in names.items()}
    return replace(file, quads=tuple(renamed(quad, nodes) for quad in file.quads))


def located_quads(files: Iterable[RdfFile]) -> Iterator[tuple[Quad, str]]:
    """Yield the quads of files with their places: `my.ttl:12`."""
    for file in files:
        for quad, line in zip(file.quads, file.lines, strict=True):
            yield quad, f"{file.name}:{line}" if line else file.name


def read_sources(
    sources: Iterable[Source],
    *,
    input_format: str | None = None,
    context: Contexts | None = None,
    lenient: bool = False,
    reporter: Reporter = SILENT,
) -> list[RdfFile]:
    """Read RDF sources as `read_source` does, and report warnings about them: no triples, ambiguous prefixes.

    Blank nodes of different sources are different. `context` is the local file for all JSON-LD contexts at an
    address, or a file for each address.
    """
    sources = list(sources)
    if sum(str(source) == STANDARD_INPUT for source in sources) > 1:
        raise KgError("standard input can be read once", hint="give - once")
    contexts = context if isinstance(context, Mapping) else {} if context is None else {"": context}
    paths = {address: Path(file) for address, file in contexts.items()}
    files = [read_source(source, input_format=input_format, contexts=paths, lenient=lenient) for source in sources]
    for warning in _warnings(files):
        reporter.warn(warning)
    return apart(files)


def prefixes_in(files: Sequence[RdfFile]) -> dict[str, str]:
    """Return the prefixes of files, the first of equal names, and then ours."""
    found: dict[str, str] = {}
    for prefixes in (*(file.prefixes for file in files), PREFIXES):
        found = found | {prefix: namespace for prefix, namespace in prefixes.items() if prefix not in found}
    return found


def _warnings(files: Sequence[RdfFile]) -> Iterator[str]:
    """Yield the warnings of each file, and one for a file without triples, and a prefix with different namespaces."""
    first = dict[str, RdfFile]()
    for file in files:
        yield from file.warnings
        if not file.quads:
            yield f"{file.name} has no triples"
        for prefix, namespace in file.prefixes.items():
            other = first.setdefault(prefix, file)
            if other.prefixes[prefix] != namespace:
                used = other.prefixes[prefix]
                yield f"the prefix {prefix}: is {used} in {other.name}, which is used, and {namespace} in {file.name}"
