"""`kg audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.audit import as_json, as_markdown, audit_project, rewrite_offsets, summary, tension_line, verdict
from kg.cli.options import language_option, project_option, warn
from kg.errors import EXIT_NEGATIVE
from kg.project import find_project, read_document

if TYPE_CHECKING:
    from kg.audit import AuditReport
    from kg.project import Project

_MOST = 20  # faults of one section on a terminal; --format json and md list all


@click.command("audit", short_help="Hold the graph against the text of its document.")
@click.argument("document", type=click.Path(path_type=Path), metavar="DOCUMENT")
@click.option(
    "-f", "--format", "fmt", type=click.Choice(("table", "json", "md")), default="table", help="table for people."
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the document with its facts beside it, as one page.",
)
@click.option("--write", is_flag=True, help="Re-anchor passages that moved, in data/document.ttl.")
@language_option
@project_option
@click.pass_context
def command(
    ctx: click.Context, document: Path, fmt: str, html: Path | None, lang: str, project: Path | None, *, write: bool
) -> None:
    """Hold the graph against DOCUMENT, the text that it annotates: nothing left out, nothing made up.

    Every quote stands where it claims to; every numeral and date equals what its node says, or is listed as no figure
    with a reason; every title, name and caption is somebody's; every statement leads back to its passage. Figures that
    imply each other are computed again.

    DOCUMENT may have moved on: passages are found by their digests and quotes, and --write corrects their offsets.
    Exit code 0: the graph holds; 1: faults, or another document.
    """
    found = find_project(project)
    text = read_document(document)
    if text.encoding != "UTF-8":
        warn(f"{document} is in {text.encoding}, and was read as such")
    report = audit_project(found, text)
    if write and not report.anchoring.is_other:
        _rewrite(report, found)
        report = audit_project(found, text)
    if html is not None and report.anchoring.is_other:
        warn(f"{html} was not written: the facts are not about this document")
    elif html is not None:
        from kg.audit import write_page  # noqa: PLC0415  -- only a page needs its template

        write_page(html, report, found, lang)
    {"table": _print_table, "json": _print_json, "md": _print_markdown}[fmt](report, lang)
    ctx.exit(0 if report.holds else EXIT_NEGATIVE)


def _rewrite(report: AuditReport, project: Project) -> None:
    moved = rewrite_offsets(project.data / "document.ttl", report.anchoring)
    click.echo(
        f"{moved} passage{'' if moved == 1 else 's'} re-anchored in {project.relative(project.data / 'document.ttl')}",
        err=True,
    )


def _print_table(report: AuditReport, lang: str) -> None:
    width = max((len(each.name) for each in report.sections), default=0)
    counts = {each.name: f"{each.good:,}/{each.total:,}" for each in report.sections}
    across = max(map(len, counts.values()), default=0)
    for each in report.sections:
        click.secho(
            f"{each.name:<{width}}  {counts[each.name]:>{across}}", fg="red" if each.faults else "green", nl=False
        )
        click.echo(f"  {summary(each, report, lang)}")
    for each in report.sections:
        if each.faults:
            click.secho(f"\n{each.name}", bold=True)
        for fault in each.faults[:_MOST]:
            click.echo(f"  {click.style(fault.name, fg='red')} {fault.place()}\n      {fault.message(lang)}")
        if len(each.faults) > _MOST:
            more = len(each.faults) - _MOST
            click.echo(f"  还有{more}处，见 --format md" if lang == "zh" else f"  … and {more} more: --format md")
    if report.sections and report.review.tensions:
        click.secho(
            "\n不相符的数字" if lang == "zh" else "\nfigures that do not agree, as the document states them", bold=True
        )
        for tension in report.review.tensions:
            click.echo(f"  {tension_line(tension, report, lang)}")
    click.secho(
        ("\n" if report.sections else "") + verdict(report, lang), fg="green" if report.holds else "red", bold=True
    )


def _print_json(report: AuditReport, lang: str) -> None:
    click.echo(as_json(report, lang))


def _print_markdown(report: AuditReport, lang: str) -> None:
    click.echo(as_markdown(report, lang), nl=False)
