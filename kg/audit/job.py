"""The audit as a job: reads the document, corrects offsets if asked to, and writes the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.audit.page import write_page
from kg.audit.report import audit_project
from kg.audit.rewrite import rewrite_offsets
from kg.project import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from kg.audit.report import AuditReport
    from kg.project import Project
    from kg.runtime import Reporter


def audit_document(
    project: Project, path: Path, *, html: Path | None, write: bool, language: str, reporter: Reporter
) -> tuple[AuditReport, int | None]:
    """Compare a project's data with a document, and return the report and the number of offsets corrected.

    With `write` the offsets of passages that moved are corrected in data/document.ttl (else None is returned); `html`
    is a file for the page. Raises KgError if the document cannot be read or a file cannot be written.
    """
    document, moved = read_document(path), None
    if document.encoding != "UTF-8":
        reporter.warn(f"{path} is in {document.encoding}, and was read as such")
    report = audit_project(project, document)
    if write and not report.anchoring.is_other:
        moved = rewrite_offsets(project.data / "document.ttl", report.anchoring)
        report = audit_project(project, document)
    if html is not None and report.anchoring.is_other:
        reporter.warn(f"{html} was not written: the facts are not about this document")
    elif html is not None:
        write_page(html, report, project, language)
    return report, moved
