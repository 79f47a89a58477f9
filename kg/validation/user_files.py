"""A user's files: read as far as possible, and what is wrong with them before shapes judge them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.rdf import OWL, RDF, RDFS, SH, TYPE, derive_links, graph_iri, in_graph, read_sources, shorten
from kg.runtime import texts
from kg.shacl import Coverage, Finding, Place, mark_focus, term_text
from kg.validation.findings import listed, short_name
from kg.validation.places import Statement, statements
from kg.validation.terms import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.owl import Contradiction
    from kg.rdf import Contexts, Node, RdfFile

OWN = graph_iri("own")
FOCUS = graph_iri("focus")
# what has such a type or property is a term, a shape or a list, which shapes do not judge
_SCHEMA = (OWL, RDFS, SH)
_SCHEMA_TYPES = {RDF + "Property", RDF + "List"}
_POSITION = re.compile(r":(\d+)(?::\d+)?: (.*)", re.DOTALL)


@dataclass(frozen=True)
class UserFiles:
    """Files of a user, whose statements are in the graph OWN of a dataset and whose nodes the graph FOCUS marks."""

    files: tuple[RdfFile, ...] = field(repr=False)

    @classmethod
    def read(
        cls, paths: Iterable[Path], *, input_format: str | None = None, context: Contexts | None = None
    ) -> UserFiles:
        """Read files as far as possible, as `read_sources` does. Raises KgError for one that is no RDF file."""
        return cls(tuple(read_sources(paths, input_format=input_format, context=context, lenient=True)))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all files."""
        return tuple(statements(self.files))

    @cached_property
    def triples(self) -> dict[Triple, None]:
        """The triples of all files, in their order."""
        return dict.fromkeys(statement.quad.triple for statement in self.statements)

    @cached_property
    def nodes(self) -> dict[Node, None]:
        """The described nodes that shapes are for."""
        kinds: dict[Node, bool] = {}
        for triple in self.triples:
            if not isinstance(triple.subject, Triple):
                kinds[triple.subject] = kinds.get(triple.subject, False) or _is_schema(triple)
        return {node: None for node, is_schema in kinds.items() if not is_schema}

    def quads(self) -> set[Quad]:
        """Return the statements in the graph OWN, and the evidence links that follow from the graphs of passages."""
        own = {in_graph(triple, OWN) for triple in self.triples}
        return own | derive_links(statement.quad for statement in self.statements)

    def marks(self, faults: Iterable[Fault]) -> set[Quad]:
        """Return the graph FOCUS: the described nodes, and those that sound statements point to."""
        wrong = {triple for fault in faults if fault.is_excluded for triple in fault.triples}
        objects = {triple.object for triple in self.triples if triple.predicate != TYPE and triple not in wrong}
        pointed = {node for node in objects if isinstance(node, NamedNode | BlankNode)} - self.nodes.keys()
        return set(mark_focus(self.nodes, pointed, FOCUS))

    def unread(self) -> Iterator[Fault]:
        """Yield the syntax errors, what a format ignores, and the files without statements."""
        for file in self.files:
            for text in file.warnings:
                found = texts(__file__, "ignored", text=text.removeprefix(f"{file.name}: "))
                place = Place(file.name)
                yield Fault(Finding("warning", "", "", "", "ignored", found, "syntax", (place,)), ())
            for error in file.errors:
                position = _POSITION.fullmatch(error.message.removeprefix(file.name))
                line, text = (int(position[1]), position[2]) if position else (0, error.message)
                hint = f" ({error.hint})" if error.hint else ""
                found = texts(__file__, "syntax_error", text=f"{text}{hint}")
                place = Place(file.name, line, "", file.prefixes)
                yield Fault(Finding("violation", "", "", "", "syntax_error", found, "syntax", (place,)), ())
            if not file.quads and not file.errors:
                found = texts(__file__, "no_statements", file=file.name)
                place = Place(file.name)
                yield Fault(Finding("warning", "", "", "", "no_statements", found, "syntax", (place,)), ())

    def contradictory(self, contradictions: Iterable[Contradiction]) -> Iterator[Fault]:
        """Yield contradictions with the ontology as findings about the statements that cause them."""
        by_text: dict[str, list[Statement]] = defaultdict(list)
        types: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            subject, predicate, value = statement.quad.triple
            by_text[f"{subject} {'a' if predicate == TYPE else predicate} {value}"].append(statement)
            if predicate == TYPE:
                types[str(subject)].append(statement)
        for contradiction in contradictions:
            node = contradiction.causes[0].split(" ", 1)[0]
            own = [statement for cause in contradiction.causes for statement in by_text.get(cause, ())] or types.get(
                node, []
            )
            places = tuple(dict.fromkeys(statement.place for statement in own))
            causes = shorten(", ".join(contradiction.causes), places[0].prefixes if places else {})
            found = texts(__file__, "contradiction", says=contradiction.says, causes=causes)
            first = own[0].quad.triple if own else None
            terms = first or (node.strip("<>"), "", "")
            node, path, value = (term_text(term) for term in terms)
            finding = Finding("violation", node, path, value, "contradiction", found, "contradictions", places)
            yield Fault(finding, (first,) if first else ())

    def unjudged(self, coverage: Coverage, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Yield, for each class, the nodes that no shape judges, except for those whose class is a fault already."""
        told = {(triple.subject, triple.object) for fault in faults for triple in fault.triples}
        first: dict[object, Statement] = {}
        types: dict[object, list[Statement]] = {node: [] for node in coverage.unjudged}
        for statement in self.statements:
            first.setdefault(statement.quad.subject, statement)
            if statement.quad.predicate == TYPE and statement.quad.subject in types:
                types[statement.quad.subject].append(statement)
        groups: dict[str, list[Statement]] = defaultdict(list)
        for node, of in types.items():
            if not any((node, statement.quad.object) in told for statement in of):
                key = " ".join(sorted(str(statement.quad.object) for statement in of))
                groups[key].append(of[0] if of else first[node])
        for classes, group in groups.items():
            yield _without_shape(classes.split(), group)


def _without_shape(classes: list[str], group: list[Statement]) -> Fault:
    """Return the warning about nodes of the same classes, each given by a statement."""
    prefixes = group[0].place.prefixes
    nodes = listed([short_name(term_text(statement.quad.subject), prefixes) for statement in group])
    names = {"class": ", ".join(short_name(text.strip("<>"), prefixes) for text in classes)}
    key = "no_shape" if classes else "no_type"
    found = {language: texts(__file__, key, nodes=text, **names)[language] for language, text in nodes.items()}
    subject, path, value = group[0].quad.triple if classes else (group[0].quad.subject, TYPE, "")
    places = tuple(dict.fromkeys(statement.place for statement in group))
    finding = Finding("warning", term_text(subject), path.value, term_text(value), key, found, "shapes", places)
    return Fault(finding, (group[0].quad.triple,))


def _is_schema(triple: Triple) -> bool:
    """Return whether a statement describes a term, a shape, an ontology or a list, not an entity."""
    kind = getattr(triple.object, "value", "") if triple.predicate == TYPE else triple.predicate.value
    is_list = triple.predicate.value in (RDF + "first", RDF + "rest")
    if triple.predicate == TYPE:
        is_term = kind.startswith(_SCHEMA) and kind not in (OWL + "Thing", OWL + "NamedIndividual")
        return is_term or kind in _SCHEMA_TYPES
    return is_list or kind.startswith(SH) or kind in (RDFS + "subClassOf", RDFS + "subPropertyOf")
