"""The audit: compares a graph with the text of its document, section by section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.audit.anchors import anchor
from kg.audit.annotations import annotate, name
from kg.audit.arithmetic import review
from kg.audit.comparators import read_comparators
from kg.audit.dates import audit_dates
from kg.audit.figures import VALUE, audit_numerals
from kg.audit.findings import Fault, section
from kg.audit.grounds import audit_grounds
from kg.audit.lexicon import read_lexicon
from kg.audit.names import audit_names
from kg.audit.passage_search import digest_of
from kg.audit.quotes import audit_quotes
from kg.project import document_digest, quoted_words, read_check, read_data, read_ontology, read_passages
from kg.rdf import ZJ, compact
from kg.store import TripleStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from kg.audit.anchors import Anchor, Anchoring
    from kg.audit.annotations import Annotations
    from kg.audit.arithmetic import Review
    from kg.audit.findings import Mark, Section
    from kg.project import Document, Ontology, Project

REASON = NamedNode(ZJ + "reason")
_CONTRADICTIONS = "checks/contradicting_figures.rq"


@dataclass(frozen=True)
class AuditReport:
    """The result of an audit: the anchors of the passages, a section for each kind of check, and the arithmetic review.

    For another document there are no sections.
    """

    anchoring: Anchoring
    annotations: Annotations
    sections: tuple[Section, ...]
    review: Review

    @property
    def faults(self) -> list[Fault]:
        """All faults, section by section."""
        return [fault for section in self.sections for fault in section.faults]

    @property
    def marks(self) -> list[Mark]:
        """All numerals, dates and names with their states."""
        return [mark for section in self.sections for mark in section.marks]

    @property
    def holds(self) -> bool:
        """Whether the document is the annotated one and there is no fault."""
        return not self.anchoring.is_other and not self.faults


def audit_project(project: Project, document: Document) -> AuditReport:
    """Compare a project's data with its document. Raises KgError or ParseError if the project cannot be read."""
    path = project.shapes / _CONTRADICTIONS
    contradictions = read_check(path).text if path.is_file() else ""
    return audit(read_data(project.data), read_ontology(project.ontology), document, contradictions)


def audit(quads: Collection[Quad], ontology: Ontology, document: Document, contradictions: str = "") -> AuditReport:
    """Compare asserted quads with the document that they annotate.

    `contradictions` is a query whose rows (`node`, `value`) are pairs of figures that contradict each other. Raises
    KgError if a passage is not stated completely.
    """
    passages = read_passages(quads)
    anchoring = anchor(document, passages, document_digest(quads), quoted_words(quads))
    # the facts of a changed passage are compared with the text that replaced it, so that differences are reported
    texts = {place.passage.iri.value: place.text for place in anchoring.anchors if not place.is_gone}
    annotations = annotate(quads, {} if anchoring.is_other else texts)
    reviewed = review(annotations, read_comparators(ontology.triples))
    if anchoring.is_other:
        return AuditReport(anchoring, annotations, (), reviewed)
    concepts = {triple.subject.value for triple in ontology.triples if isinstance(triple.subject, NamedNode)}
    numerals = audit_numerals(annotations, read_lexicon(ontology.triples))
    dates = audit_dates(annotations)
    sections = (
        _passages(anchoring, annotations),
        audit_quotes(annotations, [*numerals.marks, *dates.marks]),
        numerals,
        dates,
        audit_names(annotations),
        audit_grounds(annotations, passages, concepts),
        _arithmetic(reviewed, annotations),
        _contradictions(quads, annotations, contradictions),
    )
    return AuditReport(anchoring, annotations, sections, reviewed)


def _passages(anchoring: Anchoring, annotations: Annotations) -> Section:
    faults = [fault for place in anchoring.anchors for fault in _anchor_faults(place)]
    faults += [
        Fault("text_unannotated", "", "", stretch.text, {"new": f"{stretch.start}–{stretch.end}"})
        for stretch in anchoring.uncovered
    ]
    for place in anchoring.anchors:
        iri = place.passage.iri.value
        has_facts = any(triple.predicate != REASON for triple in annotations.stated.get(iri, ()))
        if not has_facts and not annotations.values(iri, REASON):
            faults.append(Fault("passage_empty", iri))
    return section("passages", len(anchoring.anchors), faults)


def _anchor_faults(place: Anchor) -> Iterator[Fault]:
    iri, passage = place.passage.iri.value, place.passage
    old = f"{passage.start}–{passage.end}"
    if place.state == "moved":
        yield Fault("passage_moved", iri, details={"old": old, "new": f"{place.start}–{place.end}"})
    elif place.is_gone:
        yield Fault("passage_gone", iri, details={"old": old})
    elif place.state == "changed":
        new = f"{place.start}–{place.end}"
        yield Fault("passage_changed", iri, details={"old": old, "new": new, "digest": digest_of(place.text)})


def _arithmetic(reviewed: Review, annotations: Annotations) -> Section:
    faults = []
    for tension in reviewed.tensions:
        if not tension.is_noted:
            passage, words = _stated_at(tension.nodes[0], annotations)
            others = "、".join(f"“{_stated_at(node, annotations)[1]}”" for node in tension.nodes[1:])
            details: dict[str, str | tuple[str, str]] = {"computed": tension.texts, "others": others}
            faults.append(Fault("tension_unnoted", passage, tension.nodes[0], words, details))
    return section("arithmetic", reviewed.computed, faults)


def _contradictions(quads: Collection[Quad], annotations: Annotations, query: str) -> Section:
    faults = []
    for row in TripleStore.in_memory(quads).select(query) if query else ():
        node, other = (term.value for term in (row["node"], row["value"]) if isinstance(term, NamedNode))
        passage, words = _stated_at(node, annotations)
        other_passage, other_words = _stated_at(other, annotations)
        details = {
            "stated": f"{name(other_passage)} {compact(other)}",
            "words": words or "—",
            "other": other_words or "—",
        }
        faults.append(Fault("contradiction", passage, node, words, details))
    return section("contradictions", len(set(annotations.subjects(VALUE))), faults)


def _stated_at(node: str, annotations: Annotations) -> tuple[str, str]:
    """Return the first passage that quotes a node, and the words."""
    quote = annotations.located(node)
    return (quote.passage, quote.words) if quote else ("", "")
