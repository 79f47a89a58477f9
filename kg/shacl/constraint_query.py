"""Constraints written in SPARQL: a query about one node made a query about all nodes of a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.rdf import OWL, PREFIXES
from kg.shacl.errors import NotCompilableError

if TYPE_CHECKING:
    from kg.shacl.shape import Constraint, Shape, ShapesGraph
    from kg.shacl.shape_triples import Term

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|[A-Za-z_][\w-]*(?:\.[\w-]+)*(?::(?:[\w.-]*[\w-])?)?|\s+|.",
    re.DOTALL,
)
# what cannot be asked of many nodes at once, or must not stand in such a query
_REFUSED = {"GROUP", "HAVING", "LIMIT", "OFFSET", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_THIS = ("$this", "?this")


@dataclass(frozen=True)
class ConstraintQuery:
    """The parts of a query: its prologue, what it selects, the tokens of its group, and what comes after."""

    prologue: str
    selected: str
    group: tuple[str, ...]
    rest: str


def read_query(graph: ShapesGraph, shape: Shape, constraint: Constraint) -> ConstraintQuery:
    """Return the parts of a constraint's query. Raises MalformedShapeError, or NotCompilableError with the reason."""
    triples, node = graph.triples, constraint.parameter
    text = str(getattr(triples.one(node, "select"), "value", ""))
    tokens = _TOKEN.findall(text)
    words = {token.upper() for token in tokens if token[0].isalpha()}
    if refused := sorted(words & _FORBIDDEN):
        raise triples.malformed(shape.node, f"{refused[0]} must not stand in the query of a constraint")
    starts = [place for place, token in enumerate(tokens) if token.upper() == "SELECT"]
    opening = tokens.index("{") if "{" in tokens else 0
    if not starts or not opening or starts[0] > opening:
        raise triples.malformed(shape.node, "sh:select is no SELECT query")
    if len(starts) > 1:
        raise NotCompilableError("its query holds another query")
    if refused := sorted(words & _REFUSED):
        raise NotCompilableError(f"its query uses {refused[0]}")
    tokens = [_bound(graph, shape, token) for token in tokens]
    closing = _closing(tokens, opening)
    if closing is None:
        raise triples.malformed(shape.node, "a bracket of the query is not closed")
    selected = re.sub(r"\bWHERE\s*$", "", "".join(tokens[starts[0] + 1 : opening]), flags=re.IGNORECASE)
    return ConstraintQuery(
        prologue=(_prefixes(graph, node, tokens) + "".join(tokens[: starts[0]]).strip()).strip(),
        selected=re.sub(r"^\s*(DISTINCT|REDUCED)\b", "", selected, flags=re.IGNORECASE).strip(),
        group=tuple(tokens[opening + 1 : closing]),
        rest="".join(tokens[closing + 1 :]).strip(),
    )


def rows_of(query: ConstraintQuery, focus_group: str, keys: tuple[str, ...], this: str) -> str:
    """Return a query for the rows that the constraint selects for any focus node.

    The group of focus nodes is put at the start of the query's group, and of each group inside it that names the
    node: there alone its variable would not be bound.
    """
    body = "".join(
        token.replace("$", "?", 1) if token[0] == "$" else token for token in _bound_groups(query.group, focus_group)
    )
    if this != "?this":
        body = re.sub(r"[?$]this\b", this, body)
    told = (re.sub(r"[?$]this\b", this, each).replace("$", "?", 1) for each in _selected(query.selected))
    selected = "*" if query.selected == "*" else " ".join(dict.fromkeys([*keys, *told]))
    prologue = f"{query.prologue}\n" if query.prologue else ""
    return f"{prologue}SELECT DISTINCT {selected} WHERE {{ {focus_group} {body} }} {query.rest}".rstrip()


def _selected(text: str) -> list[str]:
    """Return what a query selects: variables, and expressions in brackets."""
    found: list[str] = []
    depth = 0
    for token in _TOKEN.findall(text):
        change = {"(": 1, ")": -1}.get(token, 0)
        if depth or change:
            found = [*found[:-1], found[-1] + token] if depth else [*found, token]
            depth += change
        elif not token.isspace():
            found.append(token)
    return found


def holds_for(graph: ShapesGraph, shape: Shape, constraint: Constraint, this: str, fresh: str) -> str:
    """Return the condition that the query of a constraint selects nothing for a variable."""
    if graph.triples.flag(constraint.parameter, "deactivated"):
        return "true"
    query = read_query(graph, shape, constraint)
    if query.prologue:
        names = dict(re.findall(r"PREFIX\s+([\w.-]*):\s*<([^>]*)>", query.prologue))
        group = [_expanded(token, names) for token in query.group]
    else:
        group = list(query.group)
    renamed = (
        this if token in _THIS else f"{fresh}_{token[1:]}" if token[0] in "?$" and len(token) > 1 else token
        for token in group
    )
    return f"NOT EXISTS {{ {''.join(renamed)} }}"


def _expanded(token: str, names: dict[str, str]) -> str:
    prefix, colon, local = token.partition(":")
    return f"<{names[prefix]}{local}>" if colon and prefix in names else token


def _bound(graph: ShapesGraph, shape: Shape, token: str) -> str:
    """Return a token of a query with what the standard binds beforehand in its place."""
    name = token[1:] if token[0] in "?$" else ""
    if name == "shapesGraph":
        raise NotCompilableError("its query asks for the shapes graph")
    if name == "currentShape":
        if not isinstance(shape.node, NamedNode):
            raise NotCompilableError("its query asks for a shape without a name")
        return str(shape.node)
    if name == "PATH":
        if shape.path is None:
            raise graph.triples.malformed(shape.node, "a query uses $PATH, and the shape has no path")
        return str(shape.path)
    return "\n" if token[0] == "#" else token


def _closing(tokens: list[str], opening: int) -> int | None:
    depth = 0
    for place in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[place], 0)
        if depth == 0:
            return place
    return None


def _bound_groups(tokens: tuple[str, ...], focus_group: str) -> list[str]:
    found: list[str] = []
    before = ""
    for place, token in enumerate(tokens):
        found.append(token)
        if token.startswith("{") and before.upper() not in ("EXISTS", "OPTIONAL", "GRAPH"):
            end = _closing(list(tokens), place)
            # within an EXISTS the node is bound from without
            if any(each in _THIS for each in tokens[place:end]) and not _in_exists(tokens, place):
                found.append(f" {focus_group} ")
        if not token.isspace():
            before = token
    return found


def _in_exists(tokens: tuple[str, ...], place: int) -> bool:
    depth = 0
    for at in range(place - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(tokens[at], 0)
        if depth < 0:
            depth = 0
            before = next((each for each in reversed(tokens[:at]) if not each.isspace()), "")
            if before.upper() == "EXISTS":
                return True
    return False


def _prefixes(graph: ShapesGraph, node: Term, tokens: list[str]) -> str:
    triples = graph.triples
    used = {token.partition(":")[0] for token in tokens if ":" in token and token[0] not in "<\"'"}
    todo: list[Term] = list(triples.objects(node, "prefixes"))
    seen: set[Term] = set()
    found = {prefix: PREFIXES[prefix] for prefix in used & PREFIXES.keys()}
    while todo:
        ontology = todo.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        todo += triples.about(ontology).get(OWL + "imports", [])
        for declared in triples.objects(ontology, "declare"):
            prefix, namespace = (triples.one(declared, name) for name in ("prefix", "namespace"))
            if prefix is None or namespace is None:
                raise triples.malformed(declared, "sh:declare needs sh:prefix and sh:namespace")
            found[prefix.value] = namespace.value
    return "".join(f"PREFIX {prefix}: <{found[prefix]}>\n" for prefix in sorted(found))
