"""`kg why-not`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from kg.cli.options import language_option, open_graph, project_options
from kg.cli.query import find, parameters
from kg.errors import EXIT_NEGATIVE
from kg.explain import diagnose
from kg.query import bind_query
from kg.rdf import compact, label, shorten
from kg.results import cell_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.explain import Diagnosis
    from kg.graph import Graph
    from kg.sparql import Element

_SAID = {
    "zh": {
        "rows": "这个查询有结果",
        "cut": "模式有解，但HAVING、LIMIT或OFFSET没有留下任何一行",
        "fails": "没有结果：模式中第{line}行的这一部分不成立",
        "alone": "单独看，它有匹配；与前面的部分一起则没有",
        "never": "单独看，它也没有匹配",
        "unknown": "图谱中没有{term}",
        "alike": "；是否指{alike}？",
        "against": "去掉其中任何一项就有结果：",
        "matches": "这样会有匹配：",
        "more": "等",
    },
    "en": {
        "rows": "the query has rows",
        "cut": "the pattern has solutions, but HAVING, LIMIT or OFFSET leaves no row",
        "fails": "no rows: this part of the pattern fails, in line {line}",
        "alone": "by itself it matches; together with what stands before it, it does not",
        "never": "by itself it matches nothing either",
        "unknown": "the graph holds no {term}",
        "alike": "; did you mean {alike}?",
        "against": "without one of these there would be rows:",
        "matches": "what would match:",
        "more": "and others",
    },
}


@click.command("why-not", short_help="Tell why a query has no rows, and what would match.")
@click.argument("query", metavar="NAME|FILE.rq|-|'SELECT …'")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query.")
@click.option("-f", "--format", "fmt", type=click.Choice(("text", "json")), default="text", help="text for people.")
@language_option
@project_options
@click.pass_context
def command(
    ctx: click.Context,
    query: str,
    params: tuple[str, ...],
    fmt: str,
    lang: str,
    project: Path | None,
    store: Path | None,
) -> None:
    """Tell why a query has no rows: the first part of its pattern that fails, and what would match in its place.

    The parts are tried in the order in which they are written, conditions (FILTER, MINUS) last. Exit 0 if the failing
    part was found, 1 if the query has rows after all.

    \b
    kg why-not policy_documents -p issuer=上海交通大学
    kg why-not 'SELECT ?park { ?park a zj:SubPark ; zj:locatedIn place:finland }'
    """  # noqa: D301  -- \b keeps click from joining the lines
    values = parameters(params)
    graph = open_graph(project, store)
    found = find(query, graph.project, with_values=bool(values))
    text = bind_query(graph.store, found, values)
    diagnosis = diagnose(graph.store, text)
    {"text": _print_text, "json": _print_json}[fmt](diagnosis, graph, lang)
    ctx.exit(0 if diagnosis is not None else EXIT_NEGATIVE)


def _print_text(diagnosis: Diagnosis | None, graph: Graph, lang: str) -> None:
    said = _SAID[lang]
    if diagnosis is None or diagnosis.failing is None:
        click.echo(said["rows" if diagnosis is None else "cut"])
        return
    click.secho(said["fails"].format(line=diagnosis.line), bold=True)
    _print_element(diagnosis.failing, "red")
    for term, alike in diagnosis.unknown:
        click.echo(said["unknown"].format(term=term) + (said["alike"].format(alike=", ".join(alike)) if alike else ""))
    if not diagnosis.unknown and not diagnosis.failing.is_condition:
        click.echo(said["alone" if diagnosis.alone else "never"])
    if diagnosis.against:
        click.echo(said["against"])
        for each in diagnosis.against:
            _print_element(each, "yellow")
    if diagnosis.matches:
        click.echo(said["matches"])
        for match in diagnosis.matches:
            click.secho(f"    {match.text}", fg="green")
            for value in match.values:
                click.echo(f"        {cell_text(value, lambda iri: _named(graph, iri, lang))}")
            if not match.is_all:
                click.echo(f"        {said['more']}")


def _print_element(element: Element, colour: str) -> None:
    for line in shorten(element.text).splitlines():
        click.secho(f"    {line}", fg=colour)


def _named(graph: Graph, iri: NamedNode, lang: str) -> str:
    name, curie = label(graph.store, iri, lang), compact(iri.value)
    return name if name == curie else f"{name}  {curie}"


def _print_json(diagnosis: Diagnosis | None, graph: Graph, lang: str) -> None:
    if diagnosis is None:
        click.echo(json.dumps({"rows": True}))
        return
    found = {
        "rows": False,
        "failing": diagnosis.failing.text if diagnosis.failing else None,
        "kind": diagnosis.failing.kind if diagnosis.failing else None,
        "line": diagnosis.line or None,
        "matchesAlone": diagnosis.alone,
        "unknown": [{"term": term, "alike": list(alike)} for term, alike in diagnosis.unknown],
        "against": [each.text for each in diagnosis.against],
        "wouldMatch": [
            {
                "pattern": match.text,
                "values": [
                    {
                        "value": str(value),
                        "label": label(graph.store, value, lang) if isinstance(value, NamedNode) else None,
                    }
                    for value in match.values
                ],
                "all": match.is_all,
            }
            for match in diagnosis.matches
        ],
    }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
