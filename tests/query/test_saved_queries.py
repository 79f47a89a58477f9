"""Saved queries: reading with the header, and binding that changes only values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError, ParseError, UnknownNameError
from kg.query.parameters import Parameter
from kg.query.saved_queries import SavedQuery, find_query, query_paths, read_queries, read_query
from kg.rdf import ID, XSD
from kg.store import TripleStore

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

HEADER = "#+ summary: {zh: 甲, en: a}\n#+ grain: one row per thing\n#+ tags: [one, two]\n"
LABEL = "label: {zh: 甲, en: a}"
# all of Unicode but NUL, which no SPARQL engine need take, and lone surrogates, which are no text
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HOSTILE = (
    '" } SELECT * { ?s ?p ?o } #',
    "'''\"\"\"",
    "\\",
    '\\"',
    "} VALUES ?second { 1 }",
    "# no comment\n",
    "\r\n\t\b\f",
    "\u202e\u200f张江\u2028\u2029\u0085",
    "<http://e/> <b>",
    "\\u0022 }",
    "UNDEF",
    "\U0010ffff",
)
PAIR = SavedQuery(
    name="pair",
    theme="t",
    summary={},
    grain="",
    tags=(),
    parameters=tuple(
        Parameter(name, {}, None, "xsd:string", optional=False, example="") for name in ("first", "second")
    ),
    text='SELECT ?first ?second { VALUES ?first { "x" } VALUES ?second { "y" } }',
)


def _query(folder: Path, text: str) -> Path:
    path = folder / "theme" / "x.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _rows(text: str) -> list[dict[str, object]]:
    return [dict(row) for row in TripleStore.in_memory([]).select(text)]


def _all_hostile(test: object) -> object:
    for text in HOSTILE:
        test = example(text, HOSTILE[0])(test)
    return test


@_all_hostile
@given(TEXTS, TEXTS)
def test_a_value_never_changes_the_query(first: str, second: str) -> None:
    """Any text comes back unchanged as the only value of its variable."""
    bound = PAIR.bind({"first": [Literal(first)], "second": [Literal(second, language="zh")]})
    assert [{"first": Literal(first), "second": Literal(second, language="zh")}] == _rows(bound)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_several_values_are_several_rows(texts: list[str]) -> None:
    """A parameter may have several values, and each gives its solutions."""
    bound = PAIR.bind({"first": [Literal(text) for text in texts], "second": [NamedNode(ID)]})
    assert [{"first": Literal(text), "second": NamedNode(ID)} for text in texts] == _rows(bound)


def test_binding_leaves_the_rest_as_it_is(mini_project: Project) -> None:
    """Only the rows of given parameters change; an optional one that is not given stays UNDEF."""
    query = find_query(mini_project.queries, "bodies_in")
    china = NamedNode(ID + "place/china")
    assert query.text.replace("place:shanghai", str(china)) == query.bind({"place": [china]})
    date = Literal("2012-01-01", datatype=NamedNode(XSD + "date"))
    expected = query.text.replace("place:shanghai", str(china)).replace("{ UNDEF }", f"{{ {date} }}")
    assert expected == query.bind({"place": [china], "since": [date]})
    assert query.bind({"place": [china]}) == query.bind({"place": [china], "since": []})


def test_a_missing_value_is_an_error(mini_project: Project) -> None:
    """The error for a missing parameter names its class and an example."""
    query = find_query(mini_project.queries, "bodies_in")
    with pytest.raises(ParameterError, match=r"^bodies_in needs place \(zj:Place\)$") as caught:
        query.bind({})
    assert "for example: -p place=place:shanghai" == caught.value.hint


@pytest.mark.parametrize(
    ("name", "hint"), [("bodies_in", "did you mean place? bodies_in takes place, since"), ("places", "places takes no")]
)
def test_an_unknown_parameter_is_refused(mini_project: Project, name: str, hint: str) -> None:
    """The error for a misspelt parameter lists those of the query."""
    query = find_query(mini_project.queries, name)
    with pytest.raises(UnknownNameError, match=r"^unknown parameter: plaec$") as caught:
        query.bind({"plaec": [NamedNode(ID)]})
    assert caught.value.hint.startswith(hint)


def test_a_query_is_read_with_its_header(mini_project: Project) -> None:
    """A saved query is its file's stem, its folder, its header and its whole text."""
    path = mini_project.queries / "places" / "bodies_in.rq"
    place = Parameter(
        "place", {"zh": "地方", "en": "place"}, "zj:Place", None, optional=False, example="place:shanghai"
    )
    since = Parameter("since", {"zh": "起始日期", "en": "since"}, None, "xsd:date", optional=True, example="UNDEF")
    expected = SavedQuery(
        name="bodies_in",
        theme="places",
        summary={"zh": "某地有哪些机构", "en": "Which bodies lie in a place"},
        grain="one row per body, founded on or after a date if one is given",
        tags=("places", "bodies"),
        parameters=(place, since),
        text=path.read_text(encoding="utf-8"),
    )
    assert expected == read_query(path)


def test_queries_are_found_by_name(mini_project: Project) -> None:
    """All queries come by theme and name; one is read by its name alone."""
    assert ["bodies_in", "places"] == [query.name for query in read_queries(mini_project.queries)]
    assert [find_query(mini_project.queries, "places")] == read_queries(mini_project.queries)[1:]


def test_an_unknown_query_is_an_error_with_close_names(mini_project: Project) -> None:
    """The error for a misspelt name suggests the closest ones."""
    with pytest.raises(UnknownNameError, match=r"^unknown query: place$") as caught:
        find_query(mini_project.queries, "place")
    assert "did you mean places? list them with: kg queries" == caught.value.hint


def test_two_queries_of_one_name_are_refused(mini_project: Project) -> None:
    """Two queries of one name are an error that names both files, whatever their folders."""
    _query(mini_project.queries, HEADER).rename(mini_project.queries / "theme" / "places.rq")
    with pytest.raises(ParseError, match=r"theme/places\.rq: .*/places/places\.rq has the same name$"):
        query_paths(mini_project.queries)


@pytest.mark.parametrize(
    ("params", "text", "message"),
    [
        (f"x: {{class: zj:Park, {LABEL}}}", "", "parameter x has 0 VALUES rows and needs one"),
        (f"x: {{class: zj:Park, {LABEL}}}", "VALUES ?x { 1 } VALUES ?x { 2 }", "parameter x has 2 VALUES rows"),
        (f"x: {{class: zj:Park, {LABEL}}}", "VALUES ?y { 1 }", "parameter x has 0 VALUES rows"),
        (f"x: {{class: zj:Park, {LABEL}}}", "VALUES ?x { UNDEF }", "the row { UNDEF } is for optional parameters"),
        (
            f"x: {{class: zj:Park, optional: true, {LABEL}}}",
            "VALUES ?x { 1 }",
            "the row { UNDEF } is for optional parameters",
        ),
        (f"x: {{class: zj:Park, datatype: xsd:date, {LABEL}}}", "VALUES ?x { 1 }", "needs either a class, a datatype"),
        (f"x: {{{LABEL}}}", "VALUES ?x { 1 }", "parameter x needs either a class, a datatype"),
        ("x: {class: zj:Park}", "VALUES ?x { 1 }", "params.x.label needs a text in zh and one in en"),
        (f"x: {{klass: zj:Park, {LABEL}}}", "VALUES ?x { 1 }", "parameter x: invalid description, unknown keys: klass"),
        ("x: zj:Park", "VALUES ?x { 1 }", "parameter x: invalid description"),
        ("[x, y]", "VALUES ?x { 1 }", "params"),
    ],
)
def test_an_invalid_parameter_is_refused(tmp_path: Path, params: str, text: str, message: str) -> None:
    """A parameter needs a kind, a label in both languages, and one VALUES row with an example."""
    path = _query(tmp_path, f"{HEADER}#+ params:\n#+   {params}\nSELECT * {{ {text} }}")
    with pytest.raises(ParseError) as caught:
        read_query(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert message in caught.value.message


@pytest.mark.parametrize("tags", ["one", "5", "{one: two}"])
def test_tags_are_a_list(tmp_path: Path, tags: str) -> None:
    """Tags that are not a list are refused, not split into letters."""
    with pytest.raises(ParseError, match=r"x\.rq: .*tags"):
        read_query(_query(tmp_path, HEADER.replace("[one, two]", tags)))


def test_a_query_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is a parse error that names it."""
    path = _query(tmp_path, "")
    path.write_bytes(HEADER.encode("gbk"))
    with pytest.raises(ParseError, match=r"x\.rq"):
        read_query(path)
