"""The run: executes compiled queries on a dataset and collects their rows as results."""

from __future__ import annotations

import gc
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.rdf import CONCURRENT_QUERIES
from kg.runtime import SILENT, message
from kg.shacl.constraint_query import OWN
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
    """One violation: focus node, shape, constraint, and the path and value that violate it."""

    shape: Shape
    constraint: Constraint
    focus: Object
    path: Object | None
    value: Object | None
    messages: tuple[Literal, ...]
    details: list[Result] = field(default_factory=list)


def run_compiled(
    compiled: CompiledShapes,
    dataset: Dataset,
    reporter: Reporter = SILENT,
    *,
    workers: int | None = None,
    abort: bool = False,
) -> list[Result]:
    """Return all violations in a dataset, in the order of the shapes; with `abort`, of the first constraint alone.

    `reporter` receives the number of finished shapes. `workers` queries run at a time (default: CONCURRENT_QUERIES).
    Raises QueryError.
    """
    shapes, results = compiled.shapes, list[Result]()
    with _without_collection(), ThreadPoolExecutor(workers or CONCURRENT_QUERIES) as pool:
        futures = [pool.submit(_violations, shape, compiled.graph, dataset, abort=abort) for shape in shapes]
        try:
            for number, (compiled_shape, future) in enumerate(zip(shapes, futures, strict=True)):
                reporter.advance(number, len(shapes), compiled.name(compiled_shape.shape))
                results += future.result()
                if abort and results:
                    pool.shutdown(wait=False, cancel_futures=True)
                    break
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    reporter.advance(len(shapes), len(shapes), "")
    return results


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let no thread collect garbage: it may have results of queries, which another thread cannot free."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _violations(compiled: CompiledShape, graph: ShapesGraph, dataset: Dataset, *, abort: bool) -> list[Result]:
    results: list[Result] = []
    for query in _needed_queries(compiled, dataset):
        results += [result for _, result in _select_results(query, graph, dataset)]
        if abort and results:
            break
    return results


def _needed_queries(compiled: CompiledShape, dataset: Dataset) -> Iterator[Query]:
    """Yield the queries that find violations, or may find some."""
    for batch in compiled.batches:
        failed: set[int] = set()
        for row in dataset.select(batch.text):
            failed |= {number for number in range(len(batch.parts)) if term_text(row.get(f"c{number}")) != "true"}
        for number in sorted(failed):
            yield from batch.parts[number].queries
    for part in compiled.parts:
        yield from part.queries


def _select_results(query: Query, graph: ShapesGraph, dataset: Dataset) -> list[tuple[Row, Result]]:
    """Return the rows of a query with their results, to which the results of the query's details are added."""
    try:
        rows = list(dataset.select(query.text))
    except QueryError as error:
        if query.constraint.component != "SPARQL":
            raise
        raise graph.triples.malformed(query.shape.node, f"sh:select: {error.message}") from None
    results = [(row, _result(query, row, graph)) for row in rows]
    if results and query.details:
        keys = [name[1:] for name in query.row_keys]
        by_key: dict[tuple[str, ...], list[Result]] = {}
        for row, result in results:
            by_key.setdefault(_key(row, keys), []).append(result)
        for detail in query.details:
            for row, result in _select_results(detail, graph, dataset):
                for parent in by_key.get(_key(row, keys), ()):
                    parent.details.append(result)
    return results


def _key(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in names)


def _result(query: Query, row: Row, graph: ShapesGraph) -> Result:
    focus = row[query.keys[-1][1:]]
    if focus is None:
        raise QueryError("a query of a shape returned a row without a focus node")
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
    """Return the messages of a result: those of its constraint and its shape, or one that names the parameter.

    Variables in the message of a SPARQL constraint are replaced; as in pyshacl, such a message has no language.
    """
    if constraint.component != "SPARQL":
        return shape.messages or _default_messages(graph, constraint)
    own = [text for text in graph.triples.objects(constraint.parameter, "message") if isinstance(text, Literal)]
    bound = {"this": focus, **row, **{name.removeprefix(OWN): row[name] for name in row if name.startswith(OWN)}}
    filled = [
        Literal(_VARIABLE.sub(lambda match: _filled(match, bound), text.value)) for text in (*own, *shape.messages)
    ]
    return tuple(dict.fromkeys(filled))


def _filled(match: re.Match[str], row: Row) -> str:
    term = row.get(match[1])
    return match[0] if term is None else term_text(term)


def _default_messages(graph: ShapesGraph, constraint: Constraint) -> tuple[Literal, ...]:
    parameter = constraint.parameter
    shown = graph.triples.name(parameter) if isinstance(parameter, NamedNode) else ""
    shown = parameter.value if isinstance(parameter, Literal) else shown
    requirement = f"sh:{constraint.name} {shown}".strip()
    tags = {"zh": "zh-Hans", "en": "en"}
    return tuple(
        Literal(message(__file__, "violates", language, requirement=requirement), language=tag)
        for language, tag in tags.items()
    )
