"""Constraint components: the condition, in SPARQL, under which a node or a value keeps to a constraint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import SH
from kg.shacl.datatypes import has_datatype
from kg.shacl.logic import either, every, negated
from kg.shacl.targets import instance_test

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.shacl.conditions import Conditions
    from kg.shacl.property_path import Path
    from kg.shacl.shape import Constraint

_UNICODE = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9A-Fa-f]{4})")
_COMPARED = {
    "MinInclusive": ">=",
    "MinExclusive": ">",
    "MaxInclusive": "<=",
    "MaxExclusive": "<",
    "LessThan": "<",
    "LessThanOrEquals": "<=",
}
_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBLANK({0})",
    "Literal": "isLITERAL({0})",
    "BlankNodeOrIRI": "(!isLITERAL({0}))",
    "BlankNodeOrLiteral": "(!isIRI({0}))",
    "IRIOrLiteral": "(!isBLANK({0}))",
}


def compared(constraint: Constraint, left: str, right: str) -> str:
    """Return the condition that two terms compare as a constraint says; terms that cannot be compared do not."""
    return f"COALESCE({left} {_COMPARED[constraint.component]} {right}, false)"


def _true(_: str) -> str:
    return "true"


def _min_count(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return made.at_least(constraint.count, path, this, _true)


def _max_count(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return negated(made.at_least(constraint.count + 1, path, this, _true))


def _qualified_min(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return made.at_least(constraint.count, path, this, lambda value: made.counted(constraint, value))


def _qualified_max(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return negated(made.at_least(constraint.count + 1, path, this, lambda value: made.counted(constraint, value)))


def _has_value(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    # a blank node of the shapes graph stands for no node of the data
    if isinstance(constraint.parameter, BlankNode):
        return "false"
    return made.some(path, this, _true, str(constraint.parameter))


def _equals(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    other, value = constraint.parameter, made.fresh()
    stray = negated(made.some(path, this, _true, value))
    return every(
        negated(made.some(path, this, lambda each: f"NOT EXISTS {{ {this} {other} {each} }}")),
        f"NOT EXISTS {{ {this} {other} {value} FILTER({stray}) }}",
    )


def _unique_lang(made: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:  # noqa: ARG001  -- as its like
    def has_double(one: str) -> str:
        def is_double(two: str) -> str:
            return every(f"!sameTerm({one}, {two})", f"COALESCE(LCASE(LANG({one})) = LCASE(LANG({two})), false)")

        return every(f'isLITERAL({one}) && LANG({one}) != ""', made.some(path, this, is_double))

    return negated(made.some(path, this, has_double))


def _class(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return instance_test(value, constraint.parameter, made.hierarchy, made.fresh())


def _datatype(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return has_datatype(value, constraint.parameter.value)


def _node_kind(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return _KINDS[constraint.parameter.value.removeprefix(SH)].format(value)


def _compared(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return compared(constraint, value, str(constraint.parameter))


def _compared_pair(made: Conditions, constraint: Constraint, this: str, value: str) -> str:
    other = made.fresh()
    return f"NOT EXISTS {{ {this} {constraint.parameter} {other} FILTER(!{compared(constraint, value, other)}) }}"


def _min_length(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    if constraint.count == 0:
        return "true"
    return f"(!isBLANK({value}) && STRLEN(STR({value})) >= {constraint.count})"


def _max_length(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return f"(!isBLANK({value}) && STRLEN(STR({value})) <= {constraint.count})"


def _pattern(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    # the regular expressions of XPath have no \u: the character itself stands for it
    text = _UNICODE.sub(lambda found: found[1] + re.escape(chr(int(found[2], 16))), constraint.parameter.value)
    flags = f", {Literal(constraint.flags)}" if constraint.flags else ""
    return f"(!isBLANK({value}) && REGEX(STR({value}), {Literal(text)}{flags}))"


def _language_in(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    tests = " || ".join(f"LANGMATCHES(LANG({value}), {Literal(item.value)})" for item in constraint.items)
    return f"(isLITERAL({value}) && ({tests or 'false'}))"


def _in(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    iris = [str(item) for item in constraint.items if isinstance(item, NamedNode)]
    literals = [f"sameTerm({value}, {item})" for item in constraint.items if isinstance(item, Literal)]
    return either(*([f"{value} IN ({', '.join(iris)})"] if iris else []), *literals)


def _closed(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    name, other = made.fresh(), made.fresh()
    return f"NOT EXISTS {{ {value} {name} {other} {not_allowed(constraint, name)} }}"


def not_allowed(constraint: Constraint, variable: str) -> str:
    """Return the FILTER that a property is none that a closed shape allows."""
    return f"FILTER({variable} NOT IN ({', '.join(map(str, constraint.items))}))" if constraint.items else ""


def _disjoint(_: Conditions, constraint: Constraint, this: str, value: str) -> str:
    return f"NOT EXISTS {{ {this} {constraint.parameter} {value} }}"


def _shape(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return made.conforms(constraint.shapes[0], value)


def _not(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return negated(made.conforms(constraint.shapes[0], value))


def _and(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return every(*(made.conforms(each, value) for each in constraint.shapes))


def _or(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return either(*(made.conforms(each, value) for each in constraint.shapes))


def _xone(made: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return f"({' + '.join(f'IF({made.conforms(each, value)}, 1, 0)' for each in constraint.shapes)}) = 1"


# components about the values of a focus node as a whole
WHOLE: dict[str, Callable[[Conditions, Path | None, Constraint, str], str]] = {
    "MinCount": _min_count,
    "MaxCount": _max_count,
    "QualifiedMinCount": _qualified_min,
    "QualifiedMaxCount": _qualified_max,
    "HasValue": _has_value,
    "Equals": _equals,
    "UniqueLang": _unique_lang,
}
# components about each value by itself
EACH: dict[str, Callable[[Conditions, Constraint, str, str], str]] = {
    "Class": _class,
    "Datatype": _datatype,
    "NodeKind": _node_kind,
    "MinInclusive": _compared,
    "MinExclusive": _compared,
    "MaxInclusive": _compared,
    "MaxExclusive": _compared,
    "LessThan": _compared_pair,
    "LessThanOrEquals": _compared_pair,
    "MinLength": _min_length,
    "MaxLength": _max_length,
    "Pattern": _pattern,
    "LanguageIn": _language_in,
    "In": _in,
    "Closed": _closed,
    "Disjoint": _disjoint,
    "Node": _shape,
    "Property": _shape,
    "Not": _not,
    "And": _and,
    "Or": _or,
    "Xone": _xone,
}
