"""Compiled shapes as a text: what is asked of a server, for people to read and to ask of a server of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.compiler import CompiledShape, CompiledShapes
    from kg.shacl.violation_queries import Query

_HEADER = """\
# SHACL compiled to SPARQL 1.1, to be asked of the default graph. Each row of a query is a violation: the last of the
# node variables that it selects first (?this, or, of a shape within a path, ?value) is the focus node.
# A screen comes first where there is one: it has no rows if none of its shape's numbered queries has any.
"""


def queries_as_text(compiled: CompiledShapes) -> str:
    """Return all queries, each under a comment that names its shape and constraint, and what is left to pyshacl."""
    left = [f"# {compiled.name(shape)} is left to pyshacl: {reason}\n" for shape, reason in compiled.handed_over]
    texts = [_HEADER, *left, *(text for shape in compiled.shapes for text in _texts(shape, compiled))]
    return "\n".join(texts)


def _texts(shape: CompiledShape, compiled: CompiledShapes) -> Iterator[str]:
    name = compiled.name(shape.shape)
    for number, screen in enumerate(shape.screens, start=1):
        yield f"# {name}: screen {number}\n{screen.text}\n"
        for column, part in enumerate(screen.parts):
            for query in part.queries:
                yield from _query(query, compiled, f"{name}: screen {number} ?c{column}: ")
    for part in shape.parts:
        for query in part.queries:
            yield from _query(query, compiled, f"{name}: ")


def _query(query: Query, compiled: CompiledShapes, above: str) -> Iterator[str]:
    component = query.constraint.component
    told = (
        f"{compiled.name(query.shape)} sh:{component if component.isupper() else component[0].lower() + component[1:]}"
    )
    yield f"# {above}{told}\n{query.text}\n"
    for detail in query.details:
        yield from _query(detail, compiled, f"{above}{told}, in detail: ")
