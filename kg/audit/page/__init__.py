"""Writes the audit as one HTML page: the document in reading order, with the facts of each passage beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.audit.page.content import page
from kg.audit.page.labels import page_text
from kg.errors import KgError
from kg.project import read_ontology
from kg.runtime import atomic_write

if TYPE_CHECKING:
    from kg.audit.report import AuditReport
    from kg.project import Project

_HERE = Path(__file__).parent


def write_page(path: Path, report: AuditReport, project: Project, language: str) -> None:
    """Write a report as one self-contained page; `language`, `zh` or `en`, is shown first.

    The file is replaced only when the page is complete. Raises KgError if the page cannot be written.
    """
    if _is(path, report.anchoring.document.path):
        raise KgError(f"{path} is the document itself", hint="name another file for the page")
    content = render(report, project, language).encode()
    with atomic_write(path) as file:
        file.write(content)


def render(report: AuditReport, project: Project, language: str) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    environment.globals["page_text"] = page_text
    content = page(report, read_ontology(project.ontology))
    return environment.get_template("page.html").render(page=content, language=language, style=style, script=script)


def _is(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
