"""Finds the entity, class, property or value that a label, alias, CURIE or IRI names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.rdf import ALT_LABEL, ID, LABEL, OWL, TYPE, ZJ, compact, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.rdf import Dataset, Object

    Filter = Callable[[NamedNode], bool]

_INVERSE_LABEL = NamedNode(ZJ + "inverseLabel")
_CLASS = NamedNode(OWL + "Class")
_PROPERTIES = tuple(NamedNode(OWL + name + "Property") for name in ("Object", "Datatype", "Annotation"))


@dataclass(frozen=True)
class Property:
    """A property that was looked up; `backwards` if the name is that of reading it from object to subject."""

    iri: NamedNode
    backwards: bool = False


class NameIndex:
    """The names in a dataset: the texts of each naming property (label, alias, inverse label), read once.

    With `only` it has this name alone, in any case that the engine's LCASE folds: a single lookup needs no other.
    """

    def __init__(self, store: Dataset, *, only: str | None = None) -> None:
        self._store = store
        self._only = only
        self._names: dict[NamedNode, list[tuple[NamedNode, Literal]]] = {}

    def names(self, predicate: NamedNode) -> Sequence[tuple[NamedNode, Literal]]:
        """Return each named node with its name, one pair per triple of a naming property."""
        if predicate not in self._names:
            self._names[predicate] = [
                (node, text)
                for node, text in self._read(predicate)
                if isinstance(node, NamedNode) and isinstance(text, Literal)
            ]
        return self._names[predicate]

    def _read(self, predicate: NamedNode) -> Iterator[tuple[object, object]]:
        if self._only is None:
            yield from ((triple.subject, triple.object) for triple in self._store.triples(None, predicate))
            return
        condition = f"LCASE(STR(?text)) = LCASE({Literal(self._only)})"
        for row in self._store.select(f"SELECT ?node ?text {{ ?node {predicate} ?text FILTER({condition}) }}"):
            yield row["node"], row["text"]

    def nodes(self, name: str, accepts: Filter, *predicates: NamedNode) -> list[NamedNode]:
        """Return the nodes that `accepts` takes and that have this name, in any case, sorted by IRI.

        Only the first of the naming properties that gives a node counts: a label comes before an alias.
        """
        wanted = name.casefold().strip()
        for predicate in predicates:
            same = {node for node, text in self.names(predicate) if text.value.casefold() == wanted}
            if nodes := sorted(filter(accepts, same), key=lambda node: node.value):
                return nodes
        return []

    def find(self, name: str, accepts: Filter, *predicates: NamedNode, kind: str, hint: str = "") -> NamedNode:
        """Return the only node of `nodes`.

        Raises UnknownNameError with the closest names; `kind` is what was looked for. Raises AmbiguousNameError with
        all nodes of that name.
        """
        nodes = self.nodes(name, accepts, *predicates)
        if not nodes:
            known = [text.value for each in predicates for node, text in self.names(each) if accepts(node)]
            raise UnknownNameError(kind, name, known, hint=hint)
        if len(nodes) > 1:
            listed = ", ".join(compact(node.value, self._store.prefixes) for node in nodes)
            kinds = "terms" if nodes[0].value.startswith(ZJ) else "entities"
            raise AmbiguousNameError(f"{name!r} is the name of {len(nodes)} {kinds}", hint=f"use one of: {listed}")
        return nodes[0]


def find_entity(
    store: Dataset, name: str, *, of_class: NamedNode | None = None, index: NameIndex | None = None
) -> NamedNode:
    """Return the entity that a label in any language, an alias, a CURIE or an IRI names.

    With `of_class`, labels and aliases of its members alone count. `index` saves reading the names again. Raises
    UnknownNameError with the closest names, AmbiguousNameError with all entities of that name.
    """
    # in a user's files, an IRI may have any scheme
    iri = expand(name, store.prefixes) or (None if store.entities else expand(f"<{name}>"))
    if iri is not None and _is_described(store, iri):
        return iri

    def is_member(node: NamedNode) -> bool:
        if of_class is None:
            return node.value.startswith(store.entities)
        return next(store.triples(node, TYPE, of_class), None) is not None

    kind = compact(of_class.value, store.prefixes) if of_class else "entity"
    if index is None:
        index = NameIndex(store, only=name.strip())
        # a name that needs escapes in SPARQL, letters whose case the engine does not fold (ß), the closest names
        if not name.isprintable() or "\\" in name or not index.nodes(name, is_member, LABEL, ALT_LABEL):
            index = NameIndex(store)
    try:
        return index.find(name, is_member, LABEL, ALT_LABEL, kind=kind)
    except UnknownNameError as error:
        others = index.nodes(name, lambda node: node.value.startswith(store.entities), LABEL, ALT_LABEL)
        if others:
            named = f"{compact(others[0].value, store.prefixes)} has this name, but is not a {kind}"
            error.hint = f"{named}; {error.hint}" if error.hint else named
        raise


def _is_described(store: Dataset, node: NamedNode) -> bool:
    """Return whether a dataset has triples of a node; in a user's files it may be an object only."""
    triples = store.triples(node), () if store.entities else store.triples(None, None, node)
    return any(True for found in triples for _ in found)


def find_node(store: Dataset, text: str) -> NamedNode:
    """Return the entity, or else the class or property, that a label in any language, a CURIE or an IRI names.

    Invisible characters (marks of writing direction, zero-width spaces) are ignored. Raises KgError for an empty name
    or a blank node, UnknownNameError with the closest names, AmbiguousNameError with all nodes of that name.
    """
    name = _not_empty(text)
    if name.startswith("_:"):
        message = f"{name} is a blank node, and blank nodes have no name outside of one file"
        raise KgError(message, hint="give a label, a CURIE such as place:shanghai, or an IRI")
    index = NameIndex(store)
    try:
        # a label may itself contain invisible characters
        is_label = bool(index.nodes(text, lambda _: True, LABEL, ALT_LABEL))
        return find_entity(store, text if is_label else name, index=index)
    except UnknownNameError:
        if not index.nodes(name, _is_term, LABEL):
            raise
        return index.find(name, _is_term, LABEL, kind="term")


def find_property(store: Dataset, text: str) -> Property:
    """Return the property that a label in any language, a CURIE, an IRI, `a` or a local name of our ontology names.

    An inverse label (“has part” for `partOf`) is accepted too. Raises KgError for an empty name, UnknownNameError with
    the closest labels, AmbiguousNameError with all properties of that name.
    """
    name = _not_empty(text)

    def is_property(node: NamedNode) -> bool:
        if next(store.triples(None, node), None) is not None:
            return True
        return any(next(store.triples(node, TYPE, kind), None) is not None for kind in _PROPERTIES)

    iri = TYPE if name == "a" else expand(name, store.prefixes) or expand(f"zj:{name}")
    if iri is not None and is_property(iri):
        return Property(iri)
    index = NameIndex(store)
    forward, hint = (LABEL, ALT_LABEL), "kg show ENTITY lists the properties of an entity"
    node = index.find(name, is_property, *forward, _INVERSE_LABEL, kind="property", hint=hint)
    return Property(node, backwards=not index.nodes(name, is_property, *forward))


def find_value(store: Dataset, subject: NamedNode, predicate: NamedNode, text: str) -> Object:
    """Return the object of a triple that a text means: one that the subject has, else any entity, class or literal.

    A literal may be written as in Turtle ("531"^^xsd:decimal, "text"@zh). Raises what `find_node` raises if the values
    of the property are entities; any literal is accepted for a property whose values are literals.
    """
    name = visible(text)
    index = NameIndex(store)
    # Oxigraph's type allows triples as objects, but none of our parsers reads them
    stated = cast("list[Object]", [triple.object for triple in store.triples(subject, predicate)])
    value = _turtle_literal(text, store.prefixes) or _stated_value(index, stated, text) or expand(name, store.prefixes)
    if value in stated or isinstance(value, Literal):
        return value
    if predicate == TYPE and value is None:
        classes = {triple.subject for triple in store.triples(None, TYPE, _CLASS)}
        return index.find(name, classes.__contains__, LABEL, kind="class")
    # a node that is never a subject, such as an entity of another dataset, can be named by its IRI only
    if isinstance(value, NamedNode) and next(store.triples(None, None, value), None) is not None:
        return value
    try:
        return find_node(store, text)
    except UnknownNameError:
        usual = next(store.triples(None, predicate), None)
        if usual is None or not isinstance(usual.object, Literal):
            raise
        return Literal(name)


def visible(text: str) -> str:
    """Return a text without format characters (Unicode category Cf) and outer white space."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf").strip()


def _not_empty(text: str) -> str:
    name = visible(text)
    if not name:
        raise KgError("a name is empty", hint="give a label, a CURIE such as place:shanghai, or an IRI")
    return name


def _is_term(node: NamedNode) -> bool:
    return node.value.startswith(ZJ)


def _stated_value(index: NameIndex, objects: list[Object], text: str) -> Object | None:
    """Return the literal of `objects` with this lexical form, or the only node of `objects` with this name."""
    name = visible(text)
    literals = [each for each in objects if isinstance(each, Literal) and _is_same(each, text, name)]
    if literals:
        return min(literals, key=str)
    named = {node for kind in (LABEL, ALT_LABEL) for node in index.nodes(name, objects.__contains__, kind)}
    return named.pop() if len(named) == 1 else None


def _turtle_literal(text: str, known: Mapping[str, str]) -> Literal | None:
    """Return the literal that a text is in Turtle's syntax, or None if it does not begin with a quotation mark."""
    if not text.lstrip().startswith(('"', "'")):
        return None
    prefixes = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in known.items())
    try:
        (quad,) = parse(f"{prefixes}<{ID}> <{ID}> {text} .".encode(errors="replace"), RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        return None
    return quad.object if isinstance(quad.object, Literal) else None


def _is_same(value: Literal, text: str, name: str) -> bool:
    """Return whether a literal has this lexical form or is the same number."""
    if value.value in (text, name):
        return True
    try:
        return Decimal(value.value) == Decimal(name)
    except InvalidOperation:
        return False
