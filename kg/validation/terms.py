"""Terms: judges what files state, before inference: the terms they use, and the values of properties.

The checks of domains and ranges are plain SPARQL in term_checks/: they read the axioms of the dataset.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.project import read_check
from kg.rdf import EXACT_NUMBERS, ID, OWL, PREFIXES, RDFS, SH, TYPE, XSD, ZJ, derived_datatypes, is_well_formed
from kg.runtime import texts
from kg.shacl import Finding, Place, term_text
from kg.store import rewritten
from kg.validation.findings import listed, short_name
from kg.validation.places import ONTOLOGY
from kg.validation.vocabularies import namespace_of, nearest, nearest_namespace, nearest_terms, vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.project import Check
    from kg.rdf import Dataset, Object
    from kg.validation.places import Statement

    Row = Mapping[str, Object | None]

# the properties of terms whose values are terms
_TERM_VALUES = {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
_TERM_VALUES |= {OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "onProperty")}
# namespaces of which no list of terms is known
_OPEN = {base for base in PREFIXES.values() if not base.startswith(ID)}
_EXAMPLES = {
    "date": "2009-03-31",
    "dateTime": "2009-03-31T09:30:00Z",
    "time": "09:30:00",
    "gYear": "2009",
    "gYearMonth": "2009-03",
    "boolean": "true",
    "decimal": "12.5",
    "double": "1.25e1",
    "integer": "12",
    "positiveInteger": "1",
    "duration": "P1Y6M",
}
_NAMES = "SELECT ?node ?name WHERE { ?node a ?class ; rdfs:label|skos:altLabel ?name FILTER(isIRI(?node)) }"
_NODES = "SELECT DISTINCT ?node WHERE { ?node a ?class FILTER(isIRI(?node)) }"
_TERMS = """SELECT DISTINCT ?node WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty } ?node a ?kind
  FILTER(isIRI(?node))
} ORDER BY ?node"""


class Fault(NamedTuple):
    """A finding, and the statements at fault; nothing is inferred from those that are excluded."""

    finding: Finding
    triples: tuple[Triple, ...]
    is_excluded: bool = False


@cache
def term_checks() -> tuple[Check, ...]:
    """Return the checks of the values of properties."""
    return tuple(map(read_check, sorted(Path(__file__).with_name("term_checks").glob("*.rq"))))


def judge_terms(dataset: Dataset, written: Iterable[Statement]) -> list[Fault]:
    """Return the faults of the statements of files, which are in the graph `own` of a dataset without inference.

    Raises QueryError.
    """
    judge = _Judge(dataset, written)
    return [*judge.values(), *judge.literals(), *judge.terms(), *judge.shapes()]


class _Judge:
    def __init__(self, dataset: Dataset, written: Iterable[Statement]) -> None:
        self._dataset = dataset
        self._places: dict[Triple, list[Place]] = defaultdict(list)
        for statement in written:
            self._places[statement.quad.triple].append(statement.place)
        self._judged = set[Triple]()

    def values(self) -> Iterator[Fault]:
        """Yield the values that a property cannot have, each with its first fault."""
        for check in term_checks():
            rows: dict[Triple, list[Row]] = defaultdict(list)
            for row in self._dataset.select(check.text):
                triple = self._as_written(row)
                if not _fits(check.name, triple.object, row.get("class")):
                    rows[triple].append(row)
            for triple in rows.keys() - self._judged:
                self._judged.add(triple)
                yield self._wrong_value(check, triple, rows[triple])

    def _as_written(self, row: Row) -> Triple:
        """Return the statement of a row as the files have it: a store gives `4.0` back as `4`."""
        triple = Triple(row["node"], row["property"], row["value"])  # type: ignore[arg-type]
        if triple in self._places or not isinstance(triple.object, Literal):
            return triple
        others = self._rewritten.get((triple.subject, triple.predicate), [])
        same = [other for other in others if _number(other.object) == _number(triple.object)]
        return next(iter(same or others), triple)

    @cached_property
    def _rewritten(self) -> dict[tuple[object, NamedNode], list[Triple]]:
        literals = rewritten(triple.object for triple in self._places if isinstance(triple.object, Literal))
        found: dict[tuple[object, NamedNode], list[Triple]] = defaultdict(list)
        for triple in self._places:
            if triple.object in literals:
                found[triple.subject, triple.predicate].append(triple)
        return found

    def _wrong_value(self, check: Check, triple: Triple, rows: list[Row]) -> Fault:
        prefixes = self._prefixes(triple)
        names = {
            name: ", ".join(sorted({_name(row[name], prefixes) for row in rows if row.get(name)}))
            for name in ("node", "property", "class", "type")
        }
        names |= {"value": _name(triple.object, prefixes), "of": f" ({names['class']})" if names["class"] else ""}
        if isinstance(triple.object, Literal):
            names["type"] = _name(triple.object.datatype, prefixes)
        near = self._nearest_entities(triple.object) if check.name in ("literal_for_node", "undescribed_value") else []
        suggestion = self._did_you_mean(near, prefixes)
        found = {
            "zh": (check.problem["zh"] + check.solution["zh"]).format(**names) + suggestion["zh"],
            "en": f"{check.problem['en']} {check.solution['en']}".format(**names) + suggestion["en"],
        }
        return self._fault(check.severity, check.name, [triple], found, is_excluded=True)

    def literals(self) -> Iterator[Fault]:
        """Yield the literals whose text is none of their datatype."""
        for triple in self._places:
            value = triple.object
            if triple in self._judged or not isinstance(value, Literal) or is_well_formed(value):
                continue
            example = _EXAMPLES.get(value.datatype.value.removeprefix(XSD), "")
            such_as = texts(__file__, "such_as", example=example) if example else {"zh": "", "en": ""}
            datatype = short_name(value.datatype.value, self._prefixes(triple))
            found = {
                language: texts(__file__, "malformed_literal", value=value.value, type=datatype, example=text)[language]
                for language, text in such_as.items()
            }
            yield self._fault("violation", "malformed_literal", [triple], found, is_excluded=True)

    def terms(self) -> Iterator[Fault]:
        """Yield the classes, properties and datatypes that nothing defines; those of an unknown namespace together."""
        unknown: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
        for iri, uses in self._used_terms().items():
            namespace = namespace_of(iri)
            vocabulary = vocabularies().get(namespace)
            if iri.startswith(ZJ):
                yield self._undefined("violation", "undefined_term", iri, uses)
            elif vocabulary:
                if vocabulary.lacks(iri.removeprefix(namespace)):
                    yield self._undefined("warning", "unknown_term", iri, uses)
            elif any(term.startswith(namespace) for term in nearest_terms(iri, self._described_terms)):
                yield self._undefined("warning", "unknown_term", iri, uses)
            elif namespace not in _OPEN:
                unknown[namespace][iri] = uses
        for namespace, terms in unknown.items():
            yield self._unknown(namespace, terms)

    def _used_terms(self) -> dict[str, list[Triple]]:
        """Return the terms that are used and not described, each with the statements that use it."""
        used: dict[str, list[Triple]] = defaultdict(list)
        for triple in self._places:
            for term in dict.fromkeys(_terms(triple)):
                used[term].append(triple)
        return {iri: uses for iri, uses in used.items() if not self._is_described(NamedNode(iri))}

    def _is_described(self, term: NamedNode) -> bool:
        """Return whether the files or the graph describe a term; ours are defined by the ontology alone."""
        if term.value.startswith(ZJ):
            return any(self._dataset.quads(term, graph=ONTOLOGY))
        return any(self._dataset.triples(term))

    def _undefined(self, severity: str, source: str, iri: str, uses: list[Triple]) -> Fault:
        prefixes = self._prefixes(uses[0])
        suggestion = self._did_you_mean(nearest_terms(iri, self._described_terms), prefixes)
        names = {"term": short_name(iri, prefixes), "namespace": f"<{namespace_of(iri)}>"}
        found = {language: text + suggestion[language] for language, text in texts(__file__, source, **names).items()}
        return self._fault(severity, source, uses, found)

    def _unknown(self, namespace: str, terms: dict[str, list[Triple]]) -> Fault:
        uses = list(dict.fromkeys(triple for triples in terms.values() for triple in triples))
        prefixes = self._prefixes(uses[0])
        near = nearest_namespace(namespace, {ZJ})
        key = "unknown_namespace" if near else "unknown_terms"
        names = listed([short_name(term, prefixes) for term in terms])
        found = {
            language: texts(__file__, key, terms=names[language], namespace=namespace, near=near)[language]
            for language in names
        }
        return self._fault("warning", key, uses, found)

    def shapes(self) -> Iterator[Fault]:
        """Yield, for each file that has shapes, that they are not used."""
        files: dict[str, list[Triple]] = defaultdict(list)
        for triple, places in self._places.items():
            if triple.predicate.value.startswith(SH) or getattr(triple.object, "value", "").startswith(SH):
                for file in {place.file for place in places}:
                    files[file].append(triple)
        for file, triples in files.items():
            yield self._fault("warning", "shapes_as_data", triples[:1], texts(__file__, "shapes_as_data", file=file))

    def _fault(
        self, severity: str, source: str, triples: list[Triple], found: Mapping[str, str], *, is_excluded: bool = False
    ) -> Fault:
        node, path, value = map(term_text, triples[0])
        places = dict.fromkeys(place for triple in triples for place in self._places.get(triple, ()))
        finding = Finding(severity, node, path, value, source, found, "terms", tuple(places))
        return Fault(finding, tuple(triples), is_excluded)

    def _prefixes(self, triple: Triple) -> Mapping[str, str]:
        return next((place.prefixes for place in self._places.get(triple, ())), {})

    def _did_you_mean(self, iris: list[str], prefixes: Mapping[str, str]) -> Mapping[str, str]:
        near = ", ".join(short_name(iri, prefixes) for iri in iris)
        return texts(__file__, "did_you_mean", near=near) if near else {"zh": "", "en": ""}

    def _nearest_entities(self, value: Object | Triple) -> list[str]:
        if isinstance(value, Literal):
            return list(dict.fromkeys(iri for iri, _ in nearest(value.value, self._entity_names)))
        return nearest(_local(value.value), self._entities) if isinstance(value, NamedNode) else []

    @cached_property
    def _entities(self) -> dict[str, str]:
        nodes = (str(getattr(row["node"], "value", "")) for row in self._dataset.select(_NODES))
        return {iri: _local(iri) for iri in nodes}

    @cached_property
    def _entity_names(self) -> dict[tuple[str, str], str]:
        rows = (
            (getattr(row["node"], "value", ""), getattr(row["name"], "value", ""))
            for row in self._dataset.select(_NAMES)
        )
        return {(iri, name): name for iri, name in rows}

    @cached_property
    def _described_terms(self) -> list[str]:
        return [getattr(row["node"], "value", "") for row in self._dataset.select(_TERMS)]


def _terms(triple: Triple) -> Iterator[str]:
    """Yield the classes, properties and datatypes that a statement uses."""
    yield triple.predicate.value
    value = triple.object
    if isinstance(value, Literal):
        yield value.datatype.value
    elif isinstance(value, NamedNode):
        is_term = triple.predicate == TYPE or triple.predicate.value in _TERM_VALUES or value.value.startswith(ZJ)
        yield from [value.value] if is_term else []
    if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(ZJ):
        yield triple.subject.value


def _fits(check: str, value: Object | Triple, needed: object) -> bool:
    """Return whether a value is right after all, for what SPARQL does not know: datatypes, standard vocabularies."""
    if check == "undescribed_value" and isinstance(value, NamedNode):
        namespace = namespace_of(value.value)
        vocabulary = vocabularies().get(namespace)
        return vocabulary is not None and not vocabulary.lacks(value.value.removeprefix(namespace))
    if check != "wrong_datatype" or not isinstance(value, Literal) or not isinstance(needed, NamedNode):
        return False
    # a malformed literal has a fault of its own
    if value.datatype.value in derived_datatypes(needed.value) or not is_well_formed(value):
        return True
    is_exact = {value.datatype.value, needed.value} <= EXACT_NUMBERS
    return is_exact and is_well_formed(Literal(value.value, datatype=needed))


def _number(term: object) -> Decimal | str:
    """Return the value of a literal, to compare two forms of it."""
    text = str(getattr(term, "value", ""))
    try:
        return Decimal(text)
    except ArithmeticError:
        return text


def _name(term: object, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, BlankNode):
        return str(term)
    return short_name(str(getattr(term, "value", term)), prefixes)


def _local(iri: str) -> str:
    return iri.removeprefix(namespace_of(iri))
