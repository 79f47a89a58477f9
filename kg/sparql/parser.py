"""The reader of SPARQL 1.1 queries: SELECT, ASK, CONSTRUCT and DESCRIBE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.sparql.cursor import RelativeIriError
from kg.sparql.selects import SelectReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.sparql.select import Pattern, Select

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True)
class Query:
    """A query: its form, and all patterns in it, each with the place where its group begins.

    Patterns in MINUS and EXISTS are included, those of the template of a CONSTRUCT are not. `select` are the parts of
    a SELECT query. `projected` are the variables that it returns as its patterns bind them, and that no sub-select
    uses for something else. `start` is the place where its outermost group begins. `is_sliced` says whether it has a
    LIMIT or OFFSET.
    """

    form: str
    patterns: tuple[tuple[Pattern, int], ...]
    select: Select | None
    projected: frozenset[str]
    start: int
    is_sliced: bool


def read_query(text: str, base: str = "", prefixes: Mapping[str, str] = PREFIXES) -> Query:
    """Return the parts of a query; `base` and `prefixes` are those that it need not declare.

    Raises QueryError with line and column if the text is no SPARQL 1.1 query, or uses SERVICE.
    """
    try:
        reader = _QueryReader(text, base)
        reader.prefixes = dict(prefixes)
        return reader.query()
    except RecursionError:
        raise QueryError("the query nests too many brackets to be read") from None


def read_select(text: str, base: str = "", prefixes: Mapping[str, str] = PREFIXES) -> Select:
    """Return the parts of a SELECT query. Raises QueryError as `read_query` does, and for another form of query."""
    query = read_query(text, base, prefixes)
    if query.select is None:
        raise QueryError(f"{query.form} has no rows to explain", hint="a SELECT query has")
    return query.select


def relative_iri(text: str, prefixes: Mapping[str, str] = PREFIXES) -> RelativeIriError | None:
    """Return the error for a relative IRI with no BASE before it, if the text has one and is read up to it."""
    try:
        read_query(text, prefixes=prefixes)
    except RelativeIriError as error:
        return error
    except QueryError:
        pass
    return None


class _QueryReader(SelectReader):
    """The reader of a query."""

    def query(self) -> Query:
        self.prologue()
        self.prologue_text = self.text[: self.token.start]
        if not self.token.is_word(*_FORMS):
            raise self.error("SELECT was expected, or ASK, CONSTRUCT or DESCRIBE")
        form = self.token.text.upper()
        select = self.select() if form == "SELECT" else None
        if select is None:
            self.advance()
            {"ASK": self._ask, "CONSTRUCT": self._construct, "DESCRIBE": self._describe}[form]()
            self.modifiers()
            self.trailing_values()
        if self.token.kind != "end":
            raise self.error("the end of the query was expected")
        return Query(
            form=form,
            patterns=tuple(self.patterns),
            select=select,
            projected=self.projected - self.hidden,
            start=self.start,
            is_sliced=self.is_sliced,
        )

    def _ask(self) -> None:
        self.dataset()
        self.skip_word("WHERE")
        self.group()

    def _construct(self) -> None:
        if self.token.is_sign("{"):
            self.template()
            self.patterns.clear()
            self.visible.clear()
            self.forget_labels()
            self._ask()
            return
        self.dataset()
        self.expect_word("WHERE")
        self.group_start = self.start = self.token.end
        self.template()

    def _describe(self) -> None:
        if not self.skip("*"):
            self._described()
            while self.token.kind in ("variable", "iri", "name"):
                self._described()
        self.dataset()
        if self.skip_word("WHERE") or self.token.is_sign("{"):
            self.group()

    def _described(self) -> None:
        if self.token.kind == "variable":
            self.variable()
        else:
            self.iri()
