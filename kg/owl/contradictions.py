"""Contradictions: queries for what the axioms exclude, run on an inferred dataset, with the triples that cause it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.owl.class_membership import ClassMembership
from kg.owl.fixpoint import Touched
from kg.owl.rule_body import SAME, TYPE, Body, Table, product
from kg.owl.rules import cardinality
from kg.owl.schema import NOTHING, THING, Schema
from kg.rdf import CONCURRENT_QUERIES, OWL, RDFS, XSD, derived_datatypes, is_well_formed, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.rdf import Dataset, Object

_DIFFERENT = f"<{OWL}differentFrom>"
_MOST = 20
# the datatypes of OWL 2 RL whose values no other of them shares (OWL 2 Profiles, section 4.3, table 8: dt-not-type)
_DISJOINT = "anyURI base64Binary boolean dateTime decimal double float hexBinary string".split()


@dataclass(frozen=True)
class Exclusion:
    """A pattern that must not match: the rule of the standard that excludes it, and its description."""

    rule: str
    says: str
    body: Body


@dataclass(frozen=True)
class Contradiction:
    """A contradiction: the rule of the standard, and the triples that cause it."""

    rule: str
    says: str
    causes: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as one line, with short names."""
        return f"{self.says}: {shorten(', '.join(self.causes))}"


def find_contradictions(
    service: Dataset, schema: Schema, *, added: tuple[NamedNode, ...] | None = None
) -> list[Contradiction]:
    """Return what contradicts the axioms of a closed dataset, at most 20 for each kind of axiom.

    With `added`, graphs of the triples that came to a dataset without contradictions, only what they can cause.

    Source: OWL 2 Profiles, section 4.3: the rules whose conclusion is `false`.
    """
    exclusions = compile_exclusions(schema, _instances(service))
    if added is not None:
        touched = Touched.by(service, *added)
        exclusions = [each for each in exclusions if any(map(touched.may_match, each.body.patterns))]
    with ThreadPoolExecutor(CONCURRENT_QUERIES) as pool:
        values = pool.submit(lambda: list(_ill_formed(service, added)))
        answers = list(pool.map(lambda each: list(_answers(service, each)), exclusions))
    found: dict[str, dict[Contradiction, None]] = {}
    for contradiction in (contradiction for answer in [*answers, values.result()] for contradiction in answer):
        found.setdefault(contradiction.says, {})[contradiction] = None
    return [each for of_kind in found.values() for each in islice(of_kind, _MOST)]


def compile_exclusions(schema: Schema, instances: Mapping[str, int]) -> list[Exclusion]:
    """Compile the axioms of a schema that exclude something, for data with so many instances of each class."""
    member = ClassMembership(schema)
    found = [
        *_of_properties(member),
        *_of_denials(member),
        *_of_classes(member, instances),
        *_of_equality(schema),
        *_of_values(schema),
    ]
    return [each for each in found if each.body.patterns]


def _of_properties(member: ClassMembership) -> Iterator[Exclusion]:
    """Yield prp-irp, prp-asyp, prp-pdw and prp-adp."""
    schema = member.schema
    for prop in schema.kinds["IrreflexiveProperty"]:
        for body in member.linked("?x", prop, "?x"):
            yield Exclusion("prp-irp", f"{prop} is irreflexive", body)
    for prop in schema.kinds["AsymmetricProperty"]:
        for body in product([member.linked("?x", prop, "?y"), member.linked("?y", prop, "?x")]):
            yield Exclusion("prp-asyp", f"{prop} is asymmetric", body)
    pairs = [("prp-pdw", pair) for pair in schema.pairs(OWL + "propertyDisjointWith")]
    pairs += [("prp-adp", pair) for pair in _pairs(_groups(schema, "AllDisjointProperties", "members"))]
    for rule, (one, other) in pairs:
        for body in product([member.linked("?x", one, "?y"), member.linked("?x", other, "?y")]):
            yield Exclusion(rule, f"{one} and {other} exclude each other", body)


def _of_denials(member: ClassMembership) -> Iterator[Exclusion]:
    """Yield prp-npa1 and prp-npa2: what is stated not to be so."""
    schema = member.schema
    for node, subject in schema.pairs(OWL + "sourceIndividual"):
        targets = schema.values(node, OWL + "targetIndividual") + schema.values(node, OWL + "targetValue")
        for prop in schema.values(node, OWL + "assertionProperty"):
            for target in targets:
                if not isinstance(subject, BlankNode) and not isinstance(target, BlankNode):
                    for body in member.linked(str(subject), prop, str(target)):
                        yield Exclusion("prp-npa", "it is stated not to be so", body)


def _of_classes(member: ClassMembership, instances: Mapping[str, int]) -> Iterator[Exclusion]:
    """Yield cls-nothing2, cls-com, cls-maxc1, cls-maxqc1, cls-maxqc2, cax-dw and cax-adc."""
    schema = member.schema
    yield Exclusion("cls-nothing2", "nothing falls under owl:Nothing", Body((("?x", TYPE, str(NOTHING)),)))
    pairs = {*schema.pairs(OWL + "complementOf"), *schema.pairs(OWL + "disjointWith")}
    pairs |= set(_pairs(_groups(schema, "AllDisjointClasses", "members")))
    named = sorted((str(a), str(b)) for a, b in pairs if isinstance(a, NamedNode) and isinstance(b, NamedNode))
    for name, others in _fewest_first(named, instances).items():
        both = Body((("?x", TYPE, name), ("?x", TYPE, "?a")), filters=(f"?a IN ({', '.join(others)})",))
        yield Exclusion("cax-dw", "classes that exclude each other", both)
    for one, other in sorted(pairs, key=str):
        if isinstance(one, BlankNode) or isinstance(other, BlankNode):
            for body in product([member.ways(one, "?x"), member.ways(other, "?x")]):
                yield Exclusion("cax-dw", "classes that exclude each other", body)
    for node, restrictions in sorted(schema.restrictions.items(), key=str):
        for restriction in restrictions:
            if not restriction.kind.startswith("max") or cardinality(restriction.filler) != "0":
                continue
            kinds = [kind for kind in schema.values(node, OWL + "onClass") if kind != THING]
            under = [member.ways(kind, "?y") for kind in kinds]
            for body in product([member.ways(node, "?x"), member.linked("?x", restriction.on, "?y"), *under]):
                yield Exclusion("cls-maxc1", f"no {restriction.on} is allowed", body)


def _fewest_first(pairs: list[tuple[str, str]], instances: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the classes with instances, each with those it excludes and that have at least as many.

    So the largest class of a group is never looked through.
    """
    found: dict[str, list[str]] = {}
    for pair in pairs:
        fewer, more = sorted(pair, key=lambda name: instances.get(name, 0))
        if instances.get(fewer):
            found.setdefault(fewer, []).append(more)
    return found


def _instances(service: Dataset) -> dict[str, int]:
    text = "SELECT ?class (COUNT(*) AS ?number) WHERE { ?x a ?class } GROUP BY ?class"
    return {str(row["class"]): int(row["number"].value) for row in service.select(text)}  # type: ignore[union-attr]


def _of_equality(schema: Schema) -> Iterator[Exclusion]:
    """Yield eq-diff1, eq-diff2 and eq-diff3, and two values where only one may be (dt-diff)."""
    yield Exclusion("eq-diff1", "what is different is the same", Body((("?x", SAME, "?y"), ("?x", _DIFFERENT, "?y"))))
    yield Exclusion("eq-diff1", "nothing is different from itself", Body((("?x", _DIFFERENT, "?x"),)))
    for name in ("members", "distinctMembers"):
        different = _pairs(_groups(schema, "AllDifferent", name))
        if rows := tuple((str(a), str(b)) for a, b in different if not isinstance(a, BlankNode | Literal)):
            same = Body((("?x", SAME, "?y"),), (Table(("?x", "?y"), rows),))
            yield Exclusion("eq-diff2", "what is different is the same", same)
    for prop in schema.kinds["FunctionalProperty"]:
        if isinstance(prop, NamedNode):
            two = Body((("?x", str(prop), "?y"), ("?x", str(prop), "?z")))
            differ = "isLiteral(?y) && isLiteral(?z) && STR(?y) < STR(?z) && ?y != ?z"
            yield Exclusion("dt-diff", f"{prop} has one value at most", two + Body(filters=(differ,)))


def _of_values(schema: Schema) -> Iterator[Exclusion]:
    """Yield, for each range that is a datatype, the values that cannot lie in it (dt-not-type)."""
    for prop, kind in schema.pairs(RDFS + "range"):
        if not isinstance(prop, NamedNode) or not isinstance(kind, NamedNode) or not kind.value.startswith(XSD):
            continue
        # a text in place of a number is left to the shapes, whose messages are clearer
        if others := ", ".join(f"<{each}>" for each in _disjoint_datatypes(kind.value) if each != XSD + "string"):
            wrong = f"isLiteral(?y) && DATATYPE(?y) IN ({others})"
            yield Exclusion(
                "dt-not-type", f"the values of {prop} are of {kind}", Body((("?x", str(prop), "?y"),), filters=(wrong,))
            )


def _disjoint_datatypes(datatype: str) -> list[str]:
    """Return the datatypes, as sorted IRIs, that share no value with one."""
    families = [derived_datatypes(XSD + name) for name in _DISJOINT]
    own = next((family for family in families if datatype in family), None)
    return sorted(name for family in families if own and family != own for name in family)


def _groups(schema: Schema, kind: str, predicate: str) -> list[tuple[Object, ...]]:
    return [members for node, members in schema.listed(OWL + predicate) if node in schema.kinds[kind]]


def _pairs(groups: list[tuple[Object, ...]]) -> list[tuple[Object, Object]]:
    return [pair for members in groups for pair in combinations(members, 2)]


def _answers(service: Dataset, exclusion: Exclusion) -> Iterator[Contradiction]:
    names = " ".join(exclusion.body.variables())
    text = f"SELECT {names or '*'} WHERE {{\n{exclusion.body.where()}\n}} ORDER BY {names} LIMIT {_MOST}"
    if not names:
        text = text.replace("ORDER BY", "")
    for row in service.select(text):
        causes = tuple(" ".join(_bound(term, row) for term in pattern) for pattern in exclusion.body.patterns)
        yield Contradiction(exclusion.rule, shorten(exclusion.says), causes)


def _bound(term: str, row: Mapping[str, Object | None]) -> str:
    if term == TYPE:
        return "a"
    return str(row.get(term[1:])) if term.startswith("?") else term


def _ill_formed(service: Dataset, added: tuple[NamedNode, ...] | None) -> Iterator[Contradiction]:
    """Yield the values whose text is not one of their datatype (dt-not-type)."""
    texts = "isLiteral(?o) && DATATYPE(?o) NOT IN (xsd:string, rdf:langString)"
    places = ["?s ?p ?o"] if added is None else [f"GRAPH {graph} {{ ?s ?p ?o }}" for graph in added]
    asked = (f"SELECT DISTINCT ?o WHERE {{ {place} FILTER ({texts}) }}" for place in places)
    values = (row["o"] for text in asked for row in service.select(text))
    for value in islice((each for each in values if isinstance(each, Literal) and not is_well_formed(each)), _MOST):
        for row in service.select(f"SELECT ?s ?p WHERE {{ ?s ?p {value} }} ORDER BY ?s ?p LIMIT {_MOST}"):
            yield Contradiction(
                "dt-not-type",
                f"{value.value!r} is no {shorten(str(value.datatype))}",
                (f"{row['s']} {row['p']} {value}",),
            )
