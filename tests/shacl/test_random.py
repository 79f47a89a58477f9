"""Compiled shapes and pyshacl agree on small random graphs and random shapes."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings, strategies as st
from reports import PREFIXES, by_pyshacl, compiled, store_of, triples

import kg
from kg.shacl.compiler import compile_shapes
from kg.shacl.planner.statistics import read_hierarchy
from kg.shacl.validator import run_shapes

NODES = [":a", ":b", ":c", "_:d"]
CLASSES = [":A", ":B", ":C"]
PROPERTIES = [":p", ":q", ":r"]
# values that both engines compare equally: pyshacl orders literals of different kinds by the names of their datatypes
LITERALS = ['"x"', '"y z"', '"x"@en', '"x"@zh-Hans', '"y"@EN', "1", "2", '"a"^^xsd:integer']
# not the inverse of a sequence: pyshacl inverts its steps but does not reverse their order
PATHS = [
    *PROPERTIES,
    "[ sh:inversePath :p ]",
    "( :p :q )",
    "( :p [ sh:inversePath :q ] )",
    "[ sh:alternativePath ( :p :q ) ]",
    "[ sh:zeroOrMorePath :p ]",
    "[ sh:oneOrMorePath :q ]",
    "[ sh:zeroOrOnePath :p ]",
    "[ sh:inversePath [ sh:alternativePath ( :p :q ) ] ]",
    "( :r [ sh:zeroOrMorePath :p ] )",
]
TERMS = [":a", ":b", '"x"', '"x"@en', "1"]


facts = st.one_of(
    st.builds("{} a {} .".format, st.sampled_from(NODES), st.sampled_from(CLASSES)),
    st.builds("{} {} {} .".format, *map(st.sampled_from, (NODES, PROPERTIES, [*NODES, *LITERALS]))),
    st.builds("{} rdfs:subClassOf {} .".format, st.sampled_from(CLASSES), st.sampled_from(CLASSES)),
)
graphs = st.lists(facts, min_size=1, max_size=14, unique=True).map("\n".join)
of_values = st.one_of(
    st.sampled_from(CLASSES).map("sh:class {}".format),
    st.sampled_from(["xsd:string", "xsd:integer", "rdf:langString"]).map("sh:datatype {}".format),
    st.sampled_from("IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()).map(
        "sh:nodeKind sh:{}".format
    ),
    st.builds("sh:{} {}".format, st.sampled_from(["minLength", "maxLength"]), st.integers(0, 3)),
    st.sampled_from(["x", "^y", "[0-9]$"]).map('sh:pattern "{}"'.format),
    st.sampled_from(['"en"', '"en" "zh"', '"zh-Hans"']).map("sh:languageIn ( {} )".format),
    st.lists(st.sampled_from(TERMS), min_size=1, max_size=3).map(lambda each: f"sh:in ( {' '.join(each)} )"),
    st.builds("sh:{} {}".format, st.sampled_from(["equals", "disjoint"]), st.sampled_from(PROPERTIES)),
    st.sampled_from(TERMS).map("sh:hasValue {}".format),
    st.just("sh:closed true ; sh:ignoredProperties ( rdf:type :p )"),
)
of_counts = st.one_of(
    st.builds("sh:{} {}".format, st.sampled_from(["minCount", "maxCount"]), st.integers(0, 3)),
    st.just("sh:uniqueLang true"),
)


def _shape(path: str, constraints: list[str]) -> str:
    # one of each kind, since a shape may have only one of some
    kinds = {each.split(" ", 1)[0]: each for each in constraints}
    return " ; ".join([*([f"sh:path {path}"] if path else []), *kinds.values()])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    node = st.lists(st.one_of(of_values, _joined(inner)), min_size=1, max_size=2).map(lambda each: _shape("", each))
    of_property = st.one_of(of_values, of_counts, _joined(inner))
    return st.one_of(
        node,
        st.builds(_shape, st.sampled_from(PATHS), st.lists(of_property, min_size=1, max_size=3)),
    )


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    members = st.lists(inner, min_size=1, max_size=2).map(lambda each: " ".join(f"[ {shape} ]" for shape in each))
    return st.one_of(
        inner.map("sh:not [ {} ]".format),
        st.builds("sh:{} ( {} )".format, st.sampled_from(["and", "or", "xone"]), members),
        inner.filter(lambda shape: not shape.startswith("sh:path")).map("sh:node [ {} ]".format),
        inner.filter(lambda shape: shape.startswith("sh:path")).map("sh:property [ {} ]".format),
    )


leaves = st.one_of(
    st.lists(of_values, min_size=1, max_size=2).map(lambda each: _shape("", each)),
    st.builds(_shape, st.sampled_from(PATHS), st.lists(st.one_of(of_values, of_counts), min_size=1, max_size=2)),
)
qualified = st.builds(
    "sh:path {} ; sh:qualifiedValueShape [ {} ] ; sh:qualified{}Count {} ; sh:qualifiedValueShapesDisjoint {}".format,
    st.sampled_from(PATHS),
    leaves,
    st.sampled_from(["Min", "Max"]),
    st.integers(0, 2),
    st.sampled_from(["true", "false"]),
)
shapes = st.one_of(leaves, _nested(leaves), _nested(st.one_of(leaves, qualified)), qualified)
targets = st.lists(
    st.one_of(
        st.sampled_from(CLASSES).map("sh:targetClass {}".format),
        st.sampled_from([":a", ":b", ":absent", '"x"']).map("sh:targetNode {}".format),
        st.builds("sh:target{}Of {}".format, st.sampled_from(["Subjects", "Objects"]), st.sampled_from(PROPERTIES)),
    ),
    min_size=1,
    max_size=2,
    unique=True,
).map(" ; ".join)
severities = st.sampled_from(
    ["", " ; sh:severity sh:Warning", ' ; sh:message "m"@en , "信息"@zh', " ; sh:deactivated true"]
)
shapes_graphs = st.lists(st.builds("{} ; {}{}".format, targets, shapes, severities), min_size=1, max_size=2)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(graph=graphs, written=shapes_graphs)
def test_both_give_the_same_report(graph: str, written: list[str]) -> None:
    """For any graph and shapes, both engines write isomorphic reports."""
    data = triples(graph)
    asked = triples("\n".join(f":S{number} {shape} ." for number, shape in enumerate(written)))
    findings, report = compiled(data, asked)
    assert by_pyshacl(data, asked)[1] == report
    # the pattern that a query starts from does not matter
    store = store_of(data)
    plain = run_shapes(compile_shapes(asked, read_hierarchy(store)), store)
    assert Counter(map(str, findings)) == Counter(map(str, plain[0]))


# values that a store rewrites, texts and patterns that only one engine understands, and queries
WRITTEN = """"x" "" "x"@zh-Hans 1 1.0 1.00 "01"^^xsd:integer "5"^^xsd:int "300"^^xsd:byte "-3"^^xsd:nonNegativeInteger
1.5e0 true "1"^^xsd:boolean "2020-01-01"^^xsd:date "2020-13-01"^^xsd:date "2020-01-01T00:00:00.000Z"^^xsd:dateTime
"P12M"^^xsd:duration "2020"^^xsd:gYear "abc"^^xsd:integer "c"^^:own""".split()
DATATYPES = "integer int byte decimal double boolean date dateTime gYear nonNegativeInteger duration".split()
QUERIES = [
    "SELECT $this ?value { $this <http://e/p> ?value FILTER(STRLEN(STR(?value)) > 3) }",
    "SELECT $this { FILTER NOT EXISTS { $this <http://e/r> ?v } }",
    "SELECT $this { $this <http://e/p> ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
]
written_facts = st.one_of(facts, st.builds("{} {} {} .".format, *map(st.sampled_from, (NODES, PROPERTIES, WRITTEN))))
written_values = st.one_of(
    of_values,
    st.sampled_from(DATATYPES).map("sh:datatype xsd:{}".format),
    st.sampled_from(["^(?!x)", "^[0-9]+$", "[.]0"]).map('sh:pattern "{}"'.format),
    st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3).map(lambda each: f"sh:in ( {' '.join(each)} )"),
    st.sampled_from(WRITTEN).map("sh:hasValue {}".format),
    st.sampled_from(QUERIES).map('sh:sparql [ sh:select "{}" ]'.format),
)
written_leaves = st.one_of(
    st.lists(written_values, min_size=1, max_size=2).map(lambda each: _shape("", each)),
    st.builds(
        _shape,
        st.sampled_from([*PATHS, "[ sh:oneOrMorePath [ sh:zeroOrOnePath :p ] ]"]),
        st.lists(st.one_of(written_values, of_counts), min_size=1, max_size=2),
    ),
)
written_shapes = st.one_of(written_leaves, _nested(written_leaves), qualified)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    graph=st.lists(written_facts, min_size=1, max_size=14, unique=True).map("\n".join),
    written=st.lists(st.builds("{} ; {}{}".format, targets, written_shapes, severities), min_size=1, max_size=2),
)
def test_values_are_compared_as_they_are_written(graph: str, written: list[str]) -> None:
    """For any data and shapes of a user, both engines write isomorphic reports."""
    shapes = "\n".join(f":S{number} {shape} ." for number, shape in enumerate(written))
    view = kg.validate(PREFIXES + graph, shapes=PREFIXES + shapes, compare=True)
    assert view.conforms, str(view)
