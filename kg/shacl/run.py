"""The run: compiled queries asked of a service, their rows gathered as results."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.rdf import CONCURRENT_QUERIES
from kg.runtime import SILENT
from kg.shacl.finding import term_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.rdf import Dataset, Object
    from kg.runtime import Reporter
    from kg.shacl.compiler import CompiledShape, CompiledShapes
    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.violation_queries import Query

    Row = Mapping[str, Object | None]

_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass
class Result:
    """One violation: a focus node, the shape and constraint that it violates, and what is at fault."""

    shape: Shape
    constraint: Constraint
    focus: Object
    path: Object | None
    value: Object | None
    messages: tuple[Literal, ...]
    details: list[Result] = field(default_factory=list)


def run_compiled(
    compiled: CompiledShapes, service: Dataset, reporter: Reporter = SILENT, *, workers: int | None = None
) -> list[Result]:
    """Ask a service for all violations, reporting how many shapes are done.

    So many `workers` ask at the same time; by default two. The results come in the order of the shapes.
    Raises QueryError if the service refuses a query.
    """
    shapes, results = compiled.shapes, list[Result]()
    with ThreadPoolExecutor(workers or CONCURRENT_QUERIES) as pool:
        asked = [pool.submit(_violations, each, compiled.graph, service) for each in shapes]
        try:
            for number, (each, future) in enumerate(zip(shapes, asked, strict=True)):
                reporter.advance(number, len(shapes), compiled.name(each.shape))
                results += future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    reporter.advance(len(shapes), len(shapes), "")
    return results


def _violations(compiled: CompiledShape, graph: ShapesGraph, service: Dataset) -> list[Result]:
    return [result for query in _asked(compiled, service) for _, result in _keyed(query, graph, service)]


def _asked(compiled: CompiledShape, service: Dataset) -> Iterator[Query]:
    """Yield the queries that find something, or may."""
    for screen in compiled.screens:
        failed: set[int] = set()
        for row in service.select(screen.text):
            failed |= {number for number in range(len(screen.parts)) if term_text(row.get(f"c{number}")) != "true"}
        for number in sorted(failed):
            yield from screen.parts[number].queries
    for part in compiled.parts:
        yield from part.queries


def _keyed(query: Query, graph: ShapesGraph, service: Dataset) -> list[tuple[Row, Result]]:
    """Return the rows of a query, each with its result, which holds the results of the query's details."""
    try:
        rows = list(service.select(query.text))
    except QueryError as error:
        if query.constraint.component != "SPARQL":
            raise
        raise graph.triples.malformed(query.shape.node, f"sh:select: {error.message}") from None
    found = [(row, _result(query, row, graph)) for row in rows]
    if found and query.details:
        keys = [name[1:] for name in query.row_keys]
        by_key: dict[tuple[str, ...], list[Result]] = {}
        for row, result in found:
            by_key.setdefault(_key(row, keys), []).append(result)
        for detail in query.details:
            for row, result in _keyed(detail, graph, service):
                for whole in by_key.get(_key(row, keys), ()):
                    whole.details.append(result)
    return found


def _key(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in names)


def _result(query: Query, row: Row, graph: ShapesGraph) -> Result:
    focus = row[query.keys[-1][1:]]
    if focus is None:
        raise QueryError("a query of a shape gave a row without a focus node")
    value = row.get(query.value[1:]) if query.value else None
    path: Object | None = row.get("path") if query.constraint.component in ("Closed", "SPARQL") else None
    if query.constraint.component == "SPARQL" and value is None and query.shape.path is None:
        value = focus
    return Result(
        shape=query.shape,
        constraint=query.constraint,
        focus=focus,
        path=path or query.shape.path_node,
        value=value,
        messages=messages(graph, query.shape, query.constraint, row, focus),
    )


def messages(graph: ShapesGraph, shape: Shape, constraint: Constraint, row: Row, focus: Object) -> tuple[Literal, ...]:
    """Return what a result says: the messages of its constraint and of its shape, or which parameter is not kept.

    The variables of a SPARQL constraint are filled in, and, as pyshacl has it, such a message loses its language.
    """
    if constraint.component != "SPARQL":
        return shape.messages or _general(graph, constraint)
    own = [each for each in graph.triples.objects(constraint.parameter, "message") if isinstance(each, Literal)]
    bound = {"this": focus, **row}
    filled = [
        Literal(_VARIABLE.sub(lambda found: _filled(found, bound), each.value)) for each in (*own, *shape.messages)
    ]
    return tuple(dict.fromkeys(filled))


def _filled(found: re.Match[str], row: Row) -> str:
    term = row.get(found[1])
    return found[0] if term is None else term_text(term)


def _general(graph: ShapesGraph, constraint: Constraint) -> tuple[Literal, ...]:
    parameter = constraint.parameter
    shown = graph.triples.name(parameter) if isinstance(parameter, NamedNode) else ""
    shown = parameter.value if isinstance(parameter, Literal) else shown
    told = f"sh:{constraint.name} {shown}".strip()
    return Literal(f"不符合 {told}。", language="zh-Hans"), Literal(f"Does not keep to {told}.", language="en")
