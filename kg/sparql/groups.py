"""The reader of groups: graph patterns in braces with their keywords."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kg.sparql.select import Element
from kg.sparql.triples import TriplesReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.sparql.select import Select
    from kg.sparql.tokens import Token


class GroupReader(TriplesReader):
    """The reader of groups; it checks the scope of variables and of blank node labels."""

    def __init__(self, text: str, base: str = "") -> None:
        super().__init__(text, base)
        # where the outermost group begins
        self.start = 0
        self._basic_patterns = 0
        self._readers = {
            "OPTIONAL": self._optional,
            "MINUS": self._minus,
            "GRAPH": self._graph,
            "FILTER": self._filter,
            "BIND": self._bind,
            "VALUES": self._values,
        }

    @abstractmethod
    def sub_select(self) -> Select:
        """Read a SELECT query in a group."""

    def group(self) -> list[Element]:
        """Read a group in braces; a group that is a sub-select is one element. Raises QueryError if it is not valid.

        The variables that the group binds are visible afterwards.
        """
        opening = self.expect("{")
        if self.token.is_word("SELECT"):
            return [self._sub_select_element(opening)]
        outer_start, outer_visible = self.group_start, self.visible
        self.group_start, self.visible = opening.end, set()
        self.start = self.start or opening.end
        self._next_basic_pattern()
        elements: list[Element] = []
        while not self.skip("}"):
            if self.is_triple():
                start = self.token.start
                elements += [Element("TRIPLE", str(pattern), start, (pattern,)) for pattern in self.triples()]
                if not self.skip(".") and self.is_triple():
                    raise self.error("'.' was expected before the next triple")
            else:
                elements.append(self._element())
                self.skip(".")
        self._next_basic_pattern()
        self.group_start, self.visible = outer_start, outer_visible | self.visible
        return elements

    def exists_group(self) -> None:
        """Read the group of an EXISTS in an expression; what it binds stays within it."""
        with self._variables_apart():
            self.group()

    def data_block(self) -> str:
        """Read the block of a VALUES whose keyword is read; return it as SPARQL. Raises QueryError if it is not valid.

        Its variables become visible.
        """
        start = self.token.start
        names: list[str] = []
        is_list = self.skip("(")
        if is_list:
            while not self.skip(")"):
                names.append(self.variable().value)
        else:
            names.append(self.variable().value)
        self.expect("{")
        while not self.skip("}"):
            if is_list:
                self._row(len(names))
            else:
                self._value()
        self.visible.update(names)
        return f"VALUES {self.text_since(start)}"

    def _row(self, columns: int) -> None:
        opening = self.expect("(")
        values = 0
        while not self.skip(")"):
            self._value()
            values += 1
        if values != columns:
            raise self.error(f"the row has {values} values for {columns} variables", opening)

    def _value(self) -> None:
        if self.skip_word("UNDEF"):
            return
        if self.token.kind in ("iri", "name"):
            self.iri()
        else:
            self.literal()

    def _sub_select_element(self, opening: Token) -> Element:
        first = self.token.start
        with self._variables_apart():
            select = self.sub_select()
            columns = self.visible if select.columns is None else set(select.columns)
        self.visible |= columns
        text = f"{{ {self.text_since(first)} }}"
        self.expect("}")
        return Element("SELECT", text, opening.start, selects=(select,))

    @contextmanager
    def _variables_apart(self) -> Iterator[None]:
        """Keep the variables that become visible in the block from being visible after it."""
        visible, basic_pattern = self.visible, self.basic_pattern
        self.visible = set()
        yield
        self.visible, self.basic_pattern = visible, basic_pattern

    def _next_basic_pattern(self) -> None:
        self._basic_patterns += 1
        self.basic_pattern = self._basic_patterns

    def _element(self) -> Element:
        """Read what is no triple: a group, or a keyword and what belongs to it."""
        token = self.token
        if token.is_sign("{"):
            return self._union()
        if token.kind == "end":
            raise self.error("'}' was expected")
        word = token.text.upper()
        if token.kind != "word" or word not in self._readers:
            known = "a triple, a group or a keyword was expected"
            raise self.error(f"{word} is not known here" if token.kind == "word" else known)
        self.advance()
        element = self._readers[word](token)
        if word != "FILTER":
            self._next_basic_pattern()
        return element

    def _optional(self, token: Token) -> Element:
        return _wrapped("OPTIONAL", token, self.group())

    def _minus(self, token: Token) -> Element:
        with self._variables_apart():
            return Element("MINUS", f"MINUS {{ {_joined(self.group())} }}", token.start)

    def _graph(self, token: Token) -> Element:
        if self.token.kind == "end" or self.is_literal():
            raise self.error("a graph is not a literal" if self.is_literal() else "a graph was expected")
        name = self.variable() if self.token.kind == "variable" else self.iri()
        outer = self.graph
        self.graph = name
        inner = self.group()
        self.graph = outer
        if isinstance(name, Variable):
            self.visible.add(name.value)
        return _wrapped("GRAPH", token, inner, f"GRAPH {name}")

    def _bind(self, token: Token) -> Element:
        start = self.expect("(").start
        self.expression()
        self.expect_word("AS")
        if self.token.kind == "variable" and self.token.text[1:] in self.visible:
            raise self.error("BIND needs a new variable; the group uses this one before")
        self.visible.add(self.variable().value)
        self.expect(")")
        return Element("BIND", f"BIND{self.text_since(start)}", token.start)

    def _values(self, token: Token) -> Element:
        return Element("VALUES", self.data_block(), token.start)

    def _union(self) -> Element:
        start = self.token.start
        groups = [self.group()]
        while self.skip_word("UNION"):
            groups.append(self.group())
        flat = [element for group in groups for element in group]
        kind = "UNION" if len(groups) > 1 else "SELECT" if [part.kind for part in flat] == ["SELECT"] else "GROUP"
        text = " UNION ".join(f"{{ {_joined(group)} }}" for group in groups)
        return _gathered(kind, text, start, flat)

    def _filter(self, token: Token) -> Element:
        """Read a FILTER; the patterns of one by EXISTS are kept as optional ones, since they support solutions."""
        start = self.token.start
        if self.skip_word("EXISTS"):
            with self._variables_apart():
                inner = self.group()
            text = f"FILTER {self.text_since(start)}\nOPTIONAL {{ {_joined(inner)} }}"
            return _gathered("FILTER", text, token.start, inner)
        self.constraint()
        return Element("FILTER", f"FILTER {self.text_since(start)}", token.start)


def _joined(elements: Sequence[Element]) -> str:
    return "\n".join(element.text for element in elements)


def _gathered(kind: str, text: str, start: int, inner: Sequence[Element]) -> Element:
    """Return an element with the patterns and sub-selects of its inner ones."""
    patterns = tuple(pattern for element in inner for pattern in element.patterns)
    selects = tuple(select for element in inner for select in element.selects)
    return Element(kind, text, start, patterns, selects)


def _wrapped(kind: str, token: Token, inner: Sequence[Element], opening: str = "") -> Element:
    return _gathered(kind, f"{opening or kind} {{ {_joined(inner)} }}", token.start, inner)
