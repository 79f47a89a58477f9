"""Constraint components: SPARQL conditions that a focus node or a value satisfies a constraint.

Source: Shapes Constraint Language (SHACL), section 4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import RDFS, SH, TYPE
from kg.shacl.datatypes import has_datatype
from kg.shacl.logic import either, every, negated
from kg.shacl.targets import instance_test
from kg.shacl.written import value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.shacl.conditions import Conditions
    from kg.shacl.property_path import Path
    from kg.shacl.shape import Constraint, ShapesGraph
    from kg.shacl.shape_triples import Term

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


def compared(graph: ShapesGraph, constraint: Constraint, left: str, right: str) -> str:
    """Return the condition that two terms compare as a constraint requires; false for terms that cannot be compared."""
    if graph.protects:
        left, right = value_of(left), value_of(right)
    return f"COALESCE({left} {_COMPARED[constraint.component]} {right}, false)"


def _true(_: str) -> str:
    return "true"


def _min_count(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return conditions.at_least(constraint.count, path, this, _true)


def _max_count(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return negated(conditions.at_least(constraint.count + 1, path, this, _true))


def _qualified_min(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return conditions.at_least(constraint.count, path, this, lambda value: conditions.counts(constraint, value))


def _qualified_max(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    return negated(
        conditions.at_least(constraint.count + 1, path, this, lambda value: conditions.counts(constraint, value))
    )


def _has_value(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    # a blank node of the shapes graph is never a node of the data
    if isinstance(constraint.parameter, BlankNode):
        return "false"
    return conditions.some(path, this, _true, str(constraint.parameter))


def _equals(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:
    other, value = constraint.parameter, conditions.fresh()
    is_missing = negated(conditions.some(path, this, _true, value))
    return every(
        negated(conditions.some(path, this, lambda own: f"NOT EXISTS {{ {this} {other} {own} }}")),
        f"NOT EXISTS {{ {this} {other} {value} FILTER({is_missing}) }}",
    )


def _unique_lang(conditions: Conditions, path: Path | None, constraint: Constraint, this: str) -> str:  # noqa: ARG001  -- the signature of all of them
    def has_double(one: str) -> str:
        def is_double(two: str) -> str:
            return every(f"!sameTerm({one}, {two})", f"COALESCE(LCASE(LANG({one})) = LCASE(LANG({two})), false)")

        return every(f'isLITERAL({one}) && LANG({one}) != ""', conditions.some(path, this, is_double))

    return negated(conditions.some(path, this, has_double))


def _class(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return instance_test(value, constraint.parameter, conditions.hierarchy, conditions.fresh())


def _datatype(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return has_datatype(value, constraint.parameter.value, protects=conditions.graph.protects)


def _node_kind(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return _KINDS[constraint.parameter.value.removeprefix(SH)].format(value)


def _compared(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return compared(conditions.graph, constraint, value, str(constraint.parameter))


def _compared_pair(conditions: Conditions, constraint: Constraint, this: str, value: str) -> str:
    other = conditions.fresh()
    fits = compared(conditions.graph, constraint, value, other)
    return f"NOT EXISTS {{ {this} {constraint.parameter} {other} FILTER(!{fits}) }}"


def _min_length(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    if constraint.count == 0:
        return "true"
    return f"(!isBLANK({value}) && STRLEN(STR({value})) >= {constraint.count})"


def _max_length(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    return f"(!isBLANK({value}) && STRLEN(STR({value})) <= {constraint.count})"


def _pattern(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    flags = f", {Literal(constraint.flags)}" if constraint.flags else ""
    return f"(!isBLANK({value}) && REGEX(STR({value}), {regular_expression(constraint.parameter)}{flags}))"


def regular_expression(pattern: Term) -> str:
    """Return a regular expression as a SPARQL literal, with characters for Unicode escapes, which XPath lacks."""
    text = _UNICODE.sub(lambda match: match[1] + re.escape(chr(int(match[2], 16))), str(getattr(pattern, "value", "")))
    return str(Literal(text))


def _language_in(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    tests = " || ".join(f"LANGMATCHES(LANG({value}), {Literal(item.value)})" for item in constraint.items)
    return f"(isLITERAL({value}) && ({tests or 'false'}))"


def _in(_: Conditions, constraint: Constraint, __: str, value: str) -> str:
    iris = [str(item) for item in constraint.items if isinstance(item, NamedNode)]
    literals = [f"sameTerm({value}, {item})" for item in constraint.items if isinstance(item, Literal)]
    return either(*([f"{value} IN ({', '.join(iris)})"] if iris else []), *literals)


def _closed(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    name, other = conditions.fresh(), conditions.fresh()
    return f"NOT EXISTS {{ {value} {name} {other} FILTER({not_allowed(constraint, name, other)}) }}"


def not_allowed(constraint: Constraint, name: str, value: str) -> str:
    """Return the condition that a closed shape does not allow a property with a value.

    As in pyshacl, the type rdfs:Resource, which inference gives to every node, is always allowed.
    """
    is_other = f"{name} NOT IN ({', '.join(map(str, constraint.items))})" if constraint.items else "true"
    is_resource = f"{name} = {TYPE} && {value} = <{RDFS}Resource>"
    return is_other if TYPE in constraint.items else every(is_other, negated(is_resource))


def _disjoint(_: Conditions, constraint: Constraint, this: str, value: str) -> str:
    return f"NOT EXISTS {{ {this} {constraint.parameter} {value} }}"


def _shape(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return conditions.conforms(constraint.shapes[0], value)


def _not(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return negated(conditions.conforms(constraint.shapes[0], value))


def _and(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return every(*(conditions.conforms(shape, value) for shape in constraint.shapes))


def _or(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return either(*(conditions.conforms(shape, value) for shape in constraint.shapes))


def _xone(conditions: Conditions, constraint: Constraint, _: str, value: str) -> str:
    return f"({' + '.join(f'IF({conditions.conforms(shape, value)}, 1, 0)' for shape in constraint.shapes)}) = 1"


# components about all values of a focus node together
BY_NODE: dict[str, Callable[[Conditions, Path | None, Constraint, str], str]] = {
    "MinCount": _min_count,
    "MaxCount": _max_count,
    "QualifiedMinCount": _qualified_min,
    "QualifiedMaxCount": _qualified_max,
    "HasValue": _has_value,
    "Equals": _equals,
    "UniqueLang": _unique_lang,
}
# components about single values
BY_VALUE: dict[str, Callable[[Conditions, Constraint, str, str], str]] = {
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
