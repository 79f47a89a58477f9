"""`kg validate`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from kg.cli.options import language_option, progress, project_option, warn
from kg.closure import load
from kg.data import read_file
from kg.errors import VIOLATIONS
from kg.project import find_project
from kg.report import check, describe

if TYPE_CHECKING:
    from kg.data import Data
    from kg.project import Project
    from kg.report import Report

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}
_NAMES = {
    "zh": {"violation": "违规", "warning": "警告", "info": "提示"},
    "en": {"violation": "Violations", "warning": "Warnings", "info": "Hints"},
}


@click.command("validate", short_help="Validate the graph, or RDF files of your own.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]…")
@click.option(
    "-f", "--format", "fmt", type=click.Choice(("text", "turtle", "json")), default="text", help="text for people."
)
@language_option
@project_option
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], fmt: str, lang: str, project: Path | None) -> None:
    """Validate the graph itself, or FILEs of your own, against the ontology and the shapes.

    A FILE is Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML; what it describes is validated beside the graph,
    so it may refer to the graph's entities. Exit code 0: conforms (there may be warnings); 1: violations.
    """
    found = find_project(project)
    with progress() as step:
        own = [read_file(path) for path in files]
        for path, data in zip(files, own, strict=True):
            if not data.quads:
                warn(f"{path} describes nothing: it has no triples")
        closure = load(found, own=own, step=step)
        focus = {node for data in own for node in data.places if isinstance(node, NamedNode)} if files else None
        report = check(closure, focus=focus, step=step)
    {"text": _print_text, "turtle": _print_turtle, "json": _print_json}[fmt](report, closure.data, found, lang)
    ctx.exit(0 if report.conforms else VIOLATIONS)


def _print_text(report: Report, data: Data, project: Project, lang: str) -> None:
    counts = dict.fromkeys(_COLOURS, 0)
    for severity, group in groupby(report.findings, key=lambda finding: finding.severity):
        findings = list(group)
        counts[severity] = len(findings)
        click.secho(f"{_NAMES[lang][severity]} ({len(findings)})", fg=_COLOURS[severity], bold=True)
        for finding in findings:
            click.echo(describe(finding, data, project, lang))
    click.echo(_verdict(counts, lang, conforms=report.conforms))


def _verdict(counts: dict[str, int], lang: str, *, conforms: bool) -> str:
    if lang == "zh":
        listed = "，".join(f"{_NAMES[lang][severity]} {count}" for severity, count in counts.items())
        return f"{'符合' if conforms else '不符合'}：{listed}"
    listed = ", ".join(f"{count} {_NAMES[lang][severity].lower()}" for severity, count in counts.items())
    return f"{'conforms' if conforms else 'does not conform'}: {listed}"


def _print_turtle(report: Report, data: Data, project: Project, lang: str) -> None:  # noqa: ARG001
    click.echo(report.graph.serialize(format="turtle"), nl=False)


def _print_json(report: Report, data: Data, project: Project, lang: str) -> None:  # noqa: ARG001
    import json  # noqa: PLC0415

    findings = [
        {
            "severity": finding.severity,
            "node": finding.node,
            "path": finding.path or None,
            "value": finding.value or None,
            "source": finding.source,
            "message": dict(finding.message),
            "places": [
                {"file": project.relative(path), "graph": graph.value} for path, graph in data.places_of(finding.node)
            ],
        }
        for finding in report.findings
    ]
    click.echo(json.dumps({"conforms": report.conforms, "findings": findings}, ensure_ascii=False, indent=2))
