"""`kg path`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from pyoxigraph import NamedNode

from kg.cli.formatting import TermFormatter, format_option, in_dot, in_markdown, listed, told
from kg.cli.options import language_option, open_graph, project_options, server_options, terminal_width
from kg.cli.show import print_passages
from kg.errors import EXIT_NEGATIVE
from kg.explain import LONGEST
from kg.rdf import inverse_label, label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.explain import Chain, Fact, Paths
    from kg.graph import Graph


@click.command("path", short_help="Find the chains of facts between two entities.")
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--max", "longest", type=int, default=4, metavar="N", help=f"Links in a chain, 1 to {LONGEST}.  [4]")
@click.option("--limit", type=int, default=5, metavar="N", help="Chains to print, 1 to 1000.  [5]")
@click.option("--all", "everything", is_flag=True, help="Also through passages, periods, units and the like.")
@format_option
@language_option
@project_options
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    start: str,
    end: str,
    longest: int,
    limit: int,
    fmt: str,
    lang: str,
    project: Path | None,
    store: Path | None,
    *,
    everything: bool,
) -> None:
    """Find the shortest chains of facts that lead from A to B: labels in any language, CURIEs or IRIs.

    Each link is followed by the passages that state it with the words as written; an arrow to the left marks a fact
    that is read backwards, `inferred` what only the reasoner adds. Shorter chains come first, among equals those of
    stated facts, and those that avoid entities linked with nearly all.
    Left out is what would link all with all: passages and sections, periods, units and other concepts, remarks.

    \b
    kg path 国务院 张江科学城
    kg path 国务院 张江科学城 --max 6 --limit 20 --lang en
    kg path "Xi Jinping" park:lingang-sub-park --format dot | dot -Tsvg > path.svg

    Exit codes: 0 a chain was found, 1 there is none (how far it goes is told), 2 misuse.
    """  # noqa: D301  -- \b keeps click from joining the lines
    graph = open_graph(project, store)
    found = graph.path(start, end, longest=longest, limit=limit, everything=everything)
    teller = TermFormatter(graph.store, lang)
    if fmt == "json":
        _print_json(found, teller)
    elif fmt == "dot":
        _print_dot(found, teller)
    elif found.chains and fmt == "md":
        _print_markdown(found, teller, longest)
    elif not found.chains:
        for line in _nothing(found, teller, graph, longest, everything=everything):
            click.echo(in_markdown(line) if fmt == "md" else line)
    else:
        _print_table(found, teller, graph, longest)
    ctx.exit(0 if found.chains else EXIT_NEGATIVE)


def _print_table(found: Paths, teller: TermFormatter, graph: Graph, longest: int) -> None:
    for chain in found.chains:
        click.secho(teller.name(chain.start), bold=True)
        for link in chain.links:
            for fact in link:
                click.echo(f"  {_arrow(fact)} ", nl=False)
                click.secho(_property(fact, teller), fg="cyan", nl=False)
                click.echo(f"  {teller.name(fact.other)}   ", nl=False)
                click.secho(told(fact.sources), dim=True)
        click.echo()
    click.echo(_count(found, longest, teller.lang))
    facts = [fact for chain in found.chains for link in chain.links for fact in link]
    passages = {source.name for fact in facts for source in fact.sources if source.is_passage}
    if graph.texts and passages:
        print_passages(graph.sentences(passages), teller.lang, terminal_width())


def _arrow(fact: Fact) -> str:
    return "→" if fact.forward else "←"


def _property(fact: Fact, teller: TermFormatter) -> str:
    """Return what a fact's property is called in the direction in which it is walked."""
    name = (label if fact.forward else inverse_label)(teller.store, fact.predicate, teller.lang)
    return name.removeprefix("← ")


def _count(found: Paths, longest: int, lang: str) -> str:
    """Say how many chains were printed, how long the shortest is, and how many more there are."""
    printed, distance = len(found.chains), found.distance or 0
    if lang == "zh":
        more = f"；{longest} 步以内另有{'至少 ' if found.at_least else ' '}{found.more} 条（--limit）"
        return f"{printed} 条路径，最短 {distance} 步" + (more if found.more else "")
    more = f"; {'at least ' if found.at_least else ''}{found.more} more of at most {_links(longest)} (--limit)"
    text = f"{printed} chain{'' if printed == 1 else 's'}, the shortest of {_links(distance)}"
    return text + (more if found.more else "")


def _links(number: int) -> str:
    return f"{number} link{'' if number == 1 else 's'}"


def _nothing(found: Paths, teller: TermFormatter, graph: Graph, longest: int, *, everything: bool) -> Iterator[str]:
    """Say that there is no chain, how long the shortest would be or how far the ends lead, and what to try."""
    ends, zh = f"{teller.name(found.start)} ↔ {teller.name(found.end)}", teller.lang == "zh"
    if found.distance is not None:
        yield f"{ends}：{longest} 步以内没有路径" if zh else f"{ends}: no chain of at most {_links(longest)}"
        remedy = f": --max {found.distance}" if found.distance <= LONGEST else ""
        yield (
            f"  最短的有 {found.distance} 步{remedy}" if zh else f"  the shortest has {_links(found.distance)}{remedy}"
        )
        return
    yield f"{ends}：没有路径" if zh else f"{ends}: no chain of facts"
    if found.reached_from is not None:
        name, number = teller.name(found.reached_from), found.reached_count
        names = ", ".join(map(teller.name, found.reached)) + (" …" if number > len(found.reached) else "")
        if not number:
            yield f"  {name} 与任何实体都没有事实相连" if zh else f"  no fact links {name} with an entity"
        else:
            yield f"  {name} 只通到 {number} 个实体：{names}" if zh else f"  {name} leads to {number} only: {names}"
    if not everything:
        wider = graph.path(str(found.start.value), str(found.end.value), longest=LONGEST, limit=1, everything=True)
        if wider.distance is not None:
            way = f"--all --max {wider.distance}"
            yield (
                f"  经段句、时期、单位等则有 {wider.distance} 步：{way}"
                if zh
                else (
                    f"  through passages, periods, units and the like there is one of {_links(wider.distance)}: {way}"
                )
            )


def _print_json(found: Paths, teller: TermFormatter) -> None:
    content: dict[str, Any] = {
        "start": teller.term(found.start),
        "end": teller.term(found.end),
        "distance": found.distance,
        "chains": [[[_fact(fact, teller) for fact in link] for link in chain.links] for chain in found.chains],
        "more": found.more,
        "at_least": found.at_least,
    }
    if found.distance is None and found.reached_from is not None:
        reached = [teller.term(node) for node in found.reached]
        content["reach"] = {"from": teller.term(found.reached_from), "count": found.reached_count, "first": reached}
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _fact(fact: Fact, teller: TermFormatter) -> dict[str, Any]:
    return {
        "property": teller.term(fact.predicate),
        "forward": fact.forward,
        "other": teller.term(fact.other),
        "inferred": fact.inferred,
        "sources": listed(fact.sources),
    }


def _print_markdown(found: Paths, teller: TermFormatter, longest: int) -> None:
    for number, chain in enumerate(found.chains, start=1):
        click.echo(f"{number}. {in_markdown(teller.name(chain.start))}")
        for fact in (fact for link in chain.links for fact in link):
            line = f"{_arrow(fact)} **{in_markdown(_property(fact, teller))}** {in_markdown(teller.name(fact.other))}"
            click.echo(f"   - {line} — {in_markdown(told(fact.sources))}")
    click.echo(f"\n{in_markdown(_count(found, longest, teller.lang))}")


def _print_dot(found: Paths, teller: TermFormatter) -> None:
    """Print the chains as one graph: each entity once, each fact once, as it is stated, inferred ones dashed."""
    nodes = dict.fromkeys((found.start, found.end))
    edges: dict[str, None] = {}
    for chain in found.chains:
        nodes |= dict.fromkeys(chain.nodes)
        edges |= dict.fromkeys(_edges(chain, teller))
    click.echo("digraph path {\n  rankdir=LR; node [shape=box];")
    for node in nodes:
        click.echo(f"  {in_dot(node.value)} [label={in_dot(teller.name(node))}];")
    for edge in edges:
        click.echo(f"  {edge}")
    click.echo("}")


def _edges(chain: Chain, teller: TermFormatter) -> Iterator[str]:
    for node, link in zip(chain.nodes, chain.links, strict=False):
        for fact in link:
            other = fact.other.value if isinstance(fact.other, NamedNode) else str(fact.other)
            start, end = (node.value, other) if fact.forward else (other, node.value)
            text = in_dot(teller.name(fact.predicate), told(fact.sources))
            style = ", style=dashed" if fact.inferred else ""
            yield f"{in_dot(start)} -> {in_dot(end)} [label={text}{style}];"
