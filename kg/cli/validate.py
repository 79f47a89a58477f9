"""`kg validate`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click
from pyoxigraph import NamedNode, RdfFormat

from kg.build import open_loaded
from kg.cli.options import language_option, named_server, progress, project_option, server_options, warn
from kg.errors import EXIT_NEGATIVE
from kg.project import CATALOGUES, find_project, read_data, read_file, read_shapes
from kg.rdf import serialize
from kg.validation import check_ontology, describe_finding, places, shapes_as_sparql, validate_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from kg.project import Data, Project
    from kg.remote import Server
    from kg.shacl import Finding
    from kg.validation import OntologyReport, Outcome, Report

    # a finding, and why it may stay
    Found = tuple[Finding, Mapping[str, str] | None]

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}
_NAMES = {
    "zh": {"violation": "违规", "warning": "警告", "info": "提示"},
    "en": {"violation": "Violations", "warning": "Warnings", "info": "Hints"},
}


_LEVELS = {
    "zh": _NAMES["zh"],
    "en": {"violation": "violation", "warning": "warning", "info": "hint"},
}
_HEADINGS = {"zh": ("结果", "级别", "检查", "判定"), "en": ("result", "severity", "check", "decides")}


@click.command("validate", short_help="Validate the graph, the ontology, or RDF files of your own.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE]…")
@click.option("--ontology", is_flag=True, help="Validate the terms themselves: one line per check, then what it found.")
@click.option("--show-sparql", is_flag=True, help="Print the queries that the shapes become, and validate nothing.")
@click.option(
    "-f", "--format", "fmt", type=click.Choice(("text", "turtle", "json")), default="text", help="text for people."
)
@language_option
@project_option
@server_options
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    fmt: str,
    lang: str,
    project: Path | None,
    *,
    ontology: bool,
    show_sparql: bool,
) -> None:
    """Validate the graph itself, or FILEs of your own, against the ontology and the shapes.

    A FILE is Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML; what it describes is validated beside the graph,
    so it may refer to the graph's entities. Exit code 0: conforms (there may be warnings); 1: violations.

    The shapes are compiled to SPARQL 1.1 queries, each row of which is a violation. What no query says, such as a
    shape that refers to itself, pyshacl validates; the report names it with the reason.

    \b
    kg validate                          the graph itself
    kg validate my.ttl                   data of your own, beside the graph
    kg validate my.ttl -f turtle         a standard SHACL validation report
    kg validate --ontology               the terms themselves
    kg validate --show-sparql > q.rq     the queries, to ask of any server
    kg validate --endpoint URL           what a server holds, where it lies
    """  # noqa: D301  -- \b keeps click from joining the lines
    found = find_project(project)
    if show_sparql and (ontology or fmt != "text"):
        other = "--ontology, whose checks are queries already" if ontology else f"--format {fmt}: it prints queries"
        raise click.UsageError(f"--show-sparql does not go with {other}")
    if server := named_server():
        if files or ontology:
            raise click.UsageError("--endpoint validates what the server holds: leave FILE and --ontology away")
        ctx.exit(_validate_server(server, found, fmt, lang, show_sparql=show_sparql))
    if ontology:
        ctx.exit(_validate_ontology(found, files, fmt, lang))
    with progress() as step:
        own = [read_file(path) for path in files]
        for path, data in zip(files, own, strict=True):
            if not data.quads:
                warn(f"{path} describes nothing: it has no triples")
        closure = ctx.with_resource(open_loaded(found, own=own, step=step))
        focus = {node for data in own for node in data.places if isinstance(node, NamedNode)} if files else None
        if show_sparql:
            click.echo(shapes_as_sparql(closure.store, closure.shapes, focus=focus), nl=False)
            return
        report = validate_dataset(closure.store, closure.shapes, focus=focus, step=step)
    _print(report, closure.written(each.node for each in report.findings), found, fmt, lang)
    ctx.exit(0 if report.conforms else EXIT_NEGATIVE)


def _print(report: Report, data: Data, project: Project, fmt: str, lang: str) -> None:
    {"text": _print_text, "turtle": _print_turtle, "json": _print_json}[fmt](report, data, project, lang)


def _validate_server(server: Server, project: Project, fmt: str, lang: str, *, show_sparql: bool) -> int:
    shapes = read_shapes(project.shapes)
    if show_sparql:
        click.echo(shapes_as_sparql(server.endpoint, shapes), nl=False)
        return 0
    with progress() as step:
        report = validate_dataset(server.endpoint, shapes, step=step)
    # where a node is written can be told of the nodes that the project writes
    _print(report, read_data(project.data), project, fmt, lang)
    return 0 if report.conforms else EXIT_NEGATIVE


def _validate_ontology(project: Project, files: tuple[Path, ...], fmt: str, lang: str) -> int:
    """Print what the checks about the ontology find, and return the exit code."""
    if files:
        raise click.UsageError(
            f"--ontology validates the project's own terms, not {files[0]}: leave out one of the two"
        )
    if fmt == "turtle":
        raise click.UsageError("--ontology has no turtle: SHACL reports on shapes, these are queries; use text or json")
    with progress() as step:
        report = check_ontology(project, step=step)
    if not report.outcomes:
        warn(f"{project.relative(project.shapes)}/checks has no check with “scope: ontology”, so nothing was looked at")
    if fmt == "json":
        checks = [
            {
                "name": each.check.name,
                "severity": each.check.severity,
                "covers": list(each.check.covers),
                "findings": len(each.findings),
            }
            for each in report.outcomes
        ]
        _print_as_json(report.findings, report.data, project, conforms=report.conforms, checks=checks)
    else:
        _print_outcomes(report.outcomes, lang)
        counts = _print_findings(report.findings, report.data, project, lang)
        click.echo(_ontology_verdict(report, counts, lang))
    return 0 if report.conforms else EXIT_NEGATIVE


def _print_outcomes(outcomes: Iterable[Outcome], lang: str) -> None:
    rows = [(_HEADINGS[lang], "")]
    for each in outcomes:
        found, severity = str(len(each.findings) or "ok"), each.check.severity
        texts = (found, _LEVELS[lang][severity], each.check.name, _decides(each.check.covers))
        rows.append((texts, _COLOURS[severity] if each.findings else "green"))
    widths = [max(map(_width, column)) for column in zip(*(texts for texts, _ in rows), strict=True)]
    for (first, *rest), colour in rows:
        click.secho(first + " " * (widths[0] - _width(first)), fg=colour or None, bold=not colour, nl=False)
        padded = [text + " " * (width - _width(text)) for text, width in zip(rest, widths[1:], strict=True)]
        click.echo("  " + "  ".join(padded).rstrip())
    click.echo()


def _width(text: str) -> int:
    """Return the columns that a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _decides(covers: Iterable[str]) -> str:
    """Return catalogue entries with each catalogue named once: `OOPS! P08 · FOOPS! OM1, OM4.1`."""
    entries: dict[str, list[str]] = {}
    for entry in covers:
        catalogue = next(name for name in CATALOGUES if entry.startswith(f"{name} "))
        entries.setdefault(catalogue, []).append(entry.removeprefix(f"{catalogue} "))
    return " · ".join(f"{catalogue} {', '.join(names)}" for catalogue, names in entries.items())


def _ontology_verdict(report: OntologyReport, counts: dict[str, int], lang: str) -> str:
    reasons = sum(why is not None for _, why in report.findings)
    checks = len(report.outcomes)
    if lang == "zh":
        return f"{_verdict(counts, lang, conforms=report.conforms)}；共{checks}项检查，{reasons}项发现附有保留的理由"
    return f"{_verdict(counts, lang, conforms=report.conforms)}; {checks} checks, {reasons} findings stay with a reason"


def _print_text(report: Report, data: Data, project: Project, lang: str) -> None:
    counts = _print_findings([(finding, None) for finding in report.findings], data, project, lang)
    for shape, reason in report.not_compiled:
        told = {"zh": f"由pyshacl验证：{shape}（{reason}）", "en": f"validated by pyshacl: {shape} ({reason})"}
        click.echo(told[lang])
    click.echo(_verdict(counts, lang, conforms=report.conforms))


def _print_findings(found: Iterable[Found], data: Data, project: Project, lang: str) -> dict[str, int]:
    """Print findings by severity, and return how many there are of each."""
    counts = dict.fromkeys(_COLOURS, 0)
    for severity, group in groupby(found, key=lambda pair: pair[0].severity):
        findings = list(group)
        counts[severity] = len(findings)
        click.secho(f"{_NAMES[lang][severity]} ({len(findings)})", fg=_COLOURS[severity], bold=True)
        for finding, why in findings:
            click.echo(describe_finding(finding, data, project, lang, why))
    return counts


def _verdict(counts: dict[str, int], lang: str, *, conforms: bool) -> str:
    if lang == "zh":
        listed = "，".join(f"{_NAMES[lang][severity]} {count}" for severity, count in counts.items())
        return f"{'符合' if conforms else '不符合'}：{listed}"
    listed = ", ".join(f"{count} {_NAMES[lang][severity].lower()}" for severity, count in counts.items())
    return f"{'conforms' if conforms else 'does not conform'}: {listed}"


def _print_turtle(report: Report, data: Data, project: Project, lang: str) -> None:  # noqa: ARG001
    click.echo(serialize(report.graph, RdfFormat.TURTLE).decode(), nl=False)


def _print_json(report: Report, data: Data, project: Project, lang: str) -> None:  # noqa: ARG001
    handed = [{"shape": shape, "reason": reason} for shape, reason in report.not_compiled]
    found = [(finding, None) for finding in report.findings]
    _print_as_json(found, data, project, conforms=report.conforms, **({"handedOver": handed} if handed else {}))


def _print_as_json(found: Iterable[Found], data: Data, project: Project, *, conforms: bool, **more: Any) -> None:  # noqa: ANN401
    import json  # noqa: PLC0415

    findings = [
        {
            "severity": finding.severity,
            "node": finding.node,
            "path": finding.path or None,
            "value": finding.value or None,
            "source": finding.source,
            "message": dict(finding.message),
            **({"justification": dict(why)} if why else {}),
            "places": [
                {"file": project.relative(path), "graph": graph.value} for path, graph in places(finding, data, project)
            ],
        }
        for finding, why in found
    ]
    click.echo(json.dumps({"conforms": conforms, **more, "findings": findings}, ensure_ascii=False, indent=2))
