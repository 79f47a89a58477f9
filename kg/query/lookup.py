"""Naming: what a person types, as the subject, the property and the value of a triple."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.rdf import ALT_LABEL, ID, LABEL, OWL, PREFIXES, TYPE, ZJ, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf import Dataset, Object

_INVERSE_LABEL = NamedNode(ZJ + "inverseLabel")
_CLASS = NamedNode(OWL + "Class")
_PROPERTIES = tuple(NamedNode(OWL + name + "Property") for name in ("Object", "Datatype", "Annotation"))


@dataclass(frozen=True)
class Property:
    """A property as a person named it: `backwards` where by its name read from object to subject."""

    iri: NamedNode
    backwards: bool = False


def find_node(store: Dataset, text: str) -> NamedNode:
    """Return the entity, or else the class or property, that a label in any language, a CURIE or an IRI names.

    Marks that show nothing (of writing direction, zero-width spaces) do not count. Raises KgError for no name or a
    blank node, UnknownNameError with the closest labels, AmbiguousNameError with all that bear the label.
    """
    name = _given(text)
    if name.startswith("_:"):
        message = f"{name} is a blank node, which has no name beyond one file"
        raise KgError(message, hint="give a label, a CURIE such as place:shanghai, or an IRI")
    try:
        return find_entity(store, text if text == name else _as_borne(store, text, name))
    except UnknownNameError:
        terms = [node for node in _bearers(store, name, LABEL) if node.value.startswith(ZJ)]
        if not terms:
            raise
        return _only(terms, name)


def find_property(store: Dataset, text: str) -> Property:
    """Return the property that a label in any language, a CURIE, an IRI, `a` or a local name of ours names.

    A name for reading it backwards (“has part” of a part) is taken too. Raises KgError for no name, UnknownNameError
    with the closest labels, AmbiguousNameError with all properties that bear the label.
    """
    name = _given(text)
    iri = TYPE if name == "a" else expand(name) or expand(f"zj:{name}")
    if iri is not None and _is_property(store, iri):
        return Property(iri)
    for predicate in (LABEL, ALT_LABEL, _INVERSE_LABEL):
        if found := [node for node in _bearers(store, name, predicate) if _is_property(store, node)]:
            return Property(_only(found, name), backwards=predicate == _INVERSE_LABEL)
    kinds = (LABEL, _INVERSE_LABEL)
    known = [value for kind in kinds for node, value in _texts(store, kind) if _is_property(store, node)]
    raise UnknownNameError("property", name, known, hint="kg show ENTITY lists the properties of an entity")


def find_value(store: Dataset, subject: NamedNode, predicate: NamedNode, text: str) -> Object:
    """Return what a person means by the object of a triple: what stands there by that name, else any entity or value.

    A value may be written as in Turtle ("531"^^xsd:decimal, "text"@zh). Raises what `find_node` raises where the
    property leads to entities, and not for a value that it does not have.
    """
    name = visible(text)
    # Oxigraph's type allows for triples as objects, and no parser of ours reads them
    stated = cast("list[Object]", [triple.object for triple in store.triples(subject, predicate)])
    found = _literal(text) or _among(store, stated, text) or expand(name)
    if found in stated or isinstance(found, Literal):
        return found
    if predicate == TYPE and found is None:
        return _find_class(store, name)
    # what is never a subject, such as an entity of another dataset, is named by its IRI alone
    if isinstance(found, NamedNode) and next(store.triples(None, None, found), None) is not None:
        return found
    try:
        return find_node(store, text)
    except UnknownNameError:
        usual = next(store.triples(None, predicate), None)
        if usual is None or not isinstance(usual.object, Literal):
            raise
        return Literal(name)


def _among(store: Dataset, objects: list[Object], text: str) -> Object | None:
    """Return the one of these that is written so, or the only one that bears this name."""
    name = visible(text)
    written = [each for each in objects if isinstance(each, Literal) and _is_same(each, text, name)]
    named = {node for kind in (LABEL, ALT_LABEL) for node in _bearers(store, name, kind)}
    bearing = [each for each in objects if each in named]
    if written:
        return min(written, key=str)
    return bearing[0] if len(bearing) == 1 else None


def visible(text: str) -> str:
    """Return a text without what shows nothing: format characters (Unicode category Cf) and outer white space."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf").strip()


def _given(text: str) -> str:
    name = visible(text)
    if not name:
        raise KgError("a name is empty", hint="give a label, a CURIE such as place:shanghai, or an IRI")
    return name


def _find_class(store: Dataset, name: str) -> NamedNode:
    classes = {triple.subject for triple in store.triples(None, TYPE, _CLASS)}
    if found := [node for node in _bearers(store, name, LABEL) if node in classes]:
        return _only(found, name)
    raise UnknownNameError("class", name, [text for node, text in _texts(store, LABEL) if node in classes])


def _as_borne(store: Dataset, text: str, name: str) -> str:
    """Return the text as it is where something bears it with its marks, else the name without them."""
    return text if any(_bearers(store, text, kind) for kind in (LABEL, ALT_LABEL)) else name


def _texts(store: Dataset, predicate: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    for triple in store.triples(None, predicate):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            yield triple.subject, triple.object.value


def _bearers(store: Dataset, name: str, predicate: NamedNode) -> list[NamedNode]:
    found = {node for node, value in _texts(store, predicate) if value.casefold() == name.casefold()}
    return sorted(found, key=lambda node: node.value)


def _only(nodes: list[NamedNode], name: str) -> NamedNode:
    if len(nodes) > 1:
        listed = ", ".join(compact(node.value) for node in nodes)
        raise AmbiguousNameError(f"{name!r} is the name of {len(nodes)} terms", hint=f"say which: {listed}")
    return nodes[0]


def _is_property(store: Dataset, node: NamedNode) -> bool:
    if next(store.triples(None, node), None) is not None:
        return True
    return any(next(store.triples(node, TYPE, kind), None) is not None for kind in _PROPERTIES)


def _literal(text: str) -> Literal | None:
    """Return the literal that a text writes in Turtle's way, or None if it does not begin with a quotation mark."""
    if not text.lstrip().startswith(('"', "'")):
        return None
    try:
        (quad,) = parse(_turtle(text), RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        return None
    return quad.object if isinstance(quad.object, Literal) else None


def _turtle(text: str) -> bytes:
    prefixes = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return f"{prefixes}<{ID}> <{ID}> {text} .".encode(errors="replace")


def _is_same(value: Literal, text: str, name: str) -> bool:
    """Say whether a value is written so, or is the number that is written."""
    if value.value in (text, name):
        return True
    try:
        return Decimal(value.value) == Decimal(name)
    except InvalidOperation:
        return False


def find_entity(store: Dataset, name: str, *, of_class: NamedNode | None = None) -> NamedNode:
    """Return the entity that a label in any language, an alias, a CURIE or an IRI names.

    With `of_class` only its members count. Raises UnknownNameError with the closest labels, AmbiguousNameError with
    all entities that bear the label.
    """
    iri = expand(name)
    if iri is not None and next(store.triples(iri), None) is not None:
        return iri
    bearers = _entities_named(store, name, of_class)
    if not bearers:
        known = [text for text, _ in _names(store, of_class)]
        raise UnknownNameError("entity" if of_class is None else compact(of_class.value), name, known)
    if len(bearers) > 1:
        listed = ", ".join(compact(node.value) for node in bearers)
        raise AmbiguousNameError(f"{name!r} is the name of {len(bearers)} entities", hint=f"say which: {listed}")
    return bearers[0]


def _entities_named(store: Dataset, name: str, of_class: NamedNode | None) -> list[NamedNode]:
    wanted = name.casefold().strip()
    exact: dict[NamedNode, set[NamedNode]] = {LABEL: set(), ALT_LABEL: set()}
    for predicate, found in exact.items():
        for triple in store.triples(None, predicate):
            if triple.object.value.casefold() == wanted and _belongs(store, triple.subject, of_class):  # type: ignore[union-attr]
                found.add(triple.subject)  # type: ignore[arg-type]
    # a label beats an alias
    for found in (exact[LABEL], exact[ALT_LABEL]):
        if found:
            return sorted(found, key=lambda node: node.value)
    return []


def _names(store: Dataset, of_class: NamedNode | None) -> Iterable[tuple[str, NamedNode]]:
    for predicate in (LABEL, ALT_LABEL):
        for triple in store.triples(None, predicate):
            if isinstance(triple.subject, NamedNode) and _belongs(store, triple.subject, of_class):
                yield triple.object.value, triple.subject  # type: ignore[union-attr]


def _belongs(store: Dataset, node: object, of_class: NamedNode | None) -> bool:
    if of_class is None:
        return isinstance(node, NamedNode) and node.value.startswith(ID)
    return next(store.triples(node, TYPE, of_class), None) is not None  # type: ignore[arg-type]
