"""The selection of queries by name, file, text or word, and of the engine that runs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query.saved_queries import find_query, query_paths, read_queries, read_query
from kg.rdf import is_rdf_name

if TYPE_CHECKING:
    from kg.project import Project
    from kg.query.saved_queries import SavedQuery

# the embedded store or a server, and the reference
QUERY_ENGINES = ("kg", "rdflib")


def find_or_read(project: Project, query: str | Path, *, with_values: bool = False) -> SavedQuery | str:
    """Return the saved query of a name, the content of a file that ends in .rq, or SPARQL text as it is.

    A file is read with its header if there are values for its parameters, else as SPARQL text. Raises KgError for an
    unknown name, a missing file, or one that is not UTF-8.
    """
    text = str(query)
    if text.endswith(".rq") and "{" not in text:
        path = Path(text)
        if not path.is_file():
            raise KgError(f"{text}: no such file", hint="give a saved query without .rq; list them with: kg queries")
        return read_query(path) if with_values else decode(path.read_bytes(), text)
    if any(character in text for character in " {\n"):
        return text
    if is_rdf_name(text):
        hint = f"query it: kg query --data {text} 'SELECT …', in Python kg.open(data=[{text!r}])"
        raise KgError(f"{text} is a file of RDF data, not a query", hint=hint)
    return find_query(project.queries, text, cache=project.headers)


def decode(content: bytes, name: str) -> str:
    """Return the text of a query file or of standard input. Raises KgError if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgError(f"{name} is not UTF-8: byte {error.start} is 0x{content[error.start]:02x}") from None


def search_queries(folder: Path, word: str | None = None) -> list[SavedQuery]:
    """Return the saved queries: all, the one of that name, or those with the word in name, theme, tags or summary."""
    if word is not None and word in query_paths(folder):
        return [find_query(folder, word)]
    return [query for query in read_queries(folder) if word is None or _contains(query, word)]


def _contains(query: SavedQuery, word: str) -> bool:
    texts = (query.name, query.theme, *query.tags, *query.summary.values())
    return any(word.casefold() in text.casefold() for text in texts)
