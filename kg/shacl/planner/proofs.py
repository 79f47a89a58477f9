"""Proofs: constraints that statistics of the data prove satisfied, so that no query is needed for them.

For speed only. A proof is about all instances of some classes. It may fail for a satisfied constraint, which is then
queried; it never succeeds for a violated one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.rdf import RDFS, SH
from kg.shacl.components import BY_VALUE
from kg.shacl.datatypes import accepts_any_text
from kg.shacl.finding import term_text
from kg.shacl.planner.statistics import Kind, Usage
from kg.shacl.property_path import Sequence, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.shacl.planner.statistics import Profile
    from kg.shacl.property_path import Path
    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Term

_IRI_KINDS = (SH + "IRI", SH + "BlankNodeOrIRI", SH + "IRIOrLiteral")
_LITERAL_KINDS = (SH + "Literal", SH + "BlankNodeOrLiteral", SH + "IRIOrLiteral")


@dataclass(frozen=True)
class Group:
    """A superset of some nodes: all of one kind, each an instance of one of `classes` (None: unknown)."""

    classes: tuple[str, ...] | None
    kind: Kind


class Proofs:
    """Decides which constraints are certainly satisfied."""

    def __init__(self, graph: ShapesGraph, hierarchy: Mapping[str, frozenset[str]], profile: Profile) -> None:
        self.profile = profile
        self._graph, self._hierarchy = graph, hierarchy

    def target_classes(self, shape: Shape) -> tuple[str, ...] | None:
        """Return classes that together contain all target nodes of a shape, or None if they are unknown."""
        all_classes: list[str] = []
        for kind, value in shape.targets:
            name = term_text(value)
            classes: Iterable[str] | None = None
            if kind == "targetClass":
                classes = filter(self.profile.instances, sorted(self._with_subclasses(value)))
            elif kind == "targetSubjectsOf":
                classes = self._cover(name)
            if classes is None:
                return None
            all_classes += classes
        return tuple(dict.fromkeys(all_classes))

    def needs_query(self, shape: Shape, constraint: Constraint, classes: Iterable[str]) -> tuple[str, ...]:
        """Return the classes whose instances may violate a constraint of a shape."""
        return tuple(name for name in classes if not self._proves(shape, constraint, self._group((name,))))

    def _proves(self, shape: Shape, constraint: Constraint, nodes: Group) -> bool:
        """Return whether nodes certainly satisfy a constraint of a shape."""
        if constraint.component in _BY_NODE:
            return nodes.classes is not None and all(
                _BY_NODE[constraint.component](self, shape, constraint, name) for name in nodes.classes
            )
        if constraint.component not in BY_VALUE:
            return False
        values = self._values(shape.path, nodes)
        return values is not None and all(self._satisfies(constraint, group) for group in values)

    def _group(self, classes: tuple[str, ...] | None) -> Group:
        is_iri = classes is not None and self.profile.with_unnamed.isdisjoint(classes)
        return Group(classes, Kind(is_iri=is_iri))

    def _proves_shape(self, node: Term, nodes: Group) -> bool:
        shape = self._graph.shape(node)
        return shape.deactivated or all(self._proves(shape, constraint, nodes) for constraint in shape.constraints)

    def _with_subclasses(self, name: Term) -> frozenset[str]:
        return self._hierarchy.get(term_text(name), frozenset()) | {term_text(name)}

    def _cover(self, name: str) -> tuple[str, ...] | None:
        """Return disjoint classes whose instances are the subjects of all triples of a property, or None.

        Small classes are preferred.
        """
        numbers, total = self.profile.node_classes(name), self.profile.properties.get(name, 0)
        ascending = sorted(numbers, key=lambda name: (self.profile.instances(name), name))
        for names in (ascending, ascending[::-1]):
            chosen: list[str] = []
            overlapping: set[str] = set()
            for candidate in names:
                if candidate not in overlapping:
                    chosen.append(candidate)
                    overlapping |= self.profile.overlaps.get(candidate, {}).keys()
            if sum(numbers[name] for name in chosen) == total:
                return tuple(chosen)
        return None

    def _values(self, path: Path | None, nodes: Group) -> list[Group] | None:
        """Return the nodes that a path leads to from nodes, or None if they are unknown."""
        if path is None:
            return [nodes]
        if isinstance(path, Sequence):
            groups: list[Group] | None = [nodes]
            for part in path.parts:
                ends = [self._values(part, group) for group in groups or ()]
                if any(end is None for end in ends):
                    return None
                groups = [group for end in ends for group in end or ()]
            return groups
        if not isinstance(path, Step) or nodes.classes is None:
            return None
        if path.inverse:
            return [self._group(self._cover(path.iri))]
        kinds = {kind for name in nodes.classes for kind in self._used(name, path)}
        return [Group(None, kind) for kind in sorted(kinds)]

    def _used(self, name: str, path: Step) -> Mapping[Kind, Usage]:
        return self.profile.usage.get(name, {}).get(path.iri, {})

    def _satisfies(self, constraint: Constraint, values: Group) -> bool:
        if constraint.component in _BY_KIND:
            return _BY_KIND[constraint.component](constraint, values.kind)
        if constraint.component in ("Node", "Property"):
            return self._proves_shape(constraint.shapes[0], values)
        if constraint.component == "And":
            return all(self._proves_shape(shape, values) for shape in constraint.shapes)
        if constraint.component == "Or":
            # the instances of different classes may conform to different shapes
            return all(
                any(self._proves_shape(shape, part) for shape in constraint.shapes) for part in _by_class(values)
            )
        if constraint.component in ("Class", "Closed") and values.classes is not None:
            test = self._is_instance if constraint.component == "Class" else self._is_closed
            return all(test(name, constraint) for name in values.classes)
        return False

    def _is_instance(self, name: str, constraint: Constraint) -> bool:
        overlaps, number = self.profile.overlaps.get(name, {}), self.profile.instances(name)
        return any(overlaps.get(class_) == number for class_ in self._with_subclasses(constraint.parameter))

    def _is_closed(self, name: str, constraint: Constraint) -> bool:
        return self.profile.usage.get(name, {}).keys() <= {term_text(item) for item in constraint.items}

    def _min_count(self, shape: Shape, constraint: Constraint, name: str) -> bool:
        return constraint.count == 0 or (constraint.count == 1 and any(self._kinds_of_all(shape.path, name)))

    def _kinds_of_all(self, path: Path | None, name: str) -> Iterator[Kind]:
        """Yield the kinds of which every instance of a class has a value."""
        if isinstance(path, Step) and not path.inverse:
            number = self.profile.instances(name)
            yield from (kind for kind, usage in self._used(name, path).items() if usage.nodes == number)

    def _max_count(self, shape: Shape, constraint: Constraint, name: str) -> bool:
        if not isinstance(shape.path, Step) or shape.path.inverse:
            return False
        usages = self._used(name, shape.path).values()
        # at least `nodes` values are the first of their node; one node may have all the others
        others = sum(usage.values for usage in usages) - max((usage.nodes for usage in usages), default=0)
        return (1 + others if usages else 0) <= constraint.count

    def _qualified_min(self, shape: Shape, constraint: Constraint, name: str) -> bool:
        if constraint.count == 0:
            return True
        return (
            constraint.count == 1
            and not constraint.siblings
            and isinstance(shape.path, Step)
            and any(
                self._proves_shape(constraint.shapes[0], Group(None, kind))
                for kind in self._kinds_of_all(shape.path, name)
            )
        )

    def _unique_lang(self, shape: Shape, _: Constraint, name: str) -> bool:
        if not isinstance(shape.path, Step) or shape.path.inverse:
            return False
        tagged = {kind.language: usage for kind, usage in self._used(name, shape.path).items() if kind.language}
        is_one_case = len({language.lower() for language in tagged}) == len(tagged)
        return is_one_case and all(usage.values == usage.nodes for usage in tagged.values())


def _by_class(nodes: Group) -> list[Group]:
    return [nodes] if nodes.classes is None else [Group((name,), nodes.kind) for name in nodes.classes]


def _has_datatype(constraint: Constraint, kind: Kind) -> bool:
    name = term_text(constraint.parameter)
    return bool(kind.datatype) and (name == RDFS + "Literal" or (name == kind.datatype and accepts_any_text(name)))


def _has_node_kind(constraint: Constraint, kind: Kind) -> bool:
    fitting = _IRI_KINDS if kind.is_iri else _LITERAL_KINDS if kind.datatype else ()
    return term_text(constraint.parameter) in fitting


def _has_language(constraint: Constraint, kind: Kind) -> bool:
    tag = kind.language.lower()
    ranges = [term_text(item).lower() for item in constraint.items]
    return bool(tag) and any(wanted in ("*", tag) or tag.startswith(wanted + "-") for wanted in ranges)


# components about all values of a node together
_BY_NODE: dict[str, Callable[[Proofs, Shape, Constraint, str], bool]] = {
    "MinCount": Proofs._min_count,  # noqa: SLF001  -- methods of this module
    "MaxCount": Proofs._max_count,  # noqa: SLF001
    "QualifiedMinCount": Proofs._qualified_min,  # noqa: SLF001
    "UniqueLang": Proofs._unique_lang,  # noqa: SLF001
}
# components that the kind of a value decides
_BY_KIND: dict[str, Callable[[Constraint, Kind], bool]] = {
    "Datatype": _has_datatype,
    "NodeKind": _has_node_kind,
    "LanguageIn": _has_language,
}
