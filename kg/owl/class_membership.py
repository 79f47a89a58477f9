"""Class membership: unfolds class expressions and property expressions into patterns of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from kg.owl.rule_body import TYPE, Body, Names, one_of, product
from kg.owl.schema import FORWARD, THING
from kg.rdf import RDF, RDFS, XSD, derived_datatypes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.owl.schema import Restriction, Schema
    from kg.rdf import Object

_LITERALS = {NamedNode(RDFS + "Literal"), NamedNode(RDF + "langString"), NamedNode(RDF + "PlainLiteral")}


class ClassMembership:
    """Class expressions unfolded into patterns, so that no triple about a class without a name need be stored."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.fresh = Names()

    def ways(self, node: Object, variable: str, seen: frozenset[Object] = frozenset()) -> list[Body]:
        """Return the bodies under which a variable falls under a class, with a name or without."""
        if isinstance(node, NamedNode):
            return [_of_datatype(node, variable)] if _is_datatype(node) else [Body(((variable, TYPE, str(node)),))]
        below = {each for each, above in self.schema.superclasses.items() if node in above} | {node}
        found = [Body(((variable, TYPE, str(each)),)) for each in self.schema.named_below(node)]
        for part in sorted((part for part in below if isinstance(part, BlankNode)), key=str):
            if part not in seen:
                found += self.unfolded(part, variable, seen | {part})
        return list(dict.fromkeys(found))

    def unfolded(self, node: Object, variable: str, seen: frozenset[Object] = frozenset()) -> list[Body]:
        """Return the bodies under which a variable falls under an expression by the expression's own structure."""
        found = [body for each in self.schema.restrictions.get(node, ()) for body in self._some(each, variable, seen)]
        for parts in self.schema.intersections.get(node, ()):
            found += product(self.ways(part, variable, seen) for part in parts)
        for members in self.schema.enumerations.get(node, ()):
            found.append(one_of(variable, members))
        if individuals := self.schema.asserted.get(node):
            found.append(one_of(variable, individuals))
        return found + list(self._of_all(node, variable, seen))

    def _some(self, restriction: Restriction, variable: str, seen: frozenset[Object]) -> Iterator[Body]:
        """Yield the bodies of someValuesFrom and hasValue (cls-svf1, cls-svf2, cls-hv2)."""
        if restriction.kind == "hasValue" and not isinstance(restriction.filler, BlankNode):
            yield from self.linked(variable, restriction.on, str(restriction.filler))
        if restriction.kind == "someValuesFrom":
            value = self.fresh()
            inner = [Body()] if restriction.filler == THING else self.ways(restriction.filler, value, seen)
            yield from product([self.linked(variable, restriction.on, value), inner])

    def _of_all(self, node: Object, variable: str, seen: frozenset[Object]) -> Iterator[Body]:
        """Yield the bodies by which something falls under an expression without a name as a value (cls-avf)."""
        if not isinstance(node, BlankNode):
            return
        for owner, restrictions in self.schema.restrictions.items():
            for restriction in restrictions:
                if restriction.kind == "allValuesFrom" and restriction.filler == node and owner not in seen:
                    holder = self.fresh()
                    holding = self.ways(owner, holder, seen | {owner})
                    yield from product([holding, self.linked(holder, restriction.on, variable)])

    def linked(self, subject: str, prop: Object, value: str) -> list[Body]:
        """Return the bodies under which a property, also an anonymous one, relates two terms."""
        if isinstance(prop, NamedNode):
            return [Body(((subject, str(prop), value),))]
        found = []
        for below, readings in sorted(self.schema.readings.items(), key=str):
            if not isinstance(below, NamedNode):
                continue
            for related, way in sorted(readings, key=str):
                ends = (subject, value) if way == FORWARD else (value, subject)
                if related == prop and not ends[0].startswith('"'):
                    found.append(Body(((ends[0], str(below), ends[1]),)))
        return found

    def links(self, subject: str, prop: Object, value: str) -> list[tuple[str, str, str]]:
        """Return the patterns that follow where a property, also an anonymous one, relates two terms."""
        if isinstance(prop, NamedNode):
            return [(subject, str(prop), value)]
        readings = sorted(self.schema.readings.get(prop, ()), key=str)
        found = [
            (subject, str(each), value) if way == FORWARD else (value, str(each), subject)
            for each, way in readings
            if isinstance(each, NamedNode)
        ]
        return [each for each in found if not each[0].startswith('"')]


def _is_datatype(node: NamedNode) -> bool:
    return node.value.startswith(XSD) or node in _LITERALS


def _of_datatype(node: NamedNode, variable: str) -> Body:
    if node.value == RDFS + "Literal":
        return Body(filters=(f"isLiteral({variable})",))
    kinds = ", ".join(f"<{each}>" for each in derived_datatypes(node.value))
    return Body(filters=(f"isLiteral({variable}) && DATATYPE({variable}) IN ({kinds})",))
