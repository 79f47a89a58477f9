"""`kg why`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from pyoxigraph import BlankNode, Triple

from kg.cli.formatting import TermFormatter, format_option, in_dot, in_markdown, listed, told
from kg.cli.options import language_option, open_graph, project_options, terminal_width
from kg.cli.show import print_passages
from kg.errors import EXIT_NEGATIVE
from kg.explain import rule_text
from kg.owl import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.explain import Derivation, Why
    from kg.graph import Graph

_SAID = {
    "zh": {
        "no": "不成立",
        "reverse": "反过来成立",
        "instead": "成立的是",
        "nothing": "主体没有此属性",
        "unknown": "推理所得，但此处没有哪条规则能给出它",
    },
    "en": {
        "no": "does not hold",
        "reverse": "holds the other way round",
        "instead": "what holds",
        "nothing": "the subject has nothing of this property",
        "unknown": "inferred, but no rule known here gives it",
    },
}


@click.command("why", short_help="Say why a triple holds, down to the passages.")
@click.argument("subject")
@click.argument("predicate", metavar="PROPERTY")
@click.argument("value", metavar="OBJECT")
@format_option
@language_option
@project_options
@click.pass_context
def command(
    ctx: click.Context,
    subject: str,
    predicate: str,
    value: str,
    fmt: str,
    lang: str,
    project: Path | None,
    store: Path | None,
) -> None:
    """Say why SUBJECT PROPERTY OBJECT holds: the passages that state it, or the rules that it follows by.

    SUBJECT and OBJECT are labels in any language, CURIEs or IRIs, OBJECT also a value; PROPERTY is a label, also one
    that reads the property backwards, a CURIE, an IRI, or `a` for the class. What is inferred is led back, rule by
    rule, to what passages, background and ontology state; rules are named as in OWL 2 RL.
    After kg build --document the sentences follow.

    \b
    kg why 张江示范区 批准机关 国务院
    kg why park:lingang-sub-park "part of" 张江示范区 --lang en
    kg why 张江科学城 a schema:Place --format dot | dot -Tsvg > why.svg
    kg why observation:zone-area zj:value 531 --format json

    Exit codes: 0 it holds, 1 it does not (what holds in its place is listed), 2 misuse.
    """  # noqa: D301  -- \b keeps click from joining the lines
    graph = open_graph(project, store)
    found = graph.why(subject, predicate, value)
    teller = TermFormatter(graph.store, lang)
    {"table": _print_table, "json": _print_json, "md": _print_markdown, "dot": _print_dot}[fmt](found, teller, graph)
    ctx.exit(0 if found.holds else EXIT_NEGATIVE)


def _print_table(found: Why, teller: TermFormatter, graph: Graph) -> None:
    if found.derivation is not None:
        for line in _tree(found.derivation, teller):
            click.echo(line)
    else:
        for line in _otherwise(found, teller):
            click.echo(line)
    if graph.texts and found.passages:
        print_passages(graph.sentences(found.passages), teller.lang, terminal_width())


def _tree(derivation: Derivation, teller: TermFormatter, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield the lines of a derivation: a triple, with its sources or its rule, then its premises as branches."""
    line = first + teller.triple(derivation.triple, mark=lambda name: click.style(name, fg="cyan"))
    if not derivation.rule:
        yield f"{line}   {click.style(told(derivation.sources), dim=True)}"
        return
    yield line
    yield f"{rest}  {click.style(derivation.rule, fg='yellow')}  {rule_text(teller.store, derivation, teller.lang)}"
    for number, premise in enumerate(derivation.premises, start=1):
        last = number == len(derivation.premises)
        branch, below = ("  └─ ", "     ") if last else ("  ├─ ", "  │  ")
        yield from _tree(premise, teller, rest + branch, rest + below)


def _otherwise(found: Why, teller: TermFormatter) -> Iterator[str]:
    said = _SAID[teller.lang]
    if found.holds:
        yield f"{teller.triple(found.triple)}   {said['unknown']}"
        return
    yield f"{click.style(said['no'], fg='red')}  {teller.triple(found.triple)}"
    if found.reverse:
        yield f"{said['reverse']}  {teller.triple(_reversed(found.triple))}"
    if found.instead:
        subject, predicate = found.triple.subject, found.triple.predicate
        yield f"{said['instead']}  {teller.name(subject)}  {teller.name(predicate)}"
        for fact in found.instead:
            yield f"  {teller.name(fact.other)}   {click.style(told(fact.sources), dim=True)}"
    else:
        yield said["nothing"]


def _reversed(triple: Triple) -> Triple:
    return Triple(triple.object, triple.predicate, triple.subject)  # type: ignore[arg-type]


def _print_json(found: Why, teller: TermFormatter, graph: Graph) -> None:
    told_: dict[str, Any] = {"triple": teller.terms(found.triple), "holds": found.holds}
    if found.holds:
        told_["derivation"] = None if found.derivation is None else _node(found.derivation, teller)
        told_["passages"] = graph.sentences(found.passages)
    else:
        told_["reverse"] = found.reverse
        told_["instead"] = [
            {"object": teller.term(fact.other), "sources": listed(fact.sources)} for fact in found.instead
        ]
    click.echo(json.dumps(told_, ensure_ascii=False, indent=1))


def _node(derivation: Derivation, teller: TermFormatter) -> dict[str, Any]:
    node: dict[str, Any] = {"triple": teller.terms(derivation.triple)}
    if not derivation.rule:
        return node | {"sources": listed(derivation.sources)}
    return node | {
        "rule": derivation.rule,
        "explanation": rule_text(teller.store, derivation, teller.lang),
        "axioms": [_axiom(axiom, derivation, teller) for axiom in derivation.axioms if _is_named(axiom)],
        "premises": [_node(premise, teller) for premise in derivation.premises],
    }


def _is_named(axiom: Triple) -> bool:
    return not isinstance(axiom.subject, BlankNode)


def _axiom(axiom: Triple, derivation: Derivation, teller: TermFormatter) -> dict[str, Any]:
    """Return an axiom for JSON, a list by its members: what has no name is called otherwise in each build."""
    told_: dict[str, Any] = {**teller.terms(axiom)}
    if isinstance(axiom.object, BlankNode):
        cells = [each for each in derivation.axioms if each.predicate == FIRST]
        told_["object"] = {"list": [teller.term(cell.object) for cell in cells]}
    return told_


def _print_markdown(found: Why, teller: TermFormatter, graph: Graph) -> None:
    if found.derivation is None:
        for number, line in enumerate(_otherwise(found, teller)):
            text = in_markdown(click.unstyle(line))
            click.echo(text if not number else f"- {text.strip()}" if line.startswith("  ") else f"\n{text}\n")
        return
    for line in _bullets(found.derivation, teller, 0):
        click.echo(line)
    for passage, sentence in (graph.sentences(found.passages) if graph.texts else {}).items():
        if sentence is not None:
            click.echo(f"\n> {passage} {in_markdown(' '.join(sentence.split()))}")


def _bullets(derivation: Derivation, teller: TermFormatter, depth: int) -> Iterator[str]:
    line = f"{'  ' * depth}- {in_markdown(teller.name(derivation.triple.subject))}"
    line += f" **{in_markdown(teller.name(derivation.triple.predicate))}**"
    line += f" {in_markdown(teller.name(derivation.triple.object))}"
    if not derivation.rule:
        yield f"{line} — {in_markdown(told(derivation.sources))}"
        return
    yield f"{line} — `{derivation.rule}` {in_markdown(rule_text(teller.store, derivation, teller.lang))}"
    for premise in derivation.premises:
        yield from _bullets(premise, teller, depth + 1)


def _print_dot(found: Why, teller: TermFormatter, _: Graph) -> None:
    click.echo("digraph why {\n  rankdir=BT; node [shape=box];")
    if found.derivation is not None:
        for line in _graphviz(found.derivation, teller, {}):
            click.echo(f"  {line}")
    else:
        style = "" if found.holds else ", color=red, style=dashed"
        click.echo(f"  {in_dot(str(found.triple))} [label={in_dot(teller.triple(found.triple))}{style}];")
        for fact in found.instead:
            triple = Triple(found.triple.subject, found.triple.predicate, fact.other)
            click.echo(f"  {in_dot(str(triple))} [label={in_dot(teller.triple(triple), told(fact.sources))}];")
    click.echo("}")


def _graphviz(derivation: Derivation, teller: TermFormatter, known: dict[Triple, str]) -> Iterator[str]:
    """Yield each triple once, as a box, and each rule as an oval between its premises and what it gives."""
    known[derivation.triple] = name = f"t{len(known)}"
    sources = "" if derivation.rule else told(derivation.sources)
    yield f"{name} [label={in_dot(teller.triple(derivation.triple), sources)}];"
    if derivation.rule:
        text = in_dot(derivation.rule, rule_text(teller.store, derivation, teller.lang))
        yield f"r{name} [shape=oval, label={text}];"
        yield f"r{name} -> {name};"
        for premise in derivation.premises:
            if premise.triple not in known:
                yield from _graphviz(premise, teller, known)
            yield f"{known[premise.triple]} -> r{name};"
