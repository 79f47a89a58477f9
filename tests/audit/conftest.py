"""What the tests of the audit share: the real data, and an audit of it that a test may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.audit.report import audit
from kg.data import read_data
from kg.document import read_document
from kg.ontology import read_ontology
from kg.shapes import read_check

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import Quad

    from kg.audit.report import AuditReport
    from kg.document import Document
    from kg.ontology import Ontology

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Material:
    """The real data, ontology and document, to be audited as they are or changed."""

    quads: frozenset[Quad]
    ontology: Ontology
    document: Document
    contradictions: str

    def audit(self, quads: Collection[Quad] | None = None, text: str | None = None) -> AuditReport:
        """Audit the data, or other quads, against the document, or another text."""
        document = self.document if text is None else replace(self.document, text=text, digest="0" * 64)
        return audit(self.quads if quads is None else quads, self.ontology, document, self.contradictions)


@pytest.fixture(scope="session")
def material(shared: Path) -> Material:
    """The real data beside the real document."""
    return Material(
        quads=read_data(ROOT / "data").quads,
        ontology=read_ontology(ROOT / "ontology"),
        document=read_document(shared / "document.txt"),
        contradictions=read_check(ROOT / "shapes" / "checks" / "contradicting_figures.rq").text,
    )
