"""Row evidence: the triples that the pattern of a SELECT query matched for each row, with their sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, QuerySolutions, Triple, Variable

from kg.errors import QueryError
from kg.explain.derivation import Deriver, leaves
from kg.explain.sources import SourceFinder
from kg.rdf import TYPE
from kg.results import Citation, RowEvidence
from kg.sparql import Path, read_select, trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import QuerySolution

    from kg.explain.sources import Source
    from kg.rdf import Dataset, Object
    from kg.sparql import Pattern, Select

    # the values by which a row is known
    Key = tuple[object, ...]
    Matched = dict["_Match", None]
    # what reads a term, or the matches of a pattern, off a solution
    _Read = Callable[[QuerySolution], Any]
    _Reader = Callable[[QuerySolution], Iterable["_Match"]]


@dataclass(frozen=True)
class Support:
    """A triple that supports a row, its sources, and for an inferred triple its rule.

    `premises` are the asserted triples that an inferred triple follows from.
    """

    triple: Triple
    sources: tuple[Source, ...]
    rule: str = ""
    premises: tuple[Support, ...] = ()

    @property
    def stated(self) -> Iterator[Source]:
        """The sources of the triple, or of its premises."""
        yield from self.sources
        for premise in self.premises:
            yield from premise.stated


@dataclass(frozen=True)
class SupportedRow:
    """A row of an answer by column, with the triples that support it, in the order of the query's patterns."""

    values: Mapping[str, Object | None]
    supports: tuple[Support, ...]

    @property
    def passages(self) -> dict[str, tuple[str, ...]]:
        """The passages that state the triples of the row's support, those with most triples first, with their words.

        Every passage that names a thing states its class. Passages that state only classes are omitted if the row has
        other supports; `supports` has them all.
        """
        telling = [support for support in self.supports if support.triple.predicate != TYPE]
        return _stating(telling) or _stating(self.supports)


def _stating(supports: Iterable[Support]) -> dict[str, tuple[str, ...]]:
    words: dict[str, dict[str, None]] = defaultdict(dict)
    weight: dict[str, int] = defaultdict(int)
    for support in supports:
        for source in {source.name: source for source in support.stated if source.is_passage}.values():
            weight[source.name] += 1
            words[source.name] |= dict.fromkeys(source.words)
    return {name: tuple(words[name]) for name in sorted(weight, key=lambda name: (-weight[name], name))}


def cite(rows: Sequence[SupportedRow], sentence: Callable[[str], str | None]) -> list[RowEvidence]:
    """Return what supports rows as results show it; `sentence` gives the text of a passage by its id, if attached."""

    def citation(support: Support) -> Citation:
        sources = tuple((source.name, source.words, said(source)) for source in support.sources)
        return Citation(support.triple, sources, support.rule, tuple(map(citation, support.premises)))

    def said(source: Source) -> str | None:
        return sentence(source.name) if source.is_passage else None

    return [RowEvidence(row.passages, tuple(map(citation, row.supports))) for row in rows]


@dataclass(frozen=True)
class _Match:
    """A triple that a pattern matched, and the pattern's graph, None for the default graph."""

    triple: Triple
    graph: NamedNode | None


def supported(store: Dataset, text: str) -> tuple[list[str], list[SupportedRow]]:
    """Run a SELECT query; return its columns and its rows, each with the triples that its pattern matched.

    A triple of an optional part or of one branch of a union supports a row if the graph has it with the row's values.
    MINUS and NOT EXISTS, which require absence, and FILTER and BIND give no triple. A row of a grouped query has the
    triples of all solutions of its group. Raises QueryError if the query is no SELECT or cannot run.
    """
    result = store.query(text)
    if not isinstance(result, QuerySolutions):
        raise QueryError("only the rows of a SELECT query have evidence")
    names = [variable.value for variable in result.variables]
    rows = [{name: row[name] for name in names} for row in result]
    select = read_select(text, prefixes=store.prefixes)
    keys = names if select.columns is None else list(select.keys)
    groups = _Matcher(store).groups(select, keys)
    sources = _Sources(store)
    found = [
        SupportedRow(row, tuple(filter(None, map(sources.support, groups.matches(_key(row, keys)))))) for row in rows
    ]
    return names, found


def _key(row: Mapping[str, object], keys: Sequence[str]) -> Key:
    return tuple(row[name] for name in keys)


class _Groups:
    """The solutions of a query, by the values that identify its rows; patterns are matched when they are needed."""

    def __init__(self, solutions: Mapping[Key, Sequence[QuerySolution]], readers: Sequence[_Reader]) -> None:
        self._solutions = solutions
        self._readers = readers
        self._found: dict[Key, Matched] = {}

    def matches(self, key: Key) -> Matched:
        """Return the triples that the solutions of a key matched, in the order of the patterns."""
        if key not in self._found:
            solutions = self._solutions.get(key, ())
            self._found[key] = {
                match: None for solution in solutions for read in self._readers for match in read(solution)
            }
        return self._found[key]


class _Matcher:
    """Finds the triples that a query's solutions matched."""

    def __init__(self, store: Dataset) -> None:
        self._store = store
        self._traced: dict[tuple[object, ...], list[Triple]] = {}

    def groups(self, select: Select, keys: Sequence[str]) -> _Groups:
        """Run a query for its solutions, and group them by their values of `keys`."""
        solutions = self._store.query(select.solutions())
        if not isinstance(solutions, QuerySolutions):
            raise QueryError("only the rows of a SELECT query have evidence")
        columns = {variable.value: at for at, variable in enumerate(solutions.variables)}
        places = [columns.get(name) for name in keys]
        found: dict[Key, list[QuerySolution]] = defaultdict(list)
        for solution in solutions:
            found[tuple(None if at is None else solution[at] for at in places)].append(solution)
        readers = [self._reader(pattern, columns) for pattern in select.patterns]
        return _Groups(found, [*readers, *(self._inner(each, columns) for each in select.selects)])

    def _inner(self, select: Select, columns: Mapping[str, int]) -> _Reader:
        """Return a function that reads a sub-select's matches from a solution of the outer query."""
        keys = [name for name in select.keys if name in columns]
        groups = self.groups(select, keys)
        places = [columns[name] for name in keys]
        return lambda solution: groups.matches(tuple(solution[at] for at in places))

    def _reader(self, pattern: Pattern, columns: Mapping[str, int]) -> _Reader:
        """Return a function that reads a pattern's matches from a solution; none if a part is unbound."""
        subject, value, graph = (_term(each, columns) for each in (pattern.subject, pattern.object, pattern.graph))
        if isinstance(pattern.predicate, Path):
            path = pattern.predicate

            def along(solution: QuerySolution) -> Iterator[_Match]:
                start, end, name = subject(solution), value(solution), graph(solution)
                for triple in self._trace(path, start, end):
                    yield _Match(triple, name)

            return along
        predicate = _term(pattern.predicate, columns)

        def direct(solution: QuerySolution) -> Iterator[_Match]:
            ends = subject(solution), predicate(solution), value(solution)
            name = graph(solution)
            if None not in ends and (pattern.graph is None) == (name is None):
                yield _Match(Triple(*ends), name)

        return direct

    def _trace(self, path: Path, start: Any, end: Any) -> Sequence[Triple]:  # noqa: ANN401  -- any two terms
        if start is None or end is None:
            return ()
        key = (path, start, end)
        if key not in self._traced:
            self._traced[key] = sorted(trace(self._store, path, start, end), key=str)
        return self._traced[key]


def _term(term: object, columns: Mapping[str, int]) -> _Read:
    """Return a function that reads a term from a solution: the term itself, or the value of a variable."""
    if not isinstance(term, Variable):
        return lambda _: term
    at = columns.get(term.value)
    return (lambda _: None) if at is None else (lambda solution: solution[at])


class _Sources:
    """Finds the sources of matched triples; each is looked up once."""

    def __init__(self, store: Dataset) -> None:
        self._store = store
        self._finder = SourceFinder(store)
        self._deriver: Deriver | None = None
        self._found: dict[_Match, Support | None] = {}

    def support(self, match: _Match) -> Support | None:
        """Return a triple with its sources, in the pattern's graph or else in all; None if it has none."""
        if match not in self._found:
            self._found[match] = self._support(match)
        return self._found[match]

    def _support(self, match: _Match) -> Support | None:
        sources = tuple(self._finder.sources(match.triple, match.graph))
        if not sources:
            return None
        stated = tuple(source for source in sources if source.is_asserted)
        if stated:
            return Support(match.triple, stated)
        if self._deriver is None:
            self._deriver = Deriver(self._store)
        derivation = self._deriver.derive(match.triple)
        if derivation is None:
            return Support(match.triple, sources)
        premises = tuple(Support(leaf.triple, leaf.sources) for leaf in leaves(derivation))
        return Support(match.triple, sources, derivation.rule, premises)
