"""`kg ask`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from kg.cli import query, show
from kg.cli.options import open_graph, project_options, warn
from kg.errors import EXIT_NEGATIVE
from kg.rdf import FORMATS, LANGUAGES, expand, label
from kg.results import SOLUTION_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ask import Candidate, Understanding
    from kg.graph import Graph
    from kg.query import SavedQuery
    from kg.rdf import Dataset

_TEXTS = {
    "ran": {"zh": "已运行：", "en": "ran: "},
    "would run": {"zh": "将运行：", "en": "would run: "},
    "unsure": {
        "zh": "不能确定问的是哪一个，未予查询；可选：",
        "en": "not sure which is meant, so nothing is shown; it may be:",
    },
    "vain": {"zh": "第一项最合，但查无结果；可选：", "en": "the first fits, but finds nothing; it may be:"},
    "none": {"zh": "已存的查询答不了这个问题。最接近的：", "en": "no saved query answers this. The nearest:"},
    "needs": {"zh": "须给出 {names}；所示为示例值", "en": "needs {names}; the value shown is an example"},
    "assumed": {"zh": "问题未提，取 {values}", "en": "not in the question, taken: {values}"},
    "list": {"zh": "能问什么：kg queries", "en": "what can be asked: kg queries"},
    "understood": {"zh": "读作：", "en": "understood:"},
    "unheard": {"zh": "未闻之词", "en": "not heard of"},
    "covered": {"zh": "解释了问题的 {share:.0%}", "en": "{share:.0%} of the question explained"},
}


@click.command("ask", short_help="Ask in Chinese or English: finds the saved query and runs it.")
@click.argument("question", nargs=-1, required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages.  [the question's]")
@click.option(
    "-f", "--format", "fmt", type=click.Choice((*SOLUTION_FORMATS, *FORMATS)), help="How to print it.  [a table]"
)
@click.option("--explain", is_flag=True, help="Also what was understood, and how the queries scored.")
@click.option("--dry-run", is_flag=True, help="Say what would run, and run nothing.")
@project_options
def command(
    question: tuple[str, ...],
    lang: str | None,
    fmt: str | None,
    project: Path | None,
    store: Path | None,
    *,
    explain: bool,
    dry_run: bool,
) -> None:
    """Answer a QUESTION in Chinese or English with the saved query that fits, its parameters filled.

    It says which query ran and how to run it again. On a close call it runs nothing and lists what may be meant;
    a question that no saved query answers ends with exit code 1. Neither a language model nor a network is asked.

    \b
    kg ask 张江示范区是谁批准的
    kg ask policies issued since 2015
    kg ask '2025年的目标' --format csv
    kg ask which figures are lower bounds --explain
    kg ask 张江科学城是什么
    """  # noqa: D301  -- \b keeps click from joining the lines
    graph = open_graph(project, store)
    found = graph.ask(" ".join(question))
    lang = lang or ("zh" if found.reading.is_chinese else "en")
    if explain:
        _explain(found, graph.store, lang)
    if found.chosen is None:
        _offer(found, graph.store, lang)
    else:
        _tell(found.chosen, graph.store, "would run" if dry_run else "ran", lang)
        if not dry_run:
            _run(found.chosen, graph, fmt, lang)


def _run(chosen: Candidate, graph: Graph, fmt: str | None, lang: str) -> None:
    if chosen.query is None:
        if fmt is not None:
            warn(f"an entity is shown as text, not as {fmt}")
        click.get_current_context().invoke(
            show.command,
            entity=chosen.entity,
            everything=False,
            lang=lang,
            project=graph.project.root,
            store=graph.project.store,
        )
        return
    click.get_current_context().invoke(
        query.command,
        query=chosen.query.name,
        params=tuple(f"{name}={value}" for name, value in chosen.values.items()),
        fmt=fmt,
        output=None,
        chart=None,
        timeout=None,
        limit=0,
        lang=lang,
        project=graph.project.root,
        store=graph.project.store,
        with_evidence=fmt != "xml",  # which cannot hold it
        bom=False,
    )


def _tell(candidate: Candidate, store: Dataset, key: str, lang: str) -> None:
    """Say on standard error what runs, which values the question left open, and what the query answers."""
    click.secho(_TEXTS[key][lang], fg="green", nl=False, err=True)
    evidence = " --with-evidence" if candidate.query else ""
    click.echo(f"{_command(candidate)}{evidence}  — {_summary(candidate, store, lang)}", err=True)
    if candidate.assumed:
        values = ", ".join(f"{name}={_value(candidate.values[name], store, lang)}" for name in candidate.assumed)
        click.echo("    " + _TEXTS["assumed"][lang].format(values=values), err=True)


def _offer(found: Understanding, store: Dataset, lang: str) -> None:
    """List what may be meant; where nothing is likely, list the nearest on standard error and end with 1."""
    is_likely = bool(found.candidates)
    click.echo(_TEXTS["vain" if found.is_vain else "unsure" if is_likely else "none"][lang], err=True)
    for number, candidate in enumerate(found.candidates or found.nearest, 1):
        click.echo(f"{number}. {_summary(candidate, store, lang)}", err=not is_likely)
        click.echo(f"   {_command(candidate)}", err=not is_likely)
        if candidate.missing:
            names = ", ".join(_labels(candidate.query, candidate.missing, lang))
            click.echo("   " + _TEXTS["needs"][lang].format(names=names), err=not is_likely)
    if not is_likely:
        click.echo(_TEXTS["list"][lang], err=True)
        click.get_current_context().exit(EXIT_NEGATIVE)


def _labels(query: SavedQuery | None, names: tuple[str, ...], lang: str) -> list[str]:
    return [f"{name} ({query.parameter(name).label[lang]})" for name in names] if query else []


def _command(candidate: Candidate) -> str:
    if candidate.query is None:
        return f"kg show {shlex.quote(candidate.entity or '')}"
    values = "".join(f" -p {shlex.quote(f'{name}={value}')}" for name, value in candidate.values.items())
    return f"kg query {candidate.query.name}{values}"


def _summary(candidate: Candidate, store: Dataset, lang: str) -> str:
    return candidate.query.summary[lang] if candidate.query else _value(candidate.entity or "", store, lang)


def _value(text: str, store: Dataset, lang: str) -> str:
    iri = expand(text)
    return label(store, iri, lang) if iri else text


def _explain(found: Understanding, store: Dataset, lang: str) -> None:
    """Print what the question was read as, and the parts of the best scores."""
    click.secho(_TEXTS["understood"][lang], bold=True, err=True)
    for word in found.reading.words:
        click.echo(f"  {word.text}  → {', '.join(_meanings(found, word.text, word.meanings, store, lang))}", err=True)
    for mention in found.reading.mentions:
        if mention.common:
            named = [label(store, NamedNode(iri), lang) for iri in mention.iris] or [mention.text]
            click.echo(f"  {mention.text}  ({', '.join(named)})", err=True)
    for candidate in found.candidates or found.nearest:
        parts = " ".join(f"{name} {part:+.2f}" for name, part in candidate.parts.items() if part)
        covered = _TEXTS["covered"][lang].format(share=candidate.covered)
        click.echo(f"  {candidate.score:.2f}  {_command(candidate)}", err=True)
        click.secho(f"        {parts}; {covered}", dim=True, err=True)


def _meanings(found: Understanding, text: str, meanings: frozenset[str], store: Dataset, lang: str) -> list[str]:
    entities = sorted(meaning[2:] for meaning in meanings if meaning.startswith("n:"))
    groups = sorted(meaning[2:] for meaning in meanings if meaning.startswith("c:"))
    if entities:
        return [label(store, NamedNode(iri), lang) for iri in entities]
    if "@time" in meanings:
        times = [mention.time for mention in found.reading.mentions if mention.text == text and mention.time]
        return [f"{time.since or ''}…{time.until or ''}" for time in times]
    return groups or [text if text not in found.unheard else _TEXTS["unheard"][lang]]
