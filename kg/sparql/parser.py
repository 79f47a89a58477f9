"""The reader of SELECT queries: a recursive descent over the grammar, keeping what a row's explanation needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Variable

from kg.errors import QueryError
from kg.sparql.select import Element, Pattern, Select
from kg.sparql.tokens import read_iri
from kg.sparql.triples import TriplesReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import NamedNode

    from kg.sparql.tokens import Token

    _Graph = NamedNode | Variable | None

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_NOT_SELECT = ("CONSTRUCT", "ASK", "DESCRIBE")


def read_select(text: str) -> Select:
    """Return the parts of a SELECT query, which an engine has found to be valid.

    Raises QueryError for another form of query, SERVICE, or what this reader does not know.
    """
    return _SelectReader(text).query()


@dataclass(frozen=True)
class Asked:
    """All patterns that a query asks of, those asked to be absent included, each with the place where its group begins.

    `projected` are the variables that it gives as they are bound, and that stand for nothing else within a sub-select;
    `start` is where its group begins.
    """

    patterns: tuple[tuple[Pattern, int], ...]
    projected: frozenset[str]
    start: int


def read_asked(text: str) -> Asked | None:
    """Return what a SELECT query asks of; None where that cannot be told whole, or it takes some of its rows only.

    Raises QueryError as `read_select` does.
    """
    reader = _SelectReader(text)
    reader.query()
    # an EXISTS within an expression is not read
    exists = sum(token.is_word("EXISTS") for token in reader.tokens)
    if exists != reader.exists or any(token.is_word("LIMIT", "OFFSET") for token in reader.tokens):
        return None
    return Asked(tuple(reader.patterns), reader.projected - reader.hidden, reader.first)


class _SelectReader(TriplesReader):
    """The reader of a query and its groups."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._prologue = ""
        self.exists = self.first = 0
        self.projected: frozenset[str] = frozenset()
        self.hidden: set[str] = set()

    def query(self) -> Select:
        while self.now.is_word("PREFIX", "BASE"):
            if self.next().is_word("BASE"):
                self.base = self.next().text[1:-1]
            else:
                prefix = self.next().text.removesuffix(":")
                self.prefixes[prefix] = read_iri(self.next(), {}, self.base).value
        self._prologue = self.text[: self.now.start]
        if self.now.is_word(*_NOT_SELECT):
            raise QueryError(f"{self.now.text.upper()} has no rows to explain", hint="a SELECT query has")
        return self._select()

    def _select(self) -> Select:
        if not self.takes_word("SELECT"):
            raise self.unknown("SELECT was expected")
        self.takes_word("DISTINCT", "REDUCED")
        plain, made, binds, is_star = self._projection()
        dataset = self._dataset()
        self.takes_word("WHERE")
        first = len(self.patterns)
        elements = self._group()
        self.projected = frozenset(() if is_star else plain)  # of the outermost one at last
        self.hidden |= _variables(self.patterns[first:]) - self.projected
        grouped, group_binds = self._modifiers()
        is_grouped = grouped or any(aggregated for _, aggregated in made)
        if self.takes_word("VALUES"):
            elements = [Element("VALUES", self._values(), 0), *elements]
        keys = plain if is_grouped else [*plain, *(name for name, _ in made)]
        return Select(
            columns=None if is_star else (*plain, *(name for name, _ in made)),
            keys=tuple(keys),
            elements=tuple(elements),
            binds=tuple(group_binds if is_grouped else binds),
            prologue=self._prologue,
            dataset=dataset,
        )

    def _projection(self) -> tuple[list[str], list[tuple[str, bool]], list[str], bool]:
        """Return the plain variables, those that expressions make (and whether they aggregate), and their BINDs."""
        plain: list[str] = []
        made: list[tuple[str, bool]] = []
        binds: list[str] = []
        if self.takes("*"):
            return plain, made, binds, True
        while self.now.kind == "variable" or self.now.is_sign("("):
            if self.now.kind == "variable":
                plain.append(self.next().text[1:])
                continue
            first = self.at
            text = self.balanced()
            inner = self.tokens[first + 1 : self.at - 1]
            made.append((inner[-1].text[1:], any(token.is_word(*_AGGREGATES) for token in inner)))
            binds.append(f"BIND{text}")
        return plain, made, binds, False

    def _dataset(self) -> str:
        start = self.now.start
        while self.takes_word("FROM"):
            self.takes_word("NAMED")
            self.next()
        return self.text[start : self.now.start]

    def _modifiers(self) -> tuple[bool, list[str]]:
        """Skip what follows the group; say whether there is a GROUP BY, and give the BINDs of what it names."""
        is_grouped, binds = False, []
        clause = ""
        while self.now.kind != "end" and not self.now.is_word("VALUES") and not self.now.is_sign("}"):
            if self.now.is_word("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"):
                clause = self.next().text.upper()
                is_grouped = is_grouped or clause == "GROUP"
            elif self.now.is_sign("("):
                first = self.at
                text = self.balanced()
                named = self.tokens[first + 1 : self.at - 1]
                if clause == "GROUP" and any(token.is_word("AS") for token in named):
                    binds.append(f"BIND{text}")
            else:
                self.next()
        return is_grouped, binds

    def _values(self) -> str:
        """Read on from the word VALUES to the end of its block."""
        start = self.now.start
        while not self.now.is_sign("{") and self.now.kind != "end":
            self.next()
        self.balanced()
        return f"VALUES {self.text[start : self.tokens[self.at - 1].end]}"

    # groups

    def _group(self, graph: _Graph = None) -> list[Element]:
        """Read a group in braces; a group that is a sub-select is one element."""
        start = self.expect("{").start
        if self.now.is_word("SELECT"):
            first = self.now.start
            inner = self._select()
            text = f"{{ {self.text[first : self.now.start]} }}"
            self.expect("}")
            return [Element("SELECT", text, start, selects=(inner,))]
        self.groups.append(start + 1)
        self.first = self.first or start + 1
        elements: list[Element] = []
        while not self.takes("}"):
            if self.now.kind == "end":
                raise self.unknown("'}' was expected")
            elements += self._element(graph)
            self.takes(".")
        self.groups.pop()
        return elements

    def _element(self, graph: _Graph) -> list[Element]:
        token = self.now
        if token.is_sign("{"):
            return [self._union(graph)]
        if token.kind != "word" or token.is_word("TRUE", "FALSE"):
            return self.triples(graph)
        word = self.next().text.upper()
        readers: dict[str, Callable[[Token, _Graph], Element]] = {
            "OPTIONAL": self._optional,
            "MINUS": self._minus,
            "GRAPH": self._graph,
            "FILTER": self._filter,
            "BIND": self._bind,
            "VALUES": self._inline,
        }
        if word not in readers:
            raise self.unknown(f"{word} is not known here")
        return [readers[word](token, graph)]

    def _optional(self, token: Token, graph: _Graph) -> Element:
        return _wrapped("OPTIONAL", token, self._group(graph))

    def _minus(self, token: Token, graph: _Graph) -> Element:
        return Element("MINUS", f"MINUS {{ {_joined(self._group(graph))} }}", token.start)

    def _graph(self, token: Token, _: _Graph) -> Element:
        name = self.term()
        if isinstance(name, Literal):
            raise self.unknown("a graph is no literal")
        return _wrapped("GRAPH", token, self._group(name), f"GRAPH {name}")

    def _bind(self, token: Token, _: _Graph) -> Element:
        return Element("BIND", f"BIND{self.balanced()}", token.start)

    def _inline(self, token: Token, _: _Graph) -> Element:
        return Element("VALUES", self._values(), token.start)

    def _union(self, graph: _Graph) -> Element:
        start = self.now.start
        groups = [self._group(graph)]
        while self.takes_word("UNION"):
            groups.append(self._group(graph))
        flat = [element for group in groups for element in group]
        kind = "UNION" if len(groups) > 1 else "SELECT" if [each.kind for each in flat] == ["SELECT"] else "GROUP"
        text = " UNION ".join(f"{{ {_joined(group)} }}" for group in groups)
        return _gathered(kind, text, start, flat)

    def _filter(self, token: Token, graph: _Graph) -> Element:
        """Read a FILTER; what one by EXISTS finds is asked for as well, since a solution rests on it."""
        start = self.now.start
        if self.takes_word("EXISTS"):
            self.exists += 1
            inner = self._group(graph)
            text = f"FILTER {self.text[start : self.tokens[self.at - 1].end]}\nOPTIONAL {{ {_joined(inner)} }}"
            return _gathered("FILTER", text, token.start, inner)
        if self.takes_word("NOT") and self.takes_word("EXISTS"):
            self.exists += 1
            self._group(graph)
            return Element("FILTER", f"FILTER {self.text[start : self.tokens[self.at - 1].end]}", token.start)
        self._condition(graph)
        return Element("FILTER", f"FILTER {self.text[start : self.tokens[self.at - 1].end]}", token.start)

    def _condition(self, graph: _Graph) -> None:
        """Read an expression in parentheses, or a call, noting the patterns of each EXISTS in it."""
        depth = 0
        while True:
            token = self.next()
            if token.kind == "end":
                raise self.unknown("a condition was expected")
            if token.is_word("EXISTS"):
                self.exists += 1
                self._group(graph)
            depth += token.is_sign("(") - token.is_sign(")")
            if depth == 0 and token.is_sign(")"):
                return


def _variables(patterns: Iterable[tuple[Pattern, int]]) -> set[str]:
    terms = (term for each, _ in patterns for term in (each.subject, each.predicate, each.object, each.graph))
    return {term.value for term in terms if isinstance(term, Variable)}


def _joined(elements: Sequence[Element]) -> str:
    return "\n".join(element.text for element in elements)


def _gathered(kind: str, text: str, start: int, inner: Sequence[Element]) -> Element:
    """Return an element with all that its inner ones rest on."""
    patterns = tuple(pattern for element in inner for pattern in element.patterns)
    selects = tuple(select for element in inner for select in element.selects)
    return Element(kind, text, start, patterns, selects)


def _wrapped(kind: str, token: Token, inner: Sequence[Element], opening: str = "") -> Element:
    return _gathered(kind, f"{opening or kind} {{ {_joined(inner)} }}", token.start, inner)
