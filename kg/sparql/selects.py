"""The reader of SELECT: its columns, its group, its grouping and what limits and orders its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kg.sparql.groups import GroupReader
from kg.sparql.select import Element, Pattern, Select

if TYPE_CHECKING:
    from kg.sparql.tokens import Token


@dataclass
class _Columns:
    """The columns of a SELECT: each token of a variable, and the variables of its expression, None where it has none.

    `binds` are its expressions as BINDs.
    """

    found: list[tuple[Token, set[str] | None]] = field(default_factory=list)
    binds: list[str] = field(default_factory=list)
    is_star: bool = False
    is_aggregate: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(token.text[1:] for token, _ in self.found)

    @property
    def plain(self) -> list[str]:
        """The names of the columns that are variables of the group."""
        return [token.text[1:] for token, variables in self.found if variables is None]


@dataclass
class _Modifiers:
    """What follows the group: the variables that rows are grouped by, None if they are not, and BINDs of them."""

    keys: set[str] | None = None
    binds: list[str] = field(default_factory=list)
    is_aggregate: bool = False


class SelectReader(GroupReader):
    """The reader of SELECT queries and sub-selects.

    `projected` are the plain columns of the SELECT read last; `hidden` are variables that some sub-select keeps to
    itself; `is_sliced` says whether there is a LIMIT or OFFSET.
    """

    def __init__(self, text: str, base: str = "") -> None:
        super().__init__(text, base)
        self.prologue_text = ""
        self.projected: frozenset[str] = frozenset()
        self.hidden: set[str] = set()
        self.is_sliced = False

    def sub_select(self) -> Select:
        """Read a SELECT query in a group."""
        return self.select(is_inner=True)

    def select(self, *, is_inner: bool = False) -> Select:
        """Read a SELECT query, from its keyword on. Raises QueryError where it is not valid."""
        self.expect_word("SELECT")
        self.skip_word("DISTINCT", "REDUCED")
        columns = self._columns()
        dataset = "" if is_inner else self.dataset()
        self.skip_word("WHERE")
        first = len(self.patterns)
        elements = self.group()
        self._check_new(columns)
        self.projected = frozenset(() if columns.is_star else columns.plain)
        self.hidden |= _variables(self.patterns[first:]) - self.projected
        modifiers = self.modifiers()
        is_grouped = modifiers.keys is not None or columns.is_aggregate or modifiers.is_aggregate
        if is_grouped:
            self._check_grouped(columns, modifiers.keys or set())
        values = self.trailing_values()
        if values:
            elements = [Element("VALUES", values, 0), *elements]
        keys = columns.plain if is_grouped else list(columns.names)
        return Select(
            columns=None if columns.is_star else columns.names,
            keys=tuple(keys),
            elements=tuple(elements),
            binds=tuple(modifiers.binds if is_grouped else columns.binds),
            prologue=self.prologue_text,
            dataset=dataset,
            graph=self.graph,
        )

    def dataset(self) -> str:
        """Read FROM and FROM NAMED; return them as SPARQL."""
        start = self.token.start
        while self.skip_word("FROM"):
            self.skip_word("NAMED")
            self.iri()
        return self.text[start : self.token.start]

    def modifiers(self) -> _Modifiers:
        """Read GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET. Raises QueryError where they are not valid."""
        found = _Modifiers()
        if self.skip_word("GROUP"):
            self.expect_word("BY")
            found.keys = set()
            self._group_condition(found)
            while self.token.kind == "variable" or self.token.is_sign("(") or self.is_call():
                self._group_condition(found)
        if self.skip_word("HAVING"):
            found.is_aggregate = True
            self.constraint(may_aggregate=True)
            while self.token.is_sign("(") or self.is_call():
                self.constraint(may_aggregate=True)
        if self.skip_word("ORDER"):
            self.expect_word("BY")
            self._order_condition(found)
            while self.token.kind == "variable" or self.token.is_sign("(") or self.is_call() or self._is_direction():
                self._order_condition(found)
        self._slice()
        return found

    def trailing_values(self) -> str:
        """Read the VALUES after the modifiers; return it as SPARQL, or nothing."""
        if not self.skip_word("VALUES"):
            return ""
        with self._variables_apart():
            return self.data_block()

    def _columns(self) -> _Columns:
        columns = _Columns()
        if self.skip("*"):
            columns.is_star = True
            return columns
        while self.token.kind == "variable" or self.token.is_sign("("):
            if self.token.kind == "variable":
                columns.found.append((self.advance(), None))
                continue
            start = self.advance().start
            expression = self.expression(may_aggregate=True)
            columns.is_aggregate = columns.is_aggregate or expression.is_aggregate
            self.expect_word("AS")
            token = self.token
            if self.variable().value in columns.names:
                raise self.error("AS needs a new variable; SELECT has this one already", token)
            columns.found.append((token, expression.variables))
            self.expect(")")
            columns.binds.append(f"BIND{self.text_since(start)}")
        if not columns.found:
            raise self.error("columns were expected: '*', variables, or (… AS ?name)")
        return columns

    def _check_new(self, columns: _Columns) -> None:
        """Raise QueryError if an expression of the columns gets the name of a variable of the group."""
        for token, variables in columns.found:
            if variables is not None and token.text[1:] in self.visible:
                raise self.error("AS needs a new variable; the group uses this one", token)

    def _check_grouped(self, columns: _Columns, keys: set[str]) -> None:
        """Raise QueryError if a grouped query selects what has no single value in a group."""
        if columns.is_star:
            raise self.error("SELECT * is not allowed in a query that groups its solutions")
        known = set(keys)
        for token, variables in columns.found:
            free = {token.text[1:]} if variables is None else variables
            if unknown := sorted(free - known):
                raise self.error(f"?{unknown[0]} is neither grouped by nor in an aggregate", token)
            known.add(token.text[1:])

    def _group_condition(self, found: _Modifiers) -> None:
        keys = found.keys if found.keys is not None else set()
        if self.token.kind == "variable":
            keys.add(self.variable().value)
            return
        if not self.token.is_sign("("):
            self.constraint()
            return
        start = self.advance().start
        variable = self.expression().variables
        if self.skip_word("AS"):
            if self.token.kind == "variable" and self.token.text[1:] in self.visible:
                raise self.error("AS needs a new variable; the group uses this one")
            keys.add(self.variable().value)
            self.expect(")")
            found.binds.append(f"BIND{self.text_since(start)}")
            return
        if self.tokens[self.at - 1].kind == "variable" and self.tokens[self.at - 2].start == start:
            keys |= variable
        self.expect(")")

    def _is_direction(self) -> bool:
        return self.token.is_word("ASC", "DESC")

    def _order_condition(self, found: _Modifiers) -> None:
        if self.token.kind == "variable":
            self.advance()
            return
        if self.skip_word("ASC", "DESC"):
            expression = self.bracketed(may_aggregate=True)
        else:
            expression = self.constraint(may_aggregate=True)
        found.is_aggregate = found.is_aggregate or expression.is_aggregate

    def _slice(self) -> None:
        """Read LIMIT and OFFSET, each at most once, in any order."""
        words = ["LIMIT", "OFFSET"]
        while self.token.is_word(*words):
            words.remove(self.advance().text.upper())
            if self.token.kind != "number" or not self.token.text.isdigit():
                raise self.error("a whole number was expected")
            self.advance()
            self.is_sliced = True


def _variables(patterns: list[tuple[Pattern, int]]) -> set[str]:
    terms = (
        term for pattern, _ in patterns for term in (pattern.subject, pattern.predicate, pattern.object, pattern.graph)
    )
    return {term.value for term in terms if isinstance(term, Variable)}
