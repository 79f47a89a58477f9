"""The reader of RDF terms: IRIs, literals, variables and blank nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Variable

from kg.errors import closest
from kg.rdf import XSD
from kg.sparql.cursor import Cursor
from kg.sparql.unsupported import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Mapping

Term = NamedNode | Literal | Variable

_LOCAL_ESCAPE = re.compile(r"\\(.)")


def full_iri(name: str, namespaces: Mapping[str, str]) -> str:
    """Return the IRI of a prefixed name whose prefix has a namespace."""
    prefix, local = name.split(":", 1)
    return namespaces[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)


class TermReader(Cursor):
    """The reader of terms; it gives blank nodes names of variables."""

    def __init__(self, text: str, base: str = "") -> None:
        super().__init__(text, base)
        self._number = 0
        self._names: set[str] = set()
        self._labels: dict[str, Variable] = {}
        # the basic graph pattern that is being read, and the one in which each blank node label was read
        self.basic_pattern = 0
        self._label_patterns: dict[str, int] = {}

    def term(self) -> Term:
        """Read a variable, a blank node, an IRI or a literal. Raises QueryError at anything else."""
        token = self.token
        if token.kind == "variable":
            return self.variable()
        if token.kind in ("iri", "name"):
            return self.iri()
        if token.kind == "blank":
            return self._labelled()
        return self.literal()

    def variable(self) -> Variable:
        """Read a variable. Raises QueryError at another token."""
        if self.token.kind != "variable":
            raise self.error("a variable was expected")
        return Variable(self.advance().text[1:])

    def iri(self) -> NamedNode:
        """Read an IRI or a prefixed name. Raises QueryError at another token, or for an IRI that is not valid."""
        token = self.token
        if token.kind == "iri":
            iri = self.reference()
        elif token.kind == "name":
            self.advance()
            prefix = token.text.split(":", 1)[0]
            if prefix not in self.prefixes:
                near = closest(prefix, self.prefixes)
                hint = f"did you mean {', '.join(f'{name}:' for name in near)}?" if near else "declare it by PREFIX"
                raise self.error(f"prefix {prefix}: is not declared", token, hint=hint)
            iri = full_iri(token.text, self.prefixes)
        else:
            raise self.error("an IRI was expected")
        try:
            return NamedNode(iri)
        except ValueError as error:
            raise self.error(f"<{iri}> is not a valid IRI ({error})", token) from None

    def literal(self) -> Literal:
        """Read a literal. Raises QueryError at another token."""
        token = self.token
        if token.kind == "string":
            return self._string_literal()
        if token.kind == "number":
            return _number(self.advance().text)
        if token.is_sign("+", "-") and self._is_signed_number():
            self.advance()
            return _number(token.text + self.advance().text)
        if token.is_word("TRUE", "FALSE"):
            return Literal(self.advance().text.lower(), datatype=NamedNode(XSD + "boolean"))
        raise self.error("a term was expected")

    def string(self) -> str:
        """Read a string and return its characters. Raises QueryError at another token, or for an escape."""
        token = self.token
        if token.kind != "string":
            raise self.error("a string was expected")
        self.advance()
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        return self.decoded(token, token.text[quotes:-quotes])

    def is_literal(self) -> bool:
        """Return whether a literal begins at the current token."""
        token = self.token
        return token.kind in ("string", "number") or token.is_word("TRUE", "FALSE")

    def fresh(self) -> Variable:
        """Return a new variable, for a blank node without a label."""
        self._number += 1
        return self._named(f"__{self._number}")

    def forget_labels(self) -> None:
        """Forget the labels of blank nodes: what follows is another scope of labels."""
        self._labels.clear()
        self._label_patterns.clear()

    def _is_signed_number(self) -> bool:
        number = self.following()
        return number.kind == "number" and number.start == self.token.end

    def _string_literal(self) -> Literal:
        text = self.string()
        tag = self.token
        if tag.kind == "tag":
            if "--" in tag.text:
                raise self.unsupported(f"{DIRECTION} {tag.text}", tag)
            self.advance()
            try:
                return Literal(text, language=tag.text[1:])
            except ValueError as error:
                raise self.error(f"the language tag is not valid ({error})", tag) from None
        return Literal(text, datatype=self.iri()) if self.skip("^^") else Literal(text)

    def _labelled(self) -> Variable:
        """Read a labelled blank node. Raises QueryError for a label that another basic graph pattern has."""
        token = self.token
        if self._label_patterns.setdefault(token.text, self.basic_pattern) != self.basic_pattern:
            raise self.error("this blank node label is used in another basic graph pattern, which is not allowed")
        self.advance()
        if token.text not in self._labels:
            self._labels[token.text] = self._named("__" + re.sub("[.-]", "__", token.text[2:]))
        return self._labels[token.text]

    def _named(self, name: str) -> Variable:
        """Return a variable of that name, or of a longer one where the query has that name already."""
        while name in self._names or f"?{name}" in self.text or f"${name}" in self.text:
            name += "_"
        self._names.add(name)
        return Variable(name)


def _number(text: str) -> Literal:
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Literal(text, datatype=NamedNode(XSD + kind))
