"""Property paths with `*` and `+`, each put into its own sub-select and joined as a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sparql import Edit, Script

# more rows than any answer has; the planner does not merge a sub-select with a limit
NO_LIMIT = "LIMIT 1000000000"
_TERMS = ("variable", "iri", "name")


def isolate_paths(script: Script) -> Iterator[Edit]:
    """Yield the edits that put each triple pattern with such a path into a sub-select with distinct pairs of ends."""
    done = -1
    for place, token in enumerate(script.tokens):
        if not token.is_sign("*", "+") or script.in_expression(place) or place <= done:
            continue
        first = _first(script, place)
        subject, end = first - 1, _after(script, first)
        if script[subject].is_sign(";"):
            subject = _subject(script, subject)
        if script[subject].kind not in _TERMS or script[end].kind not in _TERMS:
            continue
        ends = [end]
        while script[ends[-1] + 1].is_sign(",") and script[ends[-1] + 2].kind in _TERMS:
            ends.append(ends[-1] + 2)
        done = ends[-1]
        path = script.part(first, end - 1)
        groups = [_group(script[subject].text, path, script[at].text, f"?walk{at}") for at in ends]
        continues = script[done + 1].is_sign(";")
        before = "" if first - 1 == subject else ". "
        after = f" {script[subject].text} " if continues else ""
        yield script[first - 1].start, script[done + continues].end, before + " ".join(groups) + after


def _first(script: Script, place: int) -> int:
    """Return the first token of the path that has a part ending at a token."""
    while True:
        while script[place].is_sign("*", "+", "?"):
            place -= 1
        if script[place].is_sign(")"):
            place = script.partner(place)
        while script[place - 1].is_sign("^", "!"):
            place -= 1
        if not script[place - 1].is_sign("/", "|"):
            return place
        place -= 2


def _after(script: Script, place: int) -> int:
    """Return the token after the path that begins at a token."""
    while True:
        while script[place].is_sign("^", "!"):
            place += 1
        place = (script.partner(place) if script[place].is_sign("(") else place) + 1
        while script[place].is_sign("*", "+", "?"):
            place += 1
        if not script[place].is_sign("/", "|"):
            return place
        place += 1


def _subject(script: Script, place: int) -> int:
    """Return the subject of the property list before a token."""
    holder = script.holder(place)
    for at in range(place - 1, holder, -1):
        if script.holder(at) == holder and (script[at].is_sign(".") or script[at].is_sign("}")):
            return at + 1
    return holder + 1


def _group(subject: str, path: str, end: str, fresh: str) -> str:
    ends = " ".join(dict.fromkeys(term for term in (subject, end) if term.startswith(("?", "$"))))
    if not ends:
        return f"{subject} {path} {end}"
    if subject == end:  # Virtuoso cannot follow a path from a variable to itself
        walk = _group(subject, path, fresh, f"{fresh}_")
        return f"{walk} FILTER({fresh} = {subject})"
    both = subject.startswith(("?", "$")) and end.startswith(("?", "$"))
    body = _with_start(subject, path, end, fresh) if both else f"{subject} {path} {end}"
    return f"{{ SELECT DISTINCT {ends} WHERE {{ {body} }} {NO_LIMIT} }}"


def _with_start(subject: str, path: str, end: str, fresh: str) -> str:
    """Return the pattern of a path between two variables, with a first step that the engine can start from."""
    if not path.endswith(("*", "+")):
        return f"{subject} {path} {end}"
    step, kind = path[:-1], path[-1]
    walk = f"{subject} {step} {fresh} . {subject} {step}+ {end}"
    if kind == "+":
        return walk
    stays = f"BIND({subject} AS {end})"
    return f"{{ {walk} }} UNION {{ {subject} {fresh}p {fresh} {stays} }} UNION {{ {fresh} {fresh}p {subject} {stays} }}"
