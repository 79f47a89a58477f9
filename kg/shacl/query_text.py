"""Compiled shapes as one text: the SPARQL queries, to read or to run on any server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.compiler import CompiledShape, CompiledShapes
    from kg.shacl.violation_queries import Query

_HEADER = """\
# SHACL compiled to SPARQL 1.1, for the default graph. Each row of a query is a violation; the focus node is the last
# of the node variables at the start of SELECT (?this, or ?value for a shape within a path).
# A batch query tests several constraints at once: it has no rows if none of its numbered queries has any.
"""


def queries_as_text(compiled: CompiledShapes) -> str:
    """Return all queries, each under a comment with shape and constraint, and list the shapes that run in pyshacl."""
    omitted = [f"# {compiled.name(shape)} runs in pyshacl: {reason}\n" for shape, reason in compiled.not_compiled]
    texts = [_HEADER, *omitted, *(text for shape in compiled.shapes for text in _texts(shape, compiled))]
    return "\n".join(texts)


def _texts(shape: CompiledShape, compiled: CompiledShapes) -> Iterator[str]:
    name = compiled.name(shape.shape)
    for number, batch in enumerate(shape.batches, start=1):
        yield f"# {name}: batch query {number}\n{batch.text}\n"
        for column, part in enumerate(batch.parts):
            for query in part.queries:
                yield from _query(query, compiled, f"{name}: batch query {number} ?c{column}: ")
    for part in shape.parts:
        for query in part.queries:
            yield from _query(query, compiled, f"{name}: ")


def _query(query: Query, compiled: CompiledShapes, above: str) -> Iterator[str]:
    title = f"{above}{compiled.name(query.shape)} sh:{query.constraint.name}"
    yield f"# {title}\n{query.text}\n"
    for detail in query.details:
        yield from _query(detail, compiled, f"{title}, details: ")
