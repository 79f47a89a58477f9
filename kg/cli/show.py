"""`kg show`."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

import click
from pyoxigraph import Literal, NamedNode

from kg.cli.options import language_option, open_graph, project_options, server_options, terminal_width
from kg.rdf import LABEL, TYPE, compact, inverse_label, label
from kg.results import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.explain import Entity, Fact, Source
    from kg.rdf import Dataset

# what a line may not be broken within: a word or number, with the punctuation that opens before or closes after it
_UNIT = re.compile(r"[“‘（《「『【(\[]*(?:[!-'*-~]+|\S)[，。；：、！？…”’）》」』】)\]%]*")


@click.command("show", short_help="Show an entity with its facts and their sources.")
@click.argument("entity")
@click.option("--all", "everything", is_flag=True, help="Also what is entailed in other vocabularies.")
@language_option
@project_options
@server_options
def command(entity: str, lang: str, project: Path | None, store: Path | None, *, everything: bool) -> None:
    """Show ENTITY: a label in any language, a CURIE such as park:zhangjiang-science-city, or an IRI.

    Each fact, from the entity and to it, is followed by the passages that state it with the words as written;
    `background` is an editor's reading with its reason, `inferred` what the reasoner adds.
    After kg build --document the sentences of these passages follow.
    """
    graph = open_graph(project, store)
    found = graph.show(entity, everything=everything)
    _print_head(found, graph.store, lang)
    for forward, title in ((True, ""), (False, {"zh": "指向它的事实", "en": "Facts that point here"}[lang])):
        facts = [fact for fact in found.facts if fact.forward is forward and fact.predicate != TYPE]
        if facts and title:
            click.echo()
            click.secho(title, bold=True)
        _print_facts(facts, graph.store, lang)
    if graph.texts and (cited := graph.cited(found)):
        print_passages(cited, lang, terminal_width())


def _print_head(entity: Entity, store: Dataset, lang: str) -> None:
    names = [t.object for t in store.triples(entity.iri, LABEL) if isinstance(t.object, Literal)]
    main = label(store, entity.iri, lang)
    others = sorted(name.value for name in names if name.value != main)
    types = [
        label(store, f.other, lang) for f in entity.facts if f.predicate == TYPE and isinstance(f.other, NamedNode)
    ]
    click.secho(main, bold=True, nl=not others)
    if others:
        click.echo("  " + " · ".join(others))
    click.echo(f"{', '.join(dict.fromkeys(types))}  {compact(entity.iri.value)}  <{entity.iri.value}>")
    if entity.mentions:
        click.echo({"zh": "见于 ", "en": "named in "}[lang] + _sources(entity.mentions))


def _print_facts(facts: list[Fact], store: Dataset, lang: str) -> None:
    for predicate, group in groupby(facts, key=lambda fact: fact.predicate):
        members = list(group)
        name = (label if members[0].forward else inverse_label)(store, predicate, lang)
        click.secho(f"  {name}", fg="cyan")
        for fact in members:
            click.echo(f"    {cell_text(fact.other, lambda iri: label(store, iri, lang))}", nl=False)
            click.secho(f"   {_sources(fact.sources)}", dim=True)


def _sources(sources: tuple[Source, ...]) -> str:
    return "; ".join(map(str, sources))


def print_passages(cited: Mapping[str, str | None], lang: str, terminal: int | None) -> None:
    """Print the sentences of passages under a heading; on a terminal, folded to its width."""
    click.echo()
    click.secho({"zh": "段句", "en": "Passages"}[lang], bold=True)
    indent = 4 + max(map(len, cited))
    for name, text in cited.items():
        click.secho(f"  {name:<{indent - 4}}  ", fg="cyan", nl=False)
        if text is None:
            click.secho({"zh": "所附文件中已无此句", "en": "not in the document attached"}[lang], dim=True)
        else:
            lines = [" ".join(text.split())] if terminal is None else wrapped(text, terminal - indent)
            click.echo(("\n" + " " * indent).join(lines))


def wrapped(text: str, width: int) -> list[str]:
    """Fold a text into lines of at most `width` columns, wide characters counted twice.

    No line begins with closing punctuation or ends with opening punctuation; a word that is wider than a line keeps
    a line of its own.
    """
    lines = [""]
    filled = 0
    end = 0
    for unit in _UNIT.finditer(text):
        space = " " if end and unit.start() > end else ""
        size = _columns(unit[0])
        if lines[-1] and filled + len(space) + size > width:
            lines.append("")
            filled, space = 0, ""
        lines[-1] += space + unit[0]
        filled += len(space) + size
        end = unit.end()
    return lines


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
