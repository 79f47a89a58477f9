"""The reader of expressions: operators, calls of functions with their numbers of arguments, and aggregates."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.sparql.terms import TermReader
from kg.sparql.tokens import Token, scan

if TYPE_CHECKING:
    from collections.abc import Callable

_ONE = (
    "STR LANG DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES"
    " SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC"
)
_TWO = "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM"
_ANY = 1 << 30
# the least and the greatest number of arguments (SPARQL 1.1 Query Language, rule 121)
_ARGUMENTS: dict[str, tuple[int, int]] = (
    dict.fromkeys(_ONE.split(), (1, 1))
    | dict.fromkeys(_TWO.split(), (2, 2))
    | dict.fromkeys("RAND NOW UUID STRUUID".split(), (0, 0))
    | dict.fromkeys("CONCAT COALESCE".split(), (0, _ANY))
    | {"BNODE": (0, 1), "IF": (3, 3), "REGEX": (2, 3), "SUBSTR": (2, 3), "REPLACE": (3, 4)}
)
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
# each level of operators, the weakest first
_LEVELS = (("||",), ("&&",), _COMPARISONS, ("+", "-"), ("*", "/"))
_COMPARISON = _LEVELS.index(_COMPARISONS)


@dataclass
class Expression:
    """The content of an expression: the variables outside of its aggregates, and whether it has an aggregate."""

    variables: set[str] = field(default_factory=set)
    is_aggregate: bool = False


class ExpressionReader(TermReader):
    """The reader of expressions; it checks their grammar and collects their variables."""

    def __init__(self, text: str, base: str = "") -> None:
        super().__init__(text, base)
        self._expression = Expression()
        self._may_aggregate = False
        self._is_in_aggregate = False

    @abstractmethod
    def exists_group(self) -> None:
        """Read the group of an EXISTS in an expression."""

    def expression(self, *, may_aggregate: bool = False) -> Expression:
        """Read an expression. Raises QueryError where it is not valid, or has an aggregate that is not allowed."""
        return self._collected(lambda: self._operators(0), may_aggregate=may_aggregate)

    def bracketed(self, *, may_aggregate: bool = False) -> Expression:
        """Read an expression in parentheses. Raises QueryError as `expression` does."""
        self.expect("(")
        found = self.expression(may_aggregate=may_aggregate)
        self.expect(")")
        return found

    def constraint(self, *, may_aggregate: bool = False) -> Expression:
        """Read a condition: an expression in parentheses, or a call. Raises QueryError at anything else."""
        if self.token.is_sign("("):
            return self.bracketed(may_aggregate=may_aggregate)
        if not self.is_call():
            raise self.error("a condition was expected")
        return self._collected(self._call, may_aggregate=may_aggregate)

    def is_call(self) -> bool:
        """Return whether the current token can begin the call of a function."""
        token = self.token
        if token.kind == "word":
            return token.text.upper() in _ARGUMENTS or token.is_word("EXISTS", "NOT", "BOUND", *AGGREGATES)
        return token.kind in ("iri", "name")

    def _collected(self, read: Callable[[], None], *, may_aggregate: bool) -> Expression:
        """Return what `read` finds in an expression that may lie within another one."""
        before = self._expression, self._may_aggregate, self._is_in_aggregate
        self._expression, self._may_aggregate, self._is_in_aggregate = Expression(), may_aggregate, False
        read()
        found = self._expression
        self._expression, self._may_aggregate, self._is_in_aggregate = before
        return found

    def _call(self) -> None:
        if self.token.kind == "word":
            self._built_in(self.advance())
        else:
            self.iri()
            self._function_arguments()

    def _operators(self, level: int) -> None:
        """Read operands of the operators of a level, and of those that bind more strongly."""
        if level == len(_LEVELS):
            self._unary()
            return
        self._operators(level + 1)
        while True:
            self._split_less_than()
            if level == _COMPARISON and self.token.is_word("IN", "NOT"):
                if self.advance().is_word("NOT"):
                    self.expect_word("IN")
                self._arguments()
                return
            if not self.token.is_sign(*_LEVELS[level]):
                return
            self.advance()
            self._operators(level + 1)
            if level == _COMPARISON:
                return

    def _split_less_than(self) -> None:
        """After an operand, read `<<` as `<` and what follows it.

        Raises QueryError where `<` begins an IRI, as in `?a<?b&&?c>?d`: SPARQL reads the longest token.
        """
        token = self.token
        if token.kind == "iri":
            hint = "put a space after '<' if it means less than"
            raise self.error("an operator was expected, and this is an IRI", hint=hint)
        if token.is_sign("<<", "<<("):
            start = token.start
            self.tokens[self.at :] = [Token("sign", "<", start, start + 1), *scan(self.text, start + 1)]
            self.token = self.tokens[self.at]

    def _unary(self) -> None:
        """Read an operand with its negations and sign; a number has a sign of its own besides."""
        while self.skip("!"):
            pass
        if self.skip("-", "+") and self.following().kind == "number":
            self.skip("-", "+")
        self._primary()

    def _primary(self) -> None:
        token = self.token
        if token.kind == "variable":
            if not self._is_in_aggregate:
                self._expression.variables.add(token.text[1:])
            self.advance()
        elif token.is_sign("("):
            self.advance()
            self._operators(0)
            self.expect(")")
        elif token.kind in ("iri", "name"):
            self.iri()
            if self.token.is_sign("("):
                self._function_arguments()
        elif self.is_literal():
            self.literal()
        elif token.kind == "word":
            self._built_in(self.advance())
        else:
            raise self.error("an expression was expected")

    def _built_in(self, name: Token) -> None:
        word = name.text.upper()
        if word in AGGREGATES:
            self._aggregate(name, word)
        elif word == "BOUND":
            self.expect("(")
            variable = self.variable()
            if not self._is_in_aggregate:
                self._expression.variables.add(variable.value)
            self.expect(")")
        elif word in ("EXISTS", "NOT"):
            if word == "NOT":
                self.expect_word("EXISTS")
            self.exists_group()
        elif word in _ARGUMENTS:
            least, most = _ARGUMENTS[word]
            number = self._arguments()
            if not least <= number <= most:
                wanted = f"{least}" if least == most else f"{least} or more" if most == _ANY else f"{least} to {most}"
                raise self.error(f"{word} takes {wanted} arguments, not {number}", name)
        else:
            raise self.error("no function of SPARQL 1.1 has this name", name)

    def _arguments(self) -> int:
        """Read expressions in parentheses, separated by commas, and return their number."""
        self.expect("(")
        if self.skip(")"):
            return 0
        number = 1
        self._operators(0)
        while self.skip(","):
            self._operators(0)
            number += 1
        self.expect(")")
        return number

    def _function_arguments(self) -> None:
        """Read the arguments of a function that an IRI names; it may be an aggregate with DISTINCT."""
        if self.token.is_sign("(") and self.following().is_word("DISTINCT"):
            self.advance()
            self._start_aggregate(self.advance())
            self._operators(0)
            while self.skip(","):
                self._operators(0)
            self._is_in_aggregate = False
            self.expect(")")
        else:
            self._arguments()

    def _start_aggregate(self, token: Token) -> None:
        if not self._may_aggregate:
            raise self.error("an aggregate is allowed only in SELECT, HAVING and ORDER BY", token)
        self._expression.is_aggregate = self._is_in_aggregate = True

    def _aggregate(self, name: Token, word: str) -> None:
        was_inside = self._is_in_aggregate
        self._start_aggregate(name)
        self.expect("(")
        self.skip_word("DISTINCT")
        if not (word == "COUNT" and self.skip("*")):
            self._operators(0)
        if word == "GROUP_CONCAT" and self.skip(";"):
            self.expect_word("SEPARATOR")
            self.expect("=")
            self.string()
        self._is_in_aggregate = was_inside
        self.expect(")")
