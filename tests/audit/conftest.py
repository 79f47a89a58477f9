"""Fixtures of the audit's tests: samples of a text with annotations in TriG, and the real data with its document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.audit.annotations import Annotations, annotate
from kg.audit.lexicon import Lexicon, read_lexicon
from kg.audit.report import AuditReport, audit
from kg.project import Document, Ontology, read_check, read_data, read_document, read_ontology
from kg.rdf import ID, PREFIXES, graph_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ROOT = Path(__file__).parent.parent.parent
HEAD = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())


@dataclass(frozen=True)
class Sample:
    """Quads, and the text that they are compared with."""

    quads: frozenset[Quad]
    document: Document
    ontology: Ontology
    contradictions: str

    def report(self) -> AuditReport:
        """Return the audit's report."""
        return audit(self.quads, self.ontology, self.document, self.contradictions)

    def faults(self) -> list[tuple[str, str]]:
        """Return the name and place of each fault."""
        return [(fault.name, fault.place()) for fault in self.report().faults]

    def of_text(self, text: str) -> Sample:
        """Return the same quads with another text."""
        return replace(self, document=document_of(text))

    def changed(self, minus: Iterable[Quad] = (), plus: Iterable[Quad] = ()) -> Sample:
        """Return the sample without some quads and with others."""
        return replace(self, quads=(self.quads - set(minus)) | set(plus))


class Make(Protocol):
    """Annotate passages, given by name as in p01s2, each on its line, with facts in TriG."""

    def __call__(self, texts: Mapping[str, str], facts: str = "") -> Sample:
        """Return the sample."""


class Note(Protocol):
    """Locate the quotes of facts, given in TriG, in passages given by name."""

    def __call__(self, texts: Mapping[str, str], facts: str = "") -> Annotations:
        """Return the annotations."""


def document_of(text: str) -> Document:
    """Return a document of a text."""
    return Document(Path("notice.txt"), text, hashlib.sha256(text.encode()).hexdigest(), "UTF-8")


def _quads_of(trig: str) -> frozenset[Quad]:
    """Return the quads of TriG without prefix declarations; triples outside of a graph are put into `document`."""
    return frozenset(
        Quad(*quad.triple, graph_iri("document")) if isinstance(quad.graph_name, DefaultGraph) else quad
        for quad in parse((HEAD + trig).encode(), RdfFormat.TRIG)
    )


def _stated(texts: Mapping[str, str]) -> str:
    """Return the statements of the passages in Turtle; passages with the same number before the s are a paragraph."""
    whole = "\n".join(texts.values())
    stated = f'document:notice zj:sha256 "{hashlib.sha256(whole.encode()).hexdigest()}" .\n'
    start = 0
    for order, (name, text) in enumerate(texts.items(), start=1):
        stated += (
            f"passage:{name} a zj:Passage ; zj:passageOf document:notice ; zj:inSection section:all ;\n"
            f'  zj:passageId "{name}" ; zj:passageKind "sentence" ; zj:order {order} ;\n'
            f"  zj:paragraphNumber {int(name[1 : name.index('s')])} ;\n"
            f"  zj:startOffset {start} ; zj:endOffset {start + len(text)} ;\n"
            f'  zj:sha256 "{hashlib.sha256(text.encode()).hexdigest()}" .\n'
        )
        start += len(text) + 1
    return stated


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The real ontology."""
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="session")
def lexicon(ontology: Ontology) -> Lexicon:
    """The words of the real ontology."""
    return read_lexicon(ontology.triples)


@pytest.fixture(scope="session")
def contradictions() -> str:
    """The query for contradictions."""
    return read_check(ROOT / "shapes" / "checks" / "contradicting_figures.rq").text


@pytest.fixture(scope="session")
def make(ontology: Ontology, contradictions: str) -> Make:
    """Return a function that makes a sample."""

    def call(texts: Mapping[str, str], facts: str = "") -> Sample:
        quads = _quads_of(_stated(texts) + facts)
        return Sample(quads, document_of("\n".join(texts.values())), ontology, contradictions)

    return call


@pytest.fixture(scope="session")
def note() -> Note:
    """Return a function that makes annotations."""

    def call(texts: Mapping[str, str], facts: str = "") -> Annotations:
        return annotate(_quads_of(facts), {f"{ID}passage/{name}": text for name, text in texts.items()})

    return call


@pytest.fixture(scope="session")
def real_sample(shared: Path, ontology: Ontology, contradictions: str) -> Sample:
    """The real data and the real document."""
    document = read_document(shared / "document.txt")
    return Sample(read_data(ROOT / "data"), document, ontology, contradictions)


@pytest.fixture(scope="session")
def quads_of() -> Callable[[str], frozenset[Quad]]:
    """Return a function that reads TriG without prefix declarations."""
    return _quads_of
