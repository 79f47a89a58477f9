"""Targets: the target nodes of a shape as a SPARQL pattern and as a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.shacl.shape import Shape
    from kg.shacl.shape_triples import Term

    FocusNodes = Collection[str] | NamedNode

_TYPE = f"<{RDF}type>"
# a graph of focus nodes has one triple for each: whether files describe it, or only point to it
FOCUS_NODE = NamedNode(SH + "focusNode")
SUBJECT, OBJECT = Literal("subject"), Literal("object")


def classes_below(name: Term, hierarchy: Mapping[str, frozenset[str]]) -> list[str]:
    """Return a class and its subclasses as SPARQL terms, the class first."""
    below = hierarchy.get(str(getattr(name, "value", "")), frozenset())
    return [str(name), *(f"<{iri}>" for iri in sorted(below) if f"<{iri}>" != str(name))]


def focus_group(
    shape: Shape,
    hierarchy: Mapping[str, frozenset[str]],
    focus: FocusNodes | None,
    classes: Iterable[str] | None = None,
) -> str:
    """Return a SPARQL group that binds ?this to each target node of a shape once.

    `focus` restricts the target nodes to these IRIs, or to those that a graph marks; `classes` to instances of these.
    """
    if isinstance(focus, NamedNode):
        return f"{{ GRAPH {focus} {{ {_marked(shape)} }} FILTER({target_test(shape, hierarchy)}) }}"
    if focus is not None:
        values = " ".join(f"<{iri}>" for iri in sorted(focus))
        return f"{{ VALUES ?this {{ {values} }} FILTER({target_test(shape, hierarchy)}) }}"
    if classes is None:
        return _all_targets(shape, hierarchy)
    instances = _instances([f"<{name}>" for name in classes])
    if all(kind == "targetClass" for kind, _ in shape.targets):
        return instances
    return f"{{ {instances} FILTER({target_test(shape, hierarchy)}) }}"


def _marked(shape: Shape) -> str:
    """Return the pattern of marked nodes; those that others only point to are for the shapes of objects."""
    is_of_objects = any(kind == "targetObjectsOf" for kind, _ in shape.targets)
    return f"?this {FOCUS_NODE} {'?role' if is_of_objects else SUBJECT}"


def _instances(classes: list[str]) -> str:
    if len(classes) == 1:
        return f"{{ ?this {_TYPE} {classes[0]} }}"
    return f"{{ SELECT DISTINCT ?this WHERE {{ VALUES ?class {{ {' '.join(classes)} }} ?this {_TYPE} ?class }} }}"


def _all_targets(shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> str:
    classes = target_classes(shape, hierarchy)
    nodes = [str(value) for kind, value in shape.targets if kind == "targetNode" and not isinstance(value, BlankNode)]
    has_nodes = any(kind == "targetNode" for kind, _ in shape.targets)
    groups = [f"VALUES ?this {{ {' '.join(nodes)} }}"] if has_nodes else []
    if len(classes) == 1:
        groups.append(f"?this {_TYPE} {classes.pop()}")
    elif classes:
        groups.append(f"VALUES ?class {{ {' '.join(sorted(classes))} }} ?this {_TYPE} ?class")
    groups += [f"?this {value} ?object" for kind, value in shape.targets if kind == "targetSubjectsOf"]
    groups += [f"?subject {value} ?this" for kind, value in shape.targets if kind == "targetObjectsOf"]
    if len(groups) == 1 and "?class" not in groups[0] and "?object" not in groups[0] and "?subject" not in groups[0]:
        return f"{{ {groups[0]} }}"
    body = " UNION ".join(f"{{ {group} }}" for group in groups) if len(groups) > 1 else groups[0]
    return f"{{ SELECT DISTINCT ?this WHERE {{ {body} }} }}"


def target_classes(shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the classes, including subclasses, whose instances a shape targets, as SPARQL terms."""
    values = [value for kind, value in shape.targets if kind == "targetClass"]
    return {name for value in values for name in classes_below(value, hierarchy)}


def target_test(shape: Shape, hierarchy: Mapping[str, frozenset[str]]) -> str:
    """Return the condition that ?this is a target node of a shape."""
    classes = sorted(target_classes(shape, hierarchy))
    tests = [_test(kind, value) for kind, value in shape.targets if kind != "targetClass"]
    if classes:
        tests.append(_instance("?this", classes, "?class"))
    return f"({' || '.join(tests)})"


def _test(kind: str, value: Term) -> str:
    if kind == "targetNode":
        return "false" if isinstance(value, BlankNode) else f"sameTerm(?this, {value})"
    if kind == "targetSubjectsOf":
        return f"EXISTS {{ ?this {value} ?object }}"
    return f"EXISTS {{ ?subject {value} ?this }}"


def instance_test(variable: str, name: Term, hierarchy: Mapping[str, frozenset[str]], fresh: str) -> str:
    """Return the condition that a variable is an instance of a class or of a subclass."""
    return _instance(variable, classes_below(name, hierarchy), fresh)


def _instance(variable: str, classes: list[str], fresh: str) -> str:
    if len(classes) == 1:
        return f"EXISTS {{ {variable} {_TYPE} {classes[0]} }}"
    return f"EXISTS {{ {variable} {_TYPE} {fresh} FILTER({fresh} IN ({', '.join(classes)})) }}"
