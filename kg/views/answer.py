"""The answer to a query: rows that can be read again, with column descriptions, labels and evidence."""

from __future__ import annotations

import io
import json
import threading
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from kg import results, views
from kg.errors import KgError, ParameterError
from kg.rdf import FORMATS, SIGN
from kg.results import MAX_CITED, SOLUTION_FORMATS, Rows, cell_text, solutions, write_result
from kg.runtime import SILENT, atomic_write
from kg.views.base import Context, View
from kg.views.sentences import sentence_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.rdf import Result
    from kg.results import ResultInfo, RowCount, RowEvidence
    from kg.runtime import Reporter

    Term = Any
    Row = dict[str, Term]

_SUFFIXES = {
    **{f".{name}": name for name in ("csv", "tsv", "json", "xml", "md", "xlsx")},
    ".txt": "table",
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}
_BOM = "\ufeff".encode()
_MAX_HTML_ROWS = 100


class Answer(View):
    """The answer to a query: a sequence of rows, each a dict from column to term, None for no value.

    `columns` are the names of the columns. A CONSTRUCT or DESCRIBE answer (`is_graph`) has the columns subject,
    predicate and object; an ASK answer has one row with the column `answer`, and `bool(answer)` is its value. Rows that
    were not read before are streamed by `write`, and in a thread other than the main one they are read at once: the
    engine's results cannot change threads, an answer can.
    """

    formats = (*SOLUTION_FORMATS, *FORMATS)

    def __init__(
        self,
        run: Callable[[], Result | Rows],
        context: Context,
        about: ResultInfo,
        *,
        limit: int = 0,
        ensure_open: Callable[[], object] = lambda: None,
    ) -> None:
        self._run = run
        self._ensure_open = ensure_open
        self.context = context
        self.about = about
        self.limit = limit
        self._result: Result | Rows | None = run()  # the query's errors are raised here
        self._boolean = bool(self._result) if isinstance(self._result, QueryBoolean) else None
        self.columns, self.is_graph = _columns(self._result)
        self._read: list[Row] | None = None
        self._evidence = list(self._result.evidence or ()) if isinstance(self._result, Rows) else None
        self._thread = threading.current_thread()
        if self._thread is not threading.main_thread():
            self._read = list(_rows(self._take(), self.columns))

    @property
    def sparql(self) -> str:
        """The SPARQL text that was run, with the values of its parameters."""
        return self.about.facts["SPARQL"]

    @property
    def descriptions(self) -> dict[str, str]:
        """What each column contains, by name; empty if it is not a saved query."""
        return dict(self.about.headings)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows, read from the engine at the first use; at most `limit` of them."""
        if self._read is None:
            self._read = list(_rows(self._take(), self.columns))
        return self._read[: self.limit] if self.limit else self._read

    @property
    def evidence(self) -> list[RowEvidence] | None:
        """For each row the passages and triples that support it; None without `with_evidence`."""
        return None if self._evidence is None else self._evidence[: self.limit or None]

    @property
    def cited(self) -> list[str]:
        """The ids of all passages that support the rows, without repetition."""
        return list(dict.fromkeys(name for evidence in self.evidence or () for name in evidence.passages))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Row:
        return self.rows[number]

    def __bool__(self) -> bool:
        return bool(self.rows) if self._boolean is None else self._boolean

    def __repr__(self) -> str:
        return f"<Answer: {len(self)} rows of {', '.join(self.columns)}>"

    def label(self, term: Term) -> str:
        """Return a term as text for people: the label of an entity, the characters of a value."""
        return cell_text(term, self.context.label)

    def to_dicts(self, *, labels: bool = False) -> list[dict[str, Any]]:
        """Return the rows as Python values: IRIs and texts as str, numbers as int, Decimal or float, dates as date.

        With `labels` an IRI is replaced by the label of its entity.
        """
        value = self._labelled if labels else views.python_value
        return [{column: value(term) for column, term in row.items()} for row in self.rows]

    def _labelled(self, term: Term) -> Any:  # noqa: ANN401  -- a Python value of any type
        return self.context.label(term) if isinstance(term, NamedNode) else views.python_value(term)

    def to_dict(self) -> dict[str, Any]:
        """Return the rows in the SPARQL 1.1 Query Results JSON Format; triples as JSON-LD."""
        data = json.loads(self.render("jsonld" if self.is_graph else "json"))
        return data if isinstance(data, dict) else {"@graph": data}

    def to_pandas(self, *, labels: bool = False) -> Any:  # noqa: ANN401  -- pandas is not a dependency
        """Return the rows as a pandas DataFrame. Raises KgError if pandas is not installed."""
        return _library("pandas").DataFrame(self.to_dicts(labels=labels), columns=list(self.columns))

    def to_polars(self, *, labels: bool = False) -> Any:  # noqa: ANN401  -- polars is not a dependency
        """Return the rows as a polars DataFrame. Raises KgError if polars is not installed."""
        rows = self.to_dicts(labels=labels)
        return _library("polars").DataFrame({column: [row[column] for row in rows] for column in self.columns})

    def write(
        self, output: Path | str | BinaryIO, format: str | None = None, *, bom: bool = False, width: int | None = None
    ) -> RowCount | None:
        """Write the answer to a file, as a whole or not at all, or to an open binary file.

        `format` is one of `formats`, by default that of the file's suffix, else a table, or Turtle for triples. `bom`
        puts a byte order mark before CSV; `width` is the terminal's for a table. Returns how many rows were written and
        how many there are, None for triples and ASK. Raises KgError if the format does not fit or the file cannot be
        written.
        """
        path = Path(output) if isinstance(output, (str, Path)) else None
        chosen = chosen_format(format, path, bom=bom)
        with _sink(output) as sink:
            if bom:
                sink.write(_BOM)
            result = self._take() if self._read is None else self._reread(self._read)
            return write_result(
                result, sink, fmt=chosen, label=self.context.label, terminal=width, limit=self.limit, about=self.about
            )

    def chart(self, path: Path | str, *, reporter: Reporter = SILENT) -> None:
        """Draw the rows into an SVG or PNG file: figures as bars, dated events as a timeline.

        Raises KgError if the rows have neither, or the file cannot be written.
        """
        target = Path(path)
        results.check_chart_path(target)
        if self.is_graph or self._boolean is not None:
            raise KgError("only the rows of a SELECT query can be drawn", hint="omit --chart")
        triples = self.context.store.triples(None, SIGN)
        signs = {triple.subject.value: triple.object.value for triple in triples}  # type: ignore[union-attr]
        results.draw_chart(
            target,
            self.columns,
            self.rows,
            label=self.context.label,
            title=self.about.facts.get("summary", target.stem),
            source=self.about.facts.get("query", ""),
            headings=self.about.headings,
            warn=reporter.warn,
            language=self.context.lang,
            signs=signs,
        )

    def render(self, format: str = "table", *, width: int | None = None) -> str:
        """Return the answer in one of `formats`, except xlsx. Raises KgError if the format does not fit the answer."""
        if format == "xlsx":
            raise ParameterError("a workbook is not text", hint="write it to a file: answer.write('answer.xlsx')")
        output = io.BytesIO()
        self.write(output, "turtle" if self.is_graph and format == "table" else format, width=width)
        return output.getvalue().decode()

    def sentence_lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the sentences of the passages that a table cites; none where no text is attached."""
        cited = {name for evidence in self.evidence or () for name in list(evidence.passages)[:MAX_CITED]}
        if self.context.sentences is not None and cited:
            yield from sentence_lines(self.context.sentences(cited), self.context, width)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the lines of a table; of Turtle for triples."""
        yield from self.render(width=width).splitlines()

    def _repr_html_(self) -> str:
        shown = [[self.label(term) for term in row.values()] for row in self.rows[:_MAX_HTML_ROWS]]
        return views.table_html({name: self.descriptions.get(name, "") for name in self.columns}, shown, len(self))

    def _take(self) -> Result | Rows:
        """Return a result that was not read yet: the first, or that of a new run of the query."""
        self._ensure_open()
        if self._thread is not threading.current_thread():
            return self._run()
        result, self._result = self._result, None
        return self._run() if result is None else result

    def _reread(self, rows: list[Row]) -> Result | Rows:
        if self.is_graph or self._boolean is not None:
            return self._run()
        return Rows(self.columns, [list(row.values()) for row in rows], self.evidence)


def _columns(result: Result | Rows) -> tuple[tuple[str, ...], bool]:
    """Return the columns of a result, and whether it is a set of triples."""
    if isinstance(result, Rows):
        return tuple(result.columns), False
    if isinstance(result, QuerySolutions):
        return tuple(variable.value for variable in result.variables), False
    return (("answer",), False) if isinstance(result, QueryBoolean) else (("subject", "predicate", "object"), True)


def _rows(result: Result | Rows, columns: Sequence[str]) -> Iterator[Row]:
    if isinstance(result, QueryBoolean):
        yield {"answer": Literal(bool(result))}
    elif isinstance(result, QueryTriples):
        yield from (dict(zip(columns, triple, strict=True)) for triple in dict.fromkeys(result))
    else:
        rows = result if isinstance(result, Rows) else solutions(result)
        yield from (dict(zip(columns, row, strict=True)) for row in rows.rows)


def chosen_format(format: str | None, path: Path | None, *, bom: bool = False) -> str | None:
    """Return the format that is named, else that of a file's suffix, None if neither is given.

    Raises ParameterError for an unknown suffix, or a byte order mark before anything but CSV.
    """
    chosen = format or (_SUFFIXES.get(path.suffix.lower()) if path else None)
    if path and chosen is None:
        reason = f"no format has the suffix {path.suffix!r}" if path.suffix else "its name has no suffix"
        raise ParameterError(f"{path}: {reason}", hint=f"use -f, or {' '.join(_SUFFIXES)}")
    if bom and chosen != "csv":
        raise ParameterError("--bom is for CSV", hint="add --format csv")
    return chosen


@contextmanager
def _sink(output: Path | str | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(output, (str, Path)):
        with atomic_write(Path(output)) as file:
            yield file
    else:
        yield output


def _library(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError:
        raise KgError(f"{name} is not installed", hint=f"pip install {name}") from None
