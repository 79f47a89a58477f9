"""Running a query for an `Answer`: its parameters bound, its evidence found, in this process or in a child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryBoolean, QuerySolutions

from kg import explain, query as querying, runtime
from kg.errors import KgError, ParameterError, UnknownNameError
from kg.query import QUERY_ENGINES, bind_query, find_or_read
from kg.rdf import graph_iri, in_graph
from kg.results import ResultInfo, Rows
from kg.store import TripleStore
from kg.views.answer import Answer
from kg.views.query_comparison import QueryComparisonView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.build import GraphSource
    from kg.query import SavedQuery, Value
    from kg.rdf import Dataset, Result
    from kg.store import Manifest
    from kg.views.base import Context


@dataclass(frozen=True)
class QueryOptions:
    """How to run a query: the options of `Graph.query`."""

    with_evidence: bool = False
    limit: int = 0
    timeout: float | None = None
    engine: str = "kg"


def answer_query(
    source: GraphSource, query: str | Path, values: Mapping[str, Value], context: Context, options: QueryOptions
) -> Answer:
    """Run a query, given as `find_or_read` takes it, with the values of its parameters, and return its answer.

    With `timeout`, in seconds, the query runs in a child process that is killed when the time is up. Raises KgError.
    """
    found = find_or_read(source.project, query, with_values=bool(values))
    text = bind_query(context.store, found, values)
    about = _about(found, values, text, source.manifest, context)
    _refuse_options(options, source)

    def run() -> Result | Rows:
        if options.timeout is not None:
            job = (source.opener(), text, options.with_evidence, options.engine)
            return _restored(runtime.call(run_in_child, *job, timeout=options.timeout), context)
        if options.with_evidence:
            return _cited(explain.supported(context.store, text), context)
        if options.engine == "rdflib":
            with source.reporter.step("load"):
                engine = querying.RdflibEngine(source.stated(), context.store.prefixes)
            return engine.query(text)
        return context.store.query(text)

    return Answer(run, context, about, limit=options.limit, ensure_open=lambda: source.store)


def compare_query(
    source: GraphSource, query: str | Path, values: Mapping[str, Value], context: Context
) -> QueryComparisonView:
    """Run a query, given as `answer_query` takes it, on both engines, and return the differences. Raises KgError."""
    found = find_or_read(source.project, query, with_values=bool(values))
    text = bind_query(context.store, found, values)
    with source.reporter.step("compare"):
        comparison = querying.compare_engines(context.store, text, source.stated())
    return QueryComparisonView(comparison, context)


def _refuse_options(options: QueryOptions, source: GraphSource) -> None:
    """Raise KgError for options that are out of range, or that exclude each other."""
    limit, timeout = options.limit, options.timeout
    if limit < 0:
        raise ParameterError(f"limit={limit}: it is negative", hint="give the number of rows to keep; 0 keeps all")
    if timeout is not None and timeout <= 0:
        raise ParameterError(f"timeout={timeout}: it is not positive", hint="give a number of seconds")
    if timeout is not None and source.server is not None:
        raise KgError("a server's query has no timeout here", hint="set server_timeout when you connect")
    if options.engine not in QUERY_ENGINES:
        hint = f"use {' or '.join(QUERY_ENGINES)}"
        raise UnknownNameError("engine", options.engine, QUERY_ENGINES, hint=hint)
    if options.engine != "kg" and options.with_evidence:
        raise ParameterError("rdflib finds no evidence", hint="omit the engine, or the evidence")


def _cited(found: tuple[list[str], list[explain.SupportedRow]], context: Context) -> Rows:
    columns, rows = found
    names = {name for row in rows for name in row.passages}
    sentences = context.sentences(names) if context.sentences and names else {}
    return Rows(columns, [list(row.values.values()) for row in rows], explain.cite(rows, sentences.get))


def run_in_child(
    open_store: Callable[[], Dataset],
    text: str,
    with_evidence: bool,  # noqa: FBT001
    engine: str,
) -> Any:  # noqa: ANN401
    """Run a query on a store that is opened here, and return what can be pickled: rows, triples, or yes or no."""
    store = open_store()
    if with_evidence:
        return explain.supported(store, text)
    run = store.query if engine == "kg" else querying.RdflibEngine(list(store.quads()), store.prefixes).query
    result = run(text)
    if isinstance(result, QueryBoolean):
        return bool(result)
    if isinstance(result, QuerySolutions):
        return [variable.value for variable in result.variables], [list(solution) for solution in result]
    return list(result)


def _restored(value: Any, context: Context) -> Result | Rows:  # noqa: ANN401  -- what `run_in_child` returns
    if isinstance(value, bool):
        return TripleStore.in_memory(()).query(f"ASK {{ FILTER({str(value).lower()}) }}")
    if isinstance(value, list):
        quads = (in_graph(triple, graph_iri("answer")) for triple in value)
        return TripleStore.in_memory(quads).query("CONSTRUCT WHERE { ?s ?p ?o }")
    columns, rows = value
    return _cited(value, context) if rows and isinstance(rows[0], explain.SupportedRow) else Rows(columns, rows)


def _about(
    query: SavedQuery | str, values: Mapping[str, Value], text: str, manifest: Manifest, context: Context
) -> ResultInfo:
    """Return the column headings of an answer and the facts that a file states about it."""
    facts = {"SPARQL": text, "graph": manifest.fingerprint, "ontology": manifest.ontology_version}
    if isinstance(query, str):
        return ResultInfo(facts=facts, language=context.lang, prefixes=context.store.prefixes)
    language = context.lang
    headings = {name: description[language] for name, description in query.columns.items()}
    given = {name: str(value) for name, value in values.items() if value is not None}
    facts = {"query": query.name, "summary": query.summary[language], **given, **facts}
    return ResultInfo(headings, facts, language, context.store.prefixes)
