"""Rules: the axioms of a schema compiled to patterns and conclusions, only those that the schema really has."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.owl.class_membership import ClassMembership
from kg.owl.restated_axioms import restated_axioms
from kg.owl.rule_body import SAME, TYPE, Body, Pattern, Table, product
from kg.owl.schema import FORWARD, NOTHING, THING, Schema
from kg.rdf import OWL, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.owl.schema import Restriction
    from kg.rdf import Object


@dataclass(frozen=True)
class Rule:
    """A rule: where the body matches, the head is derived."""

    name: str = field(compare=False)
    body: Body
    head: Pattern


@dataclass(frozen=True)
class Program:
    """A schema as rules: `tables` are closed and run once a round, in order; `joins` match more than one triple."""

    schema: Schema = field(compare=False)
    hierarchy: tuple[tuple[str, str, str], ...]
    tables: tuple[Rule, ...]
    joins: tuple[Rule, ...]


def compile_rules(schema: Schema) -> Program:
    """Compile the axioms of a schema to rules.

    Source: OWL 2 Profiles, section 4.3; table 4 eq-*, table 5 prp-*, table 6 cls-*, table 7 cax-*, table 9 scm-*.
    """
    member = ClassMembership(schema)
    joins = [*_properties(member), *_memberships(member), *_conclusions(member)]
    joins += list(_equalities(member))
    tables = list(_tables(schema))
    if schema_equates(schema) or any(map(_equates, [*joins, *tables])):
        joins += _replacements()
    unique = {(rule.body, rule.head): rule for rule in map(_useful, joins) if rule.head not in rule.body.patterns}
    stated = restated_axioms(schema) if schema.restates else _hierarchy(schema)
    return Program(schema, tuple(stated), tuple(map(_useful, tables)), tuple(unique.values()))


def _equates(rule: Rule) -> bool:
    """Say whether a rule can equate terms."""
    predicate = rule.head[1]
    rows = [SAME in row for table in rule.body.tables if predicate in table.variables for row in table.rows]
    return predicate == SAME or (predicate.startswith("?") and (any(rows) or not rows))


def _useful(rule: Rule) -> Rule:
    """Return a rule that does not equate a term with itself."""
    if not _equates(rule):
        return rule
    subject, predicate, value = rule.head
    trivial = f"sameTerm({predicate}, {SAME}) && sameTerm({subject}, {value})"
    return replace(rule, body=rule.body + Body(filters=(f"!({trivial})",)))


def schema_equates(schema: Schema) -> bool:
    """Say whether a schema was read with statements of equality."""
    return bool(schema.pairs(OWL + "sameAs"))


def _hierarchy(schema: Schema) -> Iterator[tuple[str, str, str]]:
    for name, above in (("subClassOf", schema.superclasses), ("subPropertyOf", schema.superproperties)):
        for lower, uppers in sorted(above.items(), key=str):
            for upper in sorted(uppers - {THING}, key=str):
                if isinstance(lower, NamedNode) and isinstance(upper, NamedNode) and lower != NOTHING:
                    yield str(lower), f"<{RDFS}{name}>", str(upper)


def _tables(schema: Schema) -> Iterator[Rule]:
    """Yield the rules with one pattern: superproperties and inverses, then domains and ranges.

    Each table is closed, and each reads the results of those before it, so that one round is all that is needed.
    """
    ways: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    ends: dict[str, set[tuple[Object, Object]]] = {
        "domain": set(schema.pairs(RDFS + "domain")),
        "range": set(schema.pairs(RDFS + "range")),
    }
    for lower, readings in sorted(schema.readings.items(), key=str):
        for upper, way in sorted(readings, key=str):
            if isinstance(lower, NamedNode) and isinstance(upper, NamedNode):
                ways[way].append((str(lower), str(upper)))
            elif isinstance(lower, NamedNode):
                swapped = {"domain": "range", "range": "domain"}
                for end in ends:
                    inner = schema.values(upper, RDFS + end)
                    ends[end if way == FORWARD else swapped[end]] |= {(lower, kind) for kind in inner}
    plain, value = ("?x", "?p", "?y"), "!isLiteral(?y)"
    yield from _table("prp-spo1", plain, ("?p", "?q"), ways[True], ("?x", "?q", "?y"))
    yield from _table("prp-inv", plain, ("?p", "?q"), ways[False], ("?y", "?q", "?x"), value)
    kinds = {end: _named_kinds(schema, pairs) for end, pairs in ends.items()}
    yield from _table("prp-dom", plain, ("?p", "?c"), kinds["domain"], ("?x", TYPE, "?c"))
    yield from _table("prp-rng", plain, ("?p", "?c"), kinds["range"], ("?y", TYPE, "?c"), value)
    above = [
        (str(lower), str(upper))
        for lower, uppers in sorted(schema.superclasses.items(), key=str)
        for upper in sorted(uppers - schema.trivial, key=str)
        if isinstance(lower, NamedNode) and isinstance(upper, NamedNode) and lower != NOTHING
    ]
    yield from _table("cax-sco", ("?x", TYPE, "?c"), ("?c", "?d"), above, ("?x", TYPE, "?d"))


def _named_kinds(schema: Schema, pairs: Iterable[tuple[Object, Object]]) -> list[tuple[str, str]]:
    """Return pairs of property and class; an anonymous class is replaced by its nearest named superclass."""
    found = {
        (str(prop), str(kind))
        for prop, node in pairs
        if isinstance(prop, NamedNode)
        for kind in ([node] if isinstance(node, NamedNode) else schema.named_above(node))
        if kind not in schema.trivial
    }
    return sorted(found)


def _table(
    name: str, pattern: Pattern, variables: tuple[str, str], rows: list[tuple[str, str]], head: Pattern, *filters: str
) -> Iterator[Rule]:
    if rows:
        yield Rule(name, Body((pattern,), (Table(variables, tuple(rows)),), filters), head)


def _properties(member: ClassMembership) -> Iterator[Rule]:
    """Yield the rules of transitive properties and of property chains (prp-trp, prp-spo2)."""
    schema = member.schema
    for prop in schema.kinds["TransitiveProperty"]:
        if isinstance(prop, NamedNode):
            yield Rule(
                f"prp-trp {prop}", Body((("?x", str(prop), "?y"), ("?y", str(prop), "?z"))), ("?x", str(prop), "?z")
            )
    for prop, chain in schema.listed(OWL + "propertyChainAxiom"):
        nodes = [f"?n{place}" for place in range(len(chain) + 1)]
        steps = [member.linked(nodes[place], each, nodes[place + 1]) for place, each in enumerate(chain)]
        for body in product(steps):
            for head in member.links(nodes[0], prop, nodes[-1]):
                yield Rule(f"prp-spo2 {prop}", body, head)


def _memberships(member: ClassMembership) -> Iterator[Rule]:
    """Yield the rules that derive class membership from class expressions."""
    schema = member.schema
    nodes = {*schema.restrictions, *schema.intersections, *schema.enumerations, *schema.asserted}
    fillers = {each.filler for all_ in schema.restrictions.values() for each in all_ if each.kind == "allValuesFrom"}
    for node in sorted(nodes | {each for each in fillers if isinstance(each, BlankNode)}, key=str):
        targets = [node] if isinstance(node, NamedNode) else schema.named_above(node)
        for body in member.unfolded(node, "?x", frozenset({node})):
            for target in targets:
                yield Rule(f"cls {target}", body, ("?x", TYPE, str(target)))
    for prop, node in schema.pairs(RDFS + "domain") + schema.pairs(RDFS + "range"):
        if isinstance(node, BlankNode) and isinstance(prop, NamedNode):
            ends = ("?x", "?y") if node in schema.values(prop, RDFS + "domain") else ("?y", "?x")
            yield from _of_structure(member, node, Body(((ends[0], str(prop), ends[1]),)), "?x", set())


def _conclusions(member: ClassMembership) -> Iterator[Rule]:
    """Yield the rules about what falls under a restriction (cls-hv1, cls-avf, cls-maxc2, cls-maxqc3, cls-maxqc4)."""
    for node in sorted(member.schema.restrictions, key=str):
        for body in member.ways(node, "?x"):
            yield from _of_restrictions(member, node, body, "?x", set())


def _of_structure(
    member: ClassMembership, node: Object, body: Body, variable: str, seen: set[Object]
) -> Iterator[Rule]:
    """Yield what follows for a variable that falls under a class without a name."""
    for expression in sorted({node, *member.schema.superclasses.get(node, ())} - seen, key=str):
        if isinstance(expression, BlankNode):
            yield from _of_restrictions(member, expression, body, variable, seen | {expression})


def _of_restrictions(
    member: ClassMembership, node: Object, body: Body, variable: str, seen: set[Object]
) -> Iterator[Rule]:
    schema = member.schema
    for restriction in schema.restrictions.get(node, ()):
        value = member.fresh()
        if restriction.kind == "hasValue" and not isinstance(restriction.filler, BlankNode):
            for head in member.links(variable, restriction.on, str(restriction.filler)):
                yield Rule(f"cls-hv1 {restriction.on}", body, head)
        elif restriction.kind == "allValuesFrom":
            yield from _of_all_values(member, restriction, body, variable, seen)
        elif restriction.kind.startswith("max") and cardinality(restriction.filler) == "1":
            other = member.fresh()
            kinds = [kind for kind in schema.values(node, OWL + "onClass") if kind != THING]
            sides = [_held(member, variable, restriction, end, kinds) for end in (value, other)]
            for held in product([[body], *sides]):
                yield Rule(f"cls-maxc2 {restriction.on}", held + _different(value, other), (value, SAME, other))


def _of_all_values(
    member: ClassMembership, restriction: Restriction, body: Body, variable: str, seen: set[Object]
) -> Iterator[Rule]:
    schema, value = member.schema, member.fresh()
    classes = (
        [restriction.filler] if isinstance(restriction.filler, NamedNode) else schema.named_above(restriction.filler)
    )
    for link in member.linked(variable, restriction.on, value):
        held = body + link + Body(filters=(f"!isLiteral({value})",))
        for kind in classes:
            if kind not in schema.trivial:
                yield Rule(f"cls-avf {restriction.on}", held, (value, TYPE, str(kind)))
        if isinstance(restriction.filler, BlankNode):
            yield from _of_structure(member, restriction.filler, body + link, value, seen)


def _held(
    member: ClassMembership, variable: str, restriction: Restriction, value: str, kinds: list[Object]
) -> list[Body]:
    return [
        link + way for link in member.linked(variable, restriction.on, value) for way in _under(member, kinds, value)
    ]


def _under(member: ClassMembership, kinds: list[Object], variable: str) -> list[Body]:
    return list(product(member.ways(kind, variable) for kind in kinds))


def _different(one: str, other: str) -> Body:
    # literals are equal by value; contradictions report those that should be equal and are not
    return Body(filters=(f"!isLiteral({one}) && !sameTerm({one}, {other})",))


def cardinality(filler: Object) -> str:
    """Return the number of a cardinality restriction without leading zeros, or nothing if it has none."""
    return str(int(filler.value)) if isinstance(filler, Literal) and filler.value.isdecimal() else ""


def _equalities(member: ClassMembership) -> Iterator[Rule]:
    """Yield the rules by which two things are found to be one (prp-fp, prp-ifp, prp-key)."""
    schema = member.schema
    for prop in schema.kinds["FunctionalProperty"]:
        for body in product([member.linked("?x", prop, "?y"), member.linked("?x", prop, "?z")]):
            yield Rule(f"prp-fp {prop}", body + _different("?y", "?z"), ("?y", SAME, "?z"))
    for prop in schema.kinds["InverseFunctionalProperty"]:
        for body in product([member.linked("?x", prop, "?z"), member.linked("?y", prop, "?z")]):
            yield Rule(f"prp-ifp {prop}", body + _different("?x", "?y"), ("?x", SAME, "?y"))
    for kind, keys in schema.listed(OWL + "hasKey"):
        shared = [member.linked(end, key, f"?k{at}") for end in ("?x", "?y") for at, key in enumerate(keys)]
        for body in product([member.ways(kind, "?x"), member.ways(kind, "?y"), *shared]):
            yield Rule(f"prp-key {kind}", body + _different("?x", "?y"), ("?x", SAME, "?y"))


def _replacements() -> list[Rule]:
    """Return the rules of owl:sameAs (eq-sym, eq-trans, eq-rep-s, eq-rep-p, eq-rep-o)."""
    same, names = ("?x", SAME, "?y"), "!isLiteral(?y)"
    return [
        Rule("eq-sym", Body((same,), filters=(names,)), ("?y", SAME, "?x")),
        Rule("eq-trans", Body((same, ("?y", SAME, "?z"))), ("?x", SAME, "?z")),
        Rule("eq-trans", Body((same, ("?z", SAME, "?y")), filters=("isLiteral(?y)",)), ("?x", SAME, "?z")),
        Rule("eq-rep-s", Body((same, ("?x", "?p", "?o")), filters=(names,)), ("?y", "?p", "?o")),
        Rule("eq-rep-p", Body((same, ("?s", "?x", "?o")), filters=("isIRI(?y)",)), ("?s", "?y", "?o")),
        Rule("eq-rep-o", Body((same, ("?s", "?p", "?x"))), ("?s", "?p", "?y")),
        Rule("eq-rep-o", Body((same, ("?s", "?p", "?y")), filters=("isLiteral(?y)",)), ("?s", "?p", "?x")),
    ]
