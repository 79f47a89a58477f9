"""SPARQL constraints: rewrites a query about one node as a query about all target nodes.

Source: Shapes Constraint Language (SHACL), section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.rdf import OWL, PREFIXES
from kg.shacl.errors import NotCompilableError
from kg.sparql import Script, TermReader, full_iri, with_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Term
    from kg.sparql import Edit, Token

# keywords that have another meaning in a query about many nodes
_REFUSED = frozenset("GROUP HAVING LIMIT OFFSET COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT FROM".split())
# the beginning of renamed variables
OWN = "own_"
# keywords that SHACL does not allow
_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})


@dataclass(frozen=True)
class ConstraintQuery:
    """The query of a constraint without comments, the declarations of its prefixes, and the token numbers of its parts.

    `select` is the keyword SELECT, `opening` and `closing` are the brackets of the group.
    """

    script: Script
    prefixes: str
    select: int
    opening: int
    closing: int

    @property
    def prologue(self) -> str:
        """All declarations before SELECT."""
        return f"{self.prefixes}{self.script.part(0, self.select - 1)}".strip()


def read_query(graph: ShapesGraph, shape: Shape, constraint: Constraint) -> ConstraintQuery:
    """Return the query of a constraint. Raises MalformedShapeError, or NotCompilableError with the reason."""
    triples, node = graph.triples, constraint.parameter
    try:
        script = Script(with_characters(str(getattr(triples.one(node, "select"), "value", ""))))
    except QueryError as error:
        raise triples.malformed(shape.node, error.message) from None
    words = {token.text.upper() for token in script.tokens if token.kind == "word"}
    if refused := sorted(words & _FORBIDDEN):
        raise triples.malformed(shape.node, f"{refused[0]} is not allowed in the query of a constraint")
    selects = list(script.places("SELECT"))
    opening = next((place for place, token in enumerate(script.tokens) if token.is_sign("{")), -1)
    if not selects or selects[0] > opening:
        raise triples.malformed(shape.node, "sh:select is not a SELECT query")
    if len(selects) > 1:
        raise NotCompilableError("its query contains another query")
    columns = {token.text[1:] for token in script.tokens[selects[0] : opening]}
    if not columns & {"this", ""}:
        raise NotCompilableError("its query does not select $this")
    if refused := sorted(words & _REFUSED):
        raise NotCompilableError(f"its query uses {refused[0]}")
    script = Script(script.edited([*_bound(graph, shape, script), *_comments(script)]))
    opening = next(place for place, token in enumerate(script.tokens) if token.is_sign("{"))
    closing = script.closing(opening)
    if closing is None:
        raise triples.malformed(shape.node, "a bracket of the query is not closed")
    prefixes = _prefixes(graph, node, script)
    if graph.protected and graph.protected.narrowed(f"{prefixes}{script.text}", "this") is not None:
        raise NotCompilableError("its query may compare values that the store does not keep as they are written")
    return ConstraintQuery(script, prefixes, selects[0], opening, closing)


def violation_query(query: ConstraintQuery, focus_group: str, keys: tuple[str, ...], this: str) -> str:
    """Return the query for the solutions of a constraint's query for all focus nodes.

    The group of focus nodes is put at the start of the query's group, and of each group inside it that uses the node:
    its variable would not be bound there otherwise. A variable that is one of `keys` is renamed: see `own_variable`.
    """
    script = query.script
    variables = (token for token in script.tokens if token.kind == "variable")
    renamed = [(token.start, token.end, _variable(token, this, keys)) for token in variables]
    focus = [
        (script[place].end, script[place].end, f" {focus_group} ")
        for place in range(query.opening + 1, query.closing)
        if script[place].is_sign("{") and _needs_focus(query, place)
    ]
    edits = renamed + focus
    body = script.edited_part(query.opening + 1, query.closing - 1, edits)
    rest = script.edited_part(query.closing + 1, len(script) - 1, renamed)
    columns = [script.edited_part(first, last, renamed) for first, last in _columns(query)]
    selected = "*" if columns == ["*"] else " ".join(dict.fromkeys([*keys, *columns]))
    prologue = f"{query.prologue}\n" if query.prologue else ""
    return f"{prologue}SELECT DISTINCT {selected} WHERE {{ {focus_group} {body} }} {rest}".rstrip()


def no_solution(graph: ShapesGraph, shape: Shape, constraint: Constraint, this: str, fresh: str) -> str:
    """Return the condition that the query of a constraint has no solution for a variable."""
    if graph.triples.flag(constraint.parameter, "deactivated"):
        return "true"
    query = read_query(graph, shape, constraint)
    script = query.script
    try:
        reader = TermReader(f"{query.prologue}\n")
        reader.prologue()
    except QueryError as error:
        raise graph.triples.malformed(shape.node, error.message) from None
    edits: list[Edit] = []
    for token in script.tokens[query.opening : query.closing]:
        if token.kind == "variable":
            is_this = token.text[1:] == "this"
            edits.append((token.start, token.end, this if is_this else f"{fresh}_{token.text[1:]}"))
        elif token.kind == "name" and token.text.split(":", 1)[0] in reader.prefixes:
            edits.append((token.start, token.end, f"<{full_iri(token.text, reader.prefixes)}>"))
    return f"NOT EXISTS {{ {script.edited_part(query.opening + 1, query.closing - 1, edits)} }}"


def own_variable(name: str, keys: tuple[str, ...]) -> str:
    """Return the variable that a query's own one becomes, which is none of those of the shapes around it."""
    return f"?{OWN}{name}" if f"?{name}" in keys else f"?{name}"


def _variable(token: Token, this: str, keys: tuple[str, ...]) -> str:
    """Return a variable with a question mark; $this becomes the variable of the focus node."""
    return this if token.text[1:] == "this" else own_variable(token.text[1:], keys)


def _columns(query: ConstraintQuery) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each column: of `*`, a variable, or an expression in parentheses."""
    script, place = query.script, query.select + 1
    while place < query.opening:
        last = script.partner(place) if script[place].is_sign("(") else place
        if not script[place].is_word("DISTINCT", "REDUCED", "WHERE"):
            yield place, last
        place = last + 1


def _bound(graph: ShapesGraph, shape: Shape, script: Script) -> Iterator[Edit]:
    """Yield the edits that replace the variables that SHACL pre-binds by their values."""
    for token in script.tokens:
        if token.kind == "variable" and (value := _value(graph, shape, token.text[1:])):
            yield token.start, token.end, value


def _value(graph: ShapesGraph, shape: Shape, name: str) -> str:
    """Return the value of a pre-bound variable, "" for another. Raises NotCompilableError and MalformedShapeError."""
    if name == "shapesGraph":
        raise NotCompilableError("its query uses $shapesGraph")
    if name == "currentShape":
        if not isinstance(shape.node, NamedNode):
            raise NotCompilableError("its query uses $currentShape, and the shape is a blank node")
        return str(shape.node)
    if name == "PATH":
        if shape.path is None:
            raise graph.triples.malformed(shape.node, "a query uses $PATH, and the shape has no path")
        return str(shape.path)
    return ""


def _comments(script: Script) -> Iterator[Edit]:
    """Yield the edits that replace each comment by a line break."""
    end = 0
    for token in script.tokens:
        if "#" in script.text[end : token.start]:
            yield end, token.start, "\n"
        end = token.end


def _needs_focus(query: ConstraintQuery, place: int) -> bool:
    """Return whether a group uses the focus node without a binding for it; in an EXISTS it is bound outside."""
    script = query.script
    if script[place - 1].is_word("OPTIONAL"):
        return False
    group = place
    while group > query.opening:
        if script[group - 1].is_word("EXISTS"):
            return False
        group = script.holder(group)
    tokens = script.tokens[place : script.closing(place)]
    return any(token.kind == "variable" and token.text[1:] == "this" for token in tokens)


def _prefixes(graph: ShapesGraph, node: Term, script: Script) -> str:
    """Return the declarations of the prefixes that a query uses: its own, those of any ontology, and known ones."""
    triples = graph.triples
    used = {token.text.split(":", 1)[0] for token in script.tokens if token.kind == "name"}
    pending: list[Term] = list(triples.objects(node, "prefixes"))
    # as in pyshacl
    known: dict[str, str] = {**PREFIXES, **graph.prefixes}
    for ontology in triples.instances(OWL + "Ontology") if pending else ():
        known.update(_declared(graph, ontology))
    declarations = {prefix: known[prefix] for prefix in used & known.keys()}
    seen: set[Term] = set()
    while pending:
        ontology = pending.pop()
        if ontology not in seen:
            seen.add(ontology)
            pending += triples.about(ontology).get(OWL + "imports", [])
            declarations.update(_declared(graph, ontology))
    return "".join(f"PREFIX {prefix}: <{declarations[prefix]}>\n" for prefix in sorted(declarations))


def _declared(graph: ShapesGraph, ontology: Term) -> Iterator[tuple[str, str]]:
    """Yield the prefixes and namespaces that an ontology declares. Raises MalformedShapeError."""
    for declared in graph.triples.objects(ontology, "declare"):
        prefix, namespace = (graph.triples.one(declared, name) for name in ("prefix", "namespace"))
        if prefix is None or namespace is None:
            raise graph.triples.malformed(ontology, "sh:declare needs sh:prefix and sh:namespace")
        yield prefix.value, namespace.value
