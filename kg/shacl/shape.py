"""Shapes: reads a shapes graph into records and checks that it is well formed.

Source: Shapes Constraint Language (SHACL), sections 2 and 4, and appendix A.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import RDF, SH
from kg.shacl.parameters import (
    ADVANCED,
    COUNTS,
    ONCE,
    ONE_SHAPE,
    ONLY_ON_PATHS,
    PLAIN,
    SHAPE_LISTS,
    TARGETS,
    check_value,
)
from kg.shacl.property_path import Path, read_path
from kg.shacl.shape_triples import MalformedShapeError, Node, ShapeTriples, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.sparql import Matching


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape: component, parameter, and the parsed value of the parameter."""

    component: str
    parameter: Term
    items: tuple[Term, ...] = ()
    count: int = 0
    flags: str = ""
    shapes: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()

    @property
    def name(self) -> str:
        """The local name of the property that states the constraint."""
        name = self.component
        return name.lower() if name.isupper() else name[0].lower() + name[1:]


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape with its path."""

    node: Node
    path: Path | None
    path_node: Term | None
    constraints: tuple[Constraint, ...]
    severity: Term
    messages: tuple[Literal, ...]
    targets: tuple[tuple[str, Term], ...]
    deactivated: bool = False
    unsupported: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShapesGraph:
    """A shapes graph; each shape is read when it is first used.

    Without `advanced`, custom targets and expressions are ignored. `protected` are the triples of the
    data with a protected literal: see `kg.shacl.written`. `refused` are parameters of constraints that cannot be
    compiled, with the reason. `prefixes` are those that queries need not declare.
    """

    triples: ShapeTriples
    advanced: bool = True
    protected: Matching | None = None
    refused: Mapping[Term, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    _read: dict[Node, Shape] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: Iterable[object]) -> ShapesGraph:
        """Read a shapes graph from its triples."""
        return cls(ShapeTriples(triples))  # type: ignore[arg-type]

    @property
    def protects(self) -> bool:
        """Whether literals may be protected."""
        return self.protected is not None

    @cached_property
    def parents(self) -> dict[Term, list[Term]]:
        """The shapes that refer to a shape by sh:property, by the latter."""
        parents: dict[Term, list[Term]] = defaultdict(list)
        for node in self.triples.nodes:
            for value in self.triples.objects(node, "property"):
                parents[value].append(node)
        return parents

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The IRIs of the parameters of custom constraint components, with the component's name."""
        components: dict[str, str] = {}
        for node in self.triples.nodes:
            for parameter in self.triples.objects(node, "parameter"):
                for path in self.triples.objects(parameter, "path"):
                    components[getattr(path, "value", "")] = self.triples.name(node)
        return components

    def shape(self, node: Term) -> Shape:
        """Return the shape of a node. Raises MalformedShapeError."""
        if isinstance(node, Literal):
            raise self.triples.malformed(node, "a shape cannot be a literal")
        if node not in self._read:
            name = self.triples.name(node)
            try:
                self._read[node] = _Reader(self, node).shape()
            except MalformedShapeError as error:  # the culprit may be a value of the shape
                raise error.of_shape(name) from None
        return self._read[node]

    @cached_property
    def targeted(self) -> list[Shape]:
        """The active shapes with targets, sorted by node. Raises MalformedShapeError for any malformed shape."""
        nodes = [node for node in self.triples.nodes if isinstance(node, NamedNode | BlankNode) and self.is_shape(node)]
        shapes = [self.shape(node) for node in sorted(nodes, key=str)]
        return [
            shape
            for shape in shapes
            if not shape.deactivated and (shape.targets or "a custom target" in shape.unsupported)
        ]

    def is_shape(self, node: Term) -> bool:
        """Return whether a node is a shape: by its type, its targets or the constraints that it states."""
        about = self.triples.about(node)
        kinds = about.get(RDF + "type", ())
        return (
            NamedNode(SH + "NodeShape") in kinds
            or NamedNode(SH + "PropertyShape") in kinds
            or any(SH + name in about for name in (*TARGETS, "property", "node", "target"))
        )


class _Reader:
    """Reads one shape."""

    def __init__(self, graph: ShapesGraph, node: Node) -> None:
        self._graph, self._triples, self._node = graph, graph.triples, node
        self._about = graph.triples.about(node)

    def shape(self) -> Shape:
        triples, node = self._triples, self._node
        path_node = triples.one(node, "path")
        kinds = self._about.get(RDF + "type", ())
        if path_node is None and NamedNode(SH + "PropertyShape") in kinds:
            raise triples.malformed(node, "a property shape has one sh:path")
        if path_node is not None and NamedNode(SH + "NodeShape") in kinds:
            raise triples.malformed(node, "a node shape has no sh:path")
        severity = triples.one(node, "severity") or NamedNode(SH + "Violation")
        path = None if path_node is None else read_path(triples, path_node)
        return Shape(
            node=node,
            path=path,
            path_node=path_node,
            constraints=tuple(self._constraints(is_property=path is not None)),
            severity=severity,
            messages=tuple(text for text in triples.objects(node, "message") if isinstance(text, Literal)),
            targets=tuple(self._targets()),
            deactivated=triples.flag(node, "deactivated"),
            unsupported=tuple(self._unsupported()),
        )

    def _targets(self) -> Iterable[tuple[str, Term]]:
        for name in TARGETS:
            for value in self._triples.objects(self._node, name):
                if name != "targetNode" and not isinstance(value, NamedNode):
                    raise self._triples.malformed(self._node, f"sh:{name} is {value}, not an IRI")
                yield name, value
        if self._graph.is_shape(self._node) and self._triples.is_instance(self._node, "Class"):
            yield "targetClass", self._node

    def _unsupported(self) -> Iterable[str]:
        for name, feature in ADVANCED.items() if self._graph.advanced else ():
            if self._triples.objects(self._node, name):
                yield feature
        values = (value for values in self._about.values() for value in values)
        yield from dict.fromkeys(self._graph.refused[value] for value in values if value in self._graph.refused)
        names = sorted({self._graph.parameters[name] for name in self._about if name in self._graph.parameters})
        yield from (f"the constraint component {name}" for name in names)

    def _constraints(self, *, is_property: bool) -> Iterable[Constraint]:
        if not is_property:
            for name in ONLY_ON_PATHS:
                if SH + name in self._about:
                    raise self._triples.malformed(self._node, f"sh:{name} needs a property shape")
        yield from self._plain()
        yield from self._counts()
        yield from self._lists()
        yield from self._shape_constraints()
        yield from self._qualified()

    def _plain(self) -> Iterable[Constraint]:
        triples, node = self._triples, self._node
        flags = triples.one(node, "flags")
        # each shape has a few of the many properties
        for name in (name for name in PLAIN if SH + name in self._about):
            component = PLAIN[name]
            if name in ONCE:
                triples.one(node, name)
            for value in triples.objects(node, name):
                check_value(triples, node, name, value)
                yield Constraint(component, value, flags=getattr(flags, "value", "") if name == "pattern" else "")

    def _counts(self) -> Iterable[Constraint]:
        for name, component in COUNTS.items():
            count = self._triples.count(self._node, name) if SH + name in self._about else None
            if count is not None:
                (parameter,) = self._triples.objects(self._node, name)
                yield Constraint(component, parameter, count=count)

    def _lists(self) -> Iterable[Constraint]:
        triples, node = self._triples, self._node
        if (value := triples.one(node, "in")) is not None:
            yield Constraint("In", value, items=tuple(triples.items(value)))
        if (value := triples.one(node, "languageIn")) is not None:
            items = tuple(triples.items(value))
            if others := [item for item in items if not isinstance(item, Literal)]:
                raise triples.malformed(node, f"sh:languageIn has {others[0]}, not a language")
            yield Constraint("LanguageIn", value, items=items)
        # the standard requires the literal "true"; "1" is another one
        if triples.flag(node, "uniqueLang") and triples.objects(node, "uniqueLang")[0].value == "true":
            yield Constraint("UniqueLang", triples.objects(node, "uniqueLang")[0])
        if triples.flag(node, "closed"):
            ignored = [item for value in triples.objects(node, "ignoredProperties") for item in triples.items(value)]
            paths = [path for value in triples.objects(node, "property") for path in triples.objects(value, "path")]
            allowed = tuple(sorted({term for term in (*ignored, *paths) if isinstance(term, NamedNode)}, key=str))
            yield Constraint("Closed", triples.objects(node, "closed")[0], items=allowed)

    def _shape_constraints(self) -> Iterable[Constraint]:
        triples, node = self._triples, self._node
        for name, component in ONE_SHAPE.items():
            for value in triples.objects(node, name):
                yield Constraint(component, value, shapes=(self._reference(name, value),))
        for name, component in SHAPE_LISTS.items():
            for value in triples.objects(node, name):
                members = triples.items(value)
                if not members:
                    raise triples.malformed(node, f"sh:{name} has an empty list")
                yield Constraint(component, value, shapes=tuple(self._reference(name, member) for member in members))

    def _reference(self, name: str, value: Term) -> Node:
        triples = self._triples
        if isinstance(value, Literal):
            raise triples.malformed(self._node, f"sh:{name} is {value}, not a shape")
        if not triples.about(value):
            raise triples.malformed(self._node, f"sh:{name} names {triples.name(value)}, which is not defined")
        if name == "property" and triples.one(value, "path") is None:
            raise triples.malformed(self._node, f"sh:property names {triples.name(value)}, which has no sh:path")
        if name == "node" and triples.objects(value, "path"):
            raise triples.malformed(self._node, f"sh:node names {triples.name(value)}, which is not a node shape")
        return value

    def _qualified(self) -> Iterable[Constraint]:
        triples, node = self._triples, self._node
        values = triples.objects(node, "qualifiedValueShape")
        counts = {name: triples.count(node, f"qualified{name}Count") for name in ("Min", "Max")}
        if values and counts == {"Min": None, "Max": None}:
            raise triples.malformed(node, "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount")
        for value in values:
            shape = self._reference("qualifiedValueShape", value)
            siblings = self._siblings(shape) if triples.flag(node, "qualifiedValueShapesDisjoint") else ()
            for name, count in counts.items():
                if count is not None:
                    component = f"Qualified{name}Count"
                    yield Constraint(component, value, count=count, shapes=(shape,), siblings=siblings)

    def _siblings(self, own: Node) -> tuple[Node, ...]:
        triples = self._triples
        nodes = [node for parent in self._graph.parents[self._node] for node in triples.objects(parent, "property")]
        shapes = {value for node in nodes for value in triples.objects(node, "qualifiedValueShape")} - {own}
        return tuple(self._reference("qualifiedValueShape", shape) for shape in sorted(shapes, key=str))
